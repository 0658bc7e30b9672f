#pragma once
// asyncio.Lock: fair, first come first served.

#include "runtime/sync/guards.hpp"
#include "runtime/sync/waiter.hpp"

namespace aio {

class lock;
using lock_guard = scoped_guard<lock>;

namespace detail {
class lock_awaiter;
using lock_operation = acquire_operation<lock_awaiter>;
using scoped_lock_operation = scoped_operation<lock_awaiter>;
}  // namespace detail

class lock : public sync_object {
public:
    explicit lock(std::string_view name = {}) : sync_object(object_kind::lock, name, 1) {}

    // co_await acquire(): at once when it is free and nobody waits. The releaser hands nothing over: it wakes the first
    // waiter, which takes the lock one iteration later; newcomers queue meanwhile.
    [[nodiscard]] detail::lock_operation acquire() noexcept;
    // auto guard = co_await scoped(): acquire, and release when the guard dies.
    [[nodiscard]] detail::scoped_lock_operation scoped() noexcept;
    // Throws runtime_error when it is not locked. Any task may release it, as in asyncio; one that does not hold it is
    // diagnosed.
    void release(site at = site::current());
    bool locked() const noexcept { return locked_; }

private:
    friend class detail::lock_awaiter;
    detail::waiter_list waiters_;
    task_id holder_ = 0;
    bool locked_ = false;

    void take(const task_base& by) {
        locked_ = true;
        holder_ = by.task_number();
        changed(object_op::acquire, 1);
    }
    void look_at_release(site) const;
    void wake_first();
};

namespace detail {

class lock_awaiter : public waiter {
public:
    using primitive = lock;
    lock_awaiter(promise_base& frame, lock& of, bool scoped) noexcept : waiter(frame, wait_kind::lock), of_(of) {
        scoped_ = scoped;
    }
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    object_id id() const noexcept override { return of_.id(); }
    std::string chain() const override;
    std::string waits() const override;
    std::vector<task_id> depends_on() const override;

protected:
    lock& of_;
};

}  // namespace detail

inline detail::lock_operation lock::acquire() noexcept { return {this}; }
inline detail::scoped_lock_operation lock::scoped() noexcept { return {this}; }

}  // namespace aio
