#pragma once
// What a task can be parked on: asyncio's `_fut_waiter`. Either a future (anybody may add callbacks) or a waiter inside
// a lock, queue or timer (exactly one task waits, nothing is allocated).

#include <string>
#include <vector>

#include "runtime/core/observer.hpp"

namespace aio {

enum class future_status : std::uint8_t { pending, finished, cancelled };

class waitable {
public:
    waitable(const waitable&) = delete;
    waitable& operator=(const waitable&) = delete;

    bool done() const noexcept { return status_ != future_status::pending; }
    bool cancelled() const noexcept { return status_ == future_status::cancelled; }

    // Done because somebody cancelled it, or with a CancelledError for its exception.
    virtual bool ended_by_cancellation() const noexcept { return cancelled(); }

    // Future.cancel(msg): false when already done. A task or a gather only takes note of the request.
    virtual bool cancel(std::string message) = 0;

    wait_kind kind() const noexcept { return kind_; }
    object_id id() const noexcept { return id_; }  // of what is waited for: task, lock, timer...

    // The condition a woken task waited for may have gone again by the time it runs (a queue's item was taken by another).
    // Asked only where `rechecks_` is set; false: the task is parked once more.
    virtual bool look_again() { return true; }

    // The frames asyncio would have below the program's own: "Queue.get > Future".
    virtual std::string chain() const = 0;
    // For people: "queue.get() of queue `jobs`".
    virtual std::string waits() const = 0;
    // The tasks that can end the wait: who holds the lock or permits, or the task or tasks awaited. Empty: not known.
    virtual std::vector<task_id> depends_on() const { return {}; }

protected:
    explicit waitable(wait_kind kind, object_id id = 0) noexcept : id_(id), kind_(kind) {}
    ~waitable() = default;

    object_id id_ = 0;
    wait_kind kind_;
    future_status status_ = future_status::pending;
    bool unretrieved_ : 1 = false;  // an exception nobody has looked at (asyncio's __log_traceback)
    bool awaited_itself_ : 1 = false;  // a task that did so cannot be awaited while it is pending (CPython's own flaw)
    bool scoped_ : 1 = false;    // entered by scoped(): asyncio's chain has one frame more
    bool rechecks_ : 1 = false;  // see look_again()
    bool parked_ : 1 = false;    // a task has waited on it, or does
    bool gone_ : 1 = false;      // what was waited for died meanwhile: it must not be looked at
    std::uint8_t unused_ : 2 = 0;  // so that a whole byte is set at first, without a look at what it was

    friend class task_base;
};

}  // namespace aio
