// The same family, no number of its own: co_await of class type in both arms of ?:, or a class temporary from ?: inside
// a co_await, is destroyed twice.
#include "trap.hpp"

int seen = 0;

later<int> send(const tracked& t) { return later<int>(t.value); }

program run(bool first) {
#ifdef TRAP
    tracked t = first ? co_await later<tracked>(tracked(1)) : co_await later<tracked>(tracked(2));
    seen += t.value;
    seen += co_await send(first ? tracked(3) : tracked(4));
#else
    tracked t;
    if (first) {
        t = co_await later<tracked>(tracked(1));
    } else {
        t = co_await later<tracked>(tracked(2));
    }
    seen += t.value;
    tracked u(first ? 3 : 4);
    const int value = co_await send(u);
    seen += value;
#endif
}

int main() {
    {
        program p = run(true);
        p.finish();
        program q = run(false);
        q.finish();
    }
    const bool value = expect(seen, 10, "values");
    return expect(tracked::live, 0, "objects left") && value ? 0 : 1;
}
