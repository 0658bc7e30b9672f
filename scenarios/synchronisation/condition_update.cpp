// A condition: tasks wait, with a lock in hand, for news about what the lock protects.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> reader(sim::world& world, aio::condition& condition, std::int64_t n) {
    const auto lock = co_await condition.scoped();
    world.print("reader {} waits", n);
    co_await condition.wait();
    world.print("reader {} sees the update", n);
}

aio::coro<> writer(sim::world& world, aio::condition& condition) {
    co_await aio::sleep(world.duration("delay"));
    const auto lock = co_await condition.scoped();
    world.print("Resource updated");
    condition.notify_all();
}

aio::coro<> main(sim::world& world) {
    aio::condition condition("condition");
    std::vector<aio::coro<>> tasks;
    for (std::int64_t n = 1; n <= world.integer("readers"); ++n) tasks.push_back(reader(world, condition, n));
    tasks.push_back(writer(world, condition));
    co_await aio::gather(std::move(tasks));
}

}  // namespace

extern const sim::scenario condition_update{
    .name = "condition-update",
    .group = "synchronisation",
    .title = "News for all readers",
    .lesson = "wait() of a condition gives the lock back while it waits, and has it again when it returns.",
    .look = "All readers are inside the lock at once, it seems: each gave it back in wait(). After notify_all() they must "
            "take the lock again one by one, so their lines come in order, each one step after the other.",
    .document = "004",
    .section = "asyncio.Condition",
    .aliases = {{"004_11", {}}},
    .parameters = {sim::integer("readers", 2, 1, 100, "how many wait for news"),
                   sim::duration("delay", 1, 0.001, 600, "when there is news")},
    .source = "scenarios/synchronisation/condition_update.cpp",
    .program = main,
};

}  // namespace scenarios
