// A call, an await and a task: three ways to run a function, and when each of them runs it.

#include "runtime/aio.hpp"
#include "scenarios/tasks/group.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::string sync_function(sim::world& world, std::string text) {
    world.print("sync: {}", text);
    aio::blocking_sleep(world.duration("block"));  // nothing else runs meanwhile
    return "sync result of " + text;
}

aio::coro<std::string> async_function(sim::world& world, std::string text, double delay) {
    world.print("async start: {}", text);
    co_await aio::sleep(delay);
    world.print("async end: {}", text);
    co_return "async result of " + text;
}

aio::coro<> main(sim::world& world) {
    const double start = world.time();
    world.print_line(sync_function(world, "one"));

    auto two = async_function(world, "two", 0.5);  // made, not begun
    world.print("coroutine type: coroutine");
    const std::string second = co_await std::move(two);
    world.print_line(second);

    const auto task_a = aio::create_task(async_function(world, "three", 1.0));
    const auto task_b = aio::create_task(async_function(world, "four", 0.5));
    world.print("created: {}, {}", task_a.get_name(), task_b.get_name());
    world.print_line(sync_function(world, "five"));  // the tasks have not started yet
    const std::string third = co_await task_a;
    world.print_line(third);
    const std::string fourth = co_await task_b;
    world.print_line(fourth);
    world.print("total {:.2f}s", world.time() - start);
}

}  // namespace

const sim::scenario calls_and_tasks{
    .name = "calls-and-tasks",
    .group = "tasks",
    .title = "A call, an await, a task",
    .lesson = "A call runs now, an await runs inside the caller, and a task runs when the caller next waits.",
    .look = "The solid blocks in main's lane are the two calls that block. Two tasks are born at 0.6 s and are ready at once, "
            "but the second block keeps them from starting until 0.7 s. Four ends before three; main takes three's result first.",
    .document = "001",
    .section = "basic.py",
    .aliases = {{"001_01", {}}},
    .parameters = {sim::duration("block", 0.1, 0, 60, "how long each call blocks the loop")},
    .source = "scenarios/tasks/calls_and_tasks.cpp",
    .program = main,
};

}  // namespace scenarios
