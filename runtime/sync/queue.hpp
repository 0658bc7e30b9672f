#pragma once
// asyncio.Queue: first in, first out, with a bound, join() and task_done(). Woken getters and putters look again: the
// item or the place may have gone to another task meanwhile. lifo_queue and priority_queue give items in another order.

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/sync/queue_base.hpp"

namespace aio {

namespace detail {

template <class T, class Items>
class basic_queue;

template <class T, class Items>
class get_awaiter final : public queue_waiter {
public:
    using queue_type = basic_queue<T, Items>;
    get_awaiter(promise_base& frame, queue_type& of) noexcept : queue_waiter(frame, of, wait_kind::queue_get) {}
    bool await_ready() const noexcept { return satisfied(); }
    void await_suspend(std::coroutine_handle<>) { wait_in_line(getters()); }
    T await_resume() {
        leave_line();
        return static_cast<queue_type&>(queue_).get_nowait();
    }
};

template <class T, class Items>
class put_awaiter final : public queue_waiter {
public:
    using queue_type = basic_queue<T, Items>;
    put_awaiter(promise_base& frame, queue_type& of, T item)
        : queue_waiter(frame, of, wait_kind::queue_put), item_(std::move(item)) {}
    bool await_ready() const noexcept { return satisfied(); }
    void await_suspend(std::coroutine_handle<>) { wait_in_line(putters()); }
    void await_resume() {
        leave_line();
        static_cast<queue_type&>(queue_).put_in_place(std::move(item_));
    }

private:
    T item_;
};

template <class T, class Items>
struct get_operation {
    using awaiter = get_awaiter<T, Items>;
    using value_type = T;
    static constexpr const char* name = "get";
    basic_queue<T, Items>* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

template <class T, class Items>
struct put_operation {
    using awaiter = put_awaiter<T, Items>;
    using value_type = void;
    static constexpr const char* name = "put";
    basic_queue<T, Items>* of;
    T item;
    put_operation(basic_queue<T, Items>* q, T i) : of(q), item(std::move(i)) {}
    awaiter start(promise_base& frame) { return awaiter(frame, *of, std::move(item)); }
};

// Items says in what order they come out: push(T), T pop(), size().
template <class T, class Items>
class basic_queue : public queue_base {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
    static_assert(!std::is_aggregate_v<T> || std::is_trivially_destructible_v<T>,
                  "g++ 12 (bug 101976) copies such items bitwise in co_await put({...}): give the type a constructor");
#endif

public:
    explicit basic_queue(std::size_t maxsize = 0, std::string_view name = {}) : queue_base(maxsize, name) {}

    // co_await put(item): waits while the queue is full. Throws queue_shut_down after shutdown().
    [[nodiscard]] put_operation<T, Items> put(T item) { return {this, std::move(item)}; }
    // T item = co_await get(): waits while the queue is empty. Throws queue_shut_down when it is and shutdown() was
    // called.
    [[nodiscard]] get_operation<T, Items> get() noexcept { return {this}; }

    void put_nowait(T item) {  // throws queue_full, queue_shut_down
        if (!is_shut_down() && full()) throw queue_full();
        put_in_place(std::move(item));
    }
    T get_nowait() {  // throws queue_empty, queue_shut_down
        if (empty()) {
            if (is_shut_down()) throw queue_shut_down();
            throw queue_empty();
        }
        T item = items_.pop();
        item_taken();
        return item;
    }
    std::optional<T> try_get() {  // none when empty, shut down or not
        if (empty()) return std::nullopt;
        return get_nowait();
    }

    // 3.13: no put() any more; get() gives what is left, then throws. `immediate` drops what is left, marked as done.
    // Wakes all who wait in get(), then all who wait in put(), to find that out.
    void shutdown(bool immediate = false) {
        std::size_t dropped = 0;
        for (; immediate && items_.size() > 0; ++dropped) items_.pop();
        shut_down(dropped, immediate);
    }

    std::size_t qsize() const noexcept { return items_.size(); }
    bool empty() const noexcept { return !has_item(); }
    bool full() const noexcept { return !has_place(); }

private:
    friend class put_awaiter<T, Items>;
    Items items_;

    void put_in_place(T item) {  // there is one, unless it was shut down
        if (is_shut_down()) throw queue_shut_down();
        items_.push(std::move(item));
        item_added();
    }
};

// A ring that grows by doubling. First and end only count up; their places are what the room leaves of them.
template <class T>
class fifo_items {
public:
    fifo_items() = default;
    fifo_items(const fifo_items&) = delete;
    fifo_items& operator=(const fifo_items&) = delete;
    ~fifo_items() {
        while (size() > 0) drop_first();
        if (ring_ != nullptr) std::allocator<T>().deallocate(ring_, room_);
    }

    void push(T item) {
        if (size() == room_) [[unlikely]] grow();
        std::construct_at(ring_ + (end_ & (room_ - 1)), std::move(item));
        ++end_;
    }
    T pop() {
        T item = std::move(ring_[first_ & (room_ - 1)]);
        drop_first();
        return item;
    }
    std::size_t size() const noexcept { return end_ - first_; }

private:
    T* ring_ = nullptr;
    std::size_t room_ = 0;  // a power of two, or none
    std::size_t first_ = 0;
    std::size_t end_ = 0;

    void drop_first() noexcept { std::destroy_at(ring_ + (first_++ & (room_ - 1))); }
    [[gnu::noinline]] void grow() {
        fifo_items larger;
        larger.room_ = room_ == 0 ? 8 : 2 * room_;
        larger.ring_ = std::allocator<T>().allocate(larger.room_);
        while (size() > 0) larger.push(pop());
        std::swap(ring_, larger.ring_);
        std::swap(room_, larger.room_);
        first_ = std::exchange(larger.first_, 0);
        end_ = std::exchange(larger.end_, 0);
    }
};

template <class T>
class lifo_items {
public:
    void push(T item) { items_.push_back(std::move(item)); }
    T pop() {
        T item = std::move(items_.back());
        items_.pop_back();
        return item;
    }
    std::size_t size() const noexcept { return items_.size(); }

private:
    std::vector<T> items_;
};

// Python's heapq move for move, so that items that compare equal come out in the same order there and here.
template <class T, class Less>
class heap_items {
public:
    void push(T item) {
        items_.push_back(std::move(item));
        rise(0, items_.size() - 1);
    }
    T pop() {
        T last = std::move(items_.back());
        items_.pop_back();
        if (items_.empty()) return last;
        T first = std::exchange(items_.front(), std::move(last));
        sink();
        return first;
    }
    std::size_t size() const noexcept { return items_.size(); }

private:
    std::vector<T> items_;
    Less less_;

    void rise(std::size_t start, std::size_t at) {  // _siftdown
        T moving = std::move(items_[at]);
        while (at > start) {
            const std::size_t parent = (at - 1) / 2;
            if (!less_(moving, items_[parent])) break;
            items_[at] = std::move(items_[parent]);
            at = parent;
        }
        items_[at] = std::move(moving);
    }

    void sink() {  // _siftup of the root: down to a leaf by the smaller child, then up to its place
        const std::size_t end = items_.size();
        std::size_t at = 0;
        T moving = std::move(items_[0]);
        for (std::size_t child = 1; child < end; child = 2 * at + 1) {
            const std::size_t right = child + 1;
            if (right < end && !less_(items_[child], items_[right])) child = right;
            items_[at] = std::move(items_[child]);
            at = child;
        }
        items_[at] = std::move(moving);
        rise(0, at);
    }
};

}  // namespace detail

template <class T>
class queue : public detail::basic_queue<T, detail::fifo_items<T>> {
public:
    using detail::basic_queue<T, detail::fifo_items<T>>::basic_queue;
};

// asyncio.LifoQueue: the newest item first.
template <class T>
class lifo_queue : public detail::basic_queue<T, detail::lifo_items<T>> {
public:
    using detail::basic_queue<T, detail::lifo_items<T>>::basic_queue;
};

// asyncio.PriorityQueue: the smallest item first.
template <class T, class Less = std::less<T>>
class priority_queue : public detail::basic_queue<T, detail::heap_items<T, Less>> {
public:
    using detail::basic_queue<T, detail::heap_items<T, Less>>::basic_queue;
};

}  // namespace aio
