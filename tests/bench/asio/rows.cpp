// The rows of tests/bench/rows.cpp on standalone asio: awaitables on one thread, tuned (its io_context's own executor,
// no locks). asio has no virtual clock; the way to one is a wait_traits that moves the clock when the reactor asks how
// long to sleep, so one system call an instant is inherent.

#include <asio.hpp>
#include <asio/experimental/channel.hpp>

#include <chrono>
#include <vector>

#include "tests/bench/stopwatch.hpp"

namespace {

using bench::stopwatch;
using executor = asio::io_context::executor_type;
template <class T = void>
using coro = asio::awaitable<T, executor>;
using token = asio::use_awaitable_t<executor>;
constexpr token await{};

struct virtual_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<virtual_clock>;
    static constexpr bool is_steady = true;
    static inline time_point current{};
    static time_point now() noexcept { return current; }
};

struct jumping_wait {
    static virtual_clock::duration to_wait_duration(virtual_clock::duration d) {
        if (d > virtual_clock::duration::zero()) virtual_clock::current += d;
        return virtual_clock::duration::zero();
    }
    static virtual_clock::duration to_wait_duration(const virtual_clock::time_point& t) {
        return to_wait_duration(t - virtual_clock::current);
    }
};

using timer = asio::basic_waitable_timer<virtual_clock, jumping_wait, executor>;
using channel = asio::experimental::channel<executor, void(asio::error_code, int)>;

coro<executor> here() { co_return co_await asio::this_coro::executor; }

template <class Main>
void run(Main main) {
    asio::io_context loop(ASIO_CONCURRENCY_HINT_UNSAFE);
    asio::co_spawn(loop, main(), asio::detached);
    loop.run();
}

// Waits for tasks spawned detached that count themselves out.
struct countdown {
    explicit countdown(executor e) : done(e, 1) {}
    int left = 0;
    channel done;
    void end() {
        if (--left == 0) done.try_send(asio::error_code(), 0);
    }
};

coro<> hops(executor e, int n, countdown& all) {
    for (int i = 0; i < n; ++i) co_await asio::post(e, await);
    all.end();
}

coro<> shared_hops(stopwatch& watch) {
    executor e = co_await here();
    countdown all(e);
    all.left = 1000;
    watch.start();
    for (int i = 0; i < 1000; ++i) asio::co_spawn(e, hops(e, 1000, all), asio::detached);
    co_await all.done.async_receive(await);
    watch.stop();
}

coro<int> child(int value) { co_return value; }

coro<> spawns(int n, stopwatch& watch) {
    executor e = co_await here();
    watch.start();
    for (int i = 0; i < n; ++i) {
        const int value = co_await asio::co_spawn(e, child(i), await);
        benchmark::DoNotOptimize(value);
    }
    watch.stop();
}

coro<> counted_child(int value, countdown& all, std::vector<int>& values) {
    values[static_cast<std::size_t>(value)] = value;
    all.end();
    co_return;
}

coro<> gathers(int rounds, stopwatch& watch) {
    executor e = co_await here();
    countdown all(e);
    watch.start();
    for (int r = 0; r < rounds; ++r) {
        std::vector<int> values(1000);
        all.left = 1000;
        for (int i = 0; i < 1000; ++i) asio::co_spawn(e, counted_child(i, all, values), asio::detached);
        co_await all.done.async_receive(await);
        benchmark::DoNotOptimize(values.data());
    }
    watch.stop();
}

struct sleeping {
    bench::delays delays;
    std::int64_t sleeps = 0;
};

coro<> sleeper(executor e, sleeping& all) {
    timer t(e);
    for (;;) {
        t.expires_after(std::chrono::milliseconds(all.delays.next_ms()));
        co_await t.async_wait(await);
        ++all.sleeps;
    }
}

coro<> watch_sleepers(asio::io_context& loop, std::int64_t window_s, sleeping& all, stopwatch& watch) {
    executor e = co_await here();
    timer t(e);
    t.expires_after(std::chrono::seconds(bench::warm_up_s));
    co_await t.async_wait(await);
    all.sleeps = 0;
    watch.start();
    t.expires_after(std::chrono::seconds(window_s));
    co_await t.async_wait(await);
    watch.stop();
    loop.stop();
}

void timers(benchmark::State& state, std::int64_t sleepers) {
    // Fewer sleeps than there: each costs more, and the mean is as good.
    const std::int64_t window = bench::timer_window_s(sleepers) / 4;
    while (state.KeepRunningBatch(sleepers * window / 1000)) {
        sleeping all;
        stopwatch watch;
        virtual_clock::current = {};
        asio::io_context loop(ASIO_CONCURRENCY_HINT_UNSAFE);
        executor e = loop.get_executor();
        asio::co_spawn(e, watch_sleepers(loop, window, all, watch), asio::detached);
        for (std::int64_t i = 0; i < sleepers; ++i) asio::co_spawn(e, sleeper(e, all), asio::detached);
        loop.run();
        state.SetIterationTime(watch.seconds() * static_cast<double>(sleepers * window / 1000) / static_cast<double>(all.sleeps));
    }
}

coro<> producer(channel& queue, int n, countdown& all) {
    for (int i = 0; i < n; ++i) co_await queue.async_send(asio::error_code(), i, await);
    all.end();
}

coro<> consumer(channel& queue, int n, countdown& all) {
    for (int i = 0; i < n; ++i) {
        const int item = co_await queue.async_receive(await);
        benchmark::DoNotOptimize(item);
    }
    all.end();
}

coro<> through_a_queue(std::size_t capacity, int n, stopwatch& watch) {
    executor e = co_await here();
    channel queue(e, capacity);
    countdown all(e);
    all.left = 2;
    watch.start();
    asio::co_spawn(e, producer(queue, n, all), asio::detached);
    asio::co_spawn(e, consumer(queue, n, all), asio::detached);
    co_await all.done.async_receive(await);
    watch.stop();
}

coro<> catching_sleeper(executor e, countdown& all) {
    timer t(e);
    t.expires_after(std::chrono::hours(1));
    try {
        co_await t.async_wait(await);
    } catch (const asio::system_error&) {
    }
    all.end();
}

coro<> cancels(int n, stopwatch& watch) {
    executor e = co_await here();
    countdown all(e);
    all.left = n;
    std::vector<asio::cancellation_signal> signals(static_cast<std::size_t>(n));
    for (auto& s : signals) {
        asio::co_spawn(e, catching_sleeper(e, all), asio::bind_cancellation_slot(s.slot(), asio::detached));
    }
    timer t(e);
    t.expires_after(std::chrono::seconds(1));
    co_await t.async_wait(await);
    watch.start();
    for (auto& s : signals) s.emit(asio::cancellation_type::terminal);
    co_await all.done.async_receive(await);
    watch.stop();
}

coro<> permit_taker(executor e, channel& permits, int n, countdown& all) {
    for (int i = 0; i < n; ++i) {
        co_await permits.async_send(asio::error_code(), 0, await);
        co_await asio::post(e, await);
        permits.try_receive([](asio::error_code, int) {});
    }
    all.end();
}

coro<> shared_permits(int rounds, stopwatch& watch) {
    executor e = co_await here();
    channel permits(e, 10);
    countdown all(e);
    all.left = 1000;
    watch.start();
    for (int i = 0; i < 1000; ++i) asio::co_spawn(e, permit_taker(e, permits, rounds, all), asio::detached);
    co_await all.done.async_receive(await);
    watch.stop();
}

coro<> one_sleep(executor e) {
    timer t(e);
    t.expires_after(std::chrono::hours(1));
    co_await t.async_wait(await);
}

void bytes_per_task(benchmark::State& state) {
    constexpr std::int64_t tasks = 1'000'000;
    for (auto _ : state) {
        const std::int64_t before = bench::resident_bytes();
        virtual_clock::current = {};
        asio::io_context loop(ASIO_CONCURRENCY_HINT_UNSAFE);
        executor e = loop.get_executor();
        for (std::int64_t i = 0; i < tasks; ++i) asio::co_spawn(e, one_sleep(e), asio::detached);
        for (std::int64_t i = 0; i < tasks; ++i) loop.poll_one();
        state.counters["bytes"] = static_cast<double>(bench::resident_bytes() - before) / static_cast<double>(tasks);
    }
}

void yield(benchmark::State& state) {
    bench::row(state, 1'000'000, [](stopwatch& w) { run([&] { return shared_hops(w); }); });
}
void spawn(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { run([&] { return spawns(200'000, w); }); });
}
void gather(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { run([&] { return gathers(200, w); }); });
}
void timers_1e3(benchmark::State& state) { timers(state, 1'000); }
void timers_1e5(benchmark::State& state) { timers(state, 100'000); }
void timers_1e6(benchmark::State& state) { timers(state, 1'000'000); }
void queue_1(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { run([&] { return through_a_queue(1, 200'000, w); }); });
}
void queue_64(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { run([&] { return through_a_queue(64, 200'000, w); }); });
}
void cancel(benchmark::State& state) {
    bench::row(state, 10'000, [](stopwatch& w) { run([&] { return cancels(10'000, w); }); });
}
void semaphore(benchmark::State& state) {
    bench::row(state, 200'000, [](stopwatch& w) { run([&] { return shared_permits(200, w); }); });
}

BENCH_ROW(yield);
BENCH_ROW(spawn);
BENCH_ROW(gather);
BENCH_ROW(timers_1e3);
BENCH_ROW(timers_1e5);
BENCH_ROW(timers_1e6)->Iterations(500'000);
BENCH_ROW(queue_1);
BENCH_ROW(queue_64);
BENCH_ROW(cancel);
BENCH_ROW(semaphore);
BENCHMARK(bytes_per_task)->Iterations(1);

}  // namespace
