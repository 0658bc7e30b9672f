#pragma once
// What happens for every task and every step of one, where the loop, the task and the future can have it inlined. Only
// their sources include this.

#include "runtime/core/event_loop.hpp"

namespace aio {

inline void event_loop::task_ended(task_base& t) {
    t.previous_task->next_task = t.next_task;
    t.next_task->previous_task = t.previous_task;
    if (t.unretrieved() && !closed_) [[unlikely]] keep_failed(t);
    t.release();
}

// Moves what waits for this to the ready queue.
inline void future_base::finish(future_status status) noexcept {
    status_ = status;
    while (!callbacks_.empty()) {
        ready_node& callback = callbacks_.take_front();
        if (callback.owned) add_ref();
        loop_->schedule_taken(callback);
    }
}

[[gnu::always_inline]] inline void task_base::complete(event_loop& l) {
    l.current_ = nullptr;
    detail::promise_base* const outermost = leaf_;
    if (outermost->exception != nullptr || must_cancel() || l.observer_ != nullptr) [[unlikely]] return complete_slowly();
    const char* const function = outermost->function;
    outermost->handle().destroy();
    function_ = function;
    finish(future_status::finished);
    l.task_ended(*this);
}

inline void task_base::alarm_has_rung() noexcept { waiting_on_->status_ = future_status::finished; }

// Watched: an observer may be told.
template <bool Watched>
[[gnu::always_inline]] inline void task_base::step(event_loop& l) {
    l.current_ = this;
    waitable* const waited = waiting_on_;
    if (waited != nullptr) {
        waiting_on_ = nullptr;
        if (waited->unretrieved_) [[unlikely]] waited->unretrieved_ = false;
        if (waited->counted_ && static_cast<counted_wait*>(waited)->missing()) [[unlikely]] {
            if (!goes_on(*waited)) return settle();
        }
    }
    if (hurdles_ != 0) [[unlikely]] {
        if (must_cancel()) prepare_cancellation(waited);
        if (is(hurdle::ended_outside)) return refuse_step(waited);
        if (turn_ == turn::none) return end_before_start();
    }
    do {
        leaf_->handle().resume();
    } while (turn_ == turn::resume_leaf);
    if (turn_ == turn::ended) {
        complete(l);
    } else if ((Watched && l.observer_ != nullptr) || hurdles_ != 0) [[unlikely]] {
        settle();
    } else if (turn_ == turn::yielded) {
        l.ready_.push_task(*this);
    }
}

}  // namespace aio
