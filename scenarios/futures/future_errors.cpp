// A future may end in an exception or be cancelled; asking too early is an error too.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

aio::coro<> main(sim::world& world) {
    aio::event_loop& loop = aio::get_running_loop();
    const aio::duration delay = world.duration("delay");
    const auto future = aio::create_future<std::string>();
    loop.call_later(delay, [future] { future.set_exception(std::make_exception_ptr(aio::value_error("bad value"))); });
    try {
        co_await future;
    } catch (const aio::value_error& e) {
        world.print("caught: {}", e.what());
        world.print("exception(): {}('{}')", e.type_name(), e.what());
    }

    const auto cancelled = aio::create_future<std::string>();
    loop.call_later(delay, [cancelled] { cancelled.cancel(); });
    try {
        co_await cancelled;
    } catch (const aio::cancelled_error&) {
        world.print("cancelled: {}", cancelled.cancelled() ? "True" : "False");
    }

    const auto pending = aio::create_future<std::string>();
    try {
        pending.result();
    } catch (const aio::invalid_state_error& e) {
        world.print("InvalidStateError: {}", e.what());
    }
    pending.cancel();
}

}  // namespace

extern const sim::scenario future_errors{
    .name = "future-errors",
    .group = "futures",
    .title = "Futures that end badly",
    .lesson = "An exception set on a future, and its cancellation, come out where the future is awaited.",
    .look = "Two timers of the loop act on main from outside: the first puts an error into the future, the second cancels one. "
            "main catches both at its awaits. result() of a future that is not done is refused.",
    .document = "003",
    .section = "Futures: exceptions",
    .aliases = {{"003_08", {}}},
    .parameters = {sim::duration("delay", 0.5, 0, 600, "when each future ends")},
    .source = "scenarios/futures/future_errors.cpp",
    .program = main,
};

}  // namespace scenarios
