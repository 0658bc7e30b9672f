#pragma once
// asyncio.sleep. At the deadline two iterations pass: the timer's callback, then the task. sleep(0) goes to the tail of
// the ready queue: one iteration.

#include "runtime/core/event_loop.hpp"

namespace aio {

namespace detail {

class sleep_awaiter;

// The wait of asyncio's future, without one: the timer is the task's own wake node.
class sleeping final : public waitable {
public:
    sleeping() noexcept : waitable(wait_kind::sleep) {}
    bool cancel(std::string message) override;
    void forsake() noexcept override;
    std::string chain() const override { return "sleep > Future"; }
    std::string waits() const override { return "sleep()"; }

private:
    sleep_awaiter& awaiter() noexcept;
};

// It has no destructor: a frame that dies in the middle of a sleep dies with its task, which calls forsake().
class sleep_awaiter {
public:
    sleep_awaiter(promise_base& frame, duration delay) noexcept : task_(frame.task), when_(delay.count()) {}
    sleep_awaiter(const sleep_awaiter&) = delete;
    sleep_awaiter& operator=(const sleep_awaiter&) = delete;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) {
        if (when_ <= 0) {
            task_->yield();
        } else {
            fall_asleep();
        }
    }
    void await_resume() {
        if (cancelled()) [[unlikely]] task_->drop_alarm(wait_.id(), when_);
        task_->deliver();
        if (cancelled()) [[unlikely]] throw task_->take_wait_cancellation();
    }

private:
    friend class sleeping;
    task_base* task_;
    std::int64_t when_;  // the delay; from fall_asleep() on, the deadline
    union {
        sleeping wait_;  // made by fall_asleep(): a sleep(0) has no use for it
    };

    bool cancelled() const noexcept { return when_ > 0 && wait_.cancelled(); }
    void fall_asleep();
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
