// Five visitors, two places; and a semaphore that notices when too many places are given back.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> visit(sim::world& world, aio::semaphore& places, std::string name, double hold) {
    world.print("{} wants in", name);
    {
        const auto place = co_await places.scoped();
        world.print("{} in", name);
        co_await aio::sleep(hold);
    }
    world.print("{} out", name);
}

aio::coro<> main(sim::world& world) {
    aio::semaphore places(world.integer("places"), "places");
    co_await aio::gather(visit(world, places, "a", 1.0), visit(world, places, "b", 0.5), visit(world, places, "c", 0.5),
                         visit(world, places, "d", 0.2), visit(world, places, "e", 0.2));

    aio::bounded_semaphore bounded(1, "bounded");
    co_await bounded.acquire();
    bounded.release();
    try {
        bounded.release();
    } catch (const aio::value_error& e) {
        world.print("ValueError: {}", e.what());
    }
}

}  // namespace

extern const sim::scenario semaphore_visitors{
    .name = "semaphore-visitors",
    .group = "synchronisation",
    .title = "Two places for five",
    .lesson = "A permit goes to whoever waits longest; a bounded semaphore refuses a permit that nobody took.",
    .look = "b leaves first and c enters at once; a and c leave at the same instant and d and e enter together. The level of "
            "places stays at 0 while anybody waits. At the end a permit too many is given back: BoundedSemaphore refuses it.",
    .document = "003",
    .section = "Semaphores",
    .aliases = {{"003_13", {}}},
    .parameters = {sim::integer("places", 2, 1, 10, "how many may be in at once")},
    .source = "scenarios/synchronisation/semaphore_visitors.cpp",
    .program = main,
};

}  // namespace scenarios
