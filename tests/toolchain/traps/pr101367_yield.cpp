// GCC bug 101367: as 101976, through co_yield.
#include "trap.hpp"

struct resource {
    int kind;
    tracked body;
#ifndef TRAP
    resource(int k, tracked b) : kind(k), body(std::move(b)) {}
#endif
};

int seen = 0;

struct generator {
    struct promise_type {
        generator get_return_object() { return generator{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(resource r) {
            seen += r.kind + r.body.value;
            return {};
        }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

generator run() {
#ifdef TRAP
    co_yield resource{1, tracked(2)};
    co_yield {3, tracked(4)};
#else
    co_yield resource(1, tracked(2));
    resource second(3, tracked(4));
    co_yield second;
#endif
}

int main() {
    generator g = run();
    while (!g.handle.done()) g.handle.resume();
    g.handle.destroy();
    const bool value = expect(seen, 10, "values yielded");
    return expect(tracked::live, 0, "objects left") && value ? 0 : 1;
}
