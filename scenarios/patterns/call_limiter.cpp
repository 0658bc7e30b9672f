// So many calls in so many seconds: a limiter that remembers when the latest calls were made.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

class rate_limiter {
public:
    explicit rate_limiter(sim::world& world)
        : world_(world), max_calls_(world.integer("calls")), period_(aio::to_seconds(world.duration("period"))) {}

    aio::coro<> permission() {
        while (static_cast<std::int64_t>(calls_.size()) >= max_calls_) {
            const double now = world_.time();
            std::erase_if(calls_, [&](double t) { return now - t >= period_; });
            if (static_cast<std::int64_t>(calls_.size()) >= max_calls_) {
                co_await aio::sleep(period_ - (now - calls_.front()));  // until the oldest call is old enough
            }
        }
        calls_.push_back(world_.time());
    }

private:
    sim::world& world_;
    std::int64_t max_calls_;
    double period_;
    std::vector<double> calls_;
};

aio::coro<> api_call(sim::world& world, std::int64_t call_id, rate_limiter& limiter) {
    co_await limiter.permission();
    world.print("API call {} at {:.2f}", call_id, world.time());
    co_await aio::sleep(0.1);
}

aio::coro<> main(sim::world& world) {
    rate_limiter limiter(world);
    std::vector<aio::coro<>> calls;
    for (std::int64_t i = 0; i < world.integer("requests"); ++i) calls.push_back(api_call(world, i, limiter));
    co_await aio::gather(std::move(calls));
}

}  // namespace

extern const sim::scenario call_limiter{
    .name = "call-limiter",
    .group = "patterns",
    .title = "Three calls every two seconds",
    .lesson = "A rate limit bounds how many begin in a period, where a semaphore bounds how many are inside at once.",
    .look = "At every even second all who wait wake at once, three get through, and the rest sleep again: the lanes of "
            "the last ones show wake after wake for nothing. Compare rate-limit, where a semaphore wakes only whose turn "
            "it is.",
    .document = "002",
    .section = "Rate Limiting",
    .aliases = {{"002_19", {}}},
    .parameters = {sim::integer("requests", 10, 1, 100, "how many calls want to be made, all at once"),
                   sim::integer("calls", 3, 1, 100, "how many may begin in one period"),
                   sim::duration("period", 2, 0.1, 60, "the length of a period")},
    .source = "scenarios/patterns/call_limiter.cpp",
    .program = main,
};

}  // namespace scenarios
