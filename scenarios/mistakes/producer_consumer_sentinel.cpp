// The same with an end that does not work: each producer puts one sentinel, each consumer puts it back for the others,
// and nobody marks them done. queue.join() waits for ever.

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
    if (!world.flag("corrected")) co_await queue.put(std::nullopt);  // signal completion
}

aio::coro<> consumer(sim::world& world, aio::queue<item>& queue, std::int64_t consumer_id) {
    for (;;) {
        const item next = co_await queue.get();
        if (!next) {
            if (world.flag("corrected")) {
                queue.task_done();
            } else {
                co_await queue.put(std::nullopt);  // put it back for the others: an item nobody will mark done
            }
            co_return;
        }
        world.print("Consumer {} consumed: {}", consumer_id, *next);
        co_await aio::sleep(world.random().uniform(0.5, 1.0));
        queue.task_done();
    }
}

aio::coro<> main(sim::world& world) {
    aio::queue<item> queue(0, "queue");
    std::vector<aio::task<>> producers;
    for (std::int64_t i = 0; i < world.integer("producers"); ++i) {
        producers.push_back(aio::create_task(producer(world, queue, i)));
    }
    std::vector<aio::task<>> consumers;
    for (std::int64_t i = 0; i < world.integer("consumers"); ++i) {
        consumers.push_back(aio::create_task(consumer(world, queue, i)));
    }
    co_await aio::gather(producers);
    for (std::size_t i = 0; world.flag("corrected") && i < consumers.size(); ++i) co_await queue.put(std::nullopt);
    co_await queue.join();
    co_await aio::gather(consumers);
}

}  // namespace

extern const sim::scenario producer_consumer_sentinel{
    .name = "producer-consumer-sentinel",
    .group = "mistakes",
    .title = "The sentinel that is never done",
    .lesson = "Items put back without task_done() keep join() waiting for ever: a deadlock.",
    .look = "All items are consumed at 2.8 s, and yet main waits in join() for ever: the sentinels that went back into the queue "
            "were never marked done. Look at the queue's level, which does not come down to zero, and at the consumers, "
            "which have all gone home. Corrected, main puts one sentinel for each consumer, and each is marked done.",
    .document = "002",
    .section = "Producer-Consumer",
    .aliases = {{"002_17", {}}},
    .parameters = {sim::flag("corrected", false, "a sentinel for each consumer, each one marked done"),
                   sim::integer("producers", 2, 1, 20, "how many tasks put items"),
                   sim::integer("consumers", 3, 1, 20, "how many tasks get them"),
                   sim::integer("items", 5, 0, 100, "items each producer makes")},
    .may_end = {.deadlock = true},
    .source = "scenarios/mistakes/producer_consumer_sentinel.cpp",
    .program = main,
};

}  // namespace scenarios
