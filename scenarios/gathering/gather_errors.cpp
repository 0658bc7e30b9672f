// One of three fails. Plain gather() throws at once; gather_settled() (return_exceptions=True) waits and gives all ends.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> successful_task(sim::world& world, int n) {
    co_await aio::sleep(world.duration("success"));
    co_return fmt::format("Success {}", n);
}

aio::coro<std::string> failing_task(sim::world& world) {
    co_await aio::sleep(world.duration("failure"));
    throw aio::value_error("Task failed!");
}

aio::coro<> main(sim::world& world) {
    try {
        co_await aio::gather(successful_task(world, 1), failing_task(world), successful_task(world, 2));
    } catch (const aio::value_error& error) {
        world.print("Error: {}", error.what());
    }

    std::vector<aio::coro<std::string>> again;
    again.push_back(successful_task(world, 1));
    again.push_back(failing_task(world));
    again.push_back(successful_task(world, 2));
    const auto results = co_await aio::gather_settled(std::move(again));
    for (const aio::outcome<std::string>& result : results) {
        try {
            world.print("Result: {}", result.value());
        } catch (const aio::value_error& error) {
            world.print("Exception: {}", error.what());
        }
    }
}

}  // namespace

extern const sim::scenario gather_errors{
    .name = "gather-errors",
    .group = "gathering",
    .title = "When one of many fails",
    .lesson = "gather() throws the first error and lets the others run on; gather_settled() gives every end as a value.",
    .look = "At 0.5 s the first gather throws and main starts a second one, but the lanes of the first two successful "
            "tasks go on to 1 s: nobody wants their results any more. From then on look at the second three: the error "
            "waits in its place in the list until all have ended.",
    .document = "002",
    .section = "Gather with Error Handling",
    .aliases = {{"002_10", {}}},
    .parameters = {sim::duration("success", 1, 0, 3600, "how long the tasks take that succeed"),
                   sim::duration("failure", 0.5, 0, 3600, "how long the one takes that fails")},
    .source = "scenarios/gathering/gather_errors.cpp",
    .program = main,
};

}  // namespace scenarios
