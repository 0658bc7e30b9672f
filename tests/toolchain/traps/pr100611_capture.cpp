// GCC bug 100611: a closure temporary with a non-trivial capture in the full expression of a co_await is destroyed
// twice.
#include "trap.hpp"

int seen = 0;

template <class F>
later<int> call(F f) {
    return later<int>(f());
}

program run() {
    tracked t(7);
#ifdef TRAP
    seen = co_await call([t] { return t.value; });
#else
    auto body = [t] { return t.value; };
    seen = co_await call(std::move(body));
#endif
}

int main() {
    {
        program p = run();
        p.finish();
    }
    const bool value = expect(seen, 7, "value captured");
    return expect(tracked::live, 0, "objects left") && value ? 0 : 1;
}
