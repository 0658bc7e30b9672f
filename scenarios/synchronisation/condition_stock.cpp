// Consumers wait until a condition holds; notifying is only an invitation to look again.

#include <deque>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using stock = std::deque<std::int64_t>;

aio::coro<> consumer(sim::world& world, aio::condition& changed, stock& items, std::string name) {
    const auto lock = co_await changed.scoped();
    world.print("{} waits", name);
    co_await changed.wait_for([&] { return !items.empty(); });
    const std::int64_t item = items.front();
    items.pop_front();
    world.print("{} takes {} ({} left)", name, item, items.size());
}

aio::coro<> producer(sim::world& world, aio::condition& changed, stock& items) {
    for (std::int64_t i = 0; i < world.integer("consumers"); ++i) {
        co_await aio::sleep(world.duration("interval"));
        const auto lock = co_await changed.scoped();
        items.push_back(i);
        world.print("produced {}", i);
        if (i == 0) {
            changed.notify();
        } else {
            changed.notify_all();
        }
        world.print("notified, still holding the lock");
    }
}

aio::coro<> main(sim::world& world) {
    aio::condition changed("changed");
    stock items;
    std::vector<aio::coro<>> all;
    for (std::int64_t i = 0; i < world.integer("consumers"); ++i) {
        all.push_back(consumer(world, changed, items, "c" + std::to_string(i)));
    }
    all.push_back(producer(world, changed, items));
    co_await aio::gather(std::move(all));
    try {
        changed.notify();
    } catch (const aio::runtime_error& e) {
        world.print("RuntimeError: {}", e.what());
    }
}

}  // namespace

extern const sim::scenario condition_stock{
    .name = "condition-stock",
    .group = "synchronisation",
    .title = "Wait until there is something",
    .lesson = "wait_for() looks at its predicate again after each notification, and takes the lock before it looks.",
    .look = "At 1 s notify_all() wakes both consumers that are left: c1 takes the item, c2 looks, finds nothing and waits on. "
            "The lines \"still holding the lock\" come first: nobody wakes inside the producer's block.",
    .document = "003",
    .section = "Conditions",
    .aliases = {{"003_15", {}}},
    .parameters = {sim::integer("consumers", 3, 1, 50, "how many consumers, and items"),
                   sim::duration("interval", 0.5, 0.001, 60, "time between items")},
    .source = "scenarios/synchronisation/condition_stock.cpp",
    .program = main,
};

}  // namespace scenarios
