// What can become of a task: pending, done, failed, cancelled; protected by shield(), out of time in three ways.

#include <fmt/ranges.h>

#include <set>

#include "scenarios/tasks/task_states.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

using namespace fates;

aio::coro<> main(sim::world& world) {
    const auto a = aio::create_task(job(world, "a", 1), "job-a");
    const auto b = aio::create_task(job(world, "b", 2, true), "job-b");
    const auto c = aio::create_task(job(world, "c", 9), "job-c");
    for (const double pause : {0.5, 1.0, 1.0}) {
        co_await aio::sleep(pause);
        world.print("{{'job-a': '{}', 'job-b': '{}', 'job-c': '{}'}}", status(a), status(b), status(c));
    }

    const aio::duration patience = world.duration("patience");
    try {
        co_await aio::wait_for(c, patience);
    } catch (const aio::timeout_error&) {
        world.print("c timed out: {}", status(c));  // wait_for() cancelled it
    }
    const std::string in_time = co_await aio::wait_for(job(world, "d", 0.2), patience);
    world.print("{}", in_time);

    const auto e = aio::create_task(job(world, "e", 1));
    try {
        co_await aio::wait_for(aio::shield(e), patience);
    } catch (const aio::timeout_error&) {
        world.print("shielded wait timed out, e is {}", status(e));
    }
    const std::string late = co_await e;
    world.print("e result: {}", late);

    try {
        co_await aio::with(aio::timeout(aio::seconds(0.3)), [&](aio::timeout&) { return job(world, "f", 1); });
    } catch (const aio::timeout_error&) {
        world.print("timeout block expired");
    }

    std::vector<aio::task<std::string>> some;
    for (const int i : {3, 1, 2}) some.push_back(aio::create_task(job(world, fmt::format("w{}", i), i * 0.2)));
    const auto [done, pending] = co_await aio::wait(some, patience);
    std::set<std::string> results;
    for (const auto& task : done) results.insert(task.result());
    world.print("wait: ['{}'] pending {}", fmt::join(results, "', '"), pending.size());
    for (const auto& task : pending) task.cancel();
    const auto ended = co_await aio::gather_settled(pending);
    world.print("cancelled: [{}]", ended.empty() ? "" : "CancelledError('')");  // one is left, or none
}

}  // namespace

extern const sim::scenario task_states{
    .name = "task-states",
    .group = "tasks",
    .title = "What can become of a task",
    .lesson = "Who waits for a task with a limit decides whether it dies of it: wait_for() cancels, shield() does not.",
    .look = "At 2.5 s three lanes show three fates: done, failed, still going. c ends when main's patience does; e "
            "lives on, for only the shield around it was cancelled. wait() cancels nothing: main does that itself at "
            "the end.",
    .document = "002",
    .section = "03_async_tasks.py",
    .aliases = {{"002_mp03", {}}},
    .parameters = {sim::duration("patience", 0.5, 0.41, 0.9, "how long main waits for c, d, e and the three at the end")},
    .source = "scenarios/tasks/task_states.cpp",
    .program = main,
};

}  // namespace scenarios
