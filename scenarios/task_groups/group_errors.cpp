// What a task group does when something fails: in a task, in two at once, in a cleanup, in its body.

#include "scenarios/task_groups/group_errors.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

using namespace failing;

aio::coro<> main(sim::world& world) {
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fetch_data(world, "A", 1.0));
            group.create_task(fetch_data(world, "B", 0.5, "ValueError"));
            group.create_task(fetch_data(world, "C", 0.2));
            co_await aio::sleep(10.0);
            world.print("never printed: the body is cancelled too");
        });
    } catch (const aio::exception_group& group) {
        world.print("caught: {}", messages(group, "ValueError"));
    }
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fetch_data(world, "D", 0.5, "ValueError"));
            group.create_task(fetch_data(world, "E", 0.5, "TypeError"));
            group.create_task(fetch_data(world, "F", 0.5));
            group.create_task(fetch_data(world, "G", 0.6));
            co_return;
        });
    } catch (const aio::exception_group& group) {
        world.print("values: {}", messages(group, "ValueError"));
        world.print("types: {}", messages(group, "TypeError"));
    }
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(stubborn());
            group.create_task(fetch_data(world, "H", 0.1, "KeyError"));
            co_return;
        });
    } catch (const aio::exception_group& group) {
        world.print("group: {}", types(group));
    }
    try {
        co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fetch_data(world, "I", 1.0));
            co_await aio::sleep(0.1);
            throw aio::runtime_error("body failed");
        });
    } catch (const aio::exception_group& group) {
        world.print("body: {}", messages(group, "RuntimeError"));
    }
    world.print("cancelling: {}", aio::current_task().cancelling());
}

}  // namespace

extern const sim::scenario group_errors{
    .name = "group-errors",
    .group = "task groups",
    .title = "One fails, all stop",
    .lesson = "The first error cancels the rest of the group; when all have ended, every error comes out in one ExceptionGroup.",
    .look = "At 0.5 s B fails: A turns red and main's body is cancelled too, long before its ten seconds. D and E fail in the "
            "same iteration, and F still ends well in it. The task that H's failure cancels fails while it cleans up: both "
            "errors are in the group. Last, the body itself fails.",
    .document = "003",
    .section = "Error handling and exception propagation",
    .aliases = {{"003_03", {}}},
    .source = "scenarios/task_groups/group_errors.cpp",
    .program = main,
};

}  // namespace scenarios
