// A consumer that reports each item done twice: join() comes back when half of them are.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> consume(sim::world& world, aio::queue<int>& queue) {
    for (;;) {
        const int item = co_await queue.get();
        co_await aio::sleep(world.duration("work"));
        world.print("consumed {}", item);
        if (!world.flag("corrected")) queue.task_done();  // and once more below
        queue.task_done();
    }
}

aio::coro<> main(sim::world& world) {
    aio::queue<int> queue(0, "jobs");
    for (int item = 1; item <= world.integer("items"); ++item) queue.put_nowait(item);
    aio::task<> consumer = aio::create_task(consume(world, queue));
    co_await queue.join();
    world.print("main: all done, {} left in the queue", queue.qsize());
    co_await aio::sleep(world.duration("work") * 2);
    consumer.cancel();
    try {
        co_await consumer;
    } catch (const aio::cancelled_error&) {
        world.print("main: consumer stopped");
    }
}

}  // namespace

extern const sim::scenario done_twice{
    .name = "done-twice",
    .group = "mistakes",
    .title = "The item that was done twice",
    .lesson = "task_done() is for each item once; reported twice, join() believes that all is done when half of it is.",
    .look = "After two of four items the join of main ends, and it counts what is left. At the third item there is nothing more "
            "to report: task_done() raises ValueError in the consumer, and main gets that error when it awaits it. Corrected, "
            "main waits until the fourth.",
    .parameters = {sim::flag("corrected", false, "report each item once"),
                   sim::integer("items", 4, 1, 50, "how many items there are"),
                   sim::duration("work", 0.5, 0.1, 60, "how long one takes")},
    .may_end = {.error = true},
    .source = "scenarios/mistakes/done_twice.cpp",
    .program = main,
};

}  // namespace scenarios
