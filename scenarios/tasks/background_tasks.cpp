// create_task() hands a coroutine to the loop, which runs it while main does something else.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> my_coroutine(sim::world& world, std::string name) {
    world.print("{} starting", name);
    co_await aio::sleep(world.duration("duration"));
    world.print("{} finished", name);
    co_return name + " done";
}

aio::coro<> main(sim::world& world) {
    aio::task<std::string> task1 = aio::create_task(my_coroutine(world, "Task 1"));
    aio::task<std::string> task2 = aio::create_task(my_coroutine(world, "Task 2"));

    world.print("Tasks are running in background");  // not yet: they start at main's first co_await
    co_await aio::sleep(world.duration("elsewhere"));
    world.print("Still running...");

    const std::string result1 = co_await task1;
    const std::string result2 = co_await task2;
    world.print("Results: {}, {}", result1, result2);
}

}  // namespace

extern const sim::scenario background_tasks{
    .name = "background-tasks",
    .group = "tasks",
    .title = "Tasks in the background",
    .lesson = "create_task() only puts a task into the ready queue; it starts when main lets go of the loop.",
    .look = "Step through the first instant: both tasks are created and ready, and neither has run when main prints its "
            "first line. They start once main sleeps. Awaiting a task that is done costs no time: see the end with "
            "elsewhere longer than duration.",
    .document = "002",
    .section = "What are Tasks?",
    .aliases = {{"002_06", {}}},
    .parameters = {sim::duration("duration", 2, 0, 3600, "how long each task sleeps"),
                   sim::duration("elsewhere", 1, 0, 3600, "how long main does something else")},
    .source = "scenarios/tasks/background_tasks.cpp",
    .program = main,
};

}  // namespace scenarios
