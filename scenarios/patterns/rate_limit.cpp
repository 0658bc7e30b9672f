// Ten requests, three at a time: a semaphore is a number of permits, and who finds none waits in line.

#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct statistics {
    std::int64_t active = 0;
    std::int64_t peak = 0;
};

aio::coro<std::int64_t> api_request(sim::world& world, std::int64_t i, aio::semaphore& permits, statistics& stats) {
    const auto permit = co_await permits.scoped();
    ++stats.active;
    stats.peak = std::max(stats.peak, stats.active);
    world.print("Request {} started (active {})", i, stats.active);
    const aio::duration cost = i % 3 != 0 ? world.duration("short") : world.duration("long");
    co_await aio::sleep(cost);
    --stats.active;
    world.print("Request {} done", i);
    co_return i * i;
}

aio::coro<> main(sim::world& world) {
    aio::semaphore permits(world.integer("limit"), "permits");
    statistics stats;
    const double start = world.time();
    std::vector<aio::coro<std::int64_t>> requests;
    for (std::int64_t i = 1; i <= world.integer("requests"); ++i) {
        requests.push_back(api_request(world, i, permits, stats));
    }
    const std::vector<std::int64_t> results = co_await aio::gather(std::move(requests));
    world.print("Results: [{}]", fmt::join(results, ", "));
    world.print("Peak concurrency {}, total {:.2f}s", stats.peak, world.time() - start);
}

}  // namespace

extern const sim::scenario rate_limit{
    .name = "rate-limit",
    .group = "patterns",
    .title = "At most three at a time",
    .lesson = "A semaphore bounds how many tasks are inside a block; the others wait in order.",
    .look = "Three lanes sleep; seven are orange and wait for a permit. Each end of a sleep hands the permit to the task that "
            "has waited longest: follow the arrows. The level of `permits` is never below 0, and with a limit of 10 nobody waits.",
    .document = "000",
    .section = "Rate-Limited API Requests",
    .aliases = {{"000_07", {}}},
    .parameters = {sim::integer("requests", 10, 1, 200, "how many requests are made"),
                   sim::integer("limit", 3, 1, 200, "how many may run at once"),
                   sim::duration("short", 0.5, 0, 60, "how long a request takes"),
                   sim::duration("long", 1, 0, 60, "how long every third one takes")},
    .source = "scenarios/patterns/rate_limit.cpp",
    .program = main,
};

}  // namespace scenarios
