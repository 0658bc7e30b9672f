// What a frame costs: a run of a million events and 200 tasks, at every zoom, on every axis, without a display.

#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <random>

#include "runtime/aio.hpp"
#include "sim/world.hpp"
#include "tests/gui/null_backend.hpp"

namespace {

using namespace gui_test;

constexpr std::size_t events = 1'000'000;

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

const sim::scenario& million() {
    static const sim::scenario s = [] {
        sim::scenario made;
        made.name = "million";
        made.group = "bench";
        made.title = "A million events";
        made.source = "tests/bench_gui/frames_bench.cpp";
        made.program = many;
        return made;
    }();
    return s;
}

null_backend& window() {
    static const std::array<const sim::scenario*, 1> all = {&million()};
    static const std::unique_ptr<null_backend> opened = [] {
        application_options options;
        options.most_events = events;
        options.first_slice = events;
        auto b = std::make_unique<null_backend>("million", all, std::move(options));
        while (b->app->computing()) b->app->compute();
        b->frames(3);
        return b;
    }();
    return *opened;
}

// Arguments: part of the run in view as 1/n, axis.
void frame(benchmark::State& state) {
    null_backend& b = window();
    while (b.see().axis.mode() != static_cast<axis_mode>(state.range(1))) b.press("T");
    b.press("Ctrl+0");
    command middle;
    middle.kind = go_to_event;
    middle.event = events / 2;
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
    state.counters["events"] = static_cast<double>(b.run().history().size());
    state.counters["tasks"] = static_cast<double>(b.run().history().tasks().size());
}
BENCHMARK(frame)->ArgNames({"zoom", "axis"})->ArgsProduct({{1, 10, 100, 1'000, 10'000, 100'000}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

// From the command to the drawn frame, anywhere in the run.
void jump(benchmark::State& state) {
    null_backend& b = window();
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
BENCHMARK(jump)->Unit(benchmark::kMillisecond);

// The same with the chain of a wait and the critical path on the lanes.
void jump_and_ask(benchmark::State& state) {
    null_backend& b = window();
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
BENCHMARK(jump_and_ask)->Unit(benchmark::kMillisecond);

}  // namespace
