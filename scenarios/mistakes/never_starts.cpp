// main waits for a task without letting go of the loop, so the task never gets its first turn.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> tea(sim::world& world) {
    world.print("kettle on");
    co_await aio::sleep(world.duration("brewing"));
    co_return "tea";
}

aio::coro<> main(sim::world& world) {
    aio::task<std::string> brewing = aio::create_task(tea(world));
    for (int look = 1; !brewing.done(); ++look) {
        if (look > 50) throw aio::runtime_error("looked 50 times, and still no tea");
        if (world.flag("corrected")) {
            co_await aio::sleep(world.duration("pause"));  // or simply: co_await brewing
        } else {
            aio::blocking_sleep(world.duration("pause"));  // the loop is here, not at the kettle
        }
    }
    world.print("here is {}", brewing.result());
}

}  // namespace

extern const sim::scenario never_starts{
    .name = "never-starts",
    .group = "mistakes",
    .title = "The task that never starts",
    .lesson = "A new task runs when the others let go of the loop; who only looks at it keeps it from starting.",
    .look = "The lane of tea is ready from time 0 and never runs, because main's block above it goes on and on: it looks "
            "fifty times and gives up with an error. Corrected, main sleeps between two looks, and the kettle is on at once.",
    .parameters = {sim::flag("corrected", false, "let go of the loop between two looks"),
                   sim::duration("brewing", 2, 0, 4, "how long the tea takes"),
                   sim::duration("pause", 0.1, 0.1, 1, "between two looks")},
    .may_end = {.error = true},
    .source = "scenarios/mistakes/never_starts.cpp",
    .program = main,
};

}  // namespace scenarios
