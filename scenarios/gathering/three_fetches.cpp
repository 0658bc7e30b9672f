// Three slow operations at once take as long as the slowest.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<std::string> fetch_data(std::string name, aio::duration delay) {
    co_await aio::sleep(delay);
    co_return "Result from " + name;
}

aio::coro<> main(sim::world& world) {
    const double start = world.time();
    std::vector<aio::coro<std::string>> fetches;
    fetches.push_back(fetch_data("Task A", world.duration("a")));
    fetches.push_back(fetch_data("Task B", world.duration("b")));
    fetches.push_back(fetch_data("Task C", world.duration("c")));
    const std::vector<std::string> results = co_await aio::gather(std::move(fetches));
    std::vector<std::string> shown;
    for (const std::string& result : results) shown.push_back("{'data': '" + result + "'}");
    world.print("[{}]", fmt::join(shown, ", "));
    world.print("elapsed {:.2f}s", world.time() - start);
}

}  // namespace

extern const sim::scenario three_fetches{
    .name = "three-fetches",
    .group = "gathering",
    .title = "As long as the slowest",
    .lesson = "Waits overlap: one second, two and one and a half take two seconds together.",
    .look = "The three lanes begin at the same instant and end one after the other. main (in its join) waits for the last of "
            "them, Task B. Change any of the others: the end moves only when they become the slowest.",
    .document = "003",
    .section = "Basic Async Tasks",
    .aliases = {{"003_01", {}}},
    .parameters = {sim::duration("a", 1, 0, 60, "how long Task A takes"), sim::duration("b", 2, 0, 60, "how long Task B takes"),
                   sim::duration("c", 1.5, 0, 60, "how long Task C takes")},
    .source = "scenarios/gathering/three_fetches.cpp",
    .program = main,
};

}  // namespace scenarios
