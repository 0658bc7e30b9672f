// Calling a coroutine does not run it. Without co_await nothing happens, and nobody complains but the runtime.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> save(sim::world& world, std::string what) {
    world.print("saving {}", what);
    co_await aio::sleep(world.duration("duration"));
    world.print("{} saved", what);
}

aio::coro<> main(sim::world& world) {
    if (world.flag("corrected")) {
        co_await save(world, "report");
    } else {
        (void)save(world, "report");  // makes a coroutine, and lets it go
    }
    world.print("main: all is saved, good night");
}

}  // namespace

extern const sim::scenario forgotten_await{
    .name = "forgotten-await",
    .group = "mistakes",
    .title = "The forgotten await",
    .lesson = "A coroutine that nobody awaits never runs.",
    .look = "main says that all is saved, at time 0, and save() has not printed a word. The warning names the coroutine "
            "that was let go and the line it begins at. Set corrected to yes and the second of saving is there.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "await it"),
                   sim::duration("duration", 1, 0, 60, "how long saving takes")},
    .source = "scenarios/mistakes/forgotten_await.cpp",
    .program = main,
};

}  // namespace scenarios
