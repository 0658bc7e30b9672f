#include "gui/app/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>

#include "gui/core/moment.hpp"

namespace gui {

namespace {

constexpr std::string_view usage = R"(usage: orrery-gui [NAME] [OPTION]...

Opens the window on a scenario.

  --scenario NAME      a scenario, one of its aliases, or a file of `orrery run --trace`, also without --scenario (default downloads, two at a
                       time); --list shows them
  --seed N             seed of the random numbers (default 42)
  --set KEY=VALUE      a parameter of the scenario; may be repeated
  --token TOKEN        a run as `copy link` gives it, instead of the three above
  --at MOMENT          where the playhead is: 1.5s, 250ms or #128 (an event)
  --range FROM..TO     what the lanes show, as 1s..2.5s, 1s.. or ..2.5s (default: the whole run)
  --no-autoplay        do not begin to play after a second

  --screenshot FILE    write the window as a PNG picture and exit, without showing it
  --ui-script FILE     drive the window by a script of commands, without showing it; see docs/window.md
  --size WxH           of the window in pixels (default 1440x900, at least 640x400)
  --scale F            of text and controls, 0.5 to 4 (default: the display's)
  --theme dark|light
  --tab NAME           resources, events, warnings or parameters

  --list               print the scenarios and exit
  --print-state        print a line of state whenever it changed (for scripts)
  --help, --version

Exit status: 0, 1 when something failed while running, 2 for wrong usage.
)";

constexpr std::array<std::string_view, 17> names = {"--scenario", "--seed",  "--set",   "--token",       "--at", "--range",
                                                    "--no-autoplay", "--screenshot", "--ui-script", "--size", "--scale", "--theme",
                                                    "--tab", "--list", "--print-state", "--help", "--version"};

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || rest != text.data() + text.size()) return std::nullopt;
    return value;
}

// What the window opens on when nothing is asked for.
sim::found welcome(sim::catalogue scenarios) {
    for (const sim::scenario* s : scenarios) {
        if (s->name == "downloads") return {s, nullptr};
    }
    return {scenarios.front(), nullptr};
}

[[noreturn]] void refuse(std::string message) { throw sim::usage_error{std::move(message)}; }

void set_size(options& o, std::string_view text) {
    const auto x = text.find('x');
    const auto width = x == text.npos ? std::nullopt : number<int>(text.substr(0, x));
    const auto height = x == text.npos ? std::nullopt : number<int>(text.substr(x + 1));
    if (!width || !height || *width < 640 || *height < 400 || *width > 16384 || *height > 16384) {
        refuse(fmt::format("--size is '{}'; expected WIDTHxHEIGHT, from 640x400 to 16384x16384", text));
    }
    o.width = *width;
    o.height = *height;
}

// "1s..3s", "1s..", "..3s"
void set_range(options& o, std::string_view text) {
    const auto dots = text.find("..");
    const std::string_view from = text.substr(0, dots), to = dots == text.npos ? "" : text.substr(dots + 2);
    const std::optional<std::int64_t> first = from.empty() ? 0 : parse_duration(from);
    const std::optional<std::int64_t> last = to.empty() ? std::numeric_limits<std::int64_t>::max() : parse_duration(to);
    if (dots == text.npos || text == ".." || !first || !last || *last <= *first) {
        refuse(fmt::format("--range is '{}'; expected FROM..TO, as in --range 1s..2.5s", text));
    }
    o.range.emplace();
    o.range->kind = command_kind::set_view_range;
    o.range->time_ns = *first;
    o.range->time_ns_2 = *last;
}

void set_one_of(std::optional<std::string>& to, std::string_view name, const std::string& text, std::initializer_list<std::string_view> all) {
    if (std::find(all.begin(), all.end(), text) == all.end()) {
        refuse(fmt::format("{} is '{}'; expected {}", name, text, fmt::join(all, " or ")));
    }
    to = text;
}

void set_value(options& o, std::string_view name, const std::string& text) {
    if (name == "--scenario") o.scenario = text;
    if (name == "--token") o.token = text;
    if (name == "--screenshot") o.screenshot = text;
    if (name == "--ui-script") o.ui_script = text;
    if (name == "--size") set_size(o, text);
    if (name == "--range") set_range(o, text);
    if (name == "--theme") set_one_of(o.theme, name, text, {"dark", "light"});
    if (name == "--tab") set_one_of(o.tab, name, text, {"resources", "events", "warnings", "parameters"});
    if (name == "--set") {
        if (text.find('=') == std::string::npos || text.front() == '=') refuse(fmt::format("--set is '{}'; expected KEY=VALUE, for example limit=3", text));
        o.settings.push_back(text);
    }
    if (name == "--seed") {
        o.seed = number<std::uint64_t>(text);
        if (!o.seed) refuse(fmt::format("--seed is '{}'; expected a whole number from 0 to {}", text, std::numeric_limits<std::uint64_t>::max()));
    }
    if (name == "--at") {
        o.at = parse_moment(text);
        if (!o.at || o.at->kind == command_kind::skip_time) refuse(fmt::format("--at is '{}'; expected a moment like 1.5s or 250ms, or an event like #128", text));
    }
    if (name == "--scale") {
        o.scale = number<float>(text);
        if (!o.scale || !(*o.scale >= 0.5F && *o.scale <= 4)) refuse(fmt::format("--scale is '{}'; expected a number from 0.5 to 4", text));
    }
}

bool set_flag(options& o, std::string_view name) {
    if (name == "--help" || name == "-h") o.help = true;
    else if (name == "--version") o.version = true;
    else if (name == "--list") o.list = true;
    else if (name == "--no-autoplay") o.autoplay = false;
    else if (name == "--print-state") o.print_state = true;
    else return false;
    return true;
}

}  // namespace

options parse_options(const std::vector<std::string>& arguments) {
    options o;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (!argument.starts_with("-")) {
            if (!o.scenario.empty()) refuse(fmt::format("'{}' is one scenario too many; '{}' was given already", argument, o.scenario));
            o.scenario = argument;
            continue;
        }
        const auto equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        if (equals == std::string::npos && set_flag(o, name)) continue;
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            const std::vector<std::string> all(names.begin(), names.end());
            const std::string near = sim::nearest(name, all);
            refuse(fmt::format("unknown option '{}'; {}", name, near.empty() ? "--help shows them all" : "did you mean " + near + "?"));
        }
        options probe;
        if (set_flag(probe, name)) refuse(fmt::format("{} takes no value", name));
        if (equals == std::string::npos && ++i >= arguments.size()) refuse(fmt::format("{} needs a value; --help shows which", name));
        const std::string value = equals == std::string::npos ? arguments[i] : argument.substr(equals + 1);
        if (value.empty()) refuse(fmt::format("{} needs a value; --help shows which", name));
        set_value(o, name, value);
    }
    if (!o.token.empty() && (!o.scenario.empty() || o.seed || !o.settings.empty())) {
        refuse("--token says everything about a run; give it without --scenario, --seed and --set");
    }
    return o;
}

std::optional<sim::run_outline> recording_of(const options& o) {
    std::error_code none;
    if (o.scenario.empty() || !std::filesystem::is_regular_file(o.scenario, none)) return std::nullopt;
    if (o.seed || !o.settings.empty()) refuse(fmt::format("'{}' is a recorded run; --seed and --set have no part in it", o.scenario));
    return sim::outline_of(o.scenario);
}

sim::run_spec spec_of(const options& o, sim::catalogue scenarios) {
    if (!o.token.empty()) return sim::from_token(o.token, scenarios);
    if (scenarios.empty()) refuse("there are no scenarios in this build");
    sim::run_spec spec;
    if (o.seed) spec.seed = *o.seed;
    const sim::found found = o.scenario.empty() ? welcome(scenarios) : sim::find(scenarios, o.scenario);
    const sim::scenario& scenario = *found.what;
    spec.scenario = scenario.name;
    if (found.by != nullptr) spec.parameters = found.by->values;
    // Two at a time: the first thing somebody sees should include tasks that wait for each other.
    const sim::parameter* limit = sim::find_parameter(scenario, "limit");
    if (o.scenario.empty() && limit != nullptr && limit->type == sim::parameter_type::integer) {
        spec.parameters.emplace_back("limit", std::int64_t{2});
    }
    for (const std::string& setting : o.settings) {
        const auto equals = setting.find('=');
        const std::string key = setting.substr(0, equals);
        const sim::parameter* p = sim::find_parameter(scenario, key);
        if (p == nullptr) {
            std::vector<std::string> known;
            for (const sim::parameter& each : scenario.parameters) known.push_back(each.name);
            if (known.empty()) refuse(fmt::format("scenario '{}' has no parameters; '{}' is none", scenario.name, key));
            const std::string near = sim::nearest(key, known);
            refuse(fmt::format("scenario '{}' has no parameter '{}'; {}", scenario.name, key,
                               near.empty() ? fmt::format("it has {}", fmt::join(known, ", ")) : "did you mean " + near + "?"));
        }
        std::erase_if(spec.parameters, [&](const auto& each) { return each.first == key; });
        spec.parameters.emplace_back(key, sim::parse_value(*p, setting.substr(equals + 1)));
    }
    return sim::normalised(std::move(spec), scenarios);
}

std::string usage_text() { return std::string(usage); }

std::string list_text(sim::catalogue scenarios) {
    std::string text;
    std::string_view group;
    for (const sim::scenario* s : scenarios) {
        if (s->group != group) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", s->group);
        group = s->group;
        text += fmt::format("  {:<28} {}\n", s->name, s->title);
    }
    return text;
}

}  // namespace gui
