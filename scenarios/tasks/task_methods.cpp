// What a task can be asked: whether it is done, its name; and to stop.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> long_task(sim::world& world) {
    co_await aio::sleep(world.duration("work"));
    co_return "Completed";
}

aio::coro<> main(sim::world& world) {
    aio::task<std::string> task = aio::create_task(long_task(world));
    if (world.flag("start")) co_await aio::sleep(0.0);
    world.print("Done: {}", task.done() ? "True" : "False");
    world.print("Name: {}", task.get_name());
    task.cancel();
    try {
        co_await task;
    } catch (const aio::cancelled_error&) {
        world.print("Task was cancelled");
    }
}

}  // namespace

extern const sim::scenario task_methods{
    .name = "task-methods",
    .group = "tasks",
    .title = "Asking a task",
    .lesson = "A task has a name, knows whether it is done, and can be asked to stop, even before it has begun.",
    .look = "The task's lane has no running part: it was cancelled between its creation and its first step, so not one "
            "line of it runs. Set start to yes and it gets as far as its sleep; the cancellation arrives there.",
    .document = "002",
    .section = "Task Methods",
    .aliases = {{"002_07", {}}},
    .parameters = {sim::duration("work", 5, 0, 3600, "how long the task would sleep"),
                   sim::flag("start", false, "main yields once before it cancels the task")},
    .source = "scenarios/tasks/task_methods.cpp",
    .program = main,
};

}  // namespace scenarios
