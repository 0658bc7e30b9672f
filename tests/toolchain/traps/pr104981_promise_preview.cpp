// GCC bug 104981: a promise constructor that takes a base of *this does not compile for a member coroutine of the
// derived class. No promise here has a constructor that takes the coroutine's arguments.
#include "trap.hpp"

int seen = 0;

struct base {
    int value = 42;
};

struct job {
    struct promise_type {
#ifdef TRAP
        explicit promise_type(const base& object) { seen = object.value; }
#endif
        job get_return_object() { return job{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

struct derived : base {
    job run() {
#ifndef TRAP
        seen = value;
#endif
        co_return;
    }
};

int main() {
    derived d;
    job j = d.run();
    j.handle.destroy();
    return expect(seen, 42, "value") ? 0 : 1;
}
