// Sync and async mixed: what a coroutine function gives is a coroutine, not its result, and a coroutine is always true.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<bool> is_member(sim::world& world, std::string name) {
    co_await aio::sleep(world.duration("lookup"));
    co_return name != "stranger";
}

std::string greeting_from_sync_code(sim::world& world, std::string name) {
    if (is_member(world, name)) return "Come in, " + name;  // cannot await here; asks whether there is a coroutine
    return "Sorry, " + name;
}

aio::coro<std::string> greeting(sim::world& world, std::string name) {
    const bool member = co_await is_member(world, name);
    if (member) co_return "Come in, " + name;
    co_return "Sorry, " + name;
}

aio::coro<> main(sim::world& world) {
    for (const char* name : {"member", "stranger"}) {
        std::string words;
        if (world.flag("corrected")) {
            words = co_await greeting(world, name);
        } else {
            words = greeting_from_sync_code(world, name);
        }
        world.print_line(words);
    }
}

}  // namespace

extern const sim::scenario sync_and_async{
    .name = "sync-and-async",
    .group = "mistakes",
    .title = "Sync and async mixed up",
    .lesson = "A regular function cannot await; to use a coroutine's result, the caller must be a coroutine too.",
    .look = "Both are let in, at time 0, without any lookup. Each call made a coroutine, found that it is not nothing, and "
            "dropped it: two warnings. Corrected, greeting() is itself a coroutine, and two lookups of half a second appear.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "make the caller a coroutine and await"),
                   sim::duration("lookup", 0.5, 0, 60, "how long it takes to look somebody up")},
    .source = "scenarios/mistakes/sync_and_async.cpp",
    .program = main,
};

}  // namespace scenarios
