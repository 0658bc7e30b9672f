// A call that blocks and cannot be awaited goes to a thread; the loop stays free.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::string blocking_operation(aio::duration takes) {
    aio::blocking_sleep(takes);  // a library that knows nothing of asyncio
    return "Blocking done";
}

aio::coro<> heartbeat(sim::world& world) {
    for (std::int64_t i = 1; i <= world.integer("beats"); ++i) {
        co_await aio::sleep(0.5);
        world.print("beat {}", i);
    }
}

aio::coro<> main(sim::world& world) {
    aio::task<> beating = aio::create_task(heartbeat(world));
    if (world.choice("where") == "thread") {
        const std::string result = co_await aio::to_thread(blocking_operation, world.duration("operation"));
        world.print_line(result);
    } else {
        world.print_line(blocking_operation(world.duration("operation")));  // keeps the loop from everybody else
    }
    co_await beating;
}

}  // namespace

extern const sim::scenario to_thread{
    .name = "to-thread",
    .group = "blocking code",
    .title = "Blocking code in a thread",
    .lesson = "to_thread() turns a call that blocks into one that can be awaited.",
    .look = "main waits for the thread; nothing keeps the loop busy. Give the heartbeat four beats to see that it is not "
            "disturbed. Then set where to loop: the same call becomes one solid block, and all beats come late.",
    .document = "002",
    .section = "Running Blocking Code",
    .aliases = {{"002_20", {}}},
    .parameters = {sim::duration("operation", 2, 0, 60, "how long the call blocks"),
                   sim::choice("where", "thread", {"thread", "loop"}, "where the call is made"),
                   sim::integer("beats", 0, 0, 50, "a second task prints so many lines, two a second")},
    .source = "scenarios/blocking/to_thread.cpp",
    .program = main,
};

}  // namespace scenarios
