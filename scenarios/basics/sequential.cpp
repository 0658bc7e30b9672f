// One thing after another: awaiting a coroutine runs it to its end before the next line.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> task(sim::world& world, std::string name) {
    world.print("{} starting", name);
    co_await aio::sleep(world.duration("duration"));
    world.print("{} finished", name);
    co_return name + " result";
}

aio::coro<> run_in_turn(sim::world& world) {
    const double start = world.time();
    std::vector<std::string> results;
    for (std::int64_t i = 1; i <= world.integer("tasks"); ++i) {
        std::string result = co_await task(world, fmt::format("Task {}", i));
        results.push_back(std::move(result));
    }
    world.print("Total time: {:.2f}s", world.time() - start);
}

}  // namespace

extern const sim::scenario sequential{
    .name = "sequential",
    .group = "basics",
    .title = "One after another",
    .lesson = "Awaiting coroutines in turn adds their times: three times two seconds are six.",
    .look = "One lane only: run_in_turn itself runs each coroutine, and each one's sleep begins where the one before "
            "it ended. Compare concurrent, which does the same work in a third of the time.",
    .document = "002",
    .section = "Sequential Execution",
    .aliases = {{"002_04", {}}},
    .parameters = {sim::integer("tasks", 3, 1, 50, "how many coroutines are awaited in turn"),
                   sim::duration("duration", 2, 0, 3600, "how long each one sleeps")},
    .source = "scenarios/basics/sequential.cpp",
    .program = run_in_turn,
};

}  // namespace scenarios
