// A queue of two places between two producers and two consumers; and queues of other orders.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using item = std::pair<std::string, std::int64_t>;

aio::coro<> producer(sim::world& world, aio::queue<item>& queue, std::string name, double delay) {
    for (std::int64_t i = 0; i < world.integer("items"); ++i) {
        co_await queue.put(item(name, i));
        world.print("{} put {} (size {})", name, i, queue.qsize());
        co_await aio::sleep(delay);
    }
}

aio::coro<> consumer(sim::world& world, aio::queue<item>& queue, std::string name) {
    for (;;) {
        const auto [from, i] = co_await queue.get();
        world.print("{} got ('{}', {})", name, from, i);
        co_await aio::sleep(0.3);
        queue.task_done();
    }
}

aio::coro<> main(sim::world& world) {
    aio::queue<item> queue(static_cast<std::size_t>(world.integer("places")), "queue");
    std::vector<aio::task<>> consumers{aio::create_task(consumer(world, queue, "c0")), aio::create_task(consumer(world, queue, "c1"))};
    co_await aio::gather(producer(world, queue, "p0", 0.1), producer(world, queue, "p1", 0.05));
    co_await queue.join();
    for (const auto& task : consumers) task.cancel();
    co_await aio::gather_settled(consumers);

    aio::priority_queue<std::pair<int, std::string>> by_priority(0, "by_priority");
    for (const auto& entry : {std::pair(3, "low"), std::pair(1, "high"), std::pair(2, "mid")}) by_priority.put_nowait(entry);
    std::vector<std::string> order;
    while (!by_priority.empty()) {
        const auto [priority, text] = by_priority.get_nowait();
        order.push_back(fmt::format("({}, '{}')", priority, text));
    }
    world.print("[{}]", fmt::join(order, ", "));
    aio::lifo_queue<int> stack(0, "stack");
    for (int i = 0; i < 3; ++i) stack.put_nowait(i);
    std::vector<int> taken;
    while (!stack.empty()) taken.push_back(stack.get_nowait());
    world.print("{}", taken);
    try {
        stack.get_nowait();
    } catch (const aio::queue_empty&) {
        world.print("QueueEmpty");
    }
    aio::queue<int> full(1, "full");
    full.put_nowait(1);
    try {
        full.put_nowait(2);
    } catch (const aio::queue_full&) {
        world.print("QueueFull");
    }
}

}  // namespace

extern const sim::scenario queue_kinds{
    .name = "queue-kinds", .group = "synchronisation", .title = "Two places in a queue",
    .lesson = "A bounded queue makes fast producers wait; join() waits until every item was marked done.",
    .look = "Watch the queue's level against its capacity line of 2: producers turn yellow when it is full and go on one by one as "
            "items are taken. join() lasts until the last task_done(), not until the queue is empty.",
    .document = "003", .section = "Queues", .aliases = {{"003_17", {}}},
    .parameters = {sim::integer("places", 2, 0, 50, "places in the queue; 0: no limit"),
                   sim::integer("items", 4, 0, 100, "items of each producer")},
    .source = "scenarios/synchronisation/queue_kinds.cpp", .program = main,
};

}  // namespace scenarios
