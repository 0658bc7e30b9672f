// The first steps in one program: a coroutine and its result, blocking against awaiting, the loop and its callbacks.

#include <fmt/ranges.h>

#include "scenarios/basics/first_steps.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

void run_sync(sim::world& world) {
    const double start = world.time();
    for (int i = 0; i < 3; ++i) aio::blocking_sleep(world.duration("job"));
    world.print("sync:  [0, 1, 2] in {:.2f}s", world.time() - start);
}

aio::coro<int> async_job(sim::world& world, int n) {
    co_await aio::sleep(world.duration("job"));
    co_return n;
}

aio::coro<> run_async(sim::world& world) {
    const double start = world.time();
    std::vector<aio::coro<int>> jobs;
    for (int i = 0; i < 3; ++i) jobs.push_back(async_job(world, i));
    const std::vector<int> results = co_await aio::gather(std::move(jobs));
    world.print("async: [{}] in {:.2f}s", fmt::join(results, ", "), world.time() - start);
}

aio::coro<> loop_info(sim::world& world) {
    aio::event_loop& loop = aio::get_running_loop();
    world.print("loop running: True, time {:.3f}", world.time());
    loop.call_soon([&world] { world.print("call_soon callback"); });
    loop.call_later(aio::seconds(0.2), [&world] { world.print("call_later callback"); });
    world.print("callbacks registered");
    co_await aio::sleep(0.0);
    world.print("after one loop iteration");
    co_await aio::sleep(0.3);
    world.print("current task: {}", aio::current_task().get_name());
}

aio::coro<> main(sim::world& world) {
    const int answer = co_await steps::hello(world);
    world.print("returned {}", answer);
    run_sync(world);
    co_await run_async(world);
    // The document starts a loop for each part; by then its tasks had come to number ten.
    co_await aio::create_task(loop_info(world), "Task-10");
    co_await aio::gather(steps::countdown(world, "A", 3), steps::countdown(world, "B", 2));
}

}  // namespace

extern const sim::scenario first_steps{
    .name = "first-steps",
    .group = "basics",
    .title = "First steps with the loop",
    .lesson = "Three blocking jobs of a second take three, three awaited ones take one: the loop does the rest.",
    .look = "From 0.5 s to 3.5 s main's bar is solid: run_sync() blocks the loop. Then three lanes sleep side by side, "
            "and one second is enough. At 4.5 s see how call_soon() runs before the task that yielded goes on, and "
            "call_later() only when its time has come, at 4.7 s.",
    .document = "002",
    .section = "01_async_basics.py",
    .aliases = {{"002_mp01", {}}},
    .parameters = {sim::duration("job", 1, 0, 60, "how long each of the six jobs takes")},
    .source = "scenarios/basics/first_steps.cpp",
    .program = main,
};

}  // namespace scenarios
