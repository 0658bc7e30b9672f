// A task group: a block that cannot be left before its tasks have ended.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> fetch_data(sim::world& world, std::string name, aio::duration delay) {
    co_await aio::sleep(delay);
    world.print("{} fetched", name);
    co_return "{'data': 'Result from " + name + "'}";
}

aio::coro<> main(sim::world& world) {
    aio::task<std::string> task1;
    aio::task<std::string> task2;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        task1 = group.create_task(fetch_data(world, "A", world.duration("a")));
        task2 = group.create_task(fetch_data(world, "B", world.duration("b")));
        world.print("body done, waiting");
        co_return;
    });
    world.print("{} {}", task1.result(), task2.result());
}

}  // namespace

extern const sim::scenario task_group{
    .name = "task-group",
    .group = "task groups",
    .title = "Nobody is left behind",
    .lesson = "The end of a task group's block waits for every task of the group, so their results are there after it.",
    .look = "main's body is done at once, but main stays in the block until B has ended: its lane shows the wait. After the "
            "block no task of the group can still run.",
    .document = "003",
    .section = "TaskGroup with Error Handling",
    .aliases = {{"003_02", {}}},
    .parameters = {sim::duration("a", 1, 0, 60, "how long A takes"), sim::duration("b", 2, 0, 60, "how long B takes")},
    .source = "scenarios/task_groups/task_group.cpp",
    .program = main,
};

}  // namespace scenarios
