// A source, a few workers, a sink, with bounded queues in between: any number of items, a bounded number in memory.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using items = aio::queue<std::int64_t>;

aio::coro<std::int64_t> square(sim::world& world, std::int64_t n) {
    co_await aio::sleep(world.duration("work"));
    co_return n * n % 1'000;
}

aio::coro<> source(items& out, std::int64_t count) {
    for (std::int64_t i = 1; i <= count; ++i) co_await out.put(i);
    out.shutdown();
}

// Each item is a task of its own, as if the work were somebody else's coroutine.
aio::coro<> stage(sim::world& world, items& in, items& out) {
    try {
        for (;;) {
            const std::int64_t next = co_await in.get();
            const aio::task<std::int64_t> work = aio::create_task(square(world, next));
            const std::int64_t result = co_await work;
            co_await out.put(result);
        }
    } catch (const aio::queue_shut_down&) {
    }
}

aio::coro<std::int64_t> sink(items& in) {
    std::int64_t sum = 0;
    try {
        for (;;) {
            const std::int64_t next = co_await in.get();
            sum += next;
        }
    } catch (const aio::queue_shut_down&) {
    }
    co_return sum;
}

aio::coro<> main(sim::world& world) {
    items todo(static_cast<std::size_t>(world.integer("capacity")), "todo");
    items done(static_cast<std::size_t>(world.integer("capacity")), "done");
    const auto feeding = aio::create_task(source(todo, world.integer("items")));
    const auto ending = aio::create_task(sink(done));
    std::vector<aio::coro<>> stages;
    for (std::int64_t i = 0; i < world.integer("workers"); ++i) stages.push_back(stage(world, todo, done));
    co_await aio::gather(std::move(stages));
    done.shutdown();
    const std::int64_t sum = co_await ending;
    world.print("{} items through {} workers in {:.2f}s, sum {}", world.integer("items"), world.integer("workers"), world.time(), sum);
}

}  // namespace

extern const sim::scenario pipeline{
    .name = "pipeline",
    .group = "patterns",
    .title = "A bounded pipeline",
    .lesson = "Bounded queues make a fast source wait for slow workers, so memory does not grow with the number of items.",
    .look = "The queue `todo` is full from the start: source is suspended in put() most of the time. With more workers "
            "the time in the last line falls in proportion. A stage ends when its queue is shut down and empty. "
            "However many items there are, no more than the two queues and the workers hold are in memory.",
    .parameters = {sim::size("items", 40, 1, 1'000'000, "how many items, each a task"),
                   sim::integer("workers", 4, 1, 100, "tasks between the queues"),
                   sim::integer("capacity", 8, 1, 1000, "of each queue"),
                   sim::duration("work", 0.01, 0, 60, "how long a worker takes for an item")},
    .source = "scenarios/patterns/pipeline.cpp",
    .program = main,
};

}  // namespace scenarios
