// The first launch: the run begins by itself, stops once where a task has to wait for something that is taken, says what
// to press, and sums up at the end. Nothing else ever comes up by itself.

#include <algorithm>

#include "gui/app/application.hpp"

namespace gui {

namespace {

// A wait for a lock or permit that is well under way between two events: its bar can be seen by then. 0: none.
sim::task_id waits_since(const sim::timeline& t, std::int64_t now, sim::event_id cursor) {
    for (const sim::task_info& task : t.tasks()) {
        const sim::span* s = t.span_at(task.id, cursor);
        if (s == nullptr || s->state != sim::task_state::lock || s->end == sim::no_event) continue;
        if (now - s->begin_time >= (s->end_time - s->begin_time) * 2 / 5 && s->end_time > s->begin_time) return task.id;
    }
    return 0;
}

}  // namespace

// Called after the playing cursor moved on from `before`.
void application::lead_tour(sim::event_id before) {
    if (tour_ == tour::off || session_.cursor() == before) return;
    const sim::timeline& history = session_.history();
    if (tour_ == tour::looks_for_wait && session_.cursor() != sim::no_event) {
        const sim::task_id task = waits_since(history, session_.cursor_time(), session_.cursor());
        if (task != 0) {
            stop_playing();
            tour_ = tour::shows_wait;
            view_.coach = "blocked";
            view_.selected = {task, 0, sim::no_event};
            return;
        }
    }
    const bool at_end = session_.cursor() + 1 >= history.size();
    if (at_end && !view_.growing && session_.cursor() != sim::no_event) {
        view_.coach = "outcome";
        view_.selected = {};
        end_tour();
    }
}

void application::end_tour() {
    tour_ = tour::off;
    toured_ = true;
}

void application::close_coach_mark() {
    view_.coach.clear();
    if (tour_ == tour::shows_wait) tour_ = tour::to_the_end;
    else end_tour();
}

}  // namespace gui
