#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/app/application.hpp"
#include "gui/core/keys.hpp"
#include "gui/core/moment.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/panels/palette.hpp"
#include "gui/panels/picker_search.hpp"

namespace gui {

using enum command_kind;

bool application::apply_to_run(const command& c) {
    switch (c.kind) {
        case open_scenario: open_text(c.text); return true;
        case set_parameter: change_parameter(c); return true;
        case set_seed: change_seed(c); return true;
        case undo_run:
        case redo_run: undo_change(c.kind == undo_run); return true;
        case command_kind::restart:
            if (session_.recorded() == nullptr) open(session_.spec(), true);
            else bus_.push(go_to_start);
            return true;
        default: return false;
    }
}

void application::go_to(sim::event_id e) {
    if (must_say(e == sim::no_event ? 0 : e)) throw not_said_yet{};
    session_.go_to(e);
}

// The session would compute on to get there; a run that never ends must not hang the window.
void application::go_to_recorded(std::int64_t ns) {
    if (const sim::recording* file = session_.recorded()) {
        ns = std::clamp<std::int64_t>(ns, 0, session_.run_end_time());
        if (must_say(file->begin(file->part_at(ns)))) throw not_said_yet{};
        return session_.go_to_time(ns);
    }
    session_.go_to(session_.history().event_at(std::clamp<std::int64_t>(ns, 0, session_.history().end_time())));
}

// Likewise among what is recorded: to the end of the task's next step, or to before its previous one.
bool application::step_selected_task(bool forward) {
    const auto& events = session_.events();
    const sim::task_id task = view_.selected.task;
    const auto is_there = [&](sim::event_id e) {
        const sim::event event = events[e];
        if (event.task != task) return false;
        if (!forward) return event.kind == sim::event_kind::step_begin;
        return event.kind == sim::event_kind::task_yielded || event.kind == sim::event_kind::wait_begin || event.kind == sim::event_kind::task_done;
    };
    sim::event_id e = forward ? session_.cursor() + 1 : session_.cursor();  // no_event + 1 is 0
    while (session_.history().knows(e) && !is_there(e)) e = forward ? e + 1 : e - 1;
    if (session_.history().knows(e)) {
        go_to(forward ? e : e - 1);
        return true;
    }
    if (session_.recorded() == nullptr) return false;
    if (must_say(e)) throw not_said_yet{};
    return forward ? session_.step_task(task) : session_.step_task_back(task);
}

bool application::apply_to_transport(const command& c) {
    const auto moved = [this](bool pause) {
        if (pause) stop_playing();
        autoplay_in_ = -1;
        view_.selected.event = sim::no_event;
        refresh();
        play_position_ = position_to_play_from();
        follow_ = true;
        return true;
    };
    const auto last = static_cast<sim::event_id>(std::max<std::uint64_t>(session_.run_events(), 1) - 1);
    const char* const here = session_.recorded() != nullptr ? " near here" : "";  // farther away nobody has looked
    switch (c.kind) {
        case play:
            if (!view_.playing) start_playing();
            return true;
        case play_fast:
        case play_express:
            view_.speed = c.kind == play_fast ? 10.0 : 0.0;
            speed_is_chosen_ = true;
            if (!view_.playing) start_playing();
            return true;
        case run_task_to_end: {
            const sim::task_info* task = session_.history().task(view_.selected.task);
            if (task == nullptr || task->ended == sim::no_event) {
                view_.notice = task == nullptr ? "select a task first: its end is where this key goes"
                              : session_.recorded() != nullptr ? "the selected task does not end in this part of the run" : "the selected task does not end in this run";
                return true;
            }
            go_to(task->ended);
            view_.notice.clear();
            return moved(true);
        }
        case pause:
            stop_playing();
            autoplay_in_ = -1;
            return true;
        case toggle_play:
            if (view_.playing) stop_playing();
            else start_playing();
            return true;
        case step:
            if (session_.cursor() == sim::no_event || session_.cursor() < last) go_to(session_.cursor() + 1);  // no_event + 1 is 0
            return moved(true);
        case step_seen: glide(); return true;
        case step_back:
            if (session_.cursor() != sim::no_event) go_to(session_.cursor() - 1);
            return moved(true);
        case step_task:
        case step_task_back: {
            if (view_.selected.task == 0) {
                view_.notice = "select a task first: its steps are what this key walks along";
                return true;
            }
            const bool forward = c.kind == step_task;
            if (!step_selected_task(forward)) view_.notice = fmt::format("the selected task has no {} step{}", forward ? "later" : "earlier", here);
            else view_.notice.clear();
            return moved(true);
        }
        case go_to_event: go_to(c.event == sim::no_event ? c.event : std::min(c.event, last)); return moved(true);
        case go_to_time: go_to_recorded(c.time_ns); return moved(true);
        case skip_time: {
            const std::int64_t to = session_.cursor_time() + std::clamp<std::int64_t>(c.time_ns, -(1LL << 60), 1LL << 60);
            if (to < 0) go_to(sim::no_event);
            else go_to_recorded(to);
            return moved(false);
        }
        case go_to_text: {
            const auto moment = parse_moment(c.text);
            if (!moment) throw sim::usage_error{fmt::format("'{}' is no moment; expected for example 1.8, 250ms, +0.5 or #128", c.text)};
            view_.notice.clear();
            return apply_to_transport(*moment);
        }
        case go_to_start: go_to(sim::no_event); return moved(true);
        case go_to_end: go_to(last); return moved(true);
        case set_speed:
            if (!(c.number >= 0)) return true;
            view_.speed = c.number == 0 ? 0 : std::clamp(c.number, 0.01, 1000.0);
            speed_is_chosen_ = true;
            return true;
        default: return false;
    }
}

void application::select_event(sim::event_id e) {
    if (e >= session_.run_events()) return;
    stop_playing();
    autoplay_in_ = -1;
    go_to(e);
    if (session_.cursor() != e) return refresh();  // a file is damaged there
    const sim::event event = session_.events()[e];
    view_.selected.event = e;
    if (event.task != 0) view_.selected.task = event.task;
    refresh();
    follow_ = true;
}

void application::select_neighbour(int direction) {
    const auto lanes = index_of(session_).lanes();
    if (lanes.empty()) return;
    const int row = index_of(session_).row_of(view_.selected.task);
    const int count = static_cast<int>(lanes.size());
    const int next = row < 0 ? (direction > 0 ? 0 : count - 1) : std::clamp(row + direction, 0, count - 1);
    view_.selected = {lanes[static_cast<std::size_t>(next)].task, 0, sim::no_event};
}

void application::select_also(sim::task_id task) {
    if (session_.history().task(task) == nullptr) return;
    selection& s = view_.selected;
    s.object = 0;
    s.event = sim::no_event;
    if (!s.has(task)) {
        if (s.task != 0) s.others.push_back(s.task);
        s.task = task;
    } else if (task != s.task) {
        std::erase(s.others, task);
    } else {
        s.task = s.others.empty() ? 0 : s.others.back();
        if (!s.others.empty()) s.others.pop_back();
    }
    tell_selected();
}

void application::select_up_to(sim::task_id task) {
    const run_index& index = index_of(session_);
    const int from = index.row_of(view_.selected.task), to = index.row_of(task);
    if (to < 0) return;
    if (from < 0) return select_also(task);
    view_.selected = {view_.selected.task, 0, sim::no_event};
    const auto lanes = index.lanes();
    for (int row = std::min(from, to); row <= std::max(from, to); ++row) {
        const sim::task_id each = lanes[static_cast<std::size_t>(row)].task;
        if (each != view_.selected.task) view_.selected.others.push_back(each);
    }
    tell_selected();
}

// The selected task moves, and leaves those it came through selected, until it comes back over them.
void application::select_also_neighbour(int direction) {
    const sim::task_id from = view_.selected.task;
    std::vector<sim::task_id> others = view_.selected.others;
    select_neighbour(direction);
    if (from == 0 || view_.selected.task == from) {
        view_.selected.others = std::move(others);
        return;
    }
    if (std::erase(others, view_.selected.task) == 0) others.push_back(from);
    view_.selected.others = std::move(others);
    tell_selected();
}

void application::tell_selected() {
    const std::size_t count = view_.selected.others.size() + (view_.selected.task != 0 ? 1 : 0);
    view_.notice = count < 2 ? std::string() : fmt::format("{} tasks selected: {} shows only them", count, key_hint("only_selected"));
}

void application::toggle_only() {
    if (index_of(session_).shows_only_some()) return show_all_lanes();
    if (view_.selected.task == 0) {
        view_.notice = fmt::format("select tasks first, with Ctrl and a click or {}: this key shows only them", key_hint("select_also_next"));
        return;
    }
    std::vector<sim::task_id> shown = view_.selected.others;
    shown.push_back(view_.selected.task);
    show_only_lanes(session_, shown);
    view_.lane_scroll = 0;
    view_.notice = fmt::format("{} of {} tasks: {} shows all again", shown.size(), session_.history().tasks().size(), key_hint("only_selected"));
}

void application::show_all_lanes() {
    show_only_lanes(session_, {});
    view_.notice.clear();
}

void application::pick_neighbour(int direction) {
    if (!view_.show_picker) return;
    if (is_palette(view_.search)) {
        const auto offered = palette_of(view_, view_.search);
        const palette_entry* from = chosen_of(offered, view_.picked);
        if (from == nullptr) return;
        const auto next = std::clamp<std::ptrdiff_t>(from - offered.data() + direction, 0, static_cast<std::ptrdiff_t>(offered.size()) - 1);
        view_.picked = offered[static_cast<std::size_t>(next)].id;
        view_.focus = "picked";
        return;
    }
    const auto found = search(session_.scenarios(), view_.search);
    if (found.empty()) return;
    // The arrows start from what is marked: the best match, or with nothing typed the scenario that is open.
    const std::string_view from = !view_.picked.empty() ? view_.picked : view_.search.empty() ? session_.spec().scenario : std::string_view();
    const auto at = std::find(found.begin(), found.end(), chosen_of(found, view_.search, from)) - found.begin();
    const auto next = std::clamp<std::ptrdiff_t>(at + direction, 0, static_cast<std::ptrdiff_t>(found.size()) - 1);
    view_.picked = found[static_cast<std::size_t>(next)]->name;
    view_.focus = "picked";
}

// The cause is told by the event itself, or by the nearest earlier event of the same task that has one.
void application::go_along_cause(bool forward) {
    const auto& history = session_.history();
    sim::event_id from = view_.selected.event == sim::no_event ? session_.cursor() : view_.selected.event;
    if (from == sim::no_event || from >= history.size()) {
        view_.notice = "the run has not begun: step once first";
        return;
    }
    sim::event_id found = sim::no_event;
    if (forward) {
        for (sim::event_id e = from + 1; e < history.size() && found == sim::no_event; ++e) {
            if (session_.events()[e].cause == from) found = e;
        }
    } else {
        const sim::task_id task = session_.events()[from].task;
        while (from != sim::no_event && session_.events()[from].cause == sim::no_event && task != 0) {
            from = history.previous_of(task, from);
        }
        if (from != sim::no_event) found = session_.events()[from].cause;
    }
    if (found == sim::no_event) {
        const bool part = session_.recorded() != nullptr;
        view_.notice = forward ? (part ? "this event made no other happen in this part of the run" : "this event made no other happen")
                               : (part ? "nothing in this part of the run made this happen" : "nothing in the run made this happen");
        return;
    }
    view_.notice.clear();
    select_event(found);
}

bool application::apply_to_selection(const command& c) {
    switch (c.kind) {
        case command_kind::select_event: select_event(c.event); return true;
        case select_task:
            if (c.task != 0 && session_.history().task(c.task) == nullptr) return true;
            view_.selected = {c.task, 0, sim::no_event};
            return true;
        case select_object:
            if (c.object != 0 && session_.history().object(c.object) == nullptr) return true;
            view_.selected = {0, c.object, sim::no_event};
            return true;
        case select_next_lane: select_neighbour(1); return true;
        case select_previous_lane: select_neighbour(-1); return true;
        case command_kind::select_also: select_also(c.task); return true;
        case command_kind::select_up_to: select_up_to(c.task); return true;
        case select_also_next: select_also_neighbour(1); return true;
        case select_also_previous: select_also_neighbour(-1); return true;
        case command_kind::toggle_only: toggle_only(); return true;
        case clear_selection: view_.selected = {}; return true;
        case go_to_cause: go_along_cause(false); return true;
        case go_to_effect: go_along_cause(true); return true;
        default: return false;
    }
}

// The selected task's life fills the view; without one, or asked again, the whole run does.
void application::focus_selection() {
    const sim::timeline& history = session_.history();
    const sim::task_info* task = history.task(view_.selected.task);
    const bool again = last_range_change_ == command_kind::focus_selection;
    remember_range(command_kind::focus_selection);
    if (task == nullptr || again) {
        last_range_change_.reset();
        view_.axis.fit(history);
        return;
    }
    sim::event_id begin = task->created, end = task->ended;
    for (const sim::task_id other : view_.selected.others) {
        begin = std::min(begin, history.task(other)->created);
        end = std::max(end, history.task(other)->ended);
    }
    const double first = view_.axis.position(begin, history);
    const double last = view_.axis.position(std::min(end, static_cast<sim::event_id>(history.size() - 1)), history);
    const double air = std::max((last - first) * 0.05, 1.0);
    view_.axis.set_range(first - air, last + air);
    view_.axis.clamp(history);
}

// Back to a range that was shown before, or forwards again.
void application::change_view(std::vector<range>& from, std::vector<range>& to) {
    if (from.empty()) return;
    to.push_back({view_.axis.mode(), view_.axis.first(), view_.axis.last()});
    const range wanted = from.back();
    from.pop_back();
    last_range_change_.reset();
    chosen_axis_ = wanted.mode;
    view_.axis.set_mode(wanted.mode, session_.history());
    view_.axis.set_range(wanted.first, wanted.last);
    view_.axis.clamp(session_.history());
}

// A range of time of a recorded run that lies beside the part which is there.
bool application::is_in_another_part(const command& range) const {
    const sim::timeline& here = session_.history();
    return session_.recorded() != nullptr && view_.axis.mode() == axis_mode::time &&
           (range.time_ns_2 < here.start_time() || range.time_ns > here.end_time());
}

bool application::apply_to_axis(const command& c) {
    const sim::timeline& history = session_.history();
    switch (c.kind) {
        case set_view_range:
            if (is_in_another_part(c)) {
                go_to_recorded(c.time_ns);
                refresh();
            }
            show_range(static_cast<double>(c.time_ns), static_cast<double>(c.time_ns_2), c.kind);
            break;
        case zoom:
            remember_range(c.kind);
            view_.axis.zoom(c.number, c.position.value_or(static_cast<double>(c.time_ns)));
            view_.axis.clamp(history);
            break;
        case pan:
            remember_range(c.kind);
            view_.axis.pan(c.number * (view_.axis.last() - view_.axis.first()));
            view_.axis.clamp(history);
            break;
        case fit:
            remember_range(c.kind);
            view_.axis.fit(history);
            break;
        case command_kind::focus_selection: focus_selection(); break;
        case previous_view: change_view(past_ranges_, next_ranges_); break;
        case next_view: change_view(next_ranges_, past_ranges_); break;
        case cycle_axis:
            view_.axis.set_mode(view_.axis.mode() == axis_mode::time ? axis_mode::event : view_.axis.mode() == axis_mode::event ? axis_mode::collapsed : axis_mode::time, history);
            chosen_axis_ = view_.axis.mode();
            last_range_change_.reset();
            if (view_.playing) start_playing();
            break;
        default: return false;
    }
    return true;
}

bool application::apply_to_window(const command& c) {
    switch (c.kind) {
        case scroll_lanes: {
            const float most = most_lane_scroll(layout_, view_.scale, index_of(session_).lanes().size());
            if (std::isfinite(c.number)) view_.lane_scroll = std::clamp(view_.lane_scroll + static_cast<float>(c.number), 0.0F, most);
            break;
        }
        case set_tab:
            if (c.text == "resources" || c.text == "events" || c.text == "warnings" || c.text == "parameters") view_.tab = c.text;
            break;
        case set_search:
            view_.search = c.text;
            view_.picked.clear();
            break;
        case pick_next: pick_neighbour(1); break;
        case pick_previous: pick_neighbour(-1); break;
        case focus_field: view_.focus = c.text; break;
        case set_split: {
            if (!(c.number > 0.02 && c.number < 0.95)) break;
            const auto share = static_cast<float>(c.number);
            if (c.text == "tree") splits_.tree = share;
            if (c.text == "right") splits_.right = share;
            if (c.text == "bottom") splits_.bottom = share;
            if (c.text == "now") splits_.now = share;
            break;
        }
        case set_theme:
            if (c.text != "dark" && c.text != "light") break;
            apply_theme(c.text);
            break;
        case set_scale:
            if (std::isfinite(c.number)) view_.user_scale = std::clamp(static_cast<float>(c.number), 0.75F, 3.0F);
            break;
        case toggle_help:
            view_.show_help = !view_.show_help;
            view_.show_picker = view_.show_settings = false;
            break;
        case toggle_picker:
            view_.show_picker = !view_.show_picker;
            view_.show_help = view_.show_settings = false;
            view_.coach.clear();
            view_.search = view_.show_picker ? c.text : std::string();
            view_.picked.clear();
            if (view_.show_picker) view_.focus = "search";
            break;
        case copy_token: {
            const std::string token = sim::to_token(session_.spec(), session_.scenarios());
            ImGui::SetClipboardText(token.c_str());
            view_.notice = "copied " + token;
            break;
        }
        case dismiss:
            if (view_.show_help) view_.show_help = false;
            else if (view_.show_picker) view_.show_picker = false;
            else if (view_.show_settings) view_.show_settings = false;
            else if (view_.show_why) view_.show_why = false;
            else if (!view_.coach.empty()) close_coach_mark();
            else if (view_.show_path || view_.show_cone) view_.show_path = view_.show_cone = false;
            else if (index_of(session_).shows_only_some()) show_all_lanes();
            else if (!ImGui::GetIO().WantTextInput) view_.selected = {};
            break;
        case toggle_settings:
            view_.show_settings = !view_.show_settings;
            view_.show_help = view_.show_picker = false;
            break;
        case toggle_full_screen: full_screen_ = true; break;
        case set_colour_free:
            view_.colour_free = c.number != 0;
            apply_theme(view_.colours->name);
            break;
        case set_wheel_zooms: view_.wheel_zooms = c.number != 0; break;
        case set_reduced_motion: view_.reduced_motion = c.number != 0; break;
        case save_screenshot: screenshot_ = c.text; break;
        case quit: quit_ = true; break;
        default: return false;
    }
    return true;
}

}  // namespace gui
