// A future is a place for a result that somebody else will fill in.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> resolver(sim::world& world, aio::future<std::string> future) {
    world.print("resolver waiting");
    co_await aio::sleep(world.duration("delay"));
    world.print("resolver sets the result");
    future.set_result("ready");
    world.print("resolver goes on first");
    try {
        future.set_result("again");
    } catch (const aio::invalid_state_error&) {
        world.print("a future can be resolved once");
    }
}

aio::coro<> main(sim::world& world) {
    const auto future = aio::create_future<std::string>();
    const auto task = aio::create_task(resolver(world, future));
    world.print("done before: {}", future.done() ? "True" : "False");
    const std::string result = co_await future;
    world.print("result: {}", result);
    const std::string again = co_await future;
    world.print("done after: {} - await again: {}", future.done() ? "True" : "False", again);
    co_await task;
}

}  // namespace

extern const sim::scenario future_by_hand{
    .name = "future-by-hand",
    .group = "futures",
    .title = "Resolved by hand",
    .lesson = "set_result() fills a future once and wakes who awaits it; who sets it goes on first.",
    .look = "main waits for a bare future. The arrow that wakes it starts in the resolver's step, and main's step comes after "
            "it. Awaiting the future a second time does not suspend: the result is there.",
    .document = "003",
    .section = "Futures: manual control",
    .aliases = {{"003_07", {}}},
    .parameters = {sim::duration("delay", 1, 0, 600, "when the result is set")},
    .source = "scenarios/futures/future_by_hand.cpp",
    .program = main,
};

}  // namespace scenarios
