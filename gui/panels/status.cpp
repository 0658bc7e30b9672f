#include "gui/panels/status.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gui/core/keys.hpp"
#include "gui/draw/bars.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

bool went_wrong(const sim::session& s) {
    return s.state() == sim::run_state::exception || s.state() == sim::run_state::deadlock || s.state() == sim::run_state::limit;
}

std::string what_comes_next(const view& v) {
    const sim::timeline& history = v.session->history();
    const sim::event_id cursor = v.session->cursor();
    const sim::event_id next = cursor == sim::no_event ? 0 : cursor + 1;
    if (next < v.session->run_events() && next >= history.size()) return fmt::format("next: #{}, in the next part", next);
    if (next >= history.size()) return v.growing ? "computing" : v.session->state() == sim::run_state::running ? "the run goes on; no more of it is shown" : "end of the run";
    const sim::event& event = v.session->events()[next];
    const std::int64_t wait = event.time - (cursor == sim::no_event ? 0 : v.session->cursor_time());
    std::string text = fmt::format("next: #{} {}", next, sim::label(history, next));
    if (event.task != 0) text += " " + sim::short_name(history, event.task);
    if (wait > 0) text += fmt::format(" in {}", duration_text(wait));
    return text;
}

}  // namespace

void status_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImFont* font = v.text->small;
    const theme& t = *v.colours;
    const float y = area.min.y + std::floor((area.height() - font_size(font)) / 2);
    float right = area.max.x - px(8);

    const std::string keys = key_hint("help") + " keys";
    const float keys_width = text_width(font, keys) + px(12);
    button_look look;
    look.quiet = true;
    ImGui::PushFont(font);
    if (button(v, hits, {{right - keys_width, area.min.y}, {right, area.max.y}}, "keys", "", look)) bus.push(command_kind::toggle_help);
    ImGui::PopFont();
    text_line(list, font, ImVec2(right - keys_width + px(6), y), t.muted, keys, keys_width);
    right -= keys_width + px(8);

    std::string counts = fmt::format("{} events   {} {}   seed {}", count_text(v.session->run_events()), count_text(v.session->run_tasks()),
                                     v.session->run_tasks() == 1 ? "task" : "tasks", v.session->spec().seed);
    if (v.playing && v.frames_per_second > 0) counts += fmt::format("   {:.0f} fps", v.frames_per_second);
    if (v.growing) counts = "computing   " + counts;
    if (area.width() >= px(760)) right -= text_right(list, font, ImVec2(right, y), t.muted, counts, px(360)) + px(24);

    float x = area.min.x + px(8);
    const bool bad = went_wrong(*v.session);
    const bool said = !v.notice.empty();
    if (bad && !said) {
        paint_terminal(list, t, sim::task_state::failed, ImVec2(x + px(6), centre_of(area).y), px(12), 1);
        x += px(18);
    }
    // The end of a run that went wrong is told while the cursor is anywhere: it is why somebody looks.
    const std::string error = bad ? std::string(v.session->error()) : std::string();
    const std::string all = said ? v.notice : bad ? error : what_comes_next(v);
    const std::string_view text = std::string_view(all).substr(0, all.find('\n'));
    text_line(list, font, ImVec2(x, y), said ? t.text : bad ? mixed(t.text, alarm_colour(t), 0.5F) : t.muted, text, right - x);
    const rect place{{x, area.min.y}, {std::max(right, x + 1), area.max.y}};
    ImGui::SetCursorScreenPos(place.min);
    ImGui::InvisibleButton("said", ImVec2(place.width(), place.height()));
    push_control(hits, place, "said");
    if (text.size() < all.size() || text_width(font, text) > right - x) tooltip(v, all);
}

}  // namespace gui
