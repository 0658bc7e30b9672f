// An event is a gate: closed at first; once set, everybody passes.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> waiter(sim::world& world, aio::event& event) {
    world.print("waiting");
    co_await event.wait();
    world.print("released");
}

aio::coro<> setter(sim::world& world, aio::event& event) {
    co_await aio::sleep(world.duration("delay"));
    event.set();
    world.print("set");
}

aio::coro<> main(sim::world& world) {
    aio::event event("event");
    co_await aio::gather(waiter(world, event), setter(world, event), waiter(world, event));
}

}  // namespace

extern const sim::scenario event_release{
    .name = "event-release",
    .group = "synchronisation",
    .title = "A gate for everybody",
    .lesson = "set() wakes all who wait for an event, in the order they came.",
    .look = "Both waiters stop at the gate at once. After set() the setter prints its own line, then both waiters step, the "
            "one that came first before the other, at the same instant of the clock.",
    .document = "004",
    .section = "asyncio.Event",
    .aliases = {{"004_10", {}}},
    .parameters = {sim::duration("delay", 1, 0, 600, "when the gate opens")},
    .source = "scenarios/synchronisation/event_release.cpp",
    .program = main,
};

}  // namespace scenarios
