// A cancellation is an exception that arrives where the task waits. It may clean up; then it lets the exception go on.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> cancellable_task(sim::world& world) {
    try {
        world.print("Task starting");
        co_await aio::sleep(world.duration("work"));
        world.print("Task finished");
    } catch (const aio::cancelled_error&) {
        world.print("Task was cancelled");
        throw;  // only then does the task count as cancelled
    }
}

aio::coro<> main(sim::world& world) {
    aio::task<> task = aio::create_task(cancellable_task(world));
    co_await aio::sleep(world.duration("patience"));  // let it run for a while
    task.cancel();
    try {
        co_await task;
    } catch (const aio::cancelled_error&) {
        world.print("Main: Task cancelled");
    }
}

}  // namespace

extern const sim::scenario cancellation{
    .name = "cancellation",
    .group = "cancellation",
    .title = "Cancelling a task",
    .lesson = "cancel() only asks: the exception reaches the task at its await, one iteration later.",
    .look = "At 2 s step slowly: cancel() puts the task into the ready queue and main goes on to its own wait. One iteration "
            "later the exception appears in the task's sleep; it prints, throws on and ends; then main wakes.",
    .document = "002",
    .section = "Task Cancellation",
    .aliases = {{"002_08", {}}},
    .parameters = {sim::duration("work", 10, 0, 3600, "how long the task would sleep"),
                   sim::duration("patience", 2, 0, 3600, "when main cancels it")},
    .source = "scenarios/cancellation/cancellation.cpp",
    .program = main,
};

}  // namespace scenarios
