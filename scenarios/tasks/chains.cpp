// Chains of awaits, one after another and side by side, and a task that is cancelled while it works.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

const char* text(bool value) { return value ? "True" : "False"; }

aio::coro<int> get_total(int orders) {
    co_await aio::sleep(0.2);
    co_return 10 * orders;
}

aio::coro<int> chain(sim::world& world, int user_id) {
    const std::string user = co_await aio::sleep(aio::seconds(0.3), fmt::format("user{}", user_id));
    world.print("got {}", user);
    const int orders = co_await aio::sleep(aio::seconds(0.5), user_id);  // as many orders as the number says
    world.print("got {} orders for {}", orders, user);
    const int total = co_await get_total(orders);
    world.print("total for {}: {}", user, total);
    co_return total;
}

aio::coro<> cancellable(sim::world& world, std::string name) {
    std::exception_ptr cancelled;
    try {
        for (int i = 0; i < 10; ++i) {
            world.print("{} tick {}", name, i);
            co_await aio::sleep(0.4);
        }
    } catch (const aio::cancelled_error&) {
        world.print("{} cleaning up", name);
        cancelled = std::current_exception();  // C++ cannot await inside a catch block
    }
    if (cancelled) {
        co_await aio::sleep(world.duration("cleanup"));
        world.print("{} clean", name);
    }
    world.print("{} finally", name);
    if (cancelled) std::rethrow_exception(cancelled);
}

aio::coro<> main(sim::world& world) {
    const int first = co_await chain(world, 1);
    world.print("sequential: {}", first);
    const auto [second, third] = co_await aio::gather(chain(world, 2), chain(world, 3));
    world.print("concurrent: [{}, {}]", second, third);
    aio::task<int> task = aio::create_task(chain(world, 4));
    world.print("task done? {}", text(task.done()));
    const int fourth = co_await task;
    world.print("task result: {}", fourth);
    aio::task<> victim = aio::create_task(cancellable(world, "victim"));
    co_await aio::sleep(world.duration("patience"));
    world.print("cancel -> {}", text(victim.cancel()));
    world.print("cancelling: {}", victim.cancelling());
    try {
        co_await victim;
    } catch (const aio::cancelled_error&) {
        world.print("victim cancelled: {}", text(victim.cancelled()));
    }
    world.print("cancel again -> {}", text(victim.cancel()));
}

}  // namespace

extern const sim::scenario chains{
    .name = "chains", .group = "tasks", .title = "Chains of awaits",
    .lesson = "Steps that need each other's results go in a chain; whole chains can go side by side.",
    .look = "The first chain takes a second alone. Then two chains share a second: two lanes with the same three waits. "
            "The last lane is the victim: cancel() only marks it, and the time it takes to clean up is main's wait.",
    .document = "002", .section = "02_async_await.py", .aliases = {{"002_mp02", {}}},
    .parameters = {sim::duration("patience", 1, 0, 10, "when main cancels the victim"),
                   sim::duration("cleanup", 0.1, 0, 10, "how long the victim needs to clean up")},
    .source = "scenarios/tasks/chains.cpp", .program = main};

}  // namespace scenarios
