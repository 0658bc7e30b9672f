// asyncio's event loop: handles, timers, stop(), the exception handler.

#include <doctest/doctest.h>

#include <limits>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::time_point at(std::int64_t ms) { return aio::time_point(std::chrono::milliseconds(ms)); }

std::string heard;

void remember(const aio::error_context& context) {
    heard += context.message + ": " + aio::describe(context.exception) + ";";
}

}  // namespace

TEST_CASE("callbacks run in the order in which they were scheduled, one iteration later") {
    aio::event_loop loop;
    test::notes seen;
    loop.call_soon([&] {
        seen.add("a");
        loop.call_soon([&] { seen.add("later"); });
    });
    loop.call_soon([&] { seen.add("b"); });
    CHECK(loop.run_once());
    CHECK(seen.text() == "a b");
    CHECK(loop.run_once());
    CHECK(seen.text() == "a b later");
    CHECK_FALSE(loop.run_once());
    CHECK(loop.iterations() == 2);
}

TEST_CASE("due timers join behind what is ready") {
    aio::event_loop loop;
    test::notes seen;
    loop.call_later(0ms, [&] { seen.add("timer"); });
    loop.call_soon([&] { seen.add("soon"); });
    loop.run_once();
    CHECK(seen.text() == "soon timer");
}

TEST_CASE("timers fire in order of their deadlines, those in the past too, equal ones first come, first served") {
    aio::event_loop loop;
    test::notes seen;
    loop.call_later(-1s, [&] { seen.add("-1"); });
    loop.call_later(-2s, [&] { seen.add("-2"); });
    loop.call_later(0ms, [&] { seen.add("0a"); });
    loop.call_at(at(0), [&] { seen.add("0b"); });
    loop.call_at(at(-5000), [&] { seen.add("-5"); });
    loop.run_once();
    CHECK(seen.text() == "-5 -2 -1 0a 0b");
    CHECK(loop.time() == at(0));
}

TEST_CASE("time jumps to the next timer when nothing is ready, and all that is due then fires") {
    aio::event_loop loop;
    test::notes seen;
    const auto note = [&](std::string what) { return [&, what] { seen.add(what + "@" + std::to_string(loop.time().time_since_epoch() / 1ms)); }; };
    loop.call_later(10ms, note("a"));
    loop.call_at(at(10), note("b"));
    loop.call_at(at(20), note("c"));
    CHECK(loop.next_deadline() == at(10));
    loop.run_once();
    CHECK(seen.text() == "a@10 b@10");
    loop.run_once();
    CHECK(seen.text() == "a@10 b@10 c@20");
    CHECK_FALSE(loop.next_deadline().has_value());
}

TEST_CASE("a handle cancels its callback, also from a callback before it, and lets go of what it holds") {
    aio::event_loop loop;
    test::notes seen;
    const auto held = std::make_shared<int>(0);
    aio::handle soon, timer, due;
    loop.call_soon([&] {
        soon.cancel();
        due.cancel();
    });
    soon = loop.call_soon([&seen, held] { seen.add("soon"); });
    timer = loop.call_later(10ms, [&seen, held] { seen.add("timer"); });
    due = loop.call_later(0ms, [&seen, held] { seen.add("due"); });
    CHECK(held.use_count() == 4);
    timer.cancel();
    timer.cancel();
    CHECK(timer.cancelled());
    CHECK(timer.when() == at(10));
    CHECK(held.use_count() == 3);
    loop.run_once();
    CHECK(seen.text() == "");
    CHECK(held.use_count() == 1);
    CHECK_FALSE(loop.run_once());
    CHECK(loop.time() == at(0));  // a cancelled timer does not move the clock
    soon.cancel();
}

TEST_CASE("cancelling a handle after or while it runs is harmless") {
    aio::event_loop loop;
    aio::handle self;
    int ran = 0;
    self = loop.call_soon([&] {
        ++ran;
        self.cancel();
    });
    loop.run_once();
    self.cancel();
    CHECK(ran == 1);
    CHECK(self.cancelled());
}

TEST_CASE("a delay that would overflow is for ever") {
    aio::event_loop loop;
    loop.call_later(aio::duration::max(), [] {});
    loop.call_at(aio::time_point(aio::duration::max()), [] {});
    CHECK_FALSE(loop.run_once());
    CHECK(loop.time() == at(0));
}

TEST_CASE("stop ends the loop after the present iteration; what was scheduled meanwhile stays") {
    aio::event_loop loop;
    test::notes seen;
    loop.call_soon([&] {
        seen.add("a");
        loop.stop();
        loop.call_soon([&] { seen.add("next run"); });
    });
    loop.call_soon([&] { seen.add("b"); });
    CHECK(loop.run_until_stopped());
    CHECK(seen.text() == "a b");
    loop.clear_stopping();
    loop.stop();  // before it runs: one iteration
    CHECK(loop.run_until_stopped());
    CHECK(seen.text() == "a b next run");
    loop.clear_stopping();
    loop.stop();
    CHECK(loop.run_until_stopped());  // even with nothing to do
    loop.clear_stopping();
    CHECK_FALSE(loop.run_until_stopped());
}

TEST_CASE("an exception that leaves a callback is reported, and the loop goes on") {
    heard.clear();
    aio::event_loop loop;
    bool ran = false;
    loop.set_exception_handler(&remember);
    loop.call_soon([] { throw aio::value_error("boom"); });
    loop.call_later(1ms, [] { throw aio::cancelled_error("also"); });
    loop.call_soon([&] { ran = true; });
    while (loop.run_once()) {
    }
    CHECK(heard == "Exception in callback: ValueError: boom;Exception in callback: CancelledError: also;");
    CHECK(ran);
}

TEST_CASE("an exception handler that fails does not stop the loop") {
    aio::event_loop loop;
    bool ran = false;
    loop.set_exception_handler([](const aio::error_context&) { throw aio::value_error("worse"); });
    loop.call_soon([] { throw aio::value_error("boom"); });
    loop.call_soon([&] { ran = true; });
    loop.run_once();
    CHECK(ran);
}

TEST_CASE("a loop can be run handle by handle") {
    aio::event_loop loop;
    test::notes seen;
    loop.call_soon([&] { seen.add("a"); });
    loop.call_soon([&] { seen.add("b"); });
    CHECK(loop.between_iterations());
    CHECK(loop.run_handle());
    CHECK(seen.text() == "a");
    CHECK_FALSE(loop.between_iterations());
    CHECK(loop.run_handle());
    CHECK(loop.between_iterations());
    CHECK(loop.idle());
    CHECK_FALSE(loop.run_handle());
    CHECK(loop.handles_run() == 2);
    CHECK(loop.iterations() == 1);
}

TEST_CASE("one loop runs at a time on a thread") {
    aio::event_loop a, b;
    aio::running_scope scope(a);
    CHECK(aio::event_loop::running() == &a);
    CHECK_THROWS_WITH_AS(aio::running_scope{b}, "Cannot run the event loop while another loop is running", aio::runtime_error);
    CHECK_THROWS_WITH_AS(a.close(), "Cannot close a running event loop", aio::runtime_error);
}

TEST_CASE("a closed loop refuses callbacks and cannot run; closing twice is harmless") {
    aio::event_loop loop;
    bool ran = false;
    loop.call_soon([&] { ran = true; });
    loop.close();
    loop.close();
    CHECK(loop.closed());
    CHECK_THROWS_WITH_AS(loop.call_soon([] {}), "Event loop is closed", aio::runtime_error);
    CHECK_THROWS_AS(loop.call_later(1ms, [] {}), aio::runtime_error);
    CHECK_THROWS_AS(aio::running_scope{loop}, aio::runtime_error);
    CHECK_FALSE(loop.run_once());
    CHECK_FALSE(ran);
}

TEST_CASE("no loop runs outside a loop") {
    CHECK(aio::event_loop::running() == nullptr);
    CHECK_THROWS_WITH_AS(aio::get_running_loop(), "no running event loop", aio::runtime_error);
}
