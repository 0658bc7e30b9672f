// A program outside the tree that needs only the runtime.
#include <runtime/aio.hpp>

#include <chrono>
#include <cstdio>
#include <string>

using namespace std::chrono_literals;

aio::coro<int> fetch(int id, std::chrono::nanoseconds delay) {
    co_await aio::sleep(delay);
    std::printf("%d done\n", id);
    co_return id;
}

aio::coro<int> all() {
    // An hour of virtual time, and no time at all on the wall.
    auto [a, b] = co_await aio::gather(fetch(1, 3600s), fetch(2, 1s));
    co_return a * 10 + b;
}

int main() {
    const int result = aio::run(all());
    std::printf("result %d\n", result);
    return result == 12 ? 0 : 1;
}
