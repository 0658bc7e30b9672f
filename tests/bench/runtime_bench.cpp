// Time an operation of the runtime takes, without an observer. Each run of the loop does `batch` operations, so that
// starting and stopping it does not count.

#include <benchmark/benchmark.h>

#include "runtime/aio.hpp"
#include "tests/bench/bare_loop.hpp"

namespace {

constexpr int batch = 100'000;

template <class Program>
void run_batches(benchmark::State& state, Program program) {
    while (state.KeepRunningBatch(batch)) aio::run(program());
}

// --- what the machine allows

bare::task bare_hops() {
    for (int i = 0; i < batch; ++i) co_await bare::yield();
    co_return 0;
}

bare::task bare_child() { co_return 1; }

bare::task bare_spawns() {
    for (int i = 0; i < batch; ++i) {
        bare::task child = bare_child();
        child.start();
        co_await child;
    }
    co_return 0;
}

template <class Program>
void run_bare(benchmark::State& state, Program program) {
    while (state.KeepRunningBatch(batch)) {
        bare::task t = program();
        t.start();
        bare::loop::current().run();
    }
}

void bare_hop(benchmark::State& state) { run_bare(state, bare_hops); }
void bare_spawn_and_await(benchmark::State& state) { run_bare(state, bare_spawns); }

// --- the runtime

aio::coro<> hops(int n) {
    for (int i = 0; i < n; ++i) co_await aio::sleep(0.0);
}

aio::coro<int> child() { co_return 1; }

aio::coro<> spawns() {
    for (int i = 0; i < batch; ++i) {
        aio::task<int> t = aio::create_task(child());
        co_await t;
    }
}

aio::coro<> child_awaits() {
    for (int i = 0; i < batch; ++i) {
        const int value = co_await child();
        benchmark::DoNotOptimize(value);
    }
}

aio::coro<> shared_hops() {
    std::vector<aio::coro<>> all;
    for (int i = 0; i < 1000; ++i) all.push_back(hops(batch / 1000));
    co_await aio::gather(std::move(all));
}

aio::coro<> sleeper(int n, std::int64_t step_ns) {
    for (int i = 0; i < n; ++i) co_await aio::sleep(aio::duration{step_ns});
}

aio::coro<> sleepers() {
    std::vector<aio::coro<>> all;
    for (int i = 0; i < 1000; ++i) all.push_back(sleeper(batch / 1000, 1'000'000 + i * 7919));
    co_await aio::gather(std::move(all));
}

aio::coro<> producer(aio::queue<int>& queue) {
    for (int i = 0; i < batch; ++i) co_await queue.put(i);
}

aio::coro<> consumer(aio::queue<int>& queue) {
    for (int i = 0; i < batch; ++i) {
        const int item = co_await queue.get();
        benchmark::DoNotOptimize(item);
    }
}

aio::coro<> through_a_queue(std::size_t capacity) {
    aio::queue<int> queue(capacity);
    co_await aio::gather(producer(queue), consumer(queue));
}

aio::coro<> uncontended_locks() {
    aio::lock lock;
    for (int i = 0; i < batch; ++i) {
        co_await lock.acquire();
        lock.release();
    }
}

aio::coro<> permit_taker(aio::semaphore& permits, int n) {
    for (int i = 0; i < n; ++i) {
        const auto permit = co_await permits.scoped();
        co_await aio::sleep(0.0);
    }
}

aio::coro<> shared_permits() {
    aio::semaphore permits(10);
    std::vector<aio::coro<>> all;
    for (int i = 0; i < 1000; ++i) all.push_back(permit_taker(permits, batch / 1000));
    co_await aio::gather(std::move(all));
}

aio::coro<> cancelled_child() { co_await aio::sleep(1e6); }

aio::coro<> cancels() {
    for (int i = 0; i < batch; ++i) {
        aio::task<> t = aio::create_task(cancelled_child());
        co_await aio::sleep(0.0);
        t.cancel();
        try {
            co_await t;
        } catch (const aio::cancelled_error&) {
        }
    }
}

void sleep0_hop(benchmark::State& state) { run_batches(state, [] { return hops(batch); }); }
void sleep0_hop_of_1000_tasks(benchmark::State& state) { run_batches(state, shared_hops); }
void create_task_and_await(benchmark::State& state) { run_batches(state, spawns); }
void await_a_child(benchmark::State& state) { run_batches(state, child_awaits); }
void sleep_of_1000_tasks(benchmark::State& state) { run_batches(state, sleepers); }
void queue_of_1_item(benchmark::State& state) { run_batches(state, [] { return through_a_queue(1); }); }
void queue_of_64_item(benchmark::State& state) { run_batches(state, [] { return through_a_queue(64); }); }
void lock_uncontended(benchmark::State& state) { run_batches(state, uncontended_locks); }
void semaphore_of_10_with_1000_tasks(benchmark::State& state) { run_batches(state, shared_permits); }
void spawn_cancel_and_await(benchmark::State& state) { run_batches(state, cancels); }

BENCHMARK(bare_hop);
BENCHMARK(sleep0_hop);
BENCHMARK(sleep0_hop_of_1000_tasks);
BENCHMARK(bare_spawn_and_await);
BENCHMARK(create_task_and_await);
BENCHMARK(await_a_child);
BENCHMARK(sleep_of_1000_tasks);
BENCHMARK(queue_of_1_item);
BENCHMARK(queue_of_64_item);
BENCHMARK(lock_uncontended);
BENCHMARK(semaphore_of_10_with_1000_tasks);
BENCHMARK(spawn_cancel_and_await);

}  // namespace
