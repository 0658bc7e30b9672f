// gather() takes futures as well as coroutines.

#include <fmt/ranges.h>

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

using strings = std::vector<aio::future<std::string>>;

aio::coro<> setter(aio::future<std::string> f, double delay, std::string value) {
    co_await aio::sleep(delay);
    if (value.empty()) {
        f.set_exception(std::make_exception_ptr(aio::value_error("no b")));
    } else {
        f.set_result(value);
    }
}

strings three_futures(std::vector<aio::task<>>& setters, std::string middle) {
    strings futures;
    for (int i = 0; i < 3; ++i) futures.push_back(aio::create_future<std::string>());
    setters.push_back(aio::create_task(setter(futures[0], 0.3, "a")));
    setters.push_back(aio::create_task(setter(futures[1], 0.1, std::move(middle))));
    setters.push_back(aio::create_task(setter(futures[2], 0.2, "c")));
    return futures;
}

aio::coro<> main(sim::world& world) {
    std::vector<aio::task<>> setters;
    const std::vector<std::string> all = co_await aio::gather(three_futures(setters, "b"));
    world.print("['{}']", fmt::join(all, "', '"));

    const strings futures = three_futures(setters, "");
    try {
        co_await aio::gather(futures);
    } catch (const aio::value_error& e) {
        std::vector<std::string> done;
        for (const auto& f : futures) done.push_back(f.done() ? "True" : "False");
        world.print("gather raised {} - done: [{}]", e.what(), fmt::join(done, ", "));
    }
    const auto settled = co_await aio::gather_settled(futures);
    world.print("['{}', ValueError('no b'), '{}']", settled[0].value(), settled[2].value());

    strings never;
    for (int i = 0; i < 2; ++i) never.push_back(aio::create_future<std::string>());
    const auto outer = aio::gather(never);
    aio::get_running_loop().call_later(aio::seconds(0.5), [outer] { outer.cancel(); });
    try {
        co_await outer;
    } catch (const aio::cancelled_error&) {
        world.print("outer cancelled: {}", outer.cancelled() ? "True" : "False");
    }
    co_await aio::gather(setters);
}

}  // namespace

extern const sim::scenario gathered_futures{
    .name = "gathered-futures",
    .group = "futures",
    .title = "Gathering futures",
    .lesson = "gather() of futures ends with the last of them, with the first error, or, when it is cancelled, with an exception.",
    .look = "The second gather raises at 0.4 s, when two of its futures are still open; gathered again with their errors, they "
            "give all three outcomes. A cancelled gather cancels its futures and ends in an exception, not as cancelled.",
    .document = "003",
    .section = "Futures: composition with gather()",
    .aliases = {{"003_11", {}}},
    .source = "scenarios/futures/gathered_futures.cpp",
    .program = main,
};

}  // namespace scenarios
