// A task for each of two hundred pages, all at once, against a server that takes twenty connections.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct server {
    std::int64_t connections = 0;
    std::int64_t refused = 0;
};

aio::coro<> fetch(sim::world& world, server& s) {
    if (s.connections >= world.integer("capacity")) {
        ++s.refused;
        throw aio::runtime_error("too many connections");
    }
    ++s.connections;
    co_await aio::sleep(world.random().uniform(0.1, 0.3));
    --s.connections;
}

aio::coro<> fetch_in_turn(sim::world& world, server& s, aio::semaphore& permits) {
    const auto permit = co_await permits.scoped();
    co_await fetch(world, s);
}

aio::coro<> main(sim::world& world) {
    server s;
    aio::semaphore permits(world.integer("limit"), "permits");
    std::vector<aio::coro<>> pages;
    for (std::int64_t i = 0; i < world.integer("pages"); ++i) {
        if (world.flag("corrected")) {
            pages.push_back(fetch_in_turn(world, s, permits));
        } else {
            pages.push_back(fetch(world, s));
        }
    }
    co_await aio::gather_settled(std::move(pages));
    world.print("{} of {} pages fetched", world.integer("pages") - s.refused, world.integer("pages"));
    if (s.refused > 0) throw aio::runtime_error(fmt::format("{} requests were refused", s.refused));
}

}  // namespace

extern const sim::scenario too_many_tasks{
    .name = "too-many-tasks",
    .group = "mistakes",
    .title = "Too many at once",
    .lesson = "Tasks are cheap; what they use is not. Bound how many use it at once.",
    .look = "At time 0 two hundred lanes begin, and all but twenty end on the spot: the server refuses them, and the program "
            "ends with an error. Corrected, a semaphore lets twenty in at a time; the others wait in line, see its counter. "
            "Raise limit above capacity and it breaks again.",
    .document = "002",
    .section = "Common Mistakes",
    .parameters = {sim::flag("corrected", false, "at most `limit` requests at once"),
                   sim::integer("pages", 200, 1, 500, "how many pages are wanted"),
                   sim::integer("limit", 20, 1, 200, "permits of the semaphore of the corrected program"),
                   sim::integer("capacity", 20, 1, 200, "how many connections the server takes at once")},
    .may_end = {.error = true},
    .source = "scenarios/mistakes/too_many_tasks.cpp",
    .program = main,
};

}  // namespace scenarios
