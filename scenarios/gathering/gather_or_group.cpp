// The same three tasks gathered, and in a task group.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<int> task(sim::world& world, int n) {
    co_await aio::sleep(world.duration("duration"));
    co_return n * 2;
}

aio::coro<std::vector<int>> with_gather(sim::world& world) {
    const auto [one, two, three] = co_await aio::gather(task(world, 1), task(world, 2), task(world, 3));
    co_return std::vector<int>{one, two, three};
}

aio::coro<std::vector<int>> with_task_group(sim::world& world) {
    std::vector<aio::task<int>> tasks;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        for (const int n : {1, 2, 3}) tasks.push_back(group.create_task(task(world, n)));
        co_return;
    });
    // All tasks have ended when the block has.
    co_return std::vector<int>{tasks[0].result(), tasks[1].result(), tasks[2].result()};
}

aio::coro<> main(sim::world& world) {
    const std::vector<int> gathered = co_await with_gather(world);
    if (world.choice("run") == "gather only") co_return;  // the document drops the result and never runs the other
    world.print("[{}]", fmt::join(gathered, ", "));
    const std::vector<int> grouped = co_await with_task_group(world);
    world.print("[{}]", fmt::join(grouped, ", "));
}

}  // namespace

extern const sim::scenario gather_or_group{
    .name = "gather-or-group",
    .group = "gathering",
    .title = "gather() or a task group",
    .lesson = "Both wait for all their tasks; a task group also keeps every one of them inside its block.",
    .look = "Both halves draw the same three lanes. The difference is in what main waits for: first a future of three "
            "results, then the end of a block. It matters when something fails: compare the scenario gather-siblings.",
    .document = "002",
    .section = "Gather vs TaskGroup",
    .aliases = {{"002_11", {{"run", "gather only"}}}, {"002_11b", {}}},
    .parameters = {sim::duration("duration", 1, 0, 3600, "how long each task takes"),
                   sim::choice("run", "both", {"both", "gather only"}, "both one after the other, or the first half")},
    .source = "scenarios/gathering/gather_or_group.cpp",
    .program = main,
};

}  // namespace scenarios
