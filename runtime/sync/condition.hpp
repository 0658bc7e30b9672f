#pragma once
// asyncio.Condition (3.13): wait, with a lock held, until somebody who holds it notifies.

#include <type_traits>
#include <utility>

#include "runtime/scope/with.hpp"
#include "runtime/sync/lock.hpp"

namespace aio {

namespace detail {

struct barrier_state;

// Lives as long as the condition or a task in wait(): a wait that ends late still finds its line and its lock.
struct condition_state {
    std::uint32_t references = 0;
    object_id id = 0;
    wait_kind kind = wait_kind::condition;
    std::string label;  // "condition `name`"
    std::unique_ptr<lock> own_lock;
    object_link held;  // to the lock
    waiter_list waiters;

    void add_ref() noexcept { ++references; }
    void release() noexcept {
        if (--references == 0) delete this;
    }
    void notify(std::size_t n);
    lock* mutex() const noexcept { return static_cast<lock*>(held.get()); }  // null: it is gone
};

coro<> condition_wait(ref<condition_state>);

}  // namespace detail

class condition : public sync_object {
public:
    explicit condition(std::string_view name = {});          // with a lock of its own
    explicit condition(lock& shared, std::string_view name = {});

    // Of the lock.
    [[nodiscard]] detail::lock_operation acquire() { return held().acquire(); }
    [[nodiscard]] detail::scoped_lock_operation scoped() { return held().scoped(); }
    void release(site at = site::current()) { held().release(at); }
    bool locked() const { return held().locked(); }

    // co_await wait(): releases the lock, waits to be notified, takes the lock again, however often it is cancelled
    // meanwhile; the last cancellation is thrown then, and another waiter is notified in its place. Throws runtime_error
    // when the lock is not held. May return without the state it waits for: look again.
    [[nodiscard]] coro<> wait();
    // co_await wait_for([&] { return ready; }): at once when it is true, else wait() until it is.
    template <class Predicate>
    [[nodiscard]] coro<> wait_for(Predicate predicate) {
        static_assert(safe_body<Predicate>, "g++ 12 (bug 100611): capture by reference, or name the lambda and pass std::ref(name)");
        auto waiting = wait_until(state_, std::move(predicate));
        waiting.promise().function = "Condition.wait_for";
        return waiting;
    }
    // Wakes the first n waiters; each goes on once it has the lock again. Throw runtime_error when the lock is not held.
    void notify(std::size_t n = 1);
    void notify_all();

private:
    friend struct detail::barrier_state;
    struct parties {
        std::size_t count;
    };
    ref<detail::condition_state> state_;

    condition(const parties& of_barrier, std::string_view name);  // that of a barrier, and known as it
    lock& held() const;
    void make_state(lock*);
    static coro<> wait_once(const ref<detail::condition_state>&);

    template <class Predicate>
    static coro<> wait_until(ref<detail::condition_state> state, Predicate predicate) {
        while (!predicate()) {
            auto once = wait_once(state);
            co_await std::move(once);
        }
    }
};

}  // namespace aio
