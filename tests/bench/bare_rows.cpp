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

bare::task gathers(int rounds) {
    for (int r = 0; r < rounds; ++r) {
        std::vector<bare::task> all;
        all.reserve(1000);
        for (int i = 0; i < 1000; ++i) {
            all.push_back(child(i));
            all.back().start();
        }
        std::vector<int> values;
        values.reserve(1000);
        for (const bare::task& t : all) {
            const int value = co_await t;
            values.push_back(value);
        }
        benchmark::DoNotOptimize(values.data());
    }
    co_return 0;
}

template <class Queue>
bare::task producer(Queue& queue, int n) {
    for (int i = 0; i < n; ++i) co_await queue.put(i);
    co_return 0;
}

template <class Queue>
bare::task consumer(Queue& queue, int n) {
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

struct sleeping {
    bench::delays delays;
    bare::timers timers;
    std::int64_t sleeps = 0;
};

bare::task sleeper(sleeping& all) {
    for (;;) {
        co_await all.timers.sleep(all.delays.next_ms() * 1'000'000);
        ++all.sleeps;
    }
}

void bare_timers(benchmark::State& state, std::int64_t sleepers) {
    const std::int64_t window = bench::timer_window_s(sleepers);
    while (state.KeepRunningBatch(sleepers * window / 1000)) {
        sleeping all;
        std::vector<bare::task> tasks;
        for (std::int64_t i = 0; i < sleepers; ++i) {
            tasks.push_back(sleeper(all));
            tasks.back().start();
        }
        bare::loop::current().run();
        all.timers.run_until(bench::warm_up_s * 1'000'000'000);
        all.sleeps = 0;
        stopwatch watch;
        watch.start();
        all.timers.run_until((bench::warm_up_s + window) * 1'000'000'000);
        watch.stop();
        // As many as there were, not as there should have been on average.
        state.SetIterationTime(watch.seconds() * static_cast<double>(sleepers * window / 1000) / static_cast<double>(all.sleeps));
    }
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
void bare_gather(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) {
        std::vector<bare::task> tasks;
        tasks.push_back(gathers(200));
        run_all(tasks, w);
    });
}
template <class Queue>
void through(Queue& queue, int n, stopwatch& watch) {
    std::vector<bare::task> tasks;
    tasks.push_back(producer(queue, n));
    tasks.push_back(consumer(queue, n));
    run_all(tasks, watch);
}
void bare_queue_1(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) {
        bare::queue_of_one queue;
        through(queue, 200'000, w);
    });
}
void bare_queue_64(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) {
        bare::queue queue(64);
        through(queue, 1'000'000, w);
    });
}
void bare_timers_1e3(benchmark::State& state) { bare_timers(state, 1'000); }
void bare_timers_1e5(benchmark::State& state) { bare_timers(state, 100'000); }
void bare_timers_1e6(benchmark::State& state) { bare_timers(state, 1'000'000); }
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
BENCH_ROW(bare_gather);
BENCH_ROW(bare_timers_1e3);
BENCH_ROW(bare_timers_1e5);
BENCH_ROW(bare_timers_1e6)->Iterations(2'000'000);
BENCH_ROW(bare_queue_1);
BENCH_ROW(bare_queue_64);
BENCH_ROW(bare_semaphore);

}  // namespace
