// gather() throws at the first error, and the others run on with nobody waiting for them.

#include <fmt/ranges.h>
#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> successful_task(sim::world& world, int n) {
    const bool stays = world.choice("main") == "stays";
    if (stays) world.print("sibling {} started", n);
    try {
        co_await aio::sleep(1.0);
        world.print("sibling {} finished although gather already raised", n);
    } catch (const aio::cancelled_error&) {
        world.print("sibling {} cancelled by {}", n, world.flag("corrected") ? "its group" : "asyncio.run");
        throw;
    }
    co_return fmt::format("Success {}", n);
}

aio::coro<std::string> failing_task(sim::world& world) {
    co_await aio::sleep(world.duration("failure"));
    throw aio::value_error("Task failed!");
}

aio::coro<> in_a_group(sim::world& world, aio::task_group& group) {
    group.create_task(successful_task(world, 1));
    group.create_task(failing_task(world));
    group.create_task(successful_task(world, 2));
    co_return;
}

void print_running(sim::world& world) {
    std::vector<std::string> names;
    for (const aio::any_task& t : aio::all_tasks()) names.push_back(t.get_name());
    world.print("still running: ['{}']", fmt::join(names, "', '"));
}

aio::coro<> main(sim::world& world) {
    const bool stays = world.choice("main") == "stays";
    try {
        if (world.flag("corrected")) {
            co_await aio::with(aio::task_group(), [&](aio::task_group& group) { return in_a_group(world, group); });
        } else {
            const auto first = aio::create_task(successful_task(world, 1)), failing = aio::create_task(failing_task(world)),
                       last = aio::create_task(successful_task(world, 2));
            // asyncio.run() comes back, and the program goes on, only when the last sibling has ended.
            if (!stays) last.add_done_callback([&world](const auto&) { world.print("program continues"); });
            co_await aio::gather(first, failing, last);
        }
    } catch (const aio::error& error) {
        world.print("Error: {}", error.what());
    }
    if (!stays) co_return;
    print_running(world);
    co_await aio::sleep(0.4);
    if (aio::all_tasks().size() > 1) world.print("main leaves before the siblings finish");
    co_await aio::sleep(0.2);
    print_running(world);
}

}  // namespace

extern const sim::scenario gather_siblings{
    .name = "gather-siblings", .group = "mistakes", .title = "The siblings of an error",
    .lesson = "gather() throws at the first error and leaves the other tasks running; a task group cancels and awaits them.",
    .look = "At 0.5 s one lane fails and main ends, but two lanes go on: the end of the program has to cancel them, and says "
            "so by its !leftover lines. Set main to stays to see them work on for nothing until 1 s. Corrected, a task group "
            "cancels both at 0.5 s and only then lets the error out.",
    .document = "002", .section = "Gather with Error Handling",
    .aliases = {{"002_10b", {{"main", "stays"}}}, {"002_10c", {}}},
    .parameters = {sim::flag("corrected", false, "a task group instead of gather()"),
                   sim::choice("main", "leaves", {"leaves", "stays"}, "after the error: end the program, or look on"),
                   sim::duration("failure", 0.5, 0, 0.9, "when the one task fails; the others take a second")},
    .source = "scenarios/mistakes/gather_siblings.cpp", .program = main};

}  // namespace scenarios
