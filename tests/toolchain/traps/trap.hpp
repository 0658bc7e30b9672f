#pragma once
// What the trap programs share. Each program has two forms of the same thing: with -DTRAP the one some compiler gets
// wrong, without it the one this project writes instead. Either form exits with 0 when the program behaves.

#include <coroutine>
#include <cstdio>
#include <exception>
#include <utility>

// Counts its objects, so that a temporary destroyed twice is a number and not a corrupt heap.
struct tracked {
    static inline int live = 0;
    int value = 0;

    explicit tracked(int v = 0) : value(v) { ++live; }
    tracked(const tracked& other) : value(other.value) { ++live; }
    tracked& operator=(const tracked&) = default;
    ~tracked() { --live; }
};

// A coroutine that runs at once, up to its first real suspension.
struct program {
    struct promise_type {
        program get_return_object() { return program{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;

    explicit program(std::coroutine_handle<promise_type> h) : handle(h) {}
    program(program&&) = delete;
    ~program() { handle.destroy(); }
    void finish() {
        while (!handle.done()) handle.resume();
    }
};

// Suspends once, then gives its value.
template <class T>
struct later {
    T value;

    explicit later(T v) : value(std::move(v)) {}
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    T await_resume() { return std::move(value); }
};

inline bool expect(int got, int wanted, const char* what) {
    if (got == wanted) return true;
    std::printf("%s: %d, expected %d\n", what, got, wanted);
    return false;
}
