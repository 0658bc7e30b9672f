// create_task() makes a task and returns: the task's first step waits for its turn.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> job(sim::world& world) {
    world.print("task runs");
    co_await aio::sleep(world.duration("work"));
    co_return "task result";
}

aio::coro<> main(sim::world& world) {
    const aio::task<std::string> task = aio::create_task(job(world));
    world.print("task created, not started");
    if (world.flag("give_way")) co_await aio::sleep(aio::duration(0));
    world.print("task started");
    const std::string result = co_await task;
    world.print("{}", result);
}

}  // namespace

extern const sim::scenario first_step{
    .name = "first-step",
    .group = "tasks",
    .title = "When a task begins",
    .lesson = "create_task() only puts the task into the ready queue; it begins when the task that made it awaits.",
    .look = "Step through the first instant: the task is ready while main still runs. sleep(0) sends main to the end of the "
            "queue, and only then the task takes its first step. Switch give_way off: main's line \"task started\" is then "
            "a lie, because the task begins at main's next await.",
    .document = "004",
    .section = "asyncio.create_task",
    .aliases = {{"004_03", {}}},
    .parameters = {sim::flag("give_way", true, "main lets others run once before it goes on"),
                   sim::duration("work", 1, 0, 600, "how long the task works")},
    .source = "scenarios/tasks/first_step.cpp",
    .program = main,
};

}  // namespace scenarios
