// A lock around read, wait and write: without it four withdrawals become one.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct account {
    std::int64_t balance = 100;
    aio::lock lock{"account"};
};

aio::coro<> unsafe(sim::world& world, account& acc, std::string name) {
    const std::int64_t value = acc.balance;
    co_await aio::sleep(world.duration("hold"));
    acc.balance = value - 10;
    world.print("{}: unsafe balance {}", name, acc.balance);
}

aio::coro<> safe(sim::world& world, account& acc, std::string name) {
    world.print("{}: waiting (locked={})", name, acc.lock.locked() ? "True" : "False");
    const auto guard = co_await acc.lock.scoped();
    const std::int64_t value = acc.balance;
    co_await aio::sleep(world.duration("hold"));
    acc.balance = value - 10;
    world.print("{}: safe balance {}", name, acc.balance);
}

aio::coro<> barge(sim::world& world) {
    aio::lock lock("lock");
    co_await lock.acquire();
    const auto waiter = aio::create_task(lock.acquire());
    co_await aio::sleep(aio::duration(0));
    lock.release();
    world.print("released but handed over? {}", lock.locked() ? "True" : "False");
    const auto barging = aio::create_task(lock.acquire());
    co_await waiter;
    world.print("waiter has it; barging done: {}", barging.done() ? "True" : "False");
    lock.release();
    co_await barging;
    world.print("barging has it: {}", lock.locked() ? "True" : "False");
    try {
        lock.release();
        lock.release();
    } catch (const aio::runtime_error& e) {
        world.print("RuntimeError: {}", e.what());
    }
}

aio::coro<> main(sim::world& world) {
    account acc;
    co_await aio::gather(unsafe(world, acc, "u0"), unsafe(world, acc, "u1"), unsafe(world, acc, "u2"), unsafe(world, acc, "u3"));
    world.print("after unsafe: {}", acc.balance);
    account kept;
    co_await aio::gather(safe(world, kept, "s0"), safe(world, kept, "s1"), safe(world, kept, "s2"), safe(world, kept, "s3"));
    world.print("after safe: {}", kept.balance);
    co_await barge(world);
}

}  // namespace

extern const sim::scenario lock_account{
    .name = "lock-account",
    .group = "synchronisation",
    .title = "Four withdrawals",
    .lesson = "A lock keeps others out while a task waits between reading and writing; whoever waits longest has it next.",
    .look = "The four unsafe lanes sleep together and write the same balance. The safe ones go one after the other: three "
            "lanes are orange. In the last part a lock that was released is not yet its waiter's, and still nobody overtakes.",
    .document = "003",
    .section = "Locks",
    .aliases = {{"003_12", {}}},
    .parameters = {sim::duration("hold", 0.1, 0, 60, "time between reading and writing")},
    .source = "scenarios/synchronisation/lock_account.cpp",
    .program = main,
};

}  // namespace scenarios
