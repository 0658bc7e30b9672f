// The smallest program: asyncio.run() starts a loop, runs one coroutine in it, and closes the loop.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    world.print("{}", world.choice("text"));
    co_return;
}

}  // namespace

extern const sim::scenario greeting{
    .name = "greeting",
    .group = "basics",
    .title = "The smallest program",
    .lesson = "A coroutine runs once a loop runs it; the loop ends with the coroutine it was given.",
    .look = "There is one lane, main, and one step in it. No time passes: the clock moves only when every task waits. The "
            "end of main is the end of the run.",
    .document = "004",
    .section = "Coroutines; asyncio.run",
    .aliases = {{"004_00", {}}, {"004_01", {{"text", std::string("Asyncio Run Example")}}}},
    .parameters = {sim::choice("text", "Hello, Async!", {"Hello, Async!", "Asyncio Run Example"}, "what main prints")},
    .source = "scenarios/basics/greeting.cpp",
    .program = main,
};

}  // namespace scenarios
