// Four requests one after another, then the same four at once. A request is a sleep here: a wait for somebody else.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct request {
    const char* path;
    const char* parameter;  // how long its answer takes
};
constexpr request requests[] = {{"users", "users"}, {"posts", "posts"}, {"comments", "comments"}, {"albums", "albums"}};

aio::coro<std::size_t> fetch(sim::world& world, request wanted) {
    const std::string url = fmt::format("https://api.example.com/{}", wanted.path);
    world.print("Fetching {}...", url);
    co_await aio::sleep(world.duration(wanted.parameter));
    world.print("Got {}", url);
    co_return url.size() * 100;
}

aio::coro<> main(sim::world& world) {
    double start = world.time();
    for (const request& wanted : requests) co_await fetch(world, wanted);
    const double sequential = world.time() - start;
    world.print("Sequential: {:.2f}s", sequential);

    start = world.time();
    std::vector<aio::coro<std::size_t>> fetches;
    for (const request& wanted : requests) fetches.push_back(fetch(world, wanted));
    const std::vector<std::size_t> sizes = co_await aio::gather(std::move(fetches));
    const double concurrent = world.time() - start;
    world.print("Concurrent: {:.2f}s", concurrent);
    std::size_t total = 0;
    for (const std::size_t size : sizes) total += size;
    world.print("Total bytes: {}", total);
    world.print("Speedup: {:.2f}x", sequential / concurrent);
}

}  // namespace

extern const sim::scenario one_or_all{
    .name = "one-or-all",
    .group = "requests",
    .title = "One request after another, or all at once",
    .lesson = "Waiting for four answers at once takes as long as the slowest; one after another takes their sum.",
    .look = "Until 7 s there is one lane, main's, with four waits in a row. Then four lanes start together, and the longest "
            "of them, comments, is the whole wait. Make all four the same length: the speed-up becomes four.",
    .document = "000",
    .section = "Simulating Network Requests",
    .aliases = {{"000_03", {}}},
    .parameters = {sim::duration("users", 2, 0.001, 60, "how long the answer for users takes"),
                   sim::duration("posts", 1, 0.001, 60, "how long the answer for posts takes"),
                   sim::duration("comments", 3, 0.001, 60, "how long the answer for comments takes"),
                   sim::duration("albums", 1, 0.001, 60, "how long the answer for albums takes")},
    .source = "scenarios/requests/one_or_all.cpp",
    .program = main,
};

}  // namespace scenarios
