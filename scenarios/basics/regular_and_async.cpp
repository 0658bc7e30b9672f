// Two ways to wait two seconds: a regular function keeps the loop for itself, a coroutine gives it back.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::string blocking_sleep(sim::world& world) {
    world.print("Blocking sleep start");
    aio::blocking_sleep(world.duration("duration"));  // time.sleep(): nothing else runs meanwhile
    world.print("Blocking sleep end");
    return "Done";
}

aio::coro<std::string> async_sleep(sim::world& world) {
    world.print("Async sleep start");
    co_await aio::sleep(world.duration("duration"));  // others may run
    world.print("Async sleep end");
    co_return "Done";
}

aio::coro<> ticker(sim::world& world) {
    for (std::int64_t i = 1; i <= world.integer("ticks"); ++i) {
        world.print("tick {}", i);
        co_await aio::sleep(0.5);
    }
}

aio::coro<> main(sim::world& world) {
    aio::task<> ticking;
    if (world.integer("ticks") > 0) {
        ticking = aio::create_task(ticker(world));
        co_await aio::sleep(0.0);  // let it begin
    }
    blocking_sleep(world);
    co_await async_sleep(world);
    if (ticking) co_await ticking;
}

}  // namespace

extern const sim::scenario regular_and_async{
    .name = "regular-and-async",
    .group = "basics",
    .title = "A regular function and a coroutine",
    .lesson = "A regular function that waits stops the whole program; a coroutine that waits stops only itself.",
    .look = "Set ticks to 6, so that a second task prints twice a second. In the first two seconds the lane of main is "
            "one solid block: the loop cannot look at its timers, and the ticker, due at 0.5 s, goes on at 2 s. In the "
            "next two seconds main sleeps, and the ticks come on time.",
    .document = "002",
    .section = "Async Function vs Regular Function",
    .aliases = {{"002_02", {}}},
    .parameters = {sim::duration("duration", 2, 0, 60, "how long each of the two waits"),
                   sim::integer("ticks", 0, 0, 20, "a second task prints so many lines, two a second; 0: no such task")},
    .source = "scenarios/basics/regular_and_async.cpp",
    .program = main,
};

}  // namespace scenarios
