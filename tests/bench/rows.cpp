// The rows of the table in docs/performance.md. tests/bench/asio/rows.cpp and rows.py do the same works under the same
// names; each says what it does, so that the three can be compared line by line.

#include "runtime/aio.hpp"
#include "tests/bench/stopwatch.hpp"

namespace {

using bench::stopwatch;

// yield: 1000 tasks, each 1000 times sleep(0); a hop.
aio::coro<> hops(int n) {
    for (int i = 0; i < n; ++i) co_await aio::sleep(0.0);
}

aio::coro<> shared_hops(stopwatch& watch) {
    std::vector<aio::task<>> tasks;
    tasks.reserve(1000);
    for (int i = 0; i < 1000; ++i) tasks.push_back(aio::create_task(hops(1000)));
    watch.start();
    for (const aio::task<>& t : tasks) co_await t;
    watch.stop();
}

// spawn: a task is made and awaited, one after the other.
aio::coro<int> child(int value) { co_return value; }

aio::coro<> spawns(int n, stopwatch& watch) {
    watch.start();
    for (int i = 0; i < n; ++i) {
        const aio::task<int> t = aio::create_task(child(i));
        const int value = co_await t;
        benchmark::DoNotOptimize(value);
    }
    watch.stop();
}

// gather: 1000 tasks made and awaited at once; a task.
aio::coro<> gathers(int rounds, stopwatch& watch) {
    watch.start();
    for (int r = 0; r < rounds; ++r) {
        std::vector<aio::coro<int>> all;
        all.reserve(1000);
        for (int i = 0; i < 1000; ++i) all.push_back(child(i));
        const std::vector<int> values = co_await aio::gather(std::move(all));
        benchmark::DoNotOptimize(values.data());
    }
    watch.stop();
}

// timers: M tasks sleep again and again for 1 ms to 2000 s; a sleep, once the timers have the ages they keep.
struct sleeping {
    bench::delays delays;
    std::int64_t sleeps = 0;
};

aio::coro<> sleeper(sleeping& all) {
    for (;;) {
        co_await aio::sleep(std::chrono::milliseconds(all.delays.next_ms()));
        ++all.sleeps;
    }
}

aio::coro<> watch_sleepers(std::int64_t window_s, sleeping& all, stopwatch& watch) {
    co_await aio::sleep(std::chrono::seconds(bench::warm_up_s));
    all.sleeps = 0;
    watch.start();
    co_await aio::sleep(std::chrono::seconds(window_s));
    watch.stop();
    aio::get_running_loop().stop();
}

void timers(benchmark::State& state, std::int64_t sleepers) {
    const std::int64_t window = bench::timer_window_s(sleepers);
    while (state.KeepRunningBatch(sleepers * window / 1000)) {
        sleeping all;
        stopwatch watch;
        // Not run(): that would cancel every sleeper at the end.
        aio::event_loop loop;
        aio::running_scope scope(loop);
        aio::create_task(watch_sleepers(window, all, watch));
        for (std::int64_t i = 0; i < sleepers; ++i) aio::create_task(sleeper(all));
        loop.run_until_stopped();
        // As many as there were, not as there should have been on average.
        state.SetIterationTime(watch.seconds() * static_cast<double>(sleepers * window / 1000) / static_cast<double>(all.sleeps));
    }
}

// queue: one producer, one consumer; an item.
aio::coro<> producer(aio::queue<int>& queue, int n) {
    for (int i = 0; i < n; ++i) co_await queue.put(i);
}

aio::coro<> consumer(aio::queue<int>& queue, int n) {
    for (int i = 0; i < n; ++i) {
        const int item = co_await queue.get();
        benchmark::DoNotOptimize(item);
    }
}

aio::coro<> through_a_queue(std::size_t capacity, int n, stopwatch& watch) {
    aio::queue<int> queue(capacity);
    watch.start();
    co_await aio::gather(producer(queue, n), consumer(queue, n));
    watch.stop();
}

// cancel: tasks that sleep are cancelled, catch it and end, and are awaited; a task.
aio::coro<> catching_sleeper() {
    try {
        co_await aio::sleep(std::chrono::hours(1));
    } catch (const aio::cancelled_error&) {
    }
}

aio::coro<> cancels(int n, stopwatch& watch) {
    std::vector<aio::task<>> tasks;
    tasks.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) tasks.push_back(aio::create_task(catching_sleeper()));
    co_await aio::sleep(1.0);
    watch.start();
    for (const aio::task<>& t : tasks) t.cancel();
    for (const aio::task<>& t : tasks) co_await t;
    watch.stop();
}

// semaphore: 1000 tasks share 10 permits, with a hop while one is held; an acquire.
aio::coro<> permit_taker(aio::semaphore& permits, int n) {
    for (int i = 0; i < n; ++i) {
        co_await permits.acquire();
        co_await aio::sleep(0.0);
        permits.release();
    }
}

aio::coro<> shared_permits(int rounds, stopwatch& watch) {
    aio::semaphore permits(10);
    std::vector<aio::task<>> tasks;
    tasks.reserve(1000);
    for (int i = 0; i < 1000; ++i) tasks.push_back(aio::create_task(permit_taker(permits, rounds)));
    watch.start();
    for (const aio::task<>& t : tasks) co_await t;
    watch.stop();
}

// lock: taken and given back by a single task.
aio::coro<> uncontended_locks(int n, stopwatch& watch) {
    aio::lock lock;
    watch.start();
    for (int i = 0; i < n; ++i) {
        co_await lock.acquire();
        lock.release();
    }
    watch.stop();
}

// bytes_per_task: 1,000,000 tasks asleep; what the process grew by. The time of this row means nothing.
aio::coro<> one_sleep() { co_await aio::sleep(3600.0); }

void bytes_per_task(benchmark::State& state) {
    constexpr std::int64_t tasks = 1'000'000;
    for (auto _ : state) {
        const std::int64_t before = bench::resident_bytes();
        aio::event_loop loop;
        aio::running_scope scope(loop);
        for (std::int64_t i = 0; i < tasks; ++i) aio::create_task(one_sleep());
        loop.run_once();
        state.counters["bytes"] = static_cast<double>(bench::resident_bytes() - before) / static_cast<double>(tasks);
    }
}

void yield(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) { aio::run(shared_hops(w)); });
}
void spawn(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { aio::run(spawns(200'000, w)); });
}
void gather(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { aio::run(gathers(200, w)); });
}
void timers_1e3(benchmark::State& state) { timers(state, 1'000); }
void timers_1e5(benchmark::State& state) { timers(state, 100'000); }
void timers_1e6(benchmark::State& state) { timers(state, 1'000'000); }
void queue_1(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { aio::run(through_a_queue(1, 200'000, w)); });
}
void queue_64(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) { aio::run(through_a_queue(64, 1'000'000, w)); });
}
void cancel(benchmark::State& state) {
    bench::row(state, 10'000, [](stopwatch& w) { aio::run(cancels(10'000, w)); });
}
void semaphore(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { aio::run(shared_permits(200, w)); });
}
void lock(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) { aio::run(uncontended_locks(1'000'000, w)); });
}

BENCH_ROW(yield);
BENCH_ROW(spawn);
BENCH_ROW(gather);
BENCH_ROW(timers_1e3);
BENCH_ROW(timers_1e5);
BENCH_ROW(timers_1e6)->Iterations(2'000'000);
BENCH_ROW(queue_1);
BENCH_ROW(queue_64);
BENCH_ROW(cancel);
BENCH_ROW(semaphore);
BENCH_ROW(lock);
BENCHMARK(bytes_per_task)->Iterations(1);

}  // namespace
