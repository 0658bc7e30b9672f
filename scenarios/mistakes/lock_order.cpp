// Two transfers, two locks, taken in opposite order: each holds what the other wants.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct account {
    std::string name;
    std::int64_t balance = 0;
    aio::lock lock{name};
};

aio::coro<> transfer(sim::world& world, account& from, account& to, std::int64_t amount) {
    account* first = &from;
    account* second = &to;
    if (world.flag("corrected") && second->name < first->name) std::swap(first, second);  // everybody in the same order
    const auto one = co_await first->lock.scoped();
    world.print("{} to {}: holds {}", from.name, to.name, first->name);
    if (world.duration("check").count() > 0) co_await aio::sleep(world.duration("check"));
    const auto other = co_await second->lock.scoped();
    from.balance -= amount;
    to.balance += amount;
    world.print("{} to {}: {} moved", from.name, to.name, amount);
}

aio::coro<> main(sim::world& world) {
    account a{"anna", 100}, b{"ben", 100};
    co_await aio::gather(transfer(world, a, b, 30), transfer(world, b, a, 50));
    world.print("anna {}, ben {}", a.balance, b.balance);
}

}  // namespace

extern const sim::scenario lock_order{
    .name = "lock-order",
    .group = "mistakes",
    .title = "Two locks in two orders",
    .lesson = "Who needs several locks takes them in one order everywhere; two orders are a deadlock waiting to happen.",
    .look = "Both transfers get their first lock at time 0 and pause. At 0.1 s each asks for the lock of the other, "
            "and the program is stuck: the message names the circle. Corrected, both start with anna, so the second "
            "waits with empty hands. With a check of 0 s nobody pauses, and the first is through before the second "
            "begins: the mistake is still there, unseen.",
    .parameters = {sim::flag("corrected", false, "take the locks in the order of the names"),
                   sim::duration("check", 0.1, 0, 60, "a pause between the two locks; 0: none")},
    .may_end = {.deadlock = true},
    .source = "scenarios/mistakes/lock_order.cpp",
    .program = main,
};

}  // namespace scenarios
