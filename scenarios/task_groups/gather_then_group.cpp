// The same fetches under gather() and in a task group, well and badly: what becomes of those that did not fail?

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "scenarios/task_groups/group.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<int> fetch(sim::world& world, int n, double delay, bool fail = false) {
    try {
        world.print("fetch {} start", n);
        co_await aio::sleep(delay);
        if (fail) throw aio::runtime_error(fmt::format("fetch {} broke", n));
        world.print("fetch {} end", n);
        co_return n * 10;
    } catch (const aio::cancelled_error&) {
        world.print("fetch {} cancelled", n);
        throw;
    }
}

aio::coro<> using_gather(sim::world& world) {
    const auto [one, two, three] = co_await aio::gather(fetch(world, 1, 1.0), fetch(world, 2, 0.5), fetch(world, 3, 1.5));
    world.print("gather results: [{}, {}, {}]", one, two, three);
    const auto [four, five] = co_await aio::gather_settled(fetch(world, 4, 1.0), fetch(world, 5, 0.5, true));
    try {
        five.value();
    } catch (const aio::runtime_error& error) {
        world.print("gather return_exceptions: ['{}', '{}']", four.value(), error.what());
    }
    try {
        co_await aio::gather(fetch(world, 6, 1.0), fetch(world, 7, 0.5, true));
    } catch (const aio::runtime_error& error) {
        world.print("gather raised: {}", error.what());
    }
}

aio::coro<> using_task_group(sim::world& world) {
    std::vector<aio::task<int>> tasks;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        for (const int n : {11, 12, 13}) tasks.push_back(group.create_task(fetch(world, n, n * 0.1)));
        co_return;
    });
    world.print("taskgroup results: [{}, {}, {}]", tasks[0].result(), tasks[1].result(), tasks[2].result());
    std::string broken;
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            tasks = {group.create_task(fetch(world, 14, 2.0)), group.create_task(fetch(world, 15, 0.5, true)),
                     group.create_task(fetch(world, 16, 0.2))};
            co_return;
        });
    } catch (const aio::exception_group& errors) {
        errors.for_each<aio::runtime_error>([&](const aio::runtime_error& error) { broken = error.what(); });
        world.print("taskgroup raised: ['{}']", broken);
    }
    world.print("t1 cancelled={} t2 exc={} t3={}", tasks[0].cancelled() ? "True" : "False", broken, tasks[2].result());
}

aio::coro<> main(sim::world& world) {
    co_await using_gather(world);
    co_await using_task_group(world);
}

}  // namespace

const sim::scenario gather_then_group{.name = "gather-then-group", .group = "task groups", .title = "After an error: gather() or group",
    .lesson = "When one of several fails, gather() leaves the others running; a task group cancels them and waits for that.",
    .look = "At 3 s gather() raises, but the lane of fetch 6 goes on beside whatever comes next, until 3.5 s. In the last group "
            "fetch 15 fails at 4.8 s, and fetch 14 is cancelled in the same instant: nothing outlives the block.",
    .document = "001", .section = "concurrency_using_async.py", .aliases = {{"001_02", {}}},
    .source = "scenarios/task_groups/gather_then_group.cpp", .program = main};

}  // namespace scenarios
