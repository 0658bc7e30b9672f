// Four workers with different rhythms on one loop: whoever's time has come runs next, and only one ever runs.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> worker(sim::world& world, std::string name, int steps, aio::duration delay) {
    for (int i = 1; i <= steps; ++i) {
        world.print("{}: step {}/{}", name, i, steps);
        co_await aio::sleep(delay);
    }
    world.print("{}: finished", name);
    co_return fmt::format("{} took {} steps", name, steps);
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::coro<std::string>> workers;
    workers.push_back(worker(world, "Task A", 3, world.duration("a")));
    workers.push_back(worker(world, "Task B", 2, world.duration("b")));
    workers.push_back(worker(world, "Task C", 4, world.duration("c")));
    workers.push_back(worker(world, "Task D", 3, world.duration("d")));
    const std::vector<std::string> results = co_await aio::gather(std::move(workers));
    for (const std::string& result : results) world.print_line(result);
}

}  // namespace

extern const sim::scenario taking_turns{
    .name = "taking-turns",
    .group = "gathering",
    .title = "Four rhythms, one loop",
    .lesson = "The loop runs one task at a time, in the order in which they become ready; gather() keeps the order of its arguments.",
    .look = "Four lanes of sleeps with a thin step between them. At 1 s three timers are due at once: A and D set theirs "
            "first and run first, then C. At 3 s B finishes before A, yet the results come out as A, B, C, D.",
    .document = "000",
    .section = "Event Loop in Action",
    .aliases = {{"000_02", {}}},
    .parameters = {sim::duration("a", 1, 0, 60, "how long a step of Task A takes"),
                   sim::duration("b", 1.5, 0, 60, "how long a step of Task B takes"),
                   sim::duration("c", 0.5, 0, 60, "how long a step of Task C takes"),
                   sim::duration("d", 1, 0, 60, "how long a step of Task D takes")},
    .source = "scenarios/gathering/taking_turns.cpp",
    .program = main,
};

}  // namespace scenarios
