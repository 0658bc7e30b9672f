// A cancellation can arrive at every await. Who holds something then must let go of it on the way out.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> write(sim::world& world, aio::lock& file, std::string who) {
    if (world.flag("corrected")) {
        const auto held = co_await file.scoped();  // async with: released whatever happens
        world.print("{} writes", who);
        co_await aio::sleep(world.duration("writing"));
    } else {
        co_await file.acquire();
        world.print("{} writes", who);
        co_await aio::sleep(world.duration("writing"));  // cancelled here, it never comes to the next line
        file.release();
    }
    world.print("{} has written", who);
}

aio::coro<> main(sim::world& world) {
    aio::lock file("file");
    try {
        aio::task<> first = aio::create_task(write(world, file, "first"));
        co_await aio::wait_for(first, world.duration("timeout"));
    } catch (const aio::timeout_error&) {
        world.print("first took too long");
    }
    co_await write(world, file, "second");
}

}  // namespace

extern const sim::scenario cancelled_with_lock{
    .name = "cancelled-with-lock",
    .group = "mistakes",
    .title = "Cancelled with the lock in hand",
    .lesson = "What a task holds when it is cancelled stays held, unless a guard or a finally lets go of it.",
    .look = "At 1 s the time limit cancels the first writer between acquire() and release(). Look at the lock: it is held "
            "though nobody works. The second writer waits for ever, which is the deadlock at the end. Corrected, a guard "
            "releases the lock while the exception passes.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "hold the lock by a guard"),
                   sim::duration("writing", 2, 0, 60, "how long a writer writes"),
                   sim::duration("timeout", 1, 0.1, 60, "how long the first one is allowed to take")},
    .may_end = {.deadlock = true},
    .source = "scenarios/mistakes/cancelled_with_lock.cpp",
    .program = main,
};

}  // namespace scenarios
