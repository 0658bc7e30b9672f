// Many coroutines at once, their results in the order of the arguments.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> fetch_data(sim::world& world, std::int64_t data_id) {
    const aio::duration jitter = world.duration("jitter");
    const double longer = jitter.count() > 0 ? world.random().uniform(0, aio::to_seconds(jitter)) : 0;
    co_await aio::sleep(world.duration("duration") + aio::seconds(longer));
    co_return fmt::format("'Data {}'", data_id);
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::coro<std::string>> fetches;
    for (std::int64_t id = 1; id <= world.integer("fetches"); ++id) fetches.push_back(fetch_data(world, id));
    const std::vector<std::string> results = co_await aio::gather(std::move(fetches));
    world.print("[{}]", fmt::join(results, ", "));
}

}  // namespace

extern const sim::scenario gather{
    .name = "gather",
    .group = "gathering",
    .title = "Gathering results",
    .lesson = "gather() waits for all, and gives the results in the order asked, whoever was first.",
    .look = "Five lanes sleep side by side for one second. Set jitter to 2 s: they end in any order, main goes on with "
            "the last one, and the list still reads 1 to 5.",
    .document = "002",
    .section = "Gather Multiple Coroutines",
    .aliases = {{"002_09", {}}},
    .parameters = {sim::integer("fetches", 5, 0, 200, "how many coroutines are gathered"),
                   sim::duration("duration", 1, 0, 3600, "how long each one takes at least"),
                   sim::duration("jitter", 0, 0, 60, "and at most so much longer, at random")},
    .source = "scenarios/gathering/gather.cpp",
    .program = main,
};

}  // namespace scenarios
