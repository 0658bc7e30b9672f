// What the machine allows: works of rows.cpp, by the same names, on a bare loop.

#include <vector>

#include "tests/bench/bare_loop.hpp"
#include "tests/bench/stopwatch.hpp"

namespace {

using bench::stopwatch;

bare::task hops(int n) {
    for (int i = 0; i < n; ++i) co_await bare::yield();
    co_return 0;
}

bare::task child(int value) { co_return value; }

bare::task spawns(int n) {
    for (int i = 0; i < n; ++i) {
        bare::task t = child(i);
        t.start();
        const int value = co_await t;
        benchmark::DoNotOptimize(value);
    }
    co_return 0;
}

bare::task producer(bare::queue_of_one& queue, int n) {
    for (int i = 0; i < n; ++i) co_await queue.put(i);
    co_return 0;
}

bare::task consumer(bare::queue_of_one& queue, int n) {
    for (int i = 0; i < n; ++i) {
        const int item = co_await queue.get();
        benchmark::DoNotOptimize(item);
    }
    co_return 0;
}

bare::task permit_taker(bare::semaphore& permits, int n) {
    for (int i = 0; i < n; ++i) {
        co_await permits.acquire();
        co_await bare::yield();
        permits.release();
    }
    co_return 0;
}

void run_all(std::vector<bare::task>& tasks, stopwatch& watch) {
    for (bare::task& t : tasks) t.start();
    watch.start();
    bare::loop::current().run();
    watch.stop();
}

void bare_yield(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) {
        std::vector<bare::task> tasks;
        for (int i = 0; i < 1000; ++i) tasks.push_back(hops(1000));
        run_all(tasks, w);
    });
}
void bare_spawn(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) {
        std::vector<bare::task> tasks;
        tasks.push_back(spawns(200'000));
        run_all(tasks, w);
    });
}
void bare_queue_1(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) {
        bare::queue_of_one queue;
        std::vector<bare::task> tasks;
        tasks.push_back(producer(queue, 200'000));
        tasks.push_back(consumer(queue, 200'000));
        run_all(tasks, w);
    });
}
void bare_semaphore(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) {
        bare::semaphore permits(10);
        std::vector<bare::task> tasks;
        for (int i = 0; i < 1000; ++i) tasks.push_back(permit_taker(permits, 200));
        run_all(tasks, w);
    });
}

BENCH_ROW(bare_yield);
BENCH_ROW(bare_spawn);
BENCH_ROW(bare_queue_1);
BENCH_ROW(bare_semaphore);

}  // namespace
