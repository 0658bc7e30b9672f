#include "gui/panels/toolbar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "gui/core/keys.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

// One row of controls, laid out from both ends. What does not fit is left out, least needed first; every command has a
// key as well.
struct row {
    const view& v;
    command_bus& bus;
    hit_map& hits;
    float y, height;
    float left, right;

    float px(float pixels) const { return std::round(pixels * v.scale); }
    rect take_left(float width, float gap) {
        const rect r = box_at(left, y, px(width), height);
        left = r.max.x + px(gap);
        return r;
    }
    rect take_right(float width, float gap) {
        const rect r = box_at(right - px(width), y, px(width), height);
        right = r.min.x - px(gap);
        return r;
    }
};

void transport(row& r, bool wide) {
    const auto push = [&](std::string_view id, icon mark, float width, command_kind kind, std::string_view hint, bool enabled) {
        button_look look;
        look.mark = mark;
        look.tooltip = hint;
        look.key = id;
        look.enabled = enabled;
        look.active = mark == icon::pause;
        if (button(r.v, r.hits, r.take_left(width, 4), id, "", look)) r.bus.push(kind);
    };
    const auto cursor = r.v.session->cursor();
    const bool begun = cursor != sim::no_event;
    const bool at_end = begun && cursor + 1 >= r.v.session->run_events();
    push("go_to_start", icon::to_start, 32, command_kind::go_to_start, "To the start", begun);
    push("step_back", icon::step_back, 32, command_kind::step_back, "Step back one event", begun);
    push("toggle_play", r.v.playing ? icon::pause : icon::play, 44, command_kind::toggle_play,
         r.v.playing ? "Pause" : at_end ? "Play again from the start" : "Play", true);
    if (wide) push("play_fast", icon::fast, 32, command_kind::play_fast, "Play ten times as fast as time", !at_end);
    push("step", icon::step, 32, command_kind::step, "Step one event", !at_end);
    push("go_to_end", icon::to_end, 32, command_kind::go_to_end, "To the end", !at_end);
    r.left += r.px(12);
}

// Where a speed lies on the control, 0 to 1: stops are evenly spaced, between them it is logarithmic.
float place_of(double speed) {
    const auto stops = speed_stops();
    const auto last = static_cast<float>(stops.size() - 1);
    if (speed == 0) return 1;
    for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
        if (speed <= stops[i]) {
            if (i == 0) return 0;
            const double share = std::log(speed / stops[i - 1]) / std::log(stops[i] / stops[i - 1]);
            return (static_cast<float>(i - 1) + static_cast<float>(share)) / last;
        }
    }
    return (last - 1) / last;
}

void speed_control(row& r, float width) {
    const rect box = r.take_left(width, 8);
    const view& v = r.v;
    const theme& t = *v.colours;
    ImGui::SetCursorScreenPos(box.min);
    ImGui::InvisibleButton("speed", ImVec2(box.width(), box.height()));
    push_control(r.hits, box, "speed");
    const float inset = r.px(8);
    const float x0 = box.min.x + inset, x1 = box.max.x - inset;
    const auto stops = speed_stops();
    const auto last = static_cast<float>(stops.size() - 1);
    if (ImGui::IsItemActive()) {
        const float share = std::clamp((ImGui::GetIO().MousePos.x - x0) / (x1 - x0), 0.0F, 1.0F);
        const double speed = stops[static_cast<std::size_t>(std::lround(share * last))];
        if (speed != v.speed) {
            command c;
            c.kind = command_kind::set_speed;
            c.number = speed;
            r.bus.push(std::move(c));
        }
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = std::floor(centre_of(box).y);
    const ImU32 rail = mixed(t.raised, t.muted, 0.35F);
    list.AddRectFilled(ImVec2(x0, y - r.px(1)), ImVec2(x1, y + r.px(1)), rail);
    for (float i = 0; i <= last; ++i) {
        const float x = std::round(x0 + (x1 - x0) * i / last);
        list.AddRectFilled(ImVec2(x, y - r.px(4)), ImVec2(x + 1, y + r.px(4)), rail);
    }
    const float knob = x0 + (x1 - x0) * place_of(v.speed);
    list.AddCircleFilled(ImVec2(knob, y), r.px(6), ImGui::IsItemHovered() || ImGui::IsItemActive() ? t.text : mixed(t.text, t.muted, 0.3F), 24);
    tooltip(v, "Virtual seconds played in one second: 1 to 9");
    const rect text = r.take_left(40, 12);
    text_line(list, v.text->normal, ImVec2(text.min.x, text.min.y + (text.height() - font_size(v.text->normal)) / 2), t.text,
              speed_text(v.speed), text.width());
}

void time_field(row& r, float width) {
    const view& v = r.v;
    const rect box = r.take_left(width, 8);
    std::array<char, 48> buffer{};
    const std::string now = moment_text(v.session->cursor() == sim::no_event ? 0 : v.session->cursor_time());
    now.copy(buffer.data(), buffer.size() - 1);
    ImGui::SetCursorScreenPos(box.min);
    ImGui::SetNextItemWidth(box.width());
    ImGui::PushFont(v.text->large);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(r.px(8), std::floor((box.height() - font_size(v.text->large)) / 2)));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, v.colours->background);
    if (v.focus == "time") ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputText("##time", buffer.data(), buffer.size(),
                                          ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    push_control(r.hits, box, "time");
    if (!ImGui::IsItemActive()) tooltip(v, "Virtual time. Type 1.8, 250ms, +0.5 or #128 to go there", "edit_time");
    if (entered) {
        command c;
        c.kind = command_kind::go_to_text;
        c.text = buffer.data();
        r.bus.push(std::move(c));
    }
}

void event_count(row& r) {
    const view& v = r.v;
    const auto happened = static_cast<sim::event_id>(v.session->cursor() + 1);  // no_event + 1 is 0
    const float width = r.right - r.left;
    std::string text = fmt::format("{} of {} events", count_text(happened), count_text(v.session->run_events()));
    if (text_width(v.text->normal, text) > width) text = fmt::format("event {}", count_text(happened));  // of how many stands below
    text_line(*ImGui::GetWindowDrawList(), v.text->normal,
              ImVec2(r.left, r.y + (r.height - font_size(v.text->normal)) / 2), v.colours->muted, text, width);
}

void window_buttons(row& r, bool roomy, bool narrow) {
    const view& v = r.v;
    const auto push = [&](std::string_view id, icon mark, command_kind kind, std::string_view hint, bool active, std::string text = "") {
        button_look look;
        look.mark = mark;
        look.tooltip = hint;
        look.key = id;
        look.active = active;
        if (!button(v, r.hits, r.take_right(28, 4), id, "", look)) return;
        command c;
        c.kind = kind;
        c.text = std::move(text);
        r.bus.push(std::move(c));
    };
    const bool dark = v.colours->name == "dark";
    push("help", icon::help, command_kind::toggle_help, "All keys", v.show_help);
    if (narrow) return;
    push("settings", icon::gear, command_kind::toggle_settings, "Settings and recent runs", v.show_settings);
    if (!roomy) return;
    push("theme", dark ? icon::sun : icon::moon, command_kind::set_theme, dark ? "Light" : "Dark", false, dark ? "light" : "dark");
    push("copy_token", icon::link, command_kind::copy_token, "Copy a word that makes this run again anywhere", false);
    r.right -= r.px(8);
}

void seed_controls(row& r, bool wide) {
    const view& v = r.v;
    button_look look;
    look.mark = icon::dice;
    look.tooltip = "Next seed";
    look.key = "next_seed";
    command c;
    c.kind = command_kind::set_seed;
    if (button(v, r.hits, r.take_right(28, 4), "next_seed", "", look)) {
        c.text = fmt::format("{}", v.session->spec().seed + 1);
        r.bus.push(c);
    }
    std::array<char, 24> buffer{};
    const std::string seed = fmt::format("{}", v.session->spec().seed);
    seed.copy(buffer.data(), buffer.size() - 1);
    const rect box = r.take_right(wide ? 96 : 72, 8);
    if (text_field(v, r.hits, box, "seed", buffer.data(), buffer.size(), v.focus == "seed", true)) {
        c.text = buffer.data();
        r.bus.push(c);
    }
    if (!ImGui::IsItemActive()) tooltip(v, "Seed of the random numbers: the same seed gives the same run");
    if (!wide) return;
    const float width = text_width(v.text->normal, "seed");
    text_line(*ImGui::GetWindowDrawList(), v.text->normal,
              ImVec2(box.min.x - width - r.px(8), r.y + (r.height - font_size(v.text->normal)) / 2), v.colours->muted, "seed", width + 2);
    r.right = box.min.x - width - r.px(24);
}

void axis_buttons(row& r, bool wide) {
    const view& v = r.v;
    const bool time = v.axis.mode() == axis_mode::time;
    button_look look;
    look.mark = icon::fit;
    look.tooltip = "Fit the whole run";
    look.key = "fit";
    if (button(v, r.hits, r.take_right(28, 4), "fit", "", look)) r.bus.push(command_kind::fit);
    look.mark = icon::axis;
    look.tooltip = time ? "The axis is virtual time. Change to events: every event gets the same width"
                   : v.axis.mode() == axis_mode::event ? "The axis counts events. Change to time in which long idle gaps are short"
                                                       : "Idle gaps are shortened. Change to virtual time";
    look.key = "cycle_axis";
    look.active = !time;
    if (button(v, r.hits, r.take_right(wide ? 88 : 28, 12), "cycle_axis", wide ? (time ? "Time" : v.axis.mode() == axis_mode::event ? "Events" : "No gaps") : "", look)) {
        r.bus.push(command_kind::cycle_axis);
    }
}

}  // namespace

void toolbar_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const float width = area.width() / v.scale;
    const bool wide = width >= 1280;
    const bool roomy = width >= 760;
    row r{v, bus, hits, area.min.y + std::round(8 * v.scale), std::round(28 * v.scale), area.min.x + std::round(8 * v.scale),
          area.max.x - std::round(8 * v.scale)};

    button_look look;
    look.active = v.show_picker;
    look.tooltip = "Choose a scenario";
    look.key = "picker";
    const rect pick = r.take_left(wide ? 228 : width >= 900 ? 196 : width >= 560 ? 136 : 104, width >= 560 ? 16 : 8);
    if (button(v, hits, pick, "picker", "", look)) bus.push(command_kind::toggle_picker);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float chevron = r.px(24);
    text_line(list, v.text->normal, ImVec2(pick.min.x + r.px(10), pick.min.y + (pick.height() - font_size(v.text->normal)) / 2),
              v.colours->text, v.session->what().title, pick.width() - r.px(10) - chevron);
    draw_icon(list, icon::chevron, ImVec2(pick.max.x - chevron / 2 - r.px(2), centre_of(pick).y), r.px(10), v.colours->muted);

    transport(r, wide);
    window_buttons(r, roomy, width < 560);
    if (width >= 900) seed_controls(r, wide);
    if (width >= 640) axis_buttons(r, wide);
    if (roomy) speed_control(r, wide ? 132 : 96);
    if (r.right - r.left >= r.px(96)) time_field(r, std::min(140.0F, (r.right - r.left) / v.scale));
    if (r.right - r.left >= r.px(120)) event_count(r);
}

}  // namespace gui
