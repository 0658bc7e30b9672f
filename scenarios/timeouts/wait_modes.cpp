// asyncio.wait(): waits for tasks without taking their results, and, with a timeout, gives up without cancelling.

#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<int> job(int seconds) {
    co_await aio::sleep(std::chrono::seconds(seconds));
    co_return seconds;
}

std::vector<aio::task<int>> two_jobs() { return {aio::create_task(job(1)), aio::create_task(job(2))}; }

aio::coro<> main(sim::world& world) {
    const auto all = co_await aio::wait(two_jobs());
    std::vector<int> results;
    for (const auto& task : all.done) results.push_back(task.result());
    std::sort(results.begin(), results.end());
    world.print("{} {}", results, all.pending.size());

    const auto some = co_await aio::wait(two_jobs(), aio::wait_options(world.duration("timeout")));
    results.clear();
    for (const auto& task : some.done) results.push_back(task.result());
    std::vector<std::string> ended;
    for (const auto& task : some.pending) ended.push_back(task.done() ? "True" : "False");
    world.print("{} [{}]", results, fmt::join(ended, ", "));
    for (const auto& task : some.pending) {
        const int late = co_await task;
        world.print("{}", late);
    }
}

}  // namespace

extern const sim::scenario wait_modes{
    .name = "wait-modes",
    .group = "timeouts and waiting",
    .title = "Wait, and wait no longer than",
    .lesson = "wait() sorts tasks into done and pending; when its time is up, those pending simply go on.",
    .look = "The first wait ends with the slower job. The second is given a timeout that passes between the two jobs: main "
            "goes on, and the slow job's lane does not even notice. main then awaits it like any task.",
    .document = "004",
    .section = "asyncio.wait",
    .aliases = {{"004_05", {}}},
    .parameters = {sim::duration("timeout", 1.5, 0, 60, "how long the second wait waits")},
    .source = "scenarios/timeouts/wait_modes.cpp",
    .program = main,
};

}  // namespace scenarios
