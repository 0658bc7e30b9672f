// A barrier holds tasks back until a given number has come; broken, it lets nobody pass.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> runner(sim::world& world, aio::barrier& barrier, std::string name, double preparation) {
    co_await aio::sleep(preparation);
    world.print("{} ready ({} waiting)", name, barrier.n_waiting());
    const std::size_t index = co_await barrier.wait();
    world.print("{} runs as {}", name, index);
    const std::size_t position = co_await barrier.wait();
    world.print("{} second lap as {}", name, position);
}

aio::coro<> stuck(sim::world& world, aio::barrier& barrier, std::string name) {
    try {
        co_await barrier.wait();
    } catch (const aio::broken_barrier_error& e) {
        world.print("{}: broken: {}", name, e.what());
    }
}

aio::coro<> main(sim::world& world) {
    aio::barrier barrier(3, "barrier");
    co_await aio::gather(runner(world, barrier, "r1", 0.3), runner(world, barrier, "r2", 0.1), runner(world, barrier, "r3", 0.2));

    std::vector<aio::task<>> tasks;
    for (std::int64_t i = 0; i < world.integer("stuck"); ++i) {
        tasks.push_back(aio::create_task(stuck(world, barrier, "s" + std::to_string(i))));
    }
    co_await aio::sleep(0.1);
    world.print("waiting: {}", barrier.n_waiting());
    co_await barrier.abort();
    co_await aio::gather(tasks);
    world.print("broken: {}", barrier.broken() ? "True" : "False");
    co_await barrier.reset();
    world.print("broken after reset: {}", barrier.broken() ? "True" : "False");
}

}  // namespace

extern const sim::scenario barrier_laps{
    .name = "barrier-laps",
    .group = "synchronisation",
    .title = "Ready, steady, go",
    .lesson = "A barrier of three lets three tasks go on together, again and again; abort() sends away who waits.",
    .look = "r2 and r3 wait for r1, which is slowest and does not wait at all: it is the last to come, and goes on first. The "
            "second lap uses the same barrier. Two more tasks can never be three: abort() breaks the barrier under them.",
    .document = "003",
    .section = "Barriers",
    .aliases = {{"003_16", {}}},
    .parameters = {sim::integer("stuck", 2, 0, 2, "how many wait in vain")},
    .source = "scenarios/synchronisation/barrier_laps.cpp",
    .program = main,
};

}  // namespace scenarios
