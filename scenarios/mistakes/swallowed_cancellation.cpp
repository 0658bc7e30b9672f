// A task that catches its cancellation and goes on cannot be stopped.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> poll_server(sim::world& world) {
    for (std::int64_t attempt = 1; attempt <= world.integer("attempts"); ++attempt) {
        try {
            world.print("attempt {}", attempt);
            co_await aio::sleep(1.0);
        } catch (const aio::cancelled_error&) {
            world.print("attempt {} failed", attempt);  // it did not: somebody wants the task to end
            if (world.flag("corrected")) throw;
        }
    }
}

aio::coro<> main(sim::world& world) {
    aio::task<> polling = aio::create_task(poll_server(world));
    co_await aio::sleep(world.duration("patience"));
    world.print("main: enough");
    polling.cancel();
    try {
        co_await polling;
        world.print("main: it came to its own end");
    } catch (const aio::cancelled_error&) {
        world.print("main: it was cancelled");
    }
}

}  // namespace

extern const sim::scenario swallowed_cancellation{
    .name = "swallowed-cancellation",
    .group = "mistakes",
    .title = "The cancellation that was swallowed",
    .lesson = "A CancelledError that is caught must go on, or the task lives as if nobody had asked it to stop.",
    .look = "main cancels at 1.5 s. The exception arrives in the sleep of the second attempt, is taken for a failure, and a "
            "third attempt begins; main waits for it another second. The warning names the line where the cancellation got lost.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "throw it on"),
                   sim::integer("attempts", 3, 1, 50, "how many attempts the task makes"),
                   sim::duration("patience", 1.5, 0.1, 60, "when main cancels it")},
    .source = "scenarios/mistakes/swallowed_cancellation.cpp",
    .program = main,
};

}  // namespace scenarios
