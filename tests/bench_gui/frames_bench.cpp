// What a frame costs: runs of a million and of ten million events and 200 tasks, at every zoom, on every axis, without a
// display; what opening them takes, in time and memory; and a jump to anywhere.

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <array>
#include <memory>
#include <random>

#include "runtime/aio.hpp"
#include "sim/world.hpp"
#include "tests/gui/null_backend.hpp"

namespace {

using namespace gui_test;

constexpr std::int64_t million = 1'000'000, ten_million = 10'000'000;

aio::coro<> worker(sim::world& world, aio::queue<int>& queue, aio::semaphore& slots, int number) {
    for (int i = 0;; ++i) {
        if (number % 2 == 0) {
            co_await queue.put(i);
        } else {
            co_await queue.get();
            queue.task_done();
        }
        const double pause = world.random().uniform(0.001, 0.1);
        auto slot = co_await slots.scoped();
        co_await aio::sleep(pause);
    }
}

aio::coro<> many(sim::world& world) {
    aio::queue<int> queue(64, "jobs");
    aio::semaphore slots(120, "slots");
    std::vector<aio::coro<>> all;
    for (int i = 0; i < 199; ++i) all.push_back(worker(world, queue, slots, i));
    co_await aio::gather(std::move(all));
}

const sim::scenario& many_events() {
    static const sim::scenario s = [] {
        sim::scenario made;
        made.name = "many";
        made.group = "bench";
        made.title = "Many events";
        made.source = "tests/bench_gui/frames_bench.cpp";
        made.program = many;
        return made;
    }();
    return s;
}

const std::array<const sim::scenario*, 1>& catalogue() {
    static const std::array<const sim::scenario*, 1> all = {&many_events()};
    return all;
}

std::unique_ptr<null_backend> open_window(std::int64_t events) {
    application_options options;
    options.most_events = static_cast<std::uint64_t>(events);
    options.first_slice = static_cast<std::uint64_t>(events);
    auto b = std::make_unique<null_backend>("many", catalogue(), std::move(options));
    while (b->app->computing()) b->app->compute();
    b->frames(3);
    return b;
}

// One at a time: two runs of ten million events would not fit into every machine.
struct opened {
    std::int64_t events = 0;
    std::unique_ptr<null_backend> window;
};

opened& kept() {
    static opened o;
    return o;
}

null_backend& window(std::int64_t events) {
    opened& o = kept();
    if (o.events != events) {
        o.window.reset();
        o.window = open_window(events);
        o.events = events;
    }
    return *o.window;
}

double bytes_in_use() {
    const auto m = mallinfo2();
    return static_cast<double>(m.uordblks + m.hblkhd);
}

// From the program's first step to the first frames with the whole run in view.
void open_run(benchmark::State& state) {
    kept() = {};
    double bytes = 0, recorded = 0;
    for (auto _ : state) {
        const double before = bytes_in_use();
        const auto b = open_window(state.range(0));
        state.PauseTiming();
        bytes = bytes_in_use() - before;
        recorded = static_cast<double>(b->run().history().size());
        state.ResumeTiming();
    }
    state.counters["bytes_per_event"] = bytes / recorded;
}
BENCHMARK(open_run)->ArgNames({"events"})->Arg(million)->Arg(ten_million)->Unit(benchmark::kMillisecond);

// Arguments: part of the run in view as 1/n, axis, events.
void frame(benchmark::State& state) {
    null_backend& b = window(state.range(2));
    while (b.see().axis.mode() != static_cast<axis_mode>(state.range(1))) b.press("T");
    b.press("Ctrl+0");
    command middle;
    middle.kind = go_to_event;
    middle.event = static_cast<sim::event_id>(state.range(2) / 2);
    b.send(middle);
    command closer;
    closer.kind = zoom;
    closer.number = static_cast<double>(state.range(0));
    closer.position = b.see().axis.position(b.run().cursor(), b.run().history());
    b.send(closer);
    b.frames(3);
    for (auto _ : state) b.frame(0);
    std::size_t vertices = 0;
    const ImDrawData* data = ImGui::GetDrawData();
    for (int i = 0; i < data->CmdListsCount; ++i) vertices += static_cast<std::size_t>(data->CmdLists[i]->VtxBuffer.Size);
    state.counters["vertices"] = static_cast<double>(vertices);
    state.counters["tasks"] = static_cast<double>(b.run().history().tasks().size());
}
BENCHMARK(frame)
    ->ArgNames({"zoom", "axis", "events"})
    ->ArgsProduct({{1, 10, 100, 1'000, 10'000, 100'000}, {0, 1, 2}, {million}})
    ->ArgsProduct({{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000}, {0, 1, 2}, {ten_million}})
    ->Unit(benchmark::kMillisecond);

// From the command to the drawn frame, anywhere in the run.
void jump(benchmark::State& state) {
    null_backend& b = window(state.range(0));
    while (b.see().axis.mode() != axis_mode::time) b.press("T");
    b.press("Ctrl+0");
    std::mt19937 random(1);
    for (auto _ : state) {
        command c;
        c.kind = go_to_event;
        c.event = static_cast<sim::event_id>(random() % b.run().history().size());
        b.send(c);
    }
}
BENCHMARK(jump)->ArgNames({"events"})->Arg(million)->Arg(ten_million)->Unit(benchmark::kMillisecond);

// The same with the chain of a wait and the critical path on the lanes.
void jump_and_ask(benchmark::State& state) {
    null_backend& b = window(state.range(0));
    b.press("P");
    b.press("Y");
    std::mt19937 random(1);
    for (auto _ : state) {
        command c;
        c.kind = select_event;
        c.event = static_cast<sim::event_id>(random() % b.run().history().size());
        b.send(c);
    }
    b.press("Y");
    b.press("P");
}
BENCHMARK(jump_and_ask)->ArgNames({"events"})->Arg(million)->Arg(ten_million)->Unit(benchmark::kMillisecond);

}  // namespace
