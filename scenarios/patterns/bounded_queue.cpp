// One producer, one consumer, and a queue with three places between them. A last item that is none says "no more".

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using item = std::optional<std::string>;  // nothing: the producer is done

aio::coro<> producer(sim::world& world, aio::queue<item>& queue) {
    for (std::int64_t i = 1; i <= world.integer("items"); ++i) {
        const std::string name = fmt::format("item-{}", i);
        co_await queue.put(name);
        world.print("Produced {} (queue size {})", name, queue.qsize());
        co_await aio::sleep(world.random().uniform(0.1, 0.3));
    }
    co_await queue.put(std::nullopt);
    world.print("Producer done");
}

aio::coro<int> consumer(sim::world& world, aio::queue<item>& queue) {
    for (int count = 0;; ++count) {
        const item next = co_await queue.get();
        if (!next) {
            queue.task_done();
            world.print("Consumer done");
            co_return count;
        }
        world.print("Consuming {}", *next);
        co_await aio::sleep(world.random().uniform(0.2, world.number("slowest")));
        queue.task_done();
    }
}

aio::coro<> main(sim::world& world) {
    aio::queue<item> queue(static_cast<std::size_t>(world.integer("capacity")), "queue");
    const aio::task<> producing = aio::create_task(producer(world, queue));
    const aio::task<int> consuming = aio::create_task(consumer(world, queue));
    co_await producing;
    co_await queue.join();
    const int count = co_await consuming;
    world.print("Consumed {} items", count);
}

}  // namespace

extern const sim::scenario bounded_queue{
    .name = "bounded-queue",
    .group = "patterns",
    .title = "A queue with three places",
    .lesson = "A bounded queue makes a fast producer wait for a slow consumer, so that work never piles up.",
    .look = "Watch the queue's level climb from 0 to 2 while the consumer falls behind. main waits for the producer first, "
            "then in join() until every item is marked done. With a capacity of 1, or a slower consumer, the producer's "
            "lane turns yellow: it waits in put() for a place.",
    .document = "000",
    .section = "Producer-Consumer Pattern",
    .aliases = {{"000_05", {}}},
    .parameters = {sim::integer("items", 8, 0, 200, "how many items are produced"),
                   sim::integer("capacity", 3, 0, 200, "places in the queue; 0 is no limit"),
                   sim::number("slowest", 0.5, 0.2, 10, "seconds the consumer needs for an item at most")},
    .source = "scenarios/patterns/bounded_queue.cpp",
    .program = main,
};

}  // namespace scenarios
