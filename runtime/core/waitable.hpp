#pragma once
// What a task can be parked on: asyncio's `_fut_waiter`. Either a future (anybody may add callbacks) or a waiter inside
// a lock, queue or timer (exactly one task waits, nothing is allocated).

#include <cstddef>
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
    virtual object_id id() const noexcept { return id_; }  // of what is waited for: task, lock, timer...

    // The task that waits here is about to be destroyed with its frames: it leaves the line it stands in.
    virtual void forsake() noexcept {}

    // The frames asyncio would have below the program's own: "Queue.get > Future".
    virtual std::string chain() const = 0;
    // For people: "queue.get() of queue `jobs`".
    virtual std::string waits() const = 0;
    // The tasks that can end the wait: who holds the lock or permits, or the task or tasks awaited. Empty: not known.
    virtual std::vector<task_id> depends_on() const { return {}; }

protected:
    explicit waitable(wait_kind kind, object_id id = 0, std::uint8_t plain_class = 0) noexcept
        : id_(id), kind_(kind), plain_class_(plain_class) {}
    ~waitable() = default;

    object_id id_ = 0;
    wait_kind kind_ : 8;  // bits, as are the flags: set at first by a single store
    future_status status_ : 8 = future_status::pending;
    bool unretrieved_ : 1 = false;  // an exception nobody has looked at (asyncio's __log_traceback)
    bool awaited_itself_ : 1 = false;  // a task that did so cannot be awaited while it is pending (CPython's own flaw)
    bool scoped_ : 1 = false;    // entered by scoped(): asyncio's chain has one frame more
    bool counted_ : 1 = false;   // a counted_wait that is to be asked
    bool gone_ : 1 = false;      // what was waited for died meanwhile: it must not be looked at
    std::uint8_t unused_ : 3 = 0;  // so that a whole byte is set at first, without a look at what it was
    // A task without details whose value is trivially destructible has nothing to do in its destructor once it is done.
    // Most end so, and their memory goes back without one. Its size class in the frame pool; 0: whatever else, which needs
    // its destructor. Here, so that it is set with the rest.
    std::uint8_t plain_class_ = 0;

    friend class task_base;
};

// A wait for one of several things, an item of a queue or a place in it: when a woken task runs, another may have taken it.
class counted_wait : public waitable {
public:
    bool missing() const noexcept { return *count_ == 0; }
    virtual bool look_again() { return true; }  // of one that is missing: false when it waits once more

protected:
    using waitable::waitable;
    ~counted_wait() = default;

    const std::size_t* count_;  // of those there are; set where counted_ is
};

}  // namespace aio
