// What it costs to watch: time per recorded event, on top of the run itself.

#include <benchmark/benchmark.h>

#include <filesystem>

#include "runtime/aio.hpp"
#include "scenarios/catalogue.hpp"
#include "sim/digest.hpp"
#include "sim/recorder.hpp"
#include "sim/session.hpp"
#include "sim/trace_file.hpp"

namespace {

aio::coro<> worker(aio::queue<int>& queue, int n) {
    for (int i = 0; i < n; ++i) {
        co_await queue.put(i);
        co_await aio::sleep(0.001);
        const int item = co_await queue.get();
        benchmark::DoNotOptimize(item);
        queue.task_done();
    }
}

// Queues, timers and hops: the events of a usual program.
aio::coro<> program() {
    aio::queue<int> queue(4);
    std::vector<aio::coro<>> all;
    for (int i = 0; i < 16; ++i) all.push_back(worker(queue, 1000));
    co_await aio::gather(std::move(all));
}

std::size_t events_of_program() {
    sim::trace trace;
    sim::recorder recorder(trace);
    aio::run(program(), {.watcher = &recorder});
    return trace.size();
}

void unwatched(benchmark::State& state) {
    const auto events = static_cast<benchmark::IterationCount>(events_of_program());
    while (state.KeepRunningBatch(events)) aio::run(program());
}

// Per event; recording costs this minus `unwatched`.
void recorded(benchmark::State& state) {
    const auto events = static_cast<benchmark::IterationCount>(events_of_program());
    while (state.KeepRunningBatch(events)) {
        sim::trace trace;
        trace.reserve(static_cast<std::size_t>(events));
        sim::recorder recorder(trace);
        aio::run(program(), {.watcher = &recorder});
        benchmark::DoNotOptimize(trace.size());
    }
}

// The whole way the window takes: record and index.
void recorded_and_indexed(benchmark::State& state) {
    const auto events = static_cast<benchmark::IterationCount>(events_of_program());
    while (state.KeepRunningBatch(events)) {
        sim::trace trace;
        sim::recorder recorder(trace);
        aio::run(program(), {.watcher = &recorder});
        sim::timeline timeline(trace);
        timeline.extend();
        benchmark::DoNotOptimize(timeline.size());
    }
}

// What run --trace does: record, write to a file, forget.
void recorded_into_a_file(benchmark::State& state) {
    const auto events = static_cast<benchmark::IterationCount>(events_of_program());
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "orrery-bench.trace";
    while (state.KeepRunningBatch(events)) {
        sim::trace trace;
        sim::recorder recorder(trace);
        aio::run(program(), {.watcher = &recorder});
        sim::trace_writer(file, "bench").finish(trace);
    }
    state.counters["bytes_an_event"] = static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(events);
    std::filesystem::remove(file);
}

void digest_per_event(benchmark::State& state) {
    sim::trace trace;
    sim::recorder recorder(trace);
    aio::run(program(), {.watcher = &recorder});
    const auto events = static_cast<benchmark::IterationCount>(trace.size());
    while (state.KeepRunningBatch(events)) benchmark::DoNotOptimize(sim::digest(trace));
}

void session_of_downloads(benchmark::State& state) {
    sim::run_spec spec;
    spec.scenario = "downloads";
    for (auto _ : state) {
        sim::session session(spec, scenarios::catalogue());
        session.run_to_end();
        benchmark::DoNotOptimize(session.events().size());
    }
}

BENCHMARK(unwatched);
BENCHMARK(recorded);
BENCHMARK(recorded_into_a_file);
BENCHMARK(recorded_and_indexed);
BENCHMARK(digest_per_event);
BENCHMARK(session_of_downloads)->Unit(benchmark::kMicrosecond);

}  // namespace
