#pragma once
// What happens for every task and every step of one, where both the loop and the task can have it inlined. Only
// event_loop.cpp and task.cpp include this.

#include "runtime/core/event_loop.hpp"

namespace aio {

inline void event_loop::add_task(task_base& t, std::string* name) {
    t.id_ = t.subject = ++last_task_id_;
    t.parent_ = current_ != nullptr ? current_->id_ : 0;
    if (name != nullptr || current_ == nullptr || current_->details_ != nullptr) [[unlikely]] {
        add_details(t, name);
    } else {
        t.number_ = ++last_task_number_;
    }
    task_links& links = t;
    links.next_task = &tasks_;
    links.previous_task = tasks_.previous_task;
    tasks_.previous_task->next_task = &links;
    tasks_.previous_task = &links;
    t.add_ref();
}

inline void event_loop::task_ended(task_base& t) {
    t.previous_task->next_task = t.next_task;
    t.next_task->previous_task = t.previous_task;
    if (t.unretrieved() && !closed_) [[unlikely]] keep_failed(t);
    t.release();
}

inline bool task_base::goes_on(waitable& waited) {
    if (must_cancel_) [[unlikely]] prepare_cancellation(&waited);
    return inject_ != injection::none || waited.cancelled() || waited.look_again();
}

[[gnu::always_inline]] inline void task_base::step(event_loop& l) {
    bool rechecks = false;
    waitable* const waited = waiting_on_;
    if (waited != nullptr) {
        waiting_on_ = nullptr;
        waited->unretrieved_ = false;
        rechecks = waited->rechecks_;
    }
    if (rechecks && !goes_on(*waited)) [[unlikely]] return settle();
    if (fresh_ || must_cancel_) {
        if (must_cancel_) [[unlikely]] prepare_cancellation(waited);
        if (fresh_) {
            if (done()) [[unlikely]] return refuse_step();
            fresh_ = false;
            if (inject_ != injection::none) [[unlikely]] return end_before_start();
        }
    }
    l.current_ = this;
    do {
        leaf_->handle().resume();
    } while (turn_ == turn::resume_leaf);
    l.current_ = nullptr;
    if (turn_ == turn::yielded) {
        if (l.observer_ != nullptr) [[unlikely]] return settle();
        l.ready_.push_back(*this);
    } else if (turn_ == turn::ended) {
        complete();
    } else if (l.observer_ != nullptr || must_cancel_) [[unlikely]] {
        settle();
    }
}

}  // namespace aio
