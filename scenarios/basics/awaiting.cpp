// A coroutine that awaits another gets its result, as with a call, only later.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

struct person {
    std::string name;
    int age = 0;
};

aio::coro<person> get_data(sim::world& world) {
    world.print("Fetching data...");
    co_await aio::sleep(world.duration("fetch"));
    co_return person{"Alice", 25};
}

aio::coro<person> process_data(sim::world& world) {
    const person data = co_await get_data(world);  // this line ends when get_data() has
    world.print("Processed: {{'name': '{}', 'age': {}}}", data.name, data.age);
    co_return data;
}

aio::coro<> main(sim::world& world) { co_await process_data(world); }

}  // namespace

extern const sim::scenario awaiting{
    .name = "awaiting",
    .group = "basics",
    .title = "Awaiting a coroutine",
    .lesson = "co_await runs another coroutine inside the same task and gives its result.",
    .look = "There is one lane only: an awaited coroutine is no task of its own. Stop in the middle of the wait and "
            "look at the inspector: main is parked in get_data(), awaited by process_data(), awaited by main(). At 2 s "
            "one step carries the result up through process_data(), which prints it, to main().",
    .document = "002",
    .section = "Awaiting Coroutines",
    .aliases = {{"002_03", {}}},
    .parameters = {sim::duration("fetch", 2, 0, 3600, "how long the data takes to come")},
    .source = "scenarios/basics/awaiting.cpp",
    .program = main,
};

}  // namespace scenarios
