// A function call, a coroutine, and tasks: what runs when.

#include <fmt/format.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::string sync_function(sim::world& world, std::string_view text) {
    world.print("sync: {}", text);
    aio::blocking_sleep(std::chrono::milliseconds(100));
    return fmt::format("sync result of {}", text);
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

    auto coroutine = async_function(world, "two", world.number("short"));
    world.print("coroutine type: coroutine");
    const std::string two = co_await std::move(coroutine);
    world.print_line(two);

    const auto task_a = aio::create_task(async_function(world, "three", world.number("long")));
    const auto task_b = aio::create_task(async_function(world, "four", world.number("short")));
    world.print("created: {}, {}", task_a.get_name(), task_b.get_name());
    world.print_line(sync_function(world, "five"));  // the tasks have not started yet
    const std::string three = co_await task_a;
    world.print_line(three);
    const std::string four = co_await task_b;
    world.print_line(four);
    world.print("total {:.2f}s", world.time() - start);
}

}  // namespace

extern const sim::scenario calls{
    .name = "calls",
    .group = "basics",
    .title = "A call, a coroutine, two tasks",
    .lesson = "A function runs at once, a coroutine when it is awaited, a task when the loop next has the time.",
    .look = "Nothing of the two tasks runs until main awaits: the blocking call in between holds up the whole loop. "
            "Then both sleep at once: async_function[1] ends half a second before the other, and main learns of it "
            "only after the other, for which it waits first.",
    .document = "001",
    .section = "Basic",
    .aliases = {{"001_01", {}}},
    .parameters = {sim::number("short", 0.5, 0, 60, "seconds the short coroutines sleep"),
                   sim::number("long", 1, 0, 60, "seconds the long one sleeps")},
    .source = "scenarios/basics/calls.cpp",
    .program = main,
};

}  // namespace scenarios
