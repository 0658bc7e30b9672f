#include "gui/app/ui_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "gui/app/application.hpp"
#include "gui/core/imgui_compat.hpp"
#include "gui/core/moment.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

constexpr std::array<std::string_view, 19> verbs = {"open", "set", "seed", "go", "view", "wait", "scale", "key", "click", "select", "tab",
                                                    "theme", "size", "picture", "colour-free", "settle", "file", "export", "measure"};

[[noreturn]] void refuse(const script_step& s, const std::string& why) {
    throw sim::usage_error{fmt::format("line {}: {} {}: {}", s.line, s.verb, s.argument, why)};
}

double number_of(const script_step& s, double least, double most) {
    double value = 0;
    const auto [rest, fault] = std::from_chars(s.argument.data(), s.argument.data() + s.argument.size(), value);
    if (fault != std::errc() || rest != s.argument.data() + s.argument.size() || !(value >= least && value <= most)) {
        refuse(s, fmt::format("expected a number from {} to {}", least, most));
    }
    return value;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

class player {
public:
    player(application& app, script_stage& stage) : app_(app), stage_(stage) {}

    void play(const script_step& s) {
        if (s.verb == "wait") wait(number_of(s, 0, 3600));
        else if (s.verb == "key") press(s);
        else if (s.verb == "click") click(s);
        else if (s.verb == "size") resize(s);
        else if (s.verb == "picture") stage_.picture(s.argument);
        else if (s.verb == "measure") stage_.measure(static_cast<int>(number_of(s, 1, 100'000)));
        else send(command_of(s));
        settle();
        if (!app_.state().notice.empty() && app_.state().notice != told_ && (s.verb == "open" || s.verb == "set" || s.verb == "seed")) refuse(s, app_.state().notice);
        told_ = app_.state().notice;
    }

private:
    application& app_;
    script_stage& stage_;
    std::string told_;

    void settle() {
        while (app_.computing()) app_.compute();
        for (int i = 0; i < 3; ++i) stage_.frame(0);
    }

    void wait(double seconds) {
        for (double done = 0; done < seconds; done += 1 / 60.0) stage_.frame(1 / 60.0);
    }

    void send(const command& c) { app_.apply(c); }

    void press(const script_step& s) {
        const auto keys = parse_chord(s.argument);
        if (!keys) refuse(s, "there is no such key; the key sheet shows how they are written");
        app_.press({*keys, false});
    }

    void click(const script_step& s) {
        const hit* found = nullptr;
        for (const hit_kind kind : {hit_kind::button, hit_kind::control, hit_kind::lane, hit_kind::plot}) {
            if (found == nullptr) found = app_.hits().find(kind, s.argument);
        }
        if (found == nullptr) refuse(s, "nothing on the screen is called that");
        const ImVec2 at((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
        input::mouse_position(at);
        stage_.frame(0);
        input::mouse_button(0, true);
        stage_.frame(0);
        input::mouse_button(0, false);
        stage_.frame(0);
        input::mouse_position({-1e6F, -1e6F});
    }

    void resize(const script_step& s) {
        const auto x = s.argument.find('x');
        const auto part = [&](std::string_view text) {
            int value = 0;
            const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
            return fault == std::errc() && rest == text.data() + text.size() ? value : 0;
        };
        const std::string_view text = s.argument;
        const int width = x == text.npos ? 0 : part(text.substr(0, x)), height = x == text.npos ? 0 : part(text.substr(x + 1));
        if (width < 640 || height < 400 || width > 16384 || height > 16384) refuse(s, "expected WIDTHxHEIGHT, from 640x400 to 16384x16384");
        stage_.resize(width, height);
    }

    command command_of(const script_step& s) const {
        command c;
        c.text = s.argument;
        if (s.verb == "open") c.kind = command_kind::open_scenario;
        if (s.verb == "file") c.kind = command_kind::open_file;
        if (s.verb == "export") c.kind = command_kind::export_run;
        if (s.verb == "seed") c.kind = command_kind::set_seed;
        if (s.verb == "tab") c.kind = command_kind::set_tab;
        if (s.verb == "theme") c.kind = command_kind::set_theme;
        if (s.verb == "settle") c.kind = command_kind::pause;
        if (s.verb == "colour-free") {
            c.kind = command_kind::set_colour_free;
            c.number = number_of(s, 0, 1);
        }
        if (s.verb == "scale") {
            c.kind = command_kind::set_scale;
            c.number = number_of(s, 0.75, 3);
        }
        if (s.verb == "go") {
            const auto moment = parse_moment(s.argument);
            if (!moment) refuse(s, "expected a moment as 1.8, 250ms, +0.5 or #128");
            c = *moment;
        }
        if (s.verb == "set") set(s, c);
        if (s.verb == "select") select(s, c);
        if (s.verb == "view") show(s, c);
        return c;
    }

    void set(const script_step& s, command& c) const {
        const auto equals = s.argument.find('=');
        const std::string name = s.argument.substr(0, equals);
        const sim::parameter* p = sim::find_parameter(app_.session().what(), name);
        if (equals == std::string::npos || p == nullptr) refuse(s, "expected NAME=VALUE of a parameter of " + app_.session().what().name);
        c.kind = command_kind::set_parameter;
        c.text = name;
        c.value = sim::parse_value(*p, s.argument.substr(equals + 1));
    }

    void select(const script_step& s, command& c) const {
        c.kind = command_kind::select_task;
        for (const sim::task_info& task : app_.session().history().tasks()) {
            if (task.path == s.argument || sim::short_name(app_.session().history(), task.id) == s.argument) c.task = task.id;
        }
        if (c.task != 0) return;
        c.kind = command_kind::select_object;
        for (const sim::object_info& object : app_.session().history().objects()) {
            if (object.name == s.argument) c.object = object.id;
        }
        if (c.object == 0) refuse(s, "no task or object is called that");
    }

    void show(const script_step& s, command& c) const {
        const auto blank = s.argument.find(' ');
        const auto first = parse_duration(s.argument.substr(0, blank));
        const auto last = blank == std::string::npos ? std::nullopt : parse_duration(trimmed(std::string_view(s.argument).substr(blank)));
        if (!first || !last) refuse(s, "expected two moments as 0.2 0.8");
        c.kind = command_kind::set_view_range;
        c.time_ns = *first;
        c.time_ns_2 = *last;
    }
};

}  // namespace

std::vector<script_step> parse_script(std::string_view text) {
    std::vector<script_step> steps;
    int number = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const auto blank = line.find(' ');
        script_step s{number, std::string(line.substr(0, blank)), blank == line.npos ? "" : std::string(trimmed(line.substr(blank)))};
        if (std::find(verbs.begin(), verbs.end(), s.verb) == verbs.end()) {
            const std::vector<std::string> known(verbs.begin(), verbs.end());
            const std::string near = sim::nearest(s.verb, known);
            throw sim::usage_error{fmt::format("line {}: no step is called '{}'{}", number, s.verb.substr(0, 40), near.empty() ? "" : "; did you mean '" + near + "'?")};
        }
        if (s.argument.empty() && s.verb != "settle") throw sim::usage_error{fmt::format("line {}: {} needs an argument", number, s.verb)};
        steps.push_back(std::move(s));
    }
    return steps;
}

void run_script(application& app, script_stage& stage, const std::vector<script_step>& steps) {
    for (int i = 0; i < 3; ++i) stage.frame(0);
    player p(app, stage);
    for (const script_step& s : steps) p.play(s);
}

}  // namespace gui
