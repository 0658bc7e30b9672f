// The same work at once: gather makes a task of each coroutine, and their sleeps overlap.

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

aio::coro<> run_at_once(sim::world& world) {
    const double start = world.time();
    std::vector<aio::coro<std::string>> all;
    for (std::int64_t i = 1; i <= world.integer("tasks"); ++i) {
        all.push_back(task(world, fmt::format("Task {}", i)));
    }
    const std::vector<std::string> results = co_await aio::gather(std::move(all));
    world.print("Total time: {:.2f}s", world.time() - start);
}

}  // namespace

extern const sim::scenario concurrent{
    .name = "concurrent",
    .group = "basics",
    .title = "All at once",
    .lesson = "gather() runs coroutines as tasks whose waits overlap: three times two seconds are two.",
    .look = "run_at_once makes a task of each coroutine and waits; three lanes sleep side by side and wake in the same "
            "instant, in the order in which they were made. With 200 tasks it still takes two seconds.",
    .document = "002",
    .section = "Concurrent Execution",
    .aliases = {{"002_05", {}}},
    .parameters = {sim::integer("tasks", 3, 1, 200, "how many coroutines run at once"),
                   sim::duration("duration", 2, 0, 3600, "how long each one sleeps")},
    .source = "scenarios/basics/concurrent.cpp",
    .program = run_at_once,
};

}  // namespace scenarios
