// GCC bug 101976: an aggregate temporary with a non-trivial member in the full expression of a co_await is copied bit
// by bit, so that its member is destroyed twice.
#include "trap.hpp"

#ifdef TRAP
struct message {
    int kind;
    tracked body;
};
#else
struct message {
    int kind;
    tracked body;
    message(int k, tracked b) : kind(k), body(std::move(b)) {}
};
#endif

int seen = 0;

later<int> send(message m) { return later<int>(m.kind + m.body.value); }

program run() {
#ifdef TRAP
    seen = co_await send(message{1, tracked(2)});
    seen += co_await send({3, tracked(4)});
#else
    seen = co_await send(message(1, tracked(2)));
    message second(3, tracked(4));
    seen += co_await send(std::move(second));
#endif
}

int main() {
    {
        program p = run();
        p.finish();
    }
    const bool value = expect(seen, 10, "values sent");
    return expect(tracked::live, 0, "objects left") && value ? 0 : 1;
}
