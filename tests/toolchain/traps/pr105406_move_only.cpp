// GCC bug 105406: where await_transform forwards its argument (T&&), awaiting a move-only lvalue copies it and does
// not compile. Here every await_transform returns an awaiter by value.
#include <memory>

#include "trap.hpp"

int seen = 0;

struct once {
    std::unique_ptr<int> value;
    explicit once(int v) : value(std::make_unique<int>(v)) {}
    bool await_ready() { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return *value; }
};

struct once_awaiter {
    once* awaited;
    bool await_ready() { return awaited->await_ready(); }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return awaited->await_resume(); }
};

struct job {
    struct promise_type {
        job get_return_object() { return job{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
#ifdef TRAP
        template <class T>
        T&& await_transform(T&& awaitable) {
            return std::forward<T>(awaitable);
        }
#else
        once_awaiter await_transform(once& awaitable) { return once_awaiter{&awaitable}; }
#endif
    };
    std::coroutine_handle<promise_type> handle;
};

job run() {
    once value(42);
    seen = co_await value;
}

int main() {
    job j = run();
    j.handle.destroy();
    return expect(seen, 42, "value") ? 0 : 1;
}
