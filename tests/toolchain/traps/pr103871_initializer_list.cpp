// GCC bugs 103871 and 109227: braces for an initializer_list inside a co_await do not compile ("array used as
// initializer").
#include <vector>

#include "trap.hpp"

int seen = 0;

later<int> sum(std::vector<int> values) {
    int total = 0;
    for (int value : values) total += value;
    return later<int>(total);
}

program run() {
#ifdef TRAP
    seen = co_await sum({1, 2, 3});
#else
    std::vector<int> values{1, 2, 3};
    seen = co_await sum(std::move(values));
#endif
}

int main() {
    {
        program p = run();
        p.finish();
    }
    return expect(seen, 6, "sum") ? 0 : 1;
}
