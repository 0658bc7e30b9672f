// wait_for: a deadline for one await. When it passes, what was awaited is cancelled and TimeoutError is thrown.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> slow_operation(sim::world& world) {
    co_await aio::sleep(world.duration("operation"));
    co_return "Done";
}

aio::coro<> main(sim::world& world) {
    try {
        const std::string result = co_await aio::wait_for(slow_operation(world), world.duration("timeout"));
        world.print_line(result);
    } catch (const aio::timeout_error&) {
        world.print("Operation timed out!");
    }
}

}  // namespace

extern const sim::scenario timeout{
    .name = "timeout",
    .group = "timeouts and waiting",
    .title = "A deadline for one await",
    .lesson = "wait_for() runs the operation inside the same task and cancels it when time is up.",
    .look = "No second lane: wait_for() runs the operation inside main. At 2 s the timer cancels main's wait, and the "
            "cancellation comes out of wait_for() as a TimeoutError. With an operation of 1 s the timer is cancelled instead.",
    .document = "002",
    .section = "Timeout with wait_for",
    .aliases = {{"002_12", {}}},
    .parameters = {sim::duration("operation", 5, 0, 3600, "how long the operation takes"),
                   sim::duration("timeout", 2, 0, 3600, "how long main is willing to wait")},
    .source = "scenarios/timeouts/timeout.cpp",
    .program = main,
};

}  // namespace scenarios
