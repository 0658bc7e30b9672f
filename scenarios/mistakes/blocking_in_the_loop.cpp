// A blocking sleep in a coroutine: three downloads that ought to overlap come one after another, and the clock stalls.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> download(sim::world& world, std::int64_t number) {
    world.print("download {} begins", number);
    if (world.flag("corrected")) {
        co_await aio::sleep(world.duration("duration"));
    } else {
        aio::blocking_sleep(world.duration("duration"));  // time.sleep(): the loop is stuck in this line
    }
    world.print("download {} ends", number);
}

aio::coro<> heartbeat(sim::world& world) {
    for (int beat = 1; beat <= 4; ++beat) {
        co_await aio::sleep(0.5);
        world.print("beat {}", beat);
    }
}

aio::coro<> main(sim::world& world) {
    aio::task<> beating = aio::create_task(heartbeat(world));
    std::vector<aio::coro<>> downloads;
    for (std::int64_t i = 1; i <= world.integer("downloads"); ++i) downloads.push_back(download(world, i));
    co_await aio::gather(std::move(downloads));
    world.print("all downloads done");
    co_await beating;
}

}  // namespace

extern const sim::scenario blocking_in_the_loop{
    .name = "blocking-in-the-loop",
    .group = "mistakes",
    .title = "Sleeping without letting go",
    .lesson = "time.sleep() in a coroutine stops every task of the loop; asyncio.sleep() stops one.",
    .look = "The downloads are gathered, but their lanes are solid blocks one behind the other: nothing else can run "
            "inside a block. The heartbeat is due at 0.5 s and runs at 3 s. Each block raises a warning with the line that "
            "blocked; corrected, they are gone and the blocks lie above each other as sleeps.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "await a sleep that lets others run"),
                   sim::integer("downloads", 3, 1, 20, "how many downloads are gathered"),
                   sim::duration("duration", 1, 0.1, 60, "how long each one takes")},
    .source = "scenarios/mistakes/blocking_in_the_loop.cpp",
    .program = main,
};

}  // namespace scenarios
