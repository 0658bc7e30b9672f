// gather(..., return_exceptions=True): some tasks fail, and all of them are waited for and looked at.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> risky(sim::world& world, int task_id, double delay, bool fail) {
    world.print("Task {} started", task_id);
    co_await aio::sleep(delay);
    if (fail) throw aio::value_error(fmt::format("Task {} failed", task_id));
    world.print("Task {} completed", task_id);
    co_return fmt::format("Result {}", task_id);
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::coro<std::string>> tasks;
    tasks.push_back(risky(world, 1, 1.0, world.flag("fail1")));
    tasks.push_back(risky(world, 2, 0.5, world.flag("fail2")));
    tasks.push_back(risky(world, 3, 1.5, world.flag("fail3")));
    tasks.push_back(risky(world, 4, 1.0, world.flag("fail4")));
    const std::vector<aio::outcome<std::string>> results = co_await aio::gather_settled(std::move(tasks));
    int failed = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        try {
            world.print("Task {}: ok: {}", i + 1, results[i].value());
        } catch (const aio::value_error& error) {
            world.print("Task {}: error: {}", i + 1, error.what());
            ++failed;
        }
    }
    world.print("{} succeeded, {} failed", results.size() - static_cast<std::size_t>(failed), failed);
}

}  // namespace

extern const sim::scenario settled_outcomes{
    .name = "settled-outcomes",
    .group = "gathering",
    .title = "Errors as values",
    .lesson = "With return_exceptions an error becomes one of the results, and nobody's work is lost.",
    .look = "At 0.5 s Task 2 fails: its lane ends with a red mark, and main does not notice. main wakes at 1.5 s, with the "
            "slowest task, and finds four outcomes in the order of the arguments. Compare gather-errors, where the first "
            "error comes out at once.",
    .document = "000",
    .section = "Task Management with Error Handling",
    .aliases = {{"000_04", {}}},
    .parameters = {sim::flag("fail1", false, "Task 1 fails"), sim::flag("fail2", true, "Task 2 fails"),
                   sim::flag("fail3", false, "Task 3 fails"), sim::flag("fail4", true, "Task 4 fails")},
    .source = "scenarios/gathering/settled_outcomes.cpp",
    .program = main,
};

}  // namespace scenarios
