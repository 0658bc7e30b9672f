// What is not in the table: operations without an observer. Each run of the loop does `batch` of them, so that starting and
// stopping it does not count.

#include <benchmark/benchmark.h>

#include "runtime/aio.hpp"

namespace {

constexpr int batch = 100'000;

template <class Program>
void run_batches(benchmark::State& state, Program program) {
    while (state.KeepRunningBatch(batch)) aio::run(program());
}

aio::coro<> hops(int n) {
    for (int i = 0; i < n; ++i) co_await aio::sleep(0.0);
}

aio::coro<int> child() { co_return 1; }

aio::coro<> child_awaits() {
    for (int i = 0; i < batch; ++i) {
        const int value = co_await child();
        benchmark::DoNotOptimize(value);
    }
}

void sleep0_hop_of_one_task(benchmark::State& state) { run_batches(state, [] { return hops(batch); }); }
void await_a_child(benchmark::State& state) { run_batches(state, child_awaits); }

BENCHMARK(sleep0_hop_of_one_task);
BENCHMARK(await_a_child);

}  // namespace
