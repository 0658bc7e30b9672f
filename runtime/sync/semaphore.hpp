#pragma once
// asyncio.Semaphore (3.13): counts permits; first come, first served.

#include <limits>

#include "runtime/sync/guards.hpp"
#include "runtime/sync/holders.hpp"
#include "runtime/sync/waiter.hpp"

namespace aio {

class semaphore;
using semaphore_guard = scoped_guard<semaphore>;

namespace detail {
class semaphore_awaiter;
using semaphore_operation = acquire_operation<semaphore_awaiter>;
using scoped_semaphore_operation = scoped_operation<semaphore_awaiter>;
}  // namespace detail

class semaphore : public sync_object {
public:
    // Throws value_error when `value` is negative.
    explicit semaphore(std::int64_t value = 1, std::string_view name = {});

    // co_await acquire(): at once when a permit is left and nobody waits.
    [[nodiscard]] detail::semaphore_operation acquire() noexcept;
    // auto guard = co_await scoped(): acquire, and release when the guard dies.
    [[nodiscard]] detail::scoped_semaphore_operation scoped() noexcept;
    // Gives a permit back: straight to the first waiter, which runs one iteration later. Throws value_error when it is
    // bounded and has all its permits. Any task may release it, as in asyncio; more permits than at first are diagnosed,
    // unless it began with none: then it is a signal.
    void release(site at = site::current());
    bool locked() const noexcept { return value_ == 0 || waiters_.any_live(); }  // acquire() would wait
    std::int64_t value() const noexcept { return value_; }                       // permits left

private:
    friend class detail::semaphore_awaiter;
    friend class bounded_semaphore;
    detail::wake_line waiters_;  // those told were given a permit
    detail::holders holders_;
    std::int64_t value_;
    std::int64_t initial_;
    std::int64_t bound_ = std::numeric_limits<std::int64_t>::max();

    bool wake_next();
    void look_at_release(site) const;
};

// asyncio.BoundedSemaphore: never more permits than at first.
class bounded_semaphore : public semaphore {
public:
    explicit bounded_semaphore(std::int64_t value = 1, std::string_view name = {}) : semaphore(value, name) { bound_ = value; }
};

namespace detail {

class semaphore_awaiter : public waiter {
public:
    using primitive = semaphore;
    semaphore_awaiter(promise_base& frame, semaphore& of, bool scoped) noexcept
        : waiter(frame, wait_kind::semaphore), of_(of) {
        scoped_ = scoped;
    }
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    void forsake() noexcept override;
    object_id id() const noexcept override { return of_.id(); }
    std::string chain() const override;
    std::string waits() const override;
    std::vector<task_id> depends_on() const override;

protected:
    semaphore& of_;
};

}  // namespace detail

inline detail::semaphore_operation semaphore::acquire() noexcept { return {this}; }
inline detail::scoped_semaphore_operation semaphore::scoped() noexcept { return {this}; }

}  // namespace aio
