// A semaphore lets a few tasks in at a time; the others queue, and enter in the order they came.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> limited_task(sim::world& world, aio::semaphore& semaphore, std::int64_t i) {
    {
        const auto permit = co_await semaphore.scoped();
        world.print("in {}", i);
        co_await aio::sleep(world.duration("work"));
    }
    world.print("out {}", i);
}

aio::coro<> main(sim::world& world) {
    aio::semaphore semaphore(world.integer("permits"), "semaphore");
    std::vector<aio::coro<>> tasks;
    for (std::int64_t i = 0; i < world.integer("tasks"); ++i) tasks.push_back(limited_task(world, semaphore, i));
    co_await aio::gather(std::move(tasks));
}

}  // namespace

extern const sim::scenario semaphore_rounds{
    .name = "semaphore-rounds",
    .group = "synchronisation",
    .title = "Two at a time",
    .lesson = "A semaphore of two makes five equal tasks run in rounds of two, two and one.",
    .look = "Three lanes are orange from the start: they wait for a permit. When the first two leave, the permits go to the "
            "next two in order of arrival. In the resources the level goes 2, 1, 0 and stays at 0 while anybody waits.",
    .document = "004",
    .section = "asyncio.Semaphore",
    .aliases = {{"004_09", {}}},
    .parameters = {sim::integer("permits", 2, 1, 100, "how many may be in at once"),
                   sim::integer("tasks", 5, 1, 200, "how many want in"),
                   sim::duration("work", 1, 0, 60, "how long each stays")},
    .source = "scenarios/synchronisation/semaphore_rounds.cpp",
    .program = main,
};

}  // namespace scenarios
