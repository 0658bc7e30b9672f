// gather() in all its forms: plain, with errors as values, as completed, behind a semaphore, nested, and empty.

#include <fmt/ranges.h>

#include "scenarios/gathering/gathering_tour.hpp"
#include "sim/scenario.hpp"

namespace scenarios {
namespace {

using namespace touring;

aio::coro<int> limited(sim::world& world, int i, aio::semaphore& permits, double start) {
    const auto permit = co_await permits.scoped();
    world.print("limited {} starts at {:.1f}", i, world.time() - start);
    co_await aio::sleep(0.5);
    co_return i;
}

aio::coro<> main(sim::world& world) {
    const auto [one, four, nine] = co_await aio::gather(fetch(world, 1), fetch(world, 2), fetch(world, 3));
    world.print("gather: [{}, {}, {}]", one, four, nine);

    std::vector<aio::coro<int>> fetches;
    for (int i = 1; i < 9; ++i) fetches.push_back(fetch(world, i));
    const std::vector<aio::outcome<int>> outcomes = co_await aio::gather_settled(std::move(fetches));
    std::vector<std::string> texts;
    for (const aio::outcome<int>& o : outcomes) texts.push_back(text(o));
    world.print("with exceptions: [{}]", fmt::join(texts, ", "));

    world.print("streaming:");
    std::vector<aio::coro<int>> streamed;
    for (int i = 1; i < 9; ++i) streamed.push_back(fetch(world, i, 1.1 - i / 10.0));
    auto results = aio::as_completed(std::move(streamed));
    while (results.more()) {
        try {
            const int result = co_await results.next();
            world.print("   {}", result);
        } catch (const aio::value_error& error) {
            world.print("   error: {}", error.what());
        }
    }

    aio::semaphore permits(world.integer("permits"), "permits");
    std::vector<aio::coro<int>> patient;
    for (int i = 0; i < 8; ++i) patient.push_back(limited(world, i, permits, world.time()));
    const std::vector<int> numbers = co_await aio::gather(std::move(patient));
    world.print("limited: [{}]", fmt::join(numbers, ", "));

    const auto [left, right] = co_await aio::gather(aio::gather(fetch(world, 1, 0.3), fetch(world, 2, 0.1)),
                                                    aio::gather(fetch(world, 3, 0.2), fetch(world, 5, 0.4)));
    world.print("nested: [[{}], [{}]]", fmt::join(left, ", "), fmt::join(right, ", "));
    std::vector<aio::coro<int>> none;
    const std::vector<int> nothing = co_await aio::gather(std::move(none));
    world.print("empty: [{}]", fmt::join(nothing, ", "));
}

}  // namespace

extern const sim::scenario gathering_tour{
    .name = "gathering-tour",
    .group = "gathering",
    .title = "All the ways to gather",
    .lesson = "One tool, many uses: results in order, errors as values, results as they come, a bounded number at a time.",
    .look = "After the two gathers come eight lanes like stairs: as_completed() prints them from the shortest up. Then "
            "the semaphore: three lanes run, five wait, in rounds of half a second. The empty gather takes no time at "
            "all.",
    .document = "002",
    .section = "04_async_gathering.py",
    .aliases = {{"002_mp04", {}}},
    .parameters = {sim::integer("permits", 3, 1, 8, "how many of the limited eight may run at once")},
    .source = "scenarios/gathering/gathering_tour.cpp",
    .program = main,
};

}  // namespace scenarios
