// A task that looks around every half second for as long as the real work takes, and is cancelled then.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> monitor(sim::world& world) {
    std::int64_t tick = 0;
    try {
        for (;;) {
            ++tick;
            world.print("[monitor] tick {}: all systems normal", tick);
            co_await aio::sleep(world.duration("interval"));
        }
    } catch (const aio::cancelled_error&) {
        world.print("[monitor] stopping after {} ticks", tick);
        throw;
    }
}

aio::coro<std::string> work(sim::world& world) {
    for (std::int64_t step = 1; step <= world.integer("steps"); ++step) {
        world.print("[work] step {}", step);
        co_await aio::sleep(world.duration("step"));
    }
    co_return "work complete";
}

aio::coro<> main(sim::world& world) {
    const aio::task<> background = aio::create_task(monitor(world));
    const std::string result = co_await work(world);
    world.print_line(result);
    background.cancel();
    try {
        co_await background;
    } catch (const aio::cancelled_error&) {
        world.print("background task cancelled");
    }
}

}  // namespace

extern const sim::scenario periodic{
    .name = "periodic",
    .group = "patterns",
    .title = "A task in the background",
    .lesson = "Work that has no end of its own is a task, which is cancelled when it is no longer needed and awaited to its end.",
    .look = "The monitor's lane is cut into equal sleeps; main's into three steps of the work. The two rhythms do not disturb "
            "each other. At 3.6 s main cancels: the monitor is woken in the middle of its sleep, says how far it came, and "
            "passes the cancellation on.",
    .document = "000",
    .section = "Periodic Background Task",
    .aliases = {{"000_10", {}}},
    .parameters = {sim::duration("interval", 0.5, 0.001, 60, "time between two ticks of the monitor"),
                   sim::integer("steps", 3, 0, 20, "steps of the work"),
                   sim::duration("step", 1.2, 0, 10, "how long a step takes")},
    .source = "scenarios/patterns/periodic.cpp",
    .program = main,
};

}  // namespace scenarios
