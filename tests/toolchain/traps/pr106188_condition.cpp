// GCC bug 106188: in a coroutine body without any declaration, co_await in a condition gets a wrong frame layout. The
// branch is silently not taken, or the program dies.
#include "trap.hpp"

int taken = 0;

#ifdef TRAP
program run() {
    if (co_await later<bool>(true)) {
        co_await std::suspend_always();
        ++taken;
    }
    while (co_await later<bool>(taken < 2)) ++taken;
}
#else
program run() {
    const bool first = co_await later<bool>(true);
    if (first) {
        co_await std::suspend_always();
        ++taken;
    }
    while (true) {
        const bool more = co_await later<bool>(taken < 2);
        if (!more) break;
        ++taken;
    }
}
#endif

int main() {
    {
        program p = run();
        p.finish();
    }
    return expect(taken, 2, "branches taken") ? 0 : 1;
}
