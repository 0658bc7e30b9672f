#pragma once
// What the machine allows: coroutines driven by a bare ring of handles or a bare heap of deadlines, with no asyncio order,
// no cancellation, nobody who watches; frames come from the runtime's pool. Ratios to this hold on any machine where
// nanoseconds do not.

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/core/frame_pool.hpp"

namespace bare {

// A ring of handles, the whole scheduler.
class loop {
public:
    void push(std::coroutine_handle<> h) {
        if (last_ - first_ > mask_) [[unlikely]] grow();
        ring_[last_++ & mask_] = h;
    }
    void run() {
        while (first_ != last_) ring_[first_++ & mask_].resume();
    }
    static loop& current() { return one; }

private:
    std::size_t first_ = 0, last_ = 0, mask_ = 1023;
    std::unique_ptr<std::coroutine_handle<>[]> ring_ = std::make_unique<std::coroutine_handle<>[]>(mask_ + 1);

    static loop one;

    [[gnu::noinline]] void grow() {
        const std::size_t mask = 2 * mask_ + 1;
        auto larger = std::make_unique<std::coroutine_handle<>[]>(mask + 1);
        for (std::size_t i = first_; i != last_; ++i) larger[i & mask] = ring_[i & mask_];
        ring_ = std::move(larger);
        mask_ = mask;
    }
};

inline loop loop::one;

struct yield_operation {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) const { loop::current().push(h); }
    void await_resume() const noexcept {}
};

inline yield_operation yield() { return {}; }

// A task whose frame its owner destroys; who awaits it is resumed through the ring.
class task {
public:
    struct promise_type {
        std::coroutine_handle<> waiter;
        int value = 0;
        task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        struct end {
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<promise_type> h) const noexcept {
                if (h.promise().waiter) loop::current().push(h.promise().waiter);
            }
            void await_resume() const noexcept {}
        };
        end final_suspend() const noexcept { return {}; }
        void return_value(int v) noexcept { value = v; }
        void unhandled_exception() { std::terminate(); }
        static void* operator new(std::size_t size) { return aio::frame_pool::allocate(size); }
        static void operator delete(void* memory, std::size_t size) noexcept { aio::frame_pool::release(memory, size); }
    };

    explicit task(std::coroutine_handle<promise_type> h) : handle_(h) {}
    task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    ~task() {
        if (handle_) handle_.destroy();
    }
    void start() { loop::current().push(handle_); }
    bool await_ready() const noexcept { return handle_.done(); }
    void await_suspend(std::coroutine_handle<> h) const noexcept { handle_.promise().waiter = h; }
    int await_resume() const noexcept { return handle_.promise().value; }

private:
    std::coroutine_handle<promise_type> handle_;
};

// Who waits, first come, first served. A node is in the awaiter, in its frame.
class line {
public:
    struct node {
        std::coroutine_handle<> handle;
        node* next = nullptr;
    };

    bool empty() const noexcept { return first_ == nullptr; }
    void push(node& n) noexcept {
        (first_ == nullptr ? first_ : last_->next) = &n;
        last_ = &n;
    }
    void wake_first() {
        if (first_ == nullptr) return;
        loop::current().push(first_->handle);
        first_ = first_->next;
    }

private:
    node* first_ = nullptr;
    node* last_ = nullptr;
};

// A permit goes from hand to hand.
class semaphore {
public:
    explicit semaphore(int permits) noexcept : permits_(permits) {}

    struct acquire_operation : line::node {
        semaphore& of;
        explicit acquire_operation(semaphore& s) noexcept : of(s) {}
        bool await_ready() const noexcept { return of.permits_ > 0 && --of.permits_ >= 0; }
        void await_suspend(std::coroutine_handle<> h) noexcept {
            handle = h;
            of.waiters_.push(*this);
        }
        void await_resume() const noexcept {}
    };
    acquire_operation acquire() noexcept { return acquire_operation(*this); }
    void release() {
        if (waiters_.empty()) {
            ++permits_;
        } else {
            waiters_.wake_first();
        }
    }

private:
    int permits_;
    line waiters_;
};

// Of one item, for one who puts and one who gets.
class queue_of_one {
public:
    template <bool WhenFull>
    struct operation : line::node {
        queue_of_one& of;
        explicit operation(queue_of_one& q) noexcept : of(q) {}
        bool await_ready() const noexcept { return of.full_ == WhenFull; }
        void await_suspend(std::coroutine_handle<> h) noexcept {
            handle = h;
            (WhenFull ? of.getters_ : of.putters_).push(*this);
        }
    };
    struct put_operation : operation<false> {
        int item;
        put_operation(queue_of_one& q, int i) noexcept : operation<false>(q), item(i) {}
        void await_resume() const {
            of.item_ = item;
            of.full_ = true;
            of.getters_.wake_first();
        }
    };
    struct get_operation : operation<true> {
        using operation<true>::operation;
        int await_resume() const {
            of.full_ = false;
            of.putters_.wake_first();
            return of.item_;
        }
    };
    put_operation put(int item) noexcept { return {*this, item}; }
    get_operation get() noexcept { return get_operation(*this); }

private:
    int item_ = 0;
    bool full_ = false;
    line getters_;
    line putters_;
};

// Of a power of two of items, for one who puts and one who gets.
class queue {
public:
    explicit queue(std::size_t capacity) : mask_(capacity - 1), items_(std::make_unique<int[]>(capacity)) {}

    struct put_operation : line::node {
        queue& of;
        int item;
        put_operation(queue& q, int i) noexcept : of(q), item(i) {}
        bool await_ready() const noexcept { return of.end_ - of.first_ <= of.mask_; }
        void await_suspend(std::coroutine_handle<> h) noexcept {
            handle = h;
            of.putters_.push(*this);
        }
        void await_resume() const {
            of.items_[of.end_++ & of.mask_] = item;
            of.getters_.wake_first();
        }
    };
    struct get_operation : line::node {
        queue& of;
        explicit get_operation(queue& q) noexcept : of(q) {}
        bool await_ready() const noexcept { return of.end_ != of.first_; }
        void await_suspend(std::coroutine_handle<> h) noexcept {
            handle = h;
            of.getters_.push(*this);
        }
        int await_resume() const {
            const int item = of.items_[of.first_++ & of.mask_];
            of.putters_.wake_first();
            return item;
        }
    };
    put_operation put(int item) noexcept { return {*this, item}; }
    get_operation get() noexcept { return get_operation(*this); }

private:
    std::size_t first_ = 0, end_ = 0, mask_;
    std::unique_ptr<int[]> items_;
    line getters_;
    line putters_;
};

// A radix heap of sleepers. Who is due is resumed at once.
class timers {
public:
    struct sleep_operation {
        timers& of;
        std::int64_t delay;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> h) const { of.push(of.now_ + delay, h); }
        void await_resume() const noexcept {}
    };
    sleep_operation sleep(std::int64_t delay) noexcept { return {*this, delay}; }

    void run_until(std::int64_t end) {
        for (;;) {
            if (due_ == buckets_[0].size() && !refill(end)) return;
            buckets_[0][due_++].sleeper.resume();
        }
    }

private:
    struct entry {
        std::int64_t when;
        std::coroutine_handle<> sleeper;
    };
    std::vector<entry> buckets_[65];
    std::size_t due_ = 0;  // in bucket 0, which holds those of this moment
    std::int64_t now_ = 0;

    void push(std::int64_t when, std::coroutine_handle<> h) {
        const auto differing = static_cast<std::uint64_t>(when ^ now_);
        buckets_[differing == 0 ? 0 : 64 - __builtin_clzll(differing)].push_back({when, h});
    }
    // On to the next deadline. False: there is none up to then.
    bool refill(std::int64_t end) {
        std::size_t b = 1;
        while (b < 65 && buckets_[b].empty()) ++b;
        if (b == 65) return false;
        std::vector<entry>& lowest = buckets_[b];
        std::int64_t least = lowest.front().when;
        for (const entry& e : lowest) least = e.when < least ? e.when : least;
        if (least > end) return false;
        now_ = least;
        buckets_[0].clear();
        due_ = 0;
        for (const entry& e : lowest) {
            if (lowest.size() <= 64) {
                __builtin_prefetch(e.sleeper.address());
                __builtin_prefetch(static_cast<const char*>(e.sleeper.address()) + 64);
            }
            push(e.when, e.sleeper);
        }
        lowest.clear();
        return true;
    }
};

}  // namespace bare
