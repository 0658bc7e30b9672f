// GCC, no number: a member of (co_await e) in a template or generic lambda does not compile ("insufficient contextual
// information to determine type").
#include "trap.hpp"

int seen = 0;

struct answer {
    int number() const { return 42; }
};

template <class T>
program run() {
#ifdef TRAP
    seen = (co_await later<T>(T())).number();
#else
    auto got = co_await later<T>(T());
    seen = got.number();
#endif
}

int main() {
    {
        program p = run<answer>();
        p.finish();
    }
    return expect(seen, 42, "answer") ? 0 : 1;
}
