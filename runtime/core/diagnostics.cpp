// What the loop tells its observer about mistakes.

#include "runtime/core/diagnostics.hpp"

#include <cstring>

#include "runtime/core/bare_name.hpp"
#include "runtime/core/event_loop.hpp"

namespace aio {

bool in_library(const char* file) noexcept {
    const char* at = std::strstr(file, "runtime/");
    if (at == nullptr) return false;
    at += std::strlen("runtime/");
    for (const char* room : {"core/", "wait/", "scope/", "sync/", "thread/", "gen/", "graph/"}) {
        if (std::strncmp(at, room, std::strlen(room)) == 0) return true;
    }
    return false;
}

namespace {

// "0.250 s"; whole nanoseconds below a millisecond.
std::string seconds_text(duration d) {
    const std::int64_t ms = d.count() / 1'000'000;
    if (ms == 0) return std::to_string(d.count()) + " ns";
    return std::to_string(ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) + " s";
}

}  // namespace

void event_loop::diagnose(diagnostic_kind kind, object_id object, site at, std::string_view text) const {
    if (observer_ == nullptr || (current_ != nullptr && current_->silent)) return;
    if (at.file != nullptr && in_library(at.file)) at = {};
    if (at.file == nullptr && current_ != nullptr) at = current_->where();
    observer_->diagnosed(kind, current_ != nullptr ? current_->task_number() : 0, object, at, text);
}

// A handle while somebody watches.
void event_loop::run_observed(ready_node& n) {
    note_begin(n);
    if (n.is_task) note_delivery(task_base::of(n));
    blocked_ = {};
    n.run(n);
    if (blocked_.total.count() == 0 || blocked_.total < slow_callback_ || observer_ == nullptr) return;
    observer_->diagnosed(diagnostic_kind::loop_blocked, blocked_.task, 0, blocked_.where, seconds_text(blocked_.total));
}

// A step that is about to throw a CancelledError at the await where the task stands.
void event_loop::note_delivery(const task_base& t) {
    if (t.cancelling_ == 0 || t.turn_ == task_base::turn::none || t.is(task_base::hurdle::ended_outside) || t.silent) return;
    if (!t.must_cancel() && (t.waiting_on_ == nullptr || !t.waiting_on_->ended_by_cancellation())) return;
    deliveries_.note(t.id_, t.where());
}

void event_loop::note_end(const task_base& t, outcome_kind outcome) {
    site where;
    if (!deliveries_.take(t.id_, where) || outcome != outcome_kind::result || t.cancelling_ == 0) return;
    observer_->diagnosed(diagnostic_kind::cancellation_swallowed, t.id_, 0, where, {});
}

void event_loop::note_pending() const {
    if (observer_ == nullptr) return;
    for (const task_links* l = tasks_.next_task; l != &tasks_; l = l->next_task) {
        const auto* t = static_cast<const task_base*>(l);
        if (t->silent || t->done()) continue;
        const std::string stands = t->waiting_on_ != nullptr ? t->await_chain() : std::string(bare_name(t->function()));
        observer_->diagnosed(diagnostic_kind::destroyed_pending, t->id_, 0, t->where(), stands);
    }
}

namespace detail {

void note_never_awaited(const promise_base& frame) noexcept {
    const event_loop* loop = event_loop::running();
    if (loop == nullptr || loop->watcher() == nullptr) return;
    try {
        loop->diagnose(diagnostic_kind::never_awaited, 0, frame.where(), bare_name(frame.function));
    } catch (...) {
        // A coroutine is let go of in destructors: an observer that has no memory left must not end the program.
    }
}

}  // namespace detail

}  // namespace aio
