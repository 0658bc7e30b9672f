#include "runtime/scope/timeout.hpp"

#include <utility>

namespace aio {

struct timeout::alarm final : timer_node {
    ref<task_base> task;
    timeout* owner = nullptr;
    bool timed = false;  // set as a timer; else the deadline had passed, and it was scheduled at once

    static void fire(ready_node& node) {
        auto& self = static_cast<alarm&>(static_cast<timer_node&>(node));
        self.owner->state_ = timeout::state::expiring;
        self.task->cancel({});
    }
};

timeout::timeout(std::optional<duration> delay) {
    if (!delay) return;
    when_ = time_point{duration{deadline(get_running_loop().time().time_since_epoch().count(), *delay)}};
}

timeout timeout::at(std::optional<time_point> when) {
    timeout t;
    t.when_ = when;
    return t;
}

timeout::timeout(timeout&& other) noexcept
    : when_(other.when_), alarm_(std::move(other.alarm_)), cancelling_(other.cancelling_), state_(other.state_) {
    if (alarm_ != nullptr) alarm_->owner = this;
}

timeout::~timeout() {
    if (alarm_ != nullptr) disarm();
}

void timeout::disarm() {
    if (alarm_->timed) {
        alarm_->task->loop().disarm(*alarm_);
    } else if (alarm_->linked()) {
        alarm_->unlink();
    }
}

void timeout::enter() {
    if (state_ != state::created) throw runtime_error("Timeout has already been entered");
    task_base* current = get_running_loop().current();
    if (current == nullptr) throw runtime_error("Timeout should be used inside a task");
    alarm_ = std::make_unique<alarm>();
    alarm_->task = ref<task_base>(current);
    alarm_->owner = this;
    alarm_->run = &alarm::fire;
    alarm_->callback = callback_kind::timeout;
    cancelling_ = current->cancelling();
    state_ = state::active;
    reschedule(when_);
}

void timeout::reschedule(std::optional<time_point> when) {
    if (state_ != state::active) {
        static constexpr const char* words[] = {"created", "active", "expiring", "expired", "finished"};
        if (state_ == state::created) throw runtime_error("Timeout has not been entered");
        throw runtime_error(std::string("Cannot change state of ") + words[static_cast<int>(state_)] + " Timeout");
    }
    when_ = when;
    disarm();
    if (!when) return;
    event_loop& loop = alarm_->task->loop();
    alarm_->timed = *when > loop.time();
    if (!alarm_->timed) {
        alarm_->subject = alarm_->task->task_number();
        loop.schedule(*alarm_);
    } else {
        loop.arm(*alarm_, when->time_since_epoch().count());
    }
}

std::exception_ptr timeout::exit(std::exception_ptr error) {
    disarm();
    if (state_ != state::expiring) {
        state_ = state::finished;
        return error;
    }
    state_ = state::expired;
    // Somebody else asked to cancel too: then the cancellation is theirs and goes on.
    if (alarm_->task->uncancel() <= cancelling_ && is_cancelled(error)) {
        return std::make_exception_ptr(timeout_error({}, std::move(error)));
    }
    return error;
}

}  // namespace aio
