// Three calls to three services at once: the slowest one decides.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct answer {
    std::string api;
    std::string status;
};

aio::coro<answer> fetch_api(sim::world& world, std::string api_name) {
    world.print("Calling {} API...", api_name);
    co_await aio::sleep(world.duration(api_name));
    co_return answer{api_name, "success"};
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::coro<answer>> calls;
    for (const char* api : {"users", "posts", "comments"}) calls.push_back(fetch_api(world, api));
    const std::vector<answer> results = co_await aio::gather(std::move(calls));
    for (const answer& result : results) world.print("{{'api': '{}', 'status': '{}'}}", result.api, result.status);
}

}  // namespace

extern const sim::scenario parallel_calls{
    .name = "parallel-calls",
    .group = "patterns",
    .title = "Calls side by side",
    .lesson = "Independent calls made together take as long as the slowest of them, not as long as all.",
    .look = "All three lanes begin at 0. comments is back before posts, but nothing is printed until posts is there, for "
            "gather() gives all results together. Make users the slowest and see the end move with it.",
    .document = "002",
    .section = "Parallel API Calls",
    .aliases = {{"002_18", {}}},
    .parameters = {sim::duration("users", 1, 0, 60, "how long the users service takes"),
                   sim::duration("posts", 2, 0, 60, "how long the posts service takes"),
                   sim::duration("comments", 1.5, 0, 60, "how long the comments service takes")},
    .source = "scenarios/patterns/parallel_calls.cpp",
    .program = main,
};

}  // namespace scenarios
