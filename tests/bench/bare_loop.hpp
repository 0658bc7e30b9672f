#pragma once
// What the machine allows: coroutines driven by a bare ring of handles, with no tasks, no cancellation, no time. Ratios
// to this hold on any machine where nanoseconds do not.

#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

namespace bare {

// A ring of handles, the whole scheduler.
class loop {
public:
    void push(std::coroutine_handle<> h) {
        if (used_ == ring_.size()) grow();
        ring_[(first_ + used_++) & (ring_.size() - 1)] = h;
    }
    void run() {
        while (used_ > 0) {
            const std::coroutine_handle<> h = ring_[first_];
            first_ = (first_ + 1) & (ring_.size() - 1);
            --used_;
            h.resume();
        }
    }
    static loop& current() {
        static loop one;
        return one;
    }

private:
    std::vector<std::coroutine_handle<>> ring_ = std::vector<std::coroutine_handle<>>(64);
    std::size_t first_ = 0, used_ = 0;

    void grow() {
        std::vector<std::coroutine_handle<>> larger(ring_.size() * 2);
        for (std::size_t i = 0; i < used_; ++i) larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
        ring_ = std::move(larger);
        first_ = 0;
    }
};

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

}  // namespace bare
