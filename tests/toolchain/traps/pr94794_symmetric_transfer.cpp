// GCC bug 94794: await_suspend that returns a handle is a tail call only at -O2. Below that, and under sanitizers, a
// long chain of coroutines overflows the stack. The loop resumes handles one after the other instead.
#include "trap.hpp"

constexpr int hops = 1'000'000;
int seen = 0;
std::coroutine_handle<> next;

struct hop {
    std::coroutine_handle<>* other;
    bool await_ready() noexcept { return false; }
#ifdef TRAP
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return *other; }
#else
    void await_suspend(std::coroutine_handle<>) noexcept { next = *other; }
#endif
    void await_resume() noexcept {}
};

std::coroutine_handle<> ping_handle;
std::coroutine_handle<> pong_handle;

program player(std::coroutine_handle<>* other) {
    co_await std::suspend_always();
    while (seen < hops) {
        ++seen;
        co_await hop{other};
    }
}

int main() {
    program ping = player(&pong_handle);
    program pong = player(&ping_handle);
    ping_handle = ping.handle;
    pong_handle = pong.handle;
    next = ping.handle;
    while (seen < hops) next.resume();
    return expect(seen, hops, "hops") ? 0 : 1;
}
