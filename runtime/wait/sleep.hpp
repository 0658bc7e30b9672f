#pragma once
// asyncio.sleep. At the deadline two iterations pass: the timer's callback, then the task. sleep(0) goes to the tail of
// the ready queue: one iteration.

#include <new>

#include "runtime/sync/waiter.hpp"

namespace aio {

namespace detail {

// A task asleep until its timer fires.
class sleeper final : public waiter, private timer_node {
public:
    sleeper(promise_base& frame, std::int64_t delay_ns);
    ~sleeper() {
        if (armed() || linked()) task_->loop().disarm(*this);
    }
    void wake_up();  // after the wait: throws when it was cancelled

    std::string chain() const override { return "sleep > Future"; }
    std::string waits() const override { return "sleep()"; }

private:
    static void fired(ready_node&);
};

// sleep(0) needs no timer: the sleeper is made only when the task really sleeps.
class sleep_awaiter {
public:
    sleep_awaiter(promise_base& frame, duration delay) noexcept : frame_(frame), delay_(delay.count()) {}
    sleep_awaiter(const sleep_awaiter&) = delete;
    sleep_awaiter& operator=(const sleep_awaiter&) = delete;
    ~sleep_awaiter() {
        if (asleep_) sleeper_.~sleeper();
    }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) {
        if (delay_ <= 0) {
            frame_.task->yield();
        } else {
            ::new (&sleeper_) sleeper(frame_, delay_);
            asleep_ = true;
        }
    }
    void await_resume() {
        if (asleep_) {
            sleeper_.wake_up();
        } else {
            frame_.task->deliver();
        }
    }

private:
    promise_base& frame_;
    std::int64_t delay_;
    bool asleep_ = false;
    union {
        sleeper sleeper_;
    };
};

}  // namespace detail

struct sleep_operation {
    using awaiter = detail::sleep_awaiter;
    using value_type = void;
    static constexpr const char* name = "sleep";

    duration delay;

    awaiter start(detail::promise_base& frame) const noexcept { return awaiter(frame, delay); }
};

// co_await sleep(1s), sleep(0.25).
[[nodiscard]] inline sleep_operation sleep(duration delay) noexcept { return {delay}; }
[[nodiscard]] inline sleep_operation sleep(double delay_s) { return {seconds(delay_s)}; }  // value_error for a NaN

// sleep(delay, result): sleeps, then gives the result.
template <class T>
coro<T> sleep(duration delay, T result) {
    co_await sleep(delay);
    co_return result;
}

}  // namespace aio
