// gather() gives results in the order of its arguments, whoever ends first.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<int> task1(sim::world& world) {
    world.print("task1 start");
    co_await aio::sleep(world.duration("first"));
    world.print("task1 end");
    co_return 1;
}

aio::coro<int> task2(sim::world& world) {
    world.print("task2 start");
    co_await aio::sleep(world.duration("second"));
    world.print("task2 end");
    co_return 2;
}

aio::coro<> main(sim::world& world) {
    const auto [one, two] = co_await aio::gather(task1(world), task2(world));
    world.print("[{}, {}]", one, two);
}

}  // namespace

extern const sim::scenario gather_two{
    .name = "gather-two",
    .group = "gathering",
    .title = "Two at a time",
    .lesson = "gather() runs its coroutines side by side and gives their results in the order they were given.",
    .look = "task2 ends first, yet its result stands second: the order is that of the arguments. main waits for both, so it "
            "goes on with the slower one. Make second longer than first and compare.",
    .document = "004",
    .section = "asyncio.gather",
    .aliases = {{"004_04", {}}},
    .parameters = {sim::duration("first", 2, 0, 600, "how long task1 takes"),
                   sim::duration("second", 1, 0, 600, "how long task2 takes")},
    .source = "scenarios/gathering/gather_two.cpp",
    .program = main,
};

}  // namespace scenarios
