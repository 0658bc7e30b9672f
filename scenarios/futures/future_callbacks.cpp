// Callbacks of a future run in the next iteration of the loop, in the order in which they were added.

#include "runtime/aio.hpp"
#include "sim/scenario.hpp"
#include "sim/world.hpp"

namespace scenarios {
namespace {

template <class T>
auto on_done(sim::world& world, const char* label) {
    return [&world, label](const aio::future<T>& f) {
        std::string state = "cancelled";
        if (!f.cancelled()) {
            try {
                state = fmt::format(std::is_same_v<T, int> ? "result {}" : "result '{}'", f.result());
            } catch (const aio::error& e) {
                state = fmt::format("exception {}('{}')", e.type_name(), e.what());
            }
        }
        world.print("callback {}: {}", label, state);
    };
}

aio::coro<std::string> job(sim::world& world) {
    world.print("job runs");
    co_return "job result";
}

aio::coro<> main(sim::world& world) {
    const auto f = aio::create_future<int>();
    const aio::callback_id once = f.add_done_callback(on_done<int>(world, "first"));
    f.add_done_callback(on_done<int>(world, "second"));
    const aio::callback_id twice = f.add_done_callback(on_done<int>(world, "first"));
    world.print("removed: {}", f.remove_done_callback(once) + f.remove_done_callback(twice));
    f.add_done_callback(on_done<int>(world, "third"));
    f.set_result(1);
    world.print("set_result returned; callbacks have not run yet");
    f.add_done_callback(on_done<int>(world, "late"));
    co_await aio::sleep(aio::duration(0));
    world.print("after one iteration");

    const auto g = aio::create_future<int>();
    g.add_done_callback(on_done<int>(world, "g"));
    g.set_exception(std::make_exception_ptr(aio::runtime_error("boom")));
    const auto h = aio::create_future<int>();
    h.add_done_callback(on_done<int>(world, "h"));
    h.cancel();
    co_await aio::sleep(aio::duration(0));

    const auto t = aio::create_task(job(world));
    t.add_done_callback(on_done<std::string>(world, "task"));
    t.add_done_callback([](const auto&) { throw aio::error("ZeroDivisionError", "division by zero"); });
    t.add_done_callback(on_done<std::string>(world, "after a failing callback"));
    const std::string result = co_await t;
    world.print("await: {}", result);
}

}  // namespace

extern const sim::scenario future_callbacks{
    .name = "future-callbacks",
    .group = "futures",
    .title = "Call me when it is done",
    .lesson = "A done callback is put into the ready queue when the future ends; one that fails does not stop the others.",
    .look = "All at one instant, iteration by iteration: set_result() returns before any callback runs. The callback that "
            "fails is reported by the loop, and the one after it still runs.",
    .document = "003",
    .section = "Futures: callback mechanism",
    .aliases = {{"003_10", {}}},
    .source = "scenarios/futures/future_callbacks.cpp",
    .program = main,
};

}  // namespace scenarios
