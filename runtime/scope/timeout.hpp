#pragma once
// asyncio.timeout, timeout_at: cancels its task at a deadline and turns that cancellation into a timeout_error.
// Used through with():
//
//   co_await aio::with(aio::timeout(2s), [&](aio::timeout& t) -> aio::coro<> { co_await work(); });

#include <exception>
#include <memory>
#include <optional>

#include "runtime/core/event_loop.hpp"

namespace aio {

class timeout {
public:
    // From now; none: never, until reschedule() sets a deadline.
    explicit timeout(std::optional<duration> delay);
    static timeout at(std::optional<time_point> when);
    timeout(timeout&&) noexcept;
    timeout& operator=(timeout&&) = delete;
    ~timeout();

    std::optional<time_point> when() const noexcept { return when_; }
    // Throws runtime_error when not entered, or when it expired or ended already.
    void reschedule(std::optional<time_point> when);
    bool expired() const noexcept { return state_ == state::expiring || state_ == state::expired; }

    // __aenter__ and __aexit__; neither suspends. enter() throws runtime_error outside a task or the second time.
    void enter();
    // The exception that leaves the block: what left the body, or a timeout_error in its place. Null: none.
    std::exception_ptr exit(std::exception_ptr error);

private:
    enum class state : std::uint8_t { created, active, expiring, expired, finished };
    struct alarm;

    std::optional<time_point> when_;
    std::unique_ptr<alarm> alarm_;  // its address must not change while it is armed
    int cancelling_ = 0;            // of the task when it entered
    state state_ = state::created;

    timeout() = default;
    void disarm();
};

// asyncio.timeout_at(when).
inline timeout timeout_at(std::optional<time_point> when) { return timeout::at(when); }

}  // namespace aio
