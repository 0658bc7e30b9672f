// Fetches that succeed and fetches that fail, gathered and in task groups.

#include <fmt/ranges.h>

#include "scenarios/gathering/fetches.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

using namespace fetching;

aio::coro<> using_gather(sim::world& world) {
    const auto [a, b, c] = co_await aio::gather(fetch(world, 1, 1.0), fetch(world, 2, 0.5), fetch(world, 3, 1.5));
    world.print("gather results: [{}, {}, {}]", a, b, c);

    const auto [d, e] = co_await aio::gather_settled(fetch(world, 4, 1.0), fetch(world, 5, 0.5, true));
    world.print("gather return_exceptions: ['{}', '{}']", d.value(), message(e.error()));
    try {
        co_await aio::gather(fetch(world, 6, 1.0), fetch(world, 7, 0.5, true));
    } catch (const aio::runtime_error& error) {
        world.print("gather raised: {}", error.what());
    }
}

aio::coro<> using_task_group(sim::world& world) {
    std::vector<aio::task<int>> tasks;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        for (const int i : {11, 12, 13}) tasks.push_back(group.create_task(fetch(world, i, i * 0.1)));
        co_return;
    });
    world.print("taskgroup results: [{}, {}, {}]", tasks[0].result(), tasks[1].result(), tasks[2].result());
    tasks.clear();
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            tasks.push_back(group.create_task(fetch(world, 14, 2.0)));
            tasks.push_back(group.create_task(fetch(world, 15, world.number("failure"), true)));
            tasks.push_back(group.create_task(fetch(world, 16, 0.2)));
            co_return;
        });
    } catch (const aio::exception_group& group) {
        std::vector<std::string> errors;
        group.for_each<aio::runtime_error>([&](const aio::runtime_error& e) { errors.emplace_back(e.what()); });
        world.print("taskgroup raised: ['{}']", fmt::join(errors, "', '"));
    }
    const auto third = tasks[2].cancelled() ? std::string("cancelled") : std::to_string(tasks[2].result());
    world.print("t1 cancelled={} t2 exc={} t3={}", tasks[0].cancelled() ? "True" : "False",
                message(tasks[1].exception()), third);
}

aio::coro<> main(sim::world& world) {
    co_await using_gather(world);
    co_await using_task_group(world);
}

}  // namespace

extern const sim::scenario fetches{
    .name = "fetches",
    .group = "gathering",
    .title = "Errors in gather() and in a task group",
    .lesson = "After an error gather() leaves its siblings running; a task group cancels them and waits for them.",
    .look = "Fetch 6 ends half a second after gather() has raised, in the middle of the next part. In the task group the "
            "failure of fetch 15 cancels fetch 14 at the same moment, and nothing is left behind.",
    .document = "001",
    .section = "Concurrency using Async",
    .aliases = {{"001_02", {}}},
    .parameters = {sim::number("failure", 0.5, 0.01, 1.9, "seconds until fetch 15 breaks")},
    .source = "scenarios/gathering/fetches.cpp",
    .program = main,
};

}  // namespace scenarios
