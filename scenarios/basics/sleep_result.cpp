// asyncio.sleep() may carry a value, which stands in for the result of something slow.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    world.print("before");
    co_await aio::sleep(world.duration("pause"));
    const std::string result = co_await aio::sleep(world.duration("work"), std::string("result"));
    world.print("after {}", result);
}

}  // namespace

extern const sim::scenario sleep_result{
    .name = "sleep-result",
    .group = "basics",
    .title = "A pause, and a pause with a result",
    .lesson = "sleep() gives the loop to others until its time has come, and can give back a value then.",
    .look = "main has two grey stretches, one for each sleep; each begins by setting a timer. Between them it runs for an "
            "instant. The second sleep wakes main with a value, as any slow operation would.",
    .document = "004",
    .section = "asyncio.sleep",
    .aliases = {{"004_02", {}}},
    .parameters = {sim::duration("pause", 2, 0, 600, "the first sleep"),
                   sim::duration("work", 0.5, 0, 600, "the sleep that gives a result")},
    .source = "scenarios/basics/sleep_result.cpp",
    .program = main,
};

}  // namespace scenarios
