// Waiting for an event, finding it set, and a pulse: set and cleared at once.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> waiter(sim::world& world, aio::event& event, std::string name) {
    world.print("{} waits", name);
    co_await event.wait();
    world.print("{} proceeds", name);
}

aio::coro<> main(sim::world& world) {
    aio::event event("event");
    std::vector<aio::task<>> waiters;
    for (std::int64_t i = 0; i < world.integer("waiters"); ++i) {
        waiters.push_back(aio::create_task(waiter(world, event, "w" + std::to_string(i))));
    }
    co_await aio::sleep(1.0);
    world.print("set");
    event.set();
    world.print("set() returned, nobody has run yet");
    co_await aio::gather(waiters);
    const auto late = aio::create_task(waiter(world, event, "late"));
    co_await late;
    event.clear();
    world.print("is_set: {}", event.is_set() ? "True" : "False");
    const auto again = aio::create_task(waiter(world, event, "again"));
    co_await aio::sleep(0.5);
    event.set();
    event.clear();  // a pulse: who waited is released all the same
    co_await again;
    world.print("is_set: {}", event.is_set() ? "True" : "False");
}

}  // namespace

extern const sim::scenario event_pulse{
    .name = "event-pulse",
    .group = "synchronisation",
    .title = "A signal, and a pulse",
    .lesson = "set() releases whoever waits, even when clear() follows at once; who comes while it is set does not wait.",
    .look = "At 1 s set() returns before any waiter runs; then they run in the order they came. late finds the event set and "
            "never suspends. At 1.5 s the event is set and cleared within one step, and again is released nevertheless.",
    .document = "003",
    .section = "Events",
    .aliases = {{"003_14", {}}},
    .parameters = {sim::integer("waiters", 3, 1, 100, "how many wait for the signal")},
    .source = "scenarios/synchronisation/event_pulse.cpp",
    .program = main,
};

}  // namespace scenarios
