// Commands that ask: why, the path to here, iterations, warnings; and the commands of files.cpp.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/app/application.hpp"
#include "gui/core/keys.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/warnings.hpp"
#include "sim/narration.hpp"

namespace gui {

using enum command_kind;

// The next iteration begins with the clock's move or a timer: going there shows what it will run.
void application::go_to_iteration(bool forward) {
    const auto starts = index_of(session_).loop().starts();
    const sim::event_id cursor = session_.cursor();
    const auto at_or_after = std::lower_bound(starts.begin(), starts.end(), cursor == sim::no_event ? 0 : cursor);
    auto to = at_or_after;
    if (forward) {
        while (to != starts.end() && cursor != sim::no_event && *to <= cursor) ++to;
        if (to == starts.end() && session_.history().size() < session_.run_events()) {
            go_to(static_cast<sim::event_id>(session_.history().size()));
            view_.notice = "the next part of the run";
            return;
        }
        if (to == starts.end()) {
            view_.notice = "the loop has no later iteration";
            return;
        }
    } else {
        if (cursor != sim::no_event && to == starts.begin() && session_.history().first() > 0) {
            go_to(session_.history().first() - 1);
            view_.notice = "the part of the run before";
            return;
        }
        if (cursor == sim::no_event || to == starts.begin()) {
            go_to(sim::no_event);
            return;
        }
        --to;
    }
    go_to(*to);
    const std::size_t number = index_of(session_).loop().before() + static_cast<std::size_t>(to - starts.begin()) + 1;
    view_.notice = session_.recorded() != nullptr ? fmt::format("iteration {}", number) : fmt::format("iteration {} of {}", number, starts.size());
}

void application::go_to_task_event(bool forward) {
    const sim::task_id task = subject_of(view_);
    const sim::timeline& history = session_.history();
    const sim::event_id cursor = session_.cursor();
    sim::event_id to = sim::no_event;
    if (task != 0) to = forward ? history.next_of(task, cursor) : cursor == sim::no_event ? cursor : history.previous_of(task, cursor);
    if (to == sim::no_event || to >= history.size()) {
        const char* const where = session_.recorded() != nullptr ? " in this part of the run" : "";
        view_.notice = task == 0 ? "select a task first" : fmt::format("the task has no {} event{}", forward ? "later" : "earlier", where);
        return;
    }
    view_.selected.task = task;
    go_to(to);
    view_.notice.clear();
}

void application::go_to_next_warning() {
    const auto all = warnings_of(session_);
    if (all.empty()) {
        view_.notice = session_.recorded() != nullptr ? "nothing to warn of in this part of the run" : "nothing to warn of in this run";
        return;
    }
    const sim::event_id cursor = session_.cursor();
    auto next = std::find_if(all.begin(), all.end(), [&](const warning& w) { return cursor == sim::no_event || w.event > cursor; });
    if (next == all.end()) next = all.begin();
    view_.tab = "warnings";
    select_event(next->event);
    view_.learning = next->event;
    view_.notice.clear();
}

// What a cause made happen, one after the other, from where `]` led or any other event.
void application::go_to_sibling(bool forward) {
    const sim::event_id here = view_.selected.event == sim::no_event ? session_.cursor() : view_.selected.event;
    const auto size = static_cast<sim::event_id>(session_.history().size());
    const sim::event_id cause = here == sim::no_event || here >= size ? sim::no_event : session_.events()[here].cause;
    if (cause == sim::no_event) {
        view_.notice = "nothing in the run made this happen";
        return;
    }
    std::vector<sim::event_id> all;
    for (sim::event_id e = std::max(cause + 1, session_.events().first()); e < size; ++e) {
        if (session_.events()[e].cause == cause) all.push_back(e);
    }
    const auto at = static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), here) - all.begin());
    const std::size_t to = forward ? (at + 1) % all.size() : (at + all.size() - 1) % all.size();
    select_event(all[to]);
    view_.notice = fmt::format("{} of {} that #{} made happen", to + 1, all.size(), cause);
}

// The first free number, so that its key goes there.
void application::toggle_bookmark() {
    const auto here = std::find_if(view_.bookmarks.begin(), view_.bookmarks.end(), [this](const bookmark& b) { return b.event == session_.cursor(); });
    int number = 1;
    const auto taken = [&](const bookmark& b) { return b.number == number; };
    if (here != view_.bookmarks.end()) number = here->number;
    else while (std::any_of(view_.bookmarks.begin(), view_.bookmarks.end(), taken)) ++number;
    store_bookmark(number > 9 ? 0 : number);
}

void application::store_bookmark(int number) {
    const sim::event_id here = session_.cursor();
    if (here == sim::no_event) {
        view_.notice = "the run has not begun: step once first";
        return;
    }
    auto& all = view_.bookmarks;
    const bookmark wanted{here, number};
    const bool there = std::find(all.begin(), all.end(), wanted) != all.end();
    std::erase_if(all, [&](const bookmark& b) { return b.event == here || (number != 0 && b.number == number); });
    if (!there) all.insert(std::partition_point(all.begin(), all.end(), [&](const bookmark& b) { return b.event < here; }), wanted);
    const std::string name = number == 0 ? std::string("bookmark") : fmt::format("bookmark {}", number);
    view_.notice = there          ? fmt::format("{} removed", name)
                   : number == 0 ? fmt::format("{} set at #{}", name, here)
                                 : fmt::format("{} set at #{}: {} goes there", name, here, key_hint(fmt::format("bookmark_{}", number)));
}

bool application::go_to_next_bookmark() {
    const auto& all = view_.bookmarks;
    if (all.empty()) {
        view_.notice = fmt::format("no bookmark is set: {} sets one", key_hint("bookmark"));
        return false;
    }
    const sim::event_id cursor = session_.cursor();
    auto next = std::find_if(all.begin(), all.end(), [&](const bookmark& b) { return cursor == sim::no_event || b.event > cursor; });
    if (next == all.end()) next = all.begin();
    go_to(next->event);
    view_.notice = next->number == 0 ? std::string("bookmark") : fmt::format("bookmark {}", next->number);
    return true;
}

bool application::go_to_bookmark(int number) {
    const auto& all = view_.bookmarks;
    const auto there = std::find_if(all.begin(), all.end(), [&](const bookmark& b) { return b.number == number; });
    if (number < 1 || there == all.end()) {
        view_.notice = fmt::format("there is no bookmark {}: {} sets it", number, key_hint(fmt::format("store_bookmark_{}", number)));
        return false;
    }
    go_to(there->event);
    view_.notice = fmt::format("bookmark {}", number);
    return true;
}

void application::toggle_breakpoint(sim::task_id task, sim::object_id object) {
    if (task == 0 && object == 0) {
        task = view_.selected.task;
        object = view_.selected.object;
    }
    const auto toggle = [this](auto& all, auto one, const std::string& name, const char* where) {
        const auto at = std::find(all.begin(), all.end(), one);
        view_.notice = at == all.end() ? fmt::format("breakpoint: playing stops where {} {}", name, where) : fmt::format("playing no longer stops at {}", name);
        if (at == all.end()) all.push_back(one);
        else all.erase(at);
    };
    if (object != 0) toggle(view_.object_breakpoints, object, sim::describe(session_.history(), object), "changes or is waited for");
    else if (task != 0) toggle(view_.task_breakpoints, task, sim::short_name(session_.history(), task), "runs");
    else view_.notice = "select a task or an object first: a breakpoint stops where it runs or changes";
}

bool application::fold(sim::task_id task) {
    if (task == 0) task = view_.selected.task;
    if (task == 0) {
        view_.notice = "select a task first: its children are what is folded";
        return false;
    }
    if (fold_lane(session_, task)) return true;
    view_.notice = "this task has no children";
    return false;
}

void application::apply_theme(std::string_view name) {
    view_.colours = &theme_of(name, view_.colour_free);
    built_scale_ = 0;  // ImGui's style is made anew before the next frame
}

bool application::apply_to_questions(const command& c) {
    const auto moved = [this] {
        stop_playing();
        autoplay_in_ = -1;
        view_.selected.event = sim::no_event;
        refresh();
        play_position_ = position_to_play_from();
        follow_ = true;
    };
    const int number = c.number >= 1 && c.number < 10 ? static_cast<int>(c.number) : 0;
    switch (c.kind) {
        case toggle_why:
            view_.show_why = !view_.show_why;
            if (view_.show_why) {
                stop_playing();
                autoplay_in_ = -1;
                if (view_.selected.task == 0 && view_.selected.object == 0) view_.selected.task = subject_of(view_);
                if (view_.coach == "blocked") close_coach_mark();
            }
            return true;
        case toggle_path:
            view_.show_path = !view_.show_path;
            if (view_.show_path) view_.show_cone = false;
            return true;
        case toggle_cone:
            view_.show_cone = !view_.show_cone;
            if (view_.show_cone) view_.show_path = false;
            return true;
        case toggle_arrows: view_.all_arrows = !view_.all_arrows; return true;
        case toggle_twin: view_.twin = !view_.twin; return true;
        case next_iteration:
        case previous_iteration:
            go_to_iteration(c.kind == next_iteration);
            moved();
            return true;
        case step_task_event:
        case step_task_event_back:
            go_to_task_event(c.kind == step_task_event);
            moved();
            return true;
        case next_warning: go_to_next_warning(); return true;
        case next_sibling:
        case previous_sibling: go_to_sibling(c.kind == next_sibling); return true;
        case command_kind::toggle_bookmark: toggle_bookmark(); return true;
        case next_bookmark:
            if (go_to_next_bookmark()) moved();
            return true;
        case command_kind::go_to_bookmark:
            if (go_to_bookmark(number)) moved();
            return true;
        case command_kind::store_bookmark:
            if (number >= 1) store_bookmark(number);
            return true;
        case command_kind::toggle_breakpoint:
            if (session_.history().task(c.task) != nullptr || c.task == 0) toggle_breakpoint(c.task, session_.history().object(c.object) != nullptr ? c.object : 0);
            return true;
        case command_kind::toggle_fold: fold(c.task); return true;
        case find_events:
            view_.tab = "events";
            view_.focus = "filter";
            return true;
        case learn_warning: view_.learning = c.event < session_.history().size() ? c.event : sim::no_event; return true;
        case close_coach: close_coach_mark(); return true;
        case command_kind::open_file: open_file(c.text); return true;
        case command_kind::save_run: save_run(c.text); return true;
        case command_kind::export_run: export_run(c.text); return true;
        default: return false;
    }
}

}  // namespace gui
