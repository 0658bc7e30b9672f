// Futures and deadlines: too late, in time, at the same instant, and shielded.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    using namespace std::chrono_literals;
    aio::event_loop& loop = aio::get_running_loop();
    const auto never = aio::create_future<std::string>();
    try {
        co_await aio::wait_for(never, 1s);
    } catch (const aio::timeout_error&) {
        world.print("timed out; the future was cancelled: {}", never.cancelled() ? "True" : "False");
    }

    const auto soon = aio::create_future<std::string>();
    loop.call_later(500ms, [soon] { soon.set_result("in time"); });
    const std::string result = co_await aio::wait_for(soon, 1s);
    world.print("{}", result);

    const auto tie = aio::create_future<std::string>();
    loop.call_later(world.duration("tie"), [tie] {
        if (!tie.done()) tie.set_result("same instant, result timer first");
    });
    try {
        const std::string lucky = co_await aio::wait_for(tie, 1s);
        world.print("{}", lucky);
    } catch (const aio::timeout_error&) {
        world.print("same instant: TimeoutError");
    }

    const auto shielded = aio::create_future<std::string>();
    try {
        co_await aio::wait_for(aio::shield(shielded), 500ms);
    } catch (const aio::timeout_error&) {
        world.print("timed out; the shielded future is pending: {}", shielded.done() ? "False" : "True");
    }
    std::vector<aio::future<std::string>> one{shielded};
    const auto found = co_await aio::wait(std::move(one), aio::wait_options(500ms));
    world.print("wait: {} done, {} pending", found.done.size(), found.pending.size());
    shielded.set_result("");
}

}  // namespace

extern const sim::scenario future_deadlines{
    .name = "future-deadlines",
    .group = "futures",
    .title = "In time, too late, and a tie",
    .lesson = "wait_for() cancels a future that is late, even one whose result arrives in the same instant; shield() and "
              "wait() leave it alone.",
    .look = "At 2.5 s the result's timer fires first and the timeout's right after it: the cancellation is under way before "
            "main can take the result, which is lost. Make tie a little shorter and it comes through. The shielded future "
            "survives its deadline.",
    .document = "003",
    .section = "Futures: timeouts",
    .aliases = {{"003_09", {}}},
    .parameters = {sim::duration("tie", 1, 0.001, 2, "when the third future has its result; its timeout is 1s")},
    .source = "scenarios/futures/future_deadlines.cpp",
    .program = main,
};

}  // namespace scenarios
