// Producers and consumers over a queue, with two ways to end that work: a sentinel for each consumer, put when all
// producers are done, or join() and then cancel the consumers. Every get() is matched by a task_done().

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using item = std::optional<std::string>;  // nothing: the sentinel, "no more items"

aio::coro<> producer(sim::world& world, aio::queue<item>& queue, std::int64_t producer_id) {
    for (std::int64_t i = 0; i < world.integer("items"); ++i) {
        const std::string name = fmt::format("P{}-Item{}", producer_id, i);
        co_await queue.put(name);
        world.print("Produced: {}", name);
        co_await aio::sleep(world.random().uniform(0.1, 0.5));
    }
}

aio::coro<> consumer(sim::world& world, aio::queue<item>& queue, std::int64_t consumer_id) {
    for (;;) {
        const item next = co_await queue.get();
        if (!next) {
            queue.task_done();
            co_return world.print("Consumer {} exits", consumer_id);
        }
        world.print("Consumer {} consumed: {}", consumer_id, *next);
        co_await aio::sleep(world.random().uniform(0.5, 1.0));
        queue.task_done();
    }
}

aio::coro<> main(sim::world& world) {
    aio::queue<item> queue(static_cast<std::size_t>(world.integer("capacity")), "queue");
    std::vector<aio::task<>> producers;
    for (std::int64_t i = 0; i < world.integer("producers"); ++i) {
        producers.push_back(aio::create_task(producer(world, queue, i)));
    }
    std::vector<aio::task<>> consumers;
    for (std::int64_t i = 0; i < world.integer("consumers"); ++i) {
        consumers.push_back(aio::create_task(consumer(world, queue, i)));
    }
    co_await aio::gather(producers);
    if (world.choice("stop") == "cancel") {
        world.print("Producers done");
        co_await queue.join();
        world.print("Queue drained");
        for (const aio::task<>& consumer : consumers) consumer.cancel();
        co_await aio::gather_settled(consumers);
        world.print("Consumers stopped");
        co_return;
    }
    for (std::size_t i = 0; i < consumers.size(); ++i) co_await queue.put(std::nullopt);
    co_await queue.join();
    co_await aio::gather(consumers);
    world.print("All done");
}

}  // namespace

extern const sim::scenario producer_consumer{
    .name = "producer-consumer", .group = "patterns", .title = "Producers and consumers",
    .lesson = "A queue lets fast producers run ahead; sentinels or a cancellation tell the consumers when to stop.",
    .look = "The queue's level rises while two producers are faster than three consumers. A capacity of 1 makes the "
            "producers wait in put() instead. At the end each consumer takes a sentinel and leaves; with stop set to cancel "
            "main waits until all items are done, and cancels three consumers that sleep in get().",
    .document = "002", .section = "Producer-Consumer", .aliases = {{"002_17b", {{"stop", "cancel"}}}, {"002_17c", {}}},
    .parameters = {sim::integer("producers", 2, 1, 20, "how many tasks put items"),
                   sim::integer("consumers", 3, 1, 20, "how many tasks get them"),
                   sim::integer("items", 5, 0, 100, "items each producer makes"),
                   sim::integer("capacity", 0, 0, 100, "places in the queue; 0 is no limit"),
                   sim::choice("stop", "sentinels", {"sentinels", "cancel"}, "what ends the consumers")},
    .source = "scenarios/patterns/producer_consumer.cpp", .program = main};

}  // namespace scenarios
