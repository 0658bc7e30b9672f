// Task groups, futures and locks in one program, each part with the time it took.

#include <fmt/ranges.h>

#include "scenarios/patterns/three_lessons.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

aio::coro<> main_future(sim::world& world) {
    const double start = world.time();
    aio::event_loop& loop = aio::get_running_loop();
    const auto f = aio::create_future<std::string>();
    f.add_done_callback([&](const auto& done) { world.print("callback: {}", done.result()); });
    loop.call_later(aio::seconds(0.5), [f] { f.set_result("manual"); });
    const std::string manual = co_await f;
    world.print("future: {}", manual);
    std::vector<aio::future<int>> all;
    for (int i = 0; i < 3; ++i) {
        all.push_back(aio::create_future<int>());
        loop.call_later(aio::seconds(0.3 - i * 0.1), [x = all.back(), i] { x.set_result(i); });
    }
    const std::vector<int> gathered = co_await aio::gather(all);
    world.print("gathered: {}", gathered);
    world.print("main_future {:.2f}s", world.time() - start);
}

aio::coro<> main(sim::world& world) {
    co_await lessons::task_groups(world);
    co_await main_future(world);
    co_await lessons::demonstrate_locks(world);
}

}  // namespace

extern const sim::scenario three_lessons{
    .name = "three-lessons",
    .group = "patterns",
    .title = "Groups, futures, locks",
    .lesson = "The three ways tasks have to do with each other: they are awaited together, hand over results, and "
              "share things.",
    .look = "Three parts follow each other. In the first a group fails and another runs out of time; in the second "
            "timers of the loop fill futures; in the third, three tasks pass a lock, a semaphore of two, a barrier of "
            "three and an event. Follow one[0] through its four waits.",
    .document = "003",
    .section = "async-lessons.py",
    .aliases = {{"003_18", {}}},
    .source = "scenarios/patterns/three_lessons.cpp",
    .program = main,
};

}  // namespace scenarios
