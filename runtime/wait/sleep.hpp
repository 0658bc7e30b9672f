#pragma once
// asyncio.sleep. At the deadline two iterations pass: the timer's callback, then the task. sleep(0) goes to the tail of
// the ready queue: one iteration.

#include "runtime/sync/waiter.hpp"

namespace aio {

namespace detail {

class sleep_awaiter final : public waiter, private timer_node {
public:
    sleep_awaiter(promise_base& frame, duration delay) noexcept
        : waiter(frame, wait_kind::sleep, 0), delay_(delay.count()) {}
    ~sleep_awaiter() {
        if (armed() || linked()) task_->loop().disarm(*this);
    }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) {
        if (delay_ <= 0) {
            task_->yield();
        } else {
            start_timer();
        }
    }
    void await_resume() {
        if (delay_ <= 0) {
            task_->deliver();
        } else if (interrupted()) [[unlikely]] {
            stop_timer();
            throw_cancelled();
        }
    }

    std::string chain() const override { return "sleep > Future"; }
    std::string waits() const override { return "sleep()"; }

private:
    std::int64_t delay_;

    void start_timer();
    void stop_timer();
    static void fired(ready_node&);
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
[[nodiscard]] inline sleep_operation sleep(double delay_s) noexcept { return {seconds(delay_s)}; }

// sleep(delay, result): sleeps, then gives the result.
template <class T>
coro<T> sleep(duration delay, T result) {
    co_await sleep(delay);
    co_return result;
}

}  // namespace aio
