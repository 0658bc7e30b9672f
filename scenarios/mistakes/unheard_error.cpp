// Three saves are started and nobody waits for them: the one that fails is not missed.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> save(sim::world& world, int number) {
    co_await aio::sleep(world.duration("writing"));
    if (number == world.integer("fails")) throw aio::value_error("disk full");
    world.print("saved {}", number);
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::task<>> saves;
    for (int number = 1; number <= 3; ++number) saves.push_back(aio::create_task(save(world, number)));
    if (!world.flag("corrected")) {
        co_await aio::sleep(world.duration("writing") + aio::seconds(1));  // they must be there by now
        world.print("main: all saved");
        co_return;
    }
    int lost = 0;
    for (const aio::task<>& one : saves) {
        try {
            co_await one;
        } catch (const aio::value_error& e) {
            world.print("main: not saved: {}", e.what());
            ++lost;
        }
    }
    world.print("main: {} of 3 saved", 3 - lost);
}

}  // namespace

extern const sim::scenario unheard_error{
    .name = "unheard-error",
    .group = "mistakes",
    .title = "The error that nobody heard",
    .lesson = "A task keeps its exception until somebody awaits it; when nobody does, the error is lost and the program goes on.",
    .look = "The second save fails, and its lane ends red. main only sleeps, so nothing reaches it: it says that all is saved. "
            "The warning comes when the run is over. Corrected, main awaits each task and hears of the full disk.",
    .parameters = {sim::flag("corrected", false, "await the tasks"),
                   sim::integer("fails", 2, 0, 3, "which save fails; 0: none"),
                   sim::duration("writing", 0.5, 0, 60, "how long a save takes")},
    .source = "scenarios/mistakes/unheard_error.cpp",
    .program = main,
};

}  // namespace scenarios
