// A coroutine that pauses. While it sleeps the loop is free; here nobody else wants it, so the clock jumps.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> say_hello(sim::world& world) {
    world.print("Hello");
    co_await aio::sleep(world.duration("pause"));
    world.print("World");
}

}  // namespace

extern const sim::scenario hello{
    .name = "hello",
    .group = "basics",
    .title = "Hello, world",
    .lesson = "co_await gives the loop back: a sleeping coroutine blocks nobody.",
    .look = "One lane, with one sleep in it. Nothing is ready meanwhile, so the clock jumps: a pause of an hour costs "
            "no more than one of a second. Ask during the pause why say_hello waits, and what will wake it.",
    .document = "002",
    .section = "Your First Coroutine",
    .aliases = {{"002_01", {}}},
    .parameters = {sim::duration("pause", 1, 0, 3600, "how long it sleeps between the two words")},
    .source = "scenarios/basics/hello.cpp",
    .program = say_hello,
};

}  // namespace scenarios
