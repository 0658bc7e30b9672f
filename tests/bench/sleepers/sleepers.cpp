// orrery-sleepers N: N tasks asleep at once, each for a time of its own, until all have ended. For /usr/bin/time -v.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "runtime/aio.hpp"
#include "tests/bench/stopwatch.hpp"

namespace {

double next_delay() {
    static bench::delays delays;
    return static_cast<double>(delays.next_ms()) / 1000;
}

aio::coro<> sleeper() { co_await aio::sleep(next_delay()); }

aio::coro<> all_of_them(std::int64_t n, std::size_t& left, std::int64_t& resident) {
    for (std::int64_t i = 0; i < n; ++i) aio::create_task(sleeper());
    co_await aio::sleep(0.0);
    co_await aio::sleep(0.0);
    resident = bench::resident_bytes();
    co_await aio::sleep(2001.0);
    left = aio::all_tasks().size() - 1;
}

}  // namespace

int main(int argc, char** argv) {
    char* end = nullptr;
    const long long n = argc == 2 ? std::strtoll(argv[1], &end, 10) : 0;
    if (n < 1 || *end != '\0') {
        std::fprintf(stderr, "usage: orrery-sleepers N    (a whole number of tasks, 1 or more)\n");
        return 2;
    }
    const std::int64_t before = bench::resident_bytes();
    std::size_t left = 1;
    std::int64_t resident = 0;
    bench::stopwatch watch;
    watch.start();
    aio::run(all_of_them(n, left, resident));
    watch.stop();
    std::printf("%lld tasks slept, %.1f bytes each, %.0f ns of processor time each; %.1f MB are still in use\n", n,
                static_cast<double>(resident - before) / static_cast<double>(n),
                watch.seconds() * 1e9 / static_cast<double>(n), static_cast<double>(bench::resident_bytes()) / 1e6);
    return left == 0 ? 0 : 1;
}
