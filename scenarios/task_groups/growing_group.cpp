// A group that grows: what is found decides which tasks come next, and tasks add tasks.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::int64_t> probe(sim::world& world, std::int64_t n) {
    co_await aio::sleep(0.1 * static_cast<double>(n));
    const std::int64_t value = world.random().randint(1, 100);
    world.print("probe {} -> {}", n, value);
    co_return value;
}

aio::coro<> deep_check(sim::world& world, std::int64_t n) {
    co_await aio::sleep(0.3);
    world.print("deep check {} done", n);
}

aio::coro<std::int64_t> follow_up(sim::world& world, aio::task_group& group, std::int64_t n, std::int64_t value) {
    world.print("follow-up {} for {}", n, value);
    co_await aio::sleep(0.2);
    if (value > 75) {
        world.print("follow-up {} spawns a deep check", n);
        group.create_task(deep_check(world, n));
    }
    co_return value * 2;
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::task<std::int64_t>> follow_ups;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        for (std::int64_t n = 1; n <= world.integer("probes"); ++n) {
            const std::int64_t value = co_await probe(world, n);
            if (value > 50) {
                follow_ups.push_back(group.create_task(follow_up(world, group, n, value)));
            } else if (value > 25) {
                group.create_task(deep_check(world, n));
            } else {
                world.print("probe {}: nothing to do", n);
            }
        }
    });
    std::vector<std::int64_t> results;
    for (const auto& task : follow_ups) results.push_back(task.result());
    world.print("{}", results);
}

}  // namespace

extern const sim::scenario growing_group{
    .name = "growing-group",
    .group = "task groups",
    .title = "Tasks that make tasks",
    .lesson = "Tasks may join a group while it runs, also from inside its tasks; the block waits for all of them.",
    .look = "New lanes appear as the probes find something. follow-up 1 starts a deep check of its own at 0.3 s: its child "
            "stands in the same group. Another seed finds other values and grows another tree.",
    .document = "003",
    .section = "Conditional task creation",
    .aliases = {{"003_05", {}}},
    .parameters = {sim::integer("probes", 5, 1, 60, "how many probes there are")},
    .source = "scenarios/task_groups/growing_group.cpp",
    .program = main,
};

}  // namespace scenarios
