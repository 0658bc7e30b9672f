#pragma once
// asyncio.Queue: first in, first out, with a bound, join() and task_done(). Woken getters and putters look again: the
// item or the place may have gone to another task meanwhile.

#include <deque>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/sync/waiter.hpp"

namespace aio {

template <class T>
class queue;

namespace detail {

// What does not depend on the item type.
class queue_base : public sync_object {
public:
    std::size_t maxsize() const noexcept { return maxsize_; }  // 0: no bound
    // Marks one item got as worked off. Throws value_error when called too often.
    void task_done();
    // co_await join(): until every item put was marked done.
    [[nodiscard]] auto join() noexcept;
    std::size_t unfinished() const noexcept { return unfinished_; }

protected:
    queue_base(std::size_t maxsize, std::string_view name);

    void item_added(std::size_t size);
    void item_taken(std::size_t size);

private:
    friend class queue_waiter;
    friend class join_awaiter;
    waiter_list getters_;
    waiter_list putters_;
    waiter_list joiners_;
    std::size_t maxsize_;
    std::size_t unfinished_ = 0;
    std::size_t level_ = 0;  // items in it, for observers

    static void wake_next(waiter_list&);
};

// A task that waits for an item or a place. The template above it says whether there is one.
class queue_waiter : public waiter, private rechecked {
public:
    std::string chain() const override;
    std::string waits() const override;
    void await_suspend(std::coroutine_handle<>) { wait_in_line(); }

protected:
    queue_waiter(promise_base& frame, queue_base& of, wait_kind kind) noexcept : waiter(frame, kind, of.id()), queue_(of) {}
    ~queue_waiter() = default;
    virtual bool satisfied() const noexcept = 0;
    void leave_line();  // after waiting: throws when cancelled, passing on what it was woken for

    queue_base& queue_;

private:
    bool parked_ = false;

    bool ready() override;
    void wait_in_line();
    waiter_list& line() const noexcept;
};

class join_awaiter final : public waiter {
public:
    join_awaiter(promise_base& frame, queue_base& of) noexcept : waiter(frame, wait_kind::queue_join, of.id()), queue_(of) {}
    bool await_ready() const noexcept { return queue_.unfinished_ == 0; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    std::string chain() const override { return "Queue.join > Event.wait > Future"; }
    std::string waits() const override;

private:
    queue_base& queue_;
    bool parked_ = false;
};

struct join_operation {
    using awaiter = join_awaiter;
    using value_type = void;
    static constexpr const char* name = "join";
    queue_base* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

inline auto queue_base::join() noexcept { return join_operation{this}; }

template <class T>
class get_awaiter final : public queue_waiter {
public:
    get_awaiter(promise_base& frame, queue<T>& of) noexcept : queue_waiter(frame, of, wait_kind::queue_get) {}
    bool await_ready() const noexcept { return satisfied(); }
    T await_resume() {
        leave_line();
        return static_cast<queue<T>&>(queue_).get_nowait();
    }

private:
    bool satisfied() const noexcept override { return !static_cast<const queue<T>&>(queue_).empty(); }
};

template <class T>
class put_awaiter final : public queue_waiter {
public:
    put_awaiter(promise_base& frame, queue<T>& of, T item) : queue_waiter(frame, of, wait_kind::queue_put), item_(std::move(item)) {}
    bool await_ready() const noexcept { return satisfied(); }
    void await_resume() {
        leave_line();
        static_cast<queue<T>&>(queue_).put_nowait(std::move(item_));
    }

private:
    T item_;
    bool satisfied() const noexcept override { return !static_cast<const queue<T>&>(queue_).full(); }
};

template <class T>
struct get_operation {
    using awaiter = get_awaiter<T>;
    using value_type = T;
    static constexpr const char* name = "get";
    queue<T>* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

template <class T>
struct put_operation {
    using awaiter = put_awaiter<T>;
    using value_type = void;
    static constexpr const char* name = "put";
    queue<T>* of;
    T item;
    put_operation(queue<T>* q, T i) : of(q), item(std::move(i)) {}
    awaiter start(promise_base& frame) { return awaiter(frame, *of, std::move(item)); }
};

}  // namespace detail

template <class T>
class queue : public detail::queue_base {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
    static_assert(!std::is_aggregate_v<T> || std::is_trivially_destructible_v<T>,
                  "g++ 12 (bug 101976) copies such items bitwise in co_await put({...}): give the type a constructor");
#endif

public:
    explicit queue(std::size_t maxsize = 0, std::string_view name = {}) : queue_base(maxsize, name) {}

    // co_await put(item): waits while the queue is full.
    [[nodiscard]] detail::put_operation<T> put(T item) { return {this, std::move(item)}; }
    // T item = co_await get(): waits while the queue is empty.
    [[nodiscard]] detail::get_operation<T> get() noexcept { return {this}; }

    void put_nowait(T item) {  // throws queue_full
        if (full()) throw queue_full();
        items_.push_back(std::move(item));
        item_added(items_.size());
    }
    T get_nowait() {  // throws queue_empty
        if (items_.empty()) throw queue_empty();
        T item = std::move(items_.front());
        items_.pop_front();
        item_taken(items_.size());
        return item;
    }
    std::optional<T> try_get() {
        if (items_.empty()) return std::nullopt;
        return get_nowait();
    }

    std::size_t qsize() const noexcept { return items_.size(); }
    bool empty() const noexcept { return items_.empty(); }
    bool full() const noexcept { return maxsize() != 0 && items_.size() >= maxsize(); }

private:
    std::deque<T> items_;
};

}  // namespace aio
