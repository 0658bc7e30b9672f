// How a task sleeps. A timer of its own would be a third of the memory of a sleeping task and one more miss of the cache
// when it wakes; but a task that sleeps needs its wake node for nothing else, so the node itself waits in the timers.
//
//   armed    in the timers
//   ringing  in the ready queue as the timer's callback (asyncio's futures._set_result_unless_cancelled)
//   then     in the ready queue as the task's step
//
// Only a cancellation needs two nodes at once: the task becomes ready while its timer rings, or starts to ring. Then a
// `spent_alarm` stands for the callback, which has nothing to do any more.

#include "runtime/core/hot_path.hpp"

namespace aio {

namespace {

struct spent_alarm final : ready_node {
    const task_base* task;

    explicit spent_alarm(const task_base& of) noexcept : task(&of) {
        run = &end;
        owned = true;
        callback = callback_kind::timer;
    }
    static void end(ready_node& n) { delete static_cast<spent_alarm*>(&n); }
    static bool is_of(const ready_node& n, const task_base& t) noexcept {
        return n.run == &end && static_cast<const spent_alarm&>(n).task == &t;
    }
};

// The loop of a task whose handle or timer is being run, without a look at the task: of a sleeper that wakes, the line of
// the cache where that stands is needed for nothing else.
event_loop& running_loop_of(const task_base& t) noexcept {
    event_loop* running = event_loop::running();
    return running != nullptr ? *running : t.loop();
}

}  // namespace

void task_base::set_alarm(waitable& on, std::int64_t when_ns) {
    event_loop& l = running_loop_of(*this);
    if (l.observer_ != nullptr) [[unlikely]] {
        on.id_ = l.new_object_id();
        cause = l.observer_->timer_set(on.id_, callback_kind::timer, id_, when_ns);
    }
    l.set(event_loop::hurdle::timed, true);
    l.timers_.push(*this, when_ns);
    park(on);
}

ready_node& task_base::alarm_rings() {
    event_loop& l = running_loop_of(*this);
    event_id set = cause;
    ready_node* handle = this;
    if (roused) {
        handle = new spent_alarm(*this);
        if (l.observer_ != nullptr) set = details().alarm_cause;
    } else {
        run = &run_alarm;
        is_task = false;
        callback = callback_kind::timer;
    }
    if (l.observer_ != nullptr) [[unlikely]] {
        handle->subject = waiting_on_->id_;
        handle->cause = l.observer_->timer_fired(handle->subject, callback_kind::timer, id_, set);
    }
    return *handle;
}

// When the tasks have arrived (fetch_tasks), and are due before long. None of them is dead.
void timer_heap::fetch_frames(const std::vector<entry>& of, std::size_t from) noexcept {
    for (std::size_t i = from; i < of.size(); ++i) {
        if (of[i].node->is_task) task_base::of(*of[i].node).fetch_frame();
    }
}

void task_base::run_alarm(ready_node& node) {
    task_base& t = of(node);
    event_loop& l = running_loop_of(t);
    t.run = &run_step;
    t.is_task = true;
    if (t.waiting_on_->id_ != 0) [[unlikely]] t.subject = t.id_;  // it was that of the timer
    t.alarm_has_rung();
    l.schedule_task(t);
}

void task_base::be_task_again() noexcept {
    run = &run_step;
    is_task = true;
    subject = id_;
}

void task_base::cancel_alarm() {
    if (run == &run_alarm) {
        auto* spent = new spent_alarm(*this);
        spent->cause = cause;
        spent->subject = subject;
        if (linked()) {
            spent->replace(*this);
        } else {
            delete spent;  // the loop has closed
        }
        be_task_again();
    }
    // Its wake node will hold the cause of the step; the timer may still ring before that.
    roused = armed;
    if (armed && loop().observer_ != nullptr) [[unlikely]] details().alarm_cause = cause;
    loop().schedule_task(*this);
}

void task_base::drop_alarm(object_id timer, std::int64_t when_ns) {
    event_loop& l = loop();
    roused = false;
    if (armed) {
        l.timers_.erase(*this, when_ns);
    } else {
        const auto mine = [this](const ready_node& n) { return spent_alarm::is_of(n, *this); };
        ready_node* spent = l.ready_.find(mine);
        if (spent == nullptr) return;
        spent->unlink();
        spent->run(*spent);
    }
    if (l.observer_ != nullptr) [[unlikely]] l.observer_->timer_cancelled(timer);
}

}  // namespace aio
