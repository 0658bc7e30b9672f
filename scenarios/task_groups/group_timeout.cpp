// A deadline around a whole group.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> worker(sim::world& world, std::string name, double delay) {
    try {
        co_await aio::sleep(delay);
        world.print("{} done", name);
    } catch (const aio::cancelled_error&) {
        world.print("{} cancelled", name);
        throw;
    }
    co_return name;
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::task<std::string>> tasks;
    const auto start_four = [&](aio::task_group& group) -> aio::coro<> {
        for (int i = 0; i < 4; ++i) tasks.push_back(group.create_task(worker(world, "w" + std::to_string(i), 0.5 * (i + 1))));
        co_return;
    };
    bool expired = false;
    try {
        co_await aio::with(aio::timeout(world.duration("timeout")), [&](aio::timeout& deadline) -> aio::coro<> {
            auto all = aio::with(aio::task_group(), std::ref(start_four));
            const auto ended = co_await aio::settled(std::move(all));
            expired = deadline.expired();
            ended.value();
        });
    } catch (const aio::timeout_error&) {
        world.print("group timed out, expired: {}", expired ? "True" : "False");
    }
    std::vector<std::string> results;
    for (const auto& task : tasks) results.push_back(task.cancelled() ? "'cancelled'" : "'" + task.result() + "'");
    world.print("[{}]", fmt::join(results, ", "));

    co_await aio::with(aio::timeout(std::chrono::seconds(3)), [&](aio::timeout& deadline) -> aio::coro<> {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(worker(world, "fast", 0.5));
            deadline.reschedule(aio::get_running_loop().time() + aio::seconds(0.6));
            co_return;
        });
        expired = deadline.expired();
    });
    world.print("within rescheduled timeout, expired: {}", expired ? "True" : "False");
}

}  // namespace

extern const sim::scenario group_timeout{
    .name = "group-timeout",
    .group = "task groups",
    .title = "A deadline for a group",
    .lesson = "A timeout around a task group cancels every task that is still at work, and waits for them to end.",
    .look = "At one second three lanes turn red at once: the timeout cancels main, main's group cancels its tasks. w1 would have "
            "ended at that very instant and is too late. The second group moves its own deadline while it runs.",
    .document = "003",
    .section = "Timeout handling for a group",
    .aliases = {{"003_04", {}}},
    .parameters = {sim::duration("timeout", 1, 0.001, 60, "how long the four workers may take")},
    .source = "scenarios/task_groups/group_timeout.cpp",
    .program = main,
};

}  // namespace scenarios
