// A queue between two tasks: get() waits until there is something to get.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> producer(sim::world& world, aio::queue<std::string>& queue) {
    co_await aio::sleep(world.duration("delay"));
    co_await queue.put("Produced item");
    world.print("put done");
}

aio::coro<> consumer(sim::world& world, aio::queue<std::string>& queue) {
    const std::string item = co_await queue.get();
    world.print("{}", item);
}

aio::coro<> main(sim::world& world) {
    aio::queue<std::string> queue(0, "queue");
    co_await aio::gather(consumer(world, queue), producer(world, queue));
}

}  // namespace

extern const sim::scenario queue_handover{
    .name = "queue-handover",
    .group = "synchronisation",
    .title = "From hand to hand",
    .lesson = "put() wakes a task that waits in get(), but goes on first itself: waking means being put into the ready queue.",
    .look = "consumer waits on the queue (yellow) from the start. At the put an arrow goes from producer to consumer, but "
            "producer prints its line first: the consumer has its turn in the next iteration of the loop.",
    .document = "004",
    .section = "asyncio.Queue",
    .aliases = {{"004_07", {}}},
    .parameters = {sim::duration("delay", 1, 0, 600, "when the item is there")},
    .source = "scenarios/synchronisation/queue_handover.cpp",
    .program = main,
};

}  // namespace scenarios
