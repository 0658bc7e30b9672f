// loop.run_in_executor(): a function that blocks runs in a thread of a pool, and the loop goes on.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    world.print("False");  // Python's hasattr(asyncio, "run_in_executor"): it is a method of the loop
    const aio::duration cost = world.duration("cost");
    const auto blocking_operation = [cost] {
        aio::blocking_sleep(cost);
        return std::string("Blocking operation");
    };
    const std::string result = co_await aio::run_in_executor(std::ref(blocking_operation));
    world.print("{}", result);
    world.print("done");
}

}  // namespace

extern const sim::scenario executor_call{
    .name = "executor-call",
    .group = "blocking code",
    .title = "One call in a thread",
    .lesson = "run_in_executor() is a method of the loop: it sends a blocking function to a thread and gives a future.",
    .look = "main waits for a future that the pool resolves. The function costs no virtual time unless cost says so; then "
            "main waits for as long, while the loop stays free for other tasks.",
    .document = "004",
    .section = "asyncio.run_in_executor",
    .aliases = {{"004_06", {}}},
    .parameters = {sim::duration("cost", 0, 0, 600, "how long the function blocks its thread")},
    .source = "scenarios/blocking/executor_call.cpp",
    .program = main,
};

}  // namespace scenarios
