// wait() until the first of three is done; what becomes of the others is up to you.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> task(sim::world& world, std::string name, std::int64_t number) {
    try {
        co_await aio::sleep(number * world.duration("step"));
    } catch (const aio::cancelled_error&) {
        if (world.choice("others") == "await") world.print("{} saw the cancellation", name);
        throw;
    }
    co_return name + " done";
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::task<std::string>> tasks;
    for (std::int64_t i = 1; i <= world.integer("tasks"); ++i) {
        tasks.push_back(aio::create_task(task(world, fmt::format("Task {}", i), i)));
    }
    const auto [done, pending] = co_await aio::wait(tasks, aio::return_when::first_completed);

    if (world.choice("others") == "forget") {
        std::vector<std::string> texts;
        for (const auto& t : done) {
            texts.push_back(fmt::format("<Task finished name='{}' coro=<task() done> result='{}'>", t.get_name(), t.result()));
        }
        world.print("First completed: {{{}}}", fmt::join(texts, ", "));
        for (const auto& t : pending) t.cancel();  // and main leaves without looking at how they end
        co_return;
    }
    std::vector<std::string> results;
    for (const auto& t : done) results.push_back("'" + t.result() + "'");
    world.print("done: [{}] pending: {}", fmt::join(results, ", "), pending.size());
    for (const auto& t : pending) {
        const bool asked = t.cancel();
        world.print("cancel: {} cancelled yet: {}", asked ? "True" : "False", t.cancelled() ? "True" : "False");
    }
    const auto ends = co_await aio::gather_settled(pending);
    std::vector<std::string> errors, cancelled;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        errors.push_back(ends[i].cancelled() ? "'CancelledError'" : "'str'");
        cancelled.push_back(pending[i].cancelled() ? "True" : "False");
    }
    world.print("after gather: [{}] [{}]", fmt::join(errors, ", "), fmt::join(cancelled, ", "));
}

}  // namespace

extern const sim::scenario wait_first{
    .name = "wait-first",
    .group = "timeouts and waiting",
    .title = "The first of several",
    .lesson = "wait() cancels nothing: it says which tasks are done and which are not, and the rest is yours.",
    .look = "At 1 s the first lane ends and main wakes, while two still sleep. cancel() answers yes, but the task is not "
            "cancelled yet: its exception arrives in the next iteration. Whoever cancels should also await, as here with "
            "others set to await; with forget the two end unseen, after main.",
    .document = "002",
    .section = "Wait for Multiple Tasks",
    .aliases = {{"002_13", {{"others", "forget"}}}, {"002_13b", {{"others", "forget"}}}, {"002_13c", {}}},
    .parameters = {sim::integer("tasks", 3, 1, 50, "how many tasks are waited for"),
                   sim::duration("step", 1, 0, 600, "the first sleeps so long, the second twice as long, and so on"),
                   sim::choice("others", "await", {"await", "forget"}, "after cancelling the rest: await them, or leave")},
    .source = "scenarios/timeouts/wait_first.cpp",
    .program = main,
};

}  // namespace scenarios
