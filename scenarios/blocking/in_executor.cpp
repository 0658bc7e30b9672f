// Work that keeps a processor busy goes to the pool of workers, and its result comes back as a future.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

std::int64_t cpu_bound_task(std::int64_t n, aio::duration cost) {
    std::int64_t total = 0;
    for (std::int64_t i = 0; i < n; ++i) total += i * i;
    aio::blocking_sleep(cost);  // virtual time does not see a processor at work, so the cost is said
    return total;
}

aio::coro<> main(sim::world& world) {
    const std::int64_t n = world.integer("n");
    const aio::duration cost = world.duration("cost");
    std::vector<aio::future<std::int64_t>> jobs;
    for (std::int64_t i = 0; i < world.integer("jobs"); ++i) {
        jobs.push_back(aio::run_in_executor([n, cost] { return cpu_bound_task(n, cost); }));
    }
    const std::vector<std::int64_t> results = co_await aio::gather(jobs);
    for (const std::int64_t result : results) world.print("Result: {}", result);
}

}  // namespace

extern const sim::scenario in_executor{
    .name = "in-executor",
    .group = "blocking code",
    .title = "Computing in a pool of workers",
    .lesson = "run_in_executor() sends a call to a pool of workers and gives a future of its result.",
    .look = "main waits for a future that no task will set: an event from outside the loop does. Give the jobs a cost of "
            "a second and make 40 of them: the pool has 32 workers, so the last eight begin when the first are done, and "
            "the whole takes two seconds.",
    .document = "002",
    .section = "Run in Executor",
    .aliases = {{"002_21", {}}},
    .parameters = {sim::integer("n", 1'000'000, 0, 2'000'000, "the job adds the squares of the numbers below this one"),
                   sim::duration("cost", 0, 0, 60, "how long the job keeps its worker busy"),
                   sim::integer("jobs", 1, 1, 100, "how many such jobs are given to the pool at once")},
    .source = "scenarios/blocking/in_executor.cpp",
    .program = main,
};

}  // namespace scenarios
