// A semaphore inside a task group: everybody is started, two at a time are let in.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> limited_task(sim::world& world, aio::semaphore& semaphore, std::string name) {
    const auto permit = co_await semaphore.scoped();
    world.print("{} enters at {:.1f}", name, world.time());
    co_await aio::sleep(world.duration("work"));
    co_return "Completed " + name;
}

aio::coro<> main(sim::world& world) {
    aio::semaphore semaphore(world.integer("permits"), "semaphore");
    std::vector<aio::task<std::string>> tasks;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        for (std::int64_t i = 0; i < world.integer("tasks"); ++i) {
            tasks.push_back(group.create_task(limited_task(world, semaphore, "Task-" + std::to_string(i))));
        }
        co_return;
    });
    for (const auto& task : tasks) world.print("{}", task.result());
}

}  // namespace

extern const sim::scenario limited_group{
    .name = "limited-group",
    .group = "task groups",
    .title = "A group with a limit",
    .lesson = "A group starts all its tasks; how many work at once is the business of a semaphore.",
    .look = "Five lanes begin together; three of them turn orange, waiting for a permit. Each second two permits come back "
            "and the next two enter. The results are printed after the block, when all is done.",
    .document = "003",
    .section = "Resource limiting with a semaphore",
    .aliases = {{"003_06", {}}},
    .parameters = {sim::integer("permits", 2, 1, 50, "how many work at once"), sim::integer("tasks", 5, 1, 100, "how many there are"),
                   sim::duration("work", 1, 0, 60, "how long each works")},
    .source = "scenarios/task_groups/limited_group.cpp",
    .program = main,
};

}  // namespace scenarios
