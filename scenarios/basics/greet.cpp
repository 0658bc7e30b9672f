// A coroutine called twice, one call after the other: each await gives what the coroutine returns.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::size_t> greet(sim::world& world, std::string name) {
    world.print("Hello, {}!", name);
    co_await aio::sleep(world.duration("pause"));
    world.print("Goodbye, {}!", name);
    co_return name.size();
}

aio::coro<> main(sim::world& world) {
    const std::size_t length = co_await greet(world, "Alice");
    world.print("The name has {} letters", length);
    co_await greet(world, "Bob");
}

}  // namespace

extern const sim::scenario greet{
    .name = "greet",
    .group = "basics",
    .title = "Greet one, then the other",
    .lesson = "co_await waits for a coroutine and gives what it returns; two awaits in a row run one after the other.",
    .look = "One lane with two sleeps, one for each guest. Bob is not greeted before Alice is done: awaiting makes no "
            "task. In the middle of a sleep look at the inspector: main is parked inside greet(), awaited by main().",
    .document = "000",
    .section = "Basic Syntax",
    .aliases = {{"000_01", {}}},
    .parameters = {sim::duration("pause", 1, 0, 3600, "time between hello and goodbye")},
    .source = "scenarios/basics/greet.cpp",
    .program = main,
};

}  // namespace scenarios
