// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   a nested run is a RuntimeError
//   a run to the end gives the result and takes its time
//   stop() from inside is a RuntimeError
//   call_later fires in time
//   call_soon with arguments
//   callbacks of one thread run first in, first out
//   run_in_executor gives the result
//   a late completion into a closed loop is ignored
//   a cancelled handle says so
//   the exception handler gets the context of a callback
//   when()
//   cancel drops the callback and what it holds
//   timers are ordered by when alone

#include <utility>

#include "tests/unit/behaviours/loops.hpp"

using namespace std::chrono_literals;
using test::reports;
using test::run_forever;

// test_run_until_complete_nesting
TEST_CASE("Loop, handles, timers: a nested run is a RuntimeError") {
    bool nested_began = false;
    test::in_loop([&]() -> aio::coro<> {
        auto nested = [&]() -> aio::coro<> {
            nested_began = true;
            co_return;
        };
        aio::event_loop& loop = aio::get_running_loop();
        CHECK(test::contains(test::thrown([&] { aio::run(nested()); }), "RuntimeError: "));
        CHECK(test::contains(test::thrown([&] { const aio::running_scope again(loop); }), "RuntimeError: "));
        CHECK(&aio::get_running_loop() == &loop);
        co_await aio::sleep(1ms);
        CHECK_FALSE(nested_began);
    });
}

// test_run_until_complete
TEST_CASE("Loop, handles, timers: a run to the end gives the result and takes its time") {
    aio::event_loop loop;
    CHECK(test::run_until_complete(loop, aio::sleep(100ms, 42)) == 42);
    CHECK(loop.time() == aio::time_point{100ms});
}

// test_run_until_complete_stopped
TEST_CASE("Loop, handles, timers: stop() from inside is a RuntimeError") {
    bool cancelled = false;
    auto stops = [&]() -> aio::coro<> {
        aio::get_running_loop().stop();
        try {
            co_await aio::sleep(100ms);
        } catch (const aio::cancelled_error&) {
            cancelled = true;
            throw;
        }
    };
    CHECK(test::error_of_run(stops()) == "RuntimeError: Event loop stopped before Future completed.");
    CHECK(cancelled);  // what is left over is ended as at the end of every run

    // In the iteration in which main ends: main's own stop() is then still to come, and cuts the wait for what is left
    // over short.
    bool cleaned = false;
    auto cleans_up = [&]() -> aio::coro<> {
        const std::string error = co_await test::failure(aio::sleep(5s));
        co_await aio::sleep(1s);
        cleaned = true;
    };
    auto stops_and_ends = [&](bool leave) -> aio::coro<> {
        if (leave) aio::create_task(cleans_up());
        co_await aio::sleep(0ms);
        aio::get_running_loop().stop();
    };
    CHECK(test::error_of_run(stops_and_ends(true)) == "RuntimeError: Event loop stopped before Future completed.");
    CHECK_FALSE(cleaned);
    CHECK(test::error_of_run(stops_and_ends(false)) == "");

    auto stops_with_a_job = []() -> aio::coro<> {
        aio::run_in_executor([] { aio::blocking_sleep(1s); });
        aio::get_running_loop().stop();
        co_return;
    };
    CHECK(test::error_of_run(stops_with_a_job()) == "RuntimeError: Event loop stopped before Future completed.");
}

// test_call_later
TEST_CASE("Loop, handles, timers: call_later fires in time") {
    aio::event_loop loop;
    test::notes results;
    loop.call_later(100ms, [&] {
        results.add("hello world");
        loop.stop();
    });
    run_forever(loop);
    CHECK(results.text() == "hello world");
    CHECK(loop.time() == aio::time_point{100ms});
}

// test_call_soon
TEST_CASE("Loop, handles, timers: call_soon with arguments") {
    // The arguments of a callback are what it captures; it is called once, as an rvalue may be.
    aio::event_loop loop;
    std::vector<std::string> results;
    auto first = std::make_unique<std::string>("hello");
    loop.call_soon([&, owned = std::move(first), second = std::string("world")] {
        results.push_back(*owned);
        results.push_back(second);
        loop.stop();
    });
    run_forever(loop);
    CHECK(results == std::vector<std::string>{"hello", "world"});
}

// test_call_soon_threadsafe_same_thread
TEST_CASE("Loop, handles, timers: callbacks of one thread run first in, first out") {
    // A loop lives on one thread, so that there is one call_soon(); within a callback it comes behind what is ready.
    aio::event_loop loop;
    test::notes results;
    loop.call_soon([&] {
        results.add("hello");
        loop.call_soon([&] {
            results.add("late");
            loop.stop();
        });
    });
    loop.call_soon([&] { results.add("world"); });
    run_forever(loop);
    CHECK(results.text() == "hello world late");
}

// test_run_in_executor
TEST_CASE("Loop, handles, timers: run_in_executor gives the result") {
    test::in_loop([]() -> aio::coro<> {
        const aio::event_loop* seen = &aio::get_running_loop();
        auto f = aio::run_in_executor([&seen] {
            seen = aio::event_loop::running();
            aio::blocking_sleep(5ms);
            return std::string("yo");
        });
        CHECK_FALSE(f.done());
        const std::string result = co_await f;
        CHECK(result == "yo");
        CHECK(seen == nullptr);  // another thread: no loop runs there
        CHECK(test::now_ms() == 5);
    });
}

// test_run_in_executor_cancel
TEST_CASE("Loop, handles, timers: a late completion into a closed loop is ignored") {
    aio::future<> cancelled;
    aio::future<> unfinished;
    bool called = false;
    auto runs_a_job = [&](aio::future<>& job) -> aio::coro<> {
        job = aio::run_in_executor([] { aio::blocking_sleep(50ms); });
        job.add_done_callback([&](const aio::future<>&) { called = true; });
        co_await aio::sleep(1h);
    };
    auto cancels_a_job = [&]() -> aio::coro<> {
        cancelled = aio::run_in_executor([] { aio::blocking_sleep(50ms); });
        cancelled.cancel();
        co_return;
    };
    aio::run(cancels_a_job());
    CHECK(cancelled.cancelled());
    {
        aio::program p(runs_a_job(unfinished));
        p.step();
        CHECK_FALSE(p.over());
    }
    CHECK_FALSE(unfinished.done());
    CHECK_FALSE(called);
}

// test_handle
TEST_CASE("Loop, handles, timers: a cancelled handle says so") {
    aio::event_loop loop;
    const aio::handle h = loop.call_soon([] {});
    CHECK_FALSE(h.cancelled());
    h.cancel();
    CHECK(h.cancelled());
    h.cancel();
    CHECK(h.cancelled());
}

// test_callback_with_exception
TEST_CASE("Loop, handles, timers: the exception handler gets the context of a callback") {
    aio::event_loop loop;
    reports().clear();
    loop.set_exception_handler(test::report);
    loop.call_soon([] { throw aio::value_error(""); });
    test::run_once(loop);
    CHECK(reports() == std::vector<std::string>{"Exception in callback / ValueError"});

    // Besides message and exception: the handle of the callback, or the future that called it back.
    std::vector<std::string> told;
    aio::future<> ended;
    loop.set_exception_handler([&](const aio::error_context& context) {
        CHECK(context.task == 0);
        if (context.handle != nullptr) {
            CHECK_FALSE(context.handle->cancelled());
            told.push_back("timer at " + std::to_string(context.handle->when().time_since_epoch() / 1ms));
        }
        if (context.future != nullptr) told.push_back(context.future == &ended.state() ? "ended" : "another");
    });
    loop.call_later(20ms, [] { throw aio::value_error(""); });
    test::run_once(loop);
    CHECK(told == std::vector<std::string>{"timer at 20"});
    {
        const aio::running_scope scope(loop);
        ended = aio::create_future<>();
    }
    ended.add_done_callback([](const aio::future<>&) { throw aio::value_error(""); });
    ended.set_result();
    test::run_once(loop);
    CHECK(told == std::vector<std::string>{"timer at 20", "ended"});
    ended = {};
}

// test_when
TEST_CASE("Loop, handles, timers: when()") {
    aio::event_loop loop;
    const aio::time_point when = loop.time() + 3s;
    CHECK(loop.call_at(when, [] {}).when() == when);
    CHECK(loop.call_later(3s, [] {}).when() == when);
}

// test_timer
TEST_CASE("Loop, handles, timers: cancel drops the callback and what it holds") {
    aio::event_loop loop;
    const auto held = std::make_shared<int>(0);
    const aio::handle timer = loop.call_later(1s, [held] {});
    const aio::handle soon = loop.call_soon([held] {});
    CHECK(held.use_count() == 3);
    CHECK_FALSE(timer.cancelled());
    timer.cancel();
    CHECK(timer.cancelled());
    CHECK(held.use_count() == 2);
    soon.cancel();
    CHECK(held.use_count() == 1);
    CHECK(timer.when() == aio::time_point{1s});
}

// test_timer_comparison
TEST_CASE("Loop, handles, timers: timers are ordered by when alone") {
    // Handles cannot be compared here; the order in which they fire shows it, and of equal ones the first is first.
    aio::event_loop loop;
    test::notes fired;
    const aio::time_point when = loop.time() + 1s;
    loop.call_at(when + 10s, [&] { fired.add("later"); });
    loop.call_at(when, [&] { fired.add("h1"); });
    const aio::handle cancelled = loop.call_at(when, [&] { fired.add("cancelled"); });
    loop.call_at(when, [&] { fired.add("h2"); });
    cancelled.cancel();
    test::run_once(loop);
    CHECK(fired.text() == "h1 h2");
    test::run_once(loop);
    CHECK(fired.text() == "h1 h2 later");
}
