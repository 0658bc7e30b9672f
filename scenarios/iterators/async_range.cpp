// `async for`: a loop that waits for each of its values.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

class number_range {
public:
    number_range(sim::world& world, std::int64_t start, std::int64_t end) : world_(world), current_(start), end_(end) {}

    aio::coro<std::optional<std::int64_t>> next() {  // __anext__; none: StopAsyncIteration
        if (current_ >= end_) co_return std::nullopt;
        co_await aio::sleep(world_.duration("pause"));
        co_return current_++;
    }

private:
    sim::world& world_;
    std::int64_t current_;
    std::int64_t end_;
};

aio::coro<> main(sim::world& world) {
    number_range numbers(world, 1, world.integer("end"));
    while (const std::optional<std::int64_t> number = co_await numbers.next()) {
        world.print("{}", *number);
    }
}

}  // namespace

extern const sim::scenario async_range{
    .name = "async-range",
    .group = "iterators and context managers",
    .title = "A loop that waits",
    .lesson = "An async iterator may wait before each value; the loop body runs between two waits, in the same task.",
    .look = "One lane, one sleep for each number. During any of them the inspector shows where main is parked: inside "
            "next(), the iterator's own coroutine, awaited by main(). The last call of next() gives nothing and "
            "takes no time.",
    .document = "002",
    .section = "Async for Loop",
    .aliases = {{"002_16", {}}},
    .parameters = {sim::integer("end", 5, 1, 200, "the numbers go from 1 up to, but not including, this one"),
                   sim::duration("pause", 0.5, 0, 60, "how long each number takes to come")},
    .source = "scenarios/iterators/async_range.cpp",
    .program = main,
};

}  // namespace scenarios
