// wait_for() around a sleep that is longer than its timeout.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    try {
        co_await aio::wait_for(aio::sleep(world.duration("operation")), world.duration("timeout"));
        world.print("Operation ended in time");
    } catch (const aio::timeout_error&) {
        world.print("Operation timed out");
    }
}

}  // namespace

extern const sim::scenario timed_out{
    .name = "timed-out",
    .group = "timeouts and waiting",
    .title = "Longer than allowed",
    .lesson = "When the time of wait_for() is up, what it waits for is cancelled and a TimeoutError comes out instead.",
    .look = "main sets two timers: the sleep's and the timeout's. The timeout's comes first; it cancels main, the sleep "
            "takes its own timer back, and the CancelledError becomes a TimeoutError on its way out. Make the timeout "
            "longer than the operation: then it is the timeout's timer that is taken back.",
    .document = "004",
    .section = "asyncio.TimeoutError",
    .aliases = {{"004_08", {}}},
    .parameters = {sim::duration("operation", 5, 0.001, 600, "how long the operation takes"),
                   sim::duration("timeout", 3, 0.001, 600, "how long it may take")},
    .source = "scenarios/timeouts/timed_out.cpp",
    .program = main,
};

}  // namespace scenarios
