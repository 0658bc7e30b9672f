// asyncio.Runner: several coroutines on one loop.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

}  // namespace

TEST_CASE("a runner runs one coroutine after the other on one loop, whose time goes on") {
    aio::runner runner;
    CHECK(runner.run(after(10ms, 1)) == 1);
    CHECK(runner.run(after(10ms, 2)) == 2);
    CHECK(runner.get_loop().time().time_since_epoch() == 20ms);
}

TEST_CASE("exceptions come out of run, and the runner goes on") {
    aio::runner runner;
    const auto fails = []() -> aio::coro<> {
        throw aio::value_error("boom");
        co_return;
    };
    CHECK_THROWS_AS(runner.run(fails()), aio::value_error);
    const auto stuck = []() -> aio::coro<> {
        const auto never = aio::create_future<>();
        co_await never;
    };
    CHECK_THROWS_AS(runner.run(stuck()), aio::deadlock_error);
    const auto stops = []() -> aio::coro<> {
        aio::get_running_loop().stop();
        co_await aio::sleep(1ms);
    };
    CHECK_THROWS_AS(runner.run(stops()), aio::runtime_error);
    CHECK(runner.run(after(1ms, 3)) == 3);
}

TEST_CASE("tasks left over live between runs, and closing cancels them and waits for them") {
    test::notes seen;
    {
        aio::runner runner;
        const auto background = [&]() -> aio::coro<> {
            try {
                co_await aio::sleep(15ms);
                seen.add("slept");
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
                seen.add("cancelled");
                throw;
            }
        };
        const auto starts = [&]() -> aio::coro<> {
            aio::create_task(background());
            co_await aio::sleep(10ms);
        };
        runner.run(starts());
        runner.run(after(10ms, 0));
        CHECK(seen.text() == "slept");
    }
    CHECK(seen.text() == "slept cancelled");
}

TEST_CASE("a closed runner runs nothing, closing twice is harmless, and runs do not nest") {
    aio::runner runner;
    runner.close();
    runner.close();
    CHECK_THROWS_WITH_AS(runner.run(after(1ms, 0)), "Runner is closed", aio::runtime_error);
    CHECK_THROWS_AS(runner.get_loop(), aio::runtime_error);
    aio::runner outer;
    const auto nests = []() -> aio::coro<> {
        aio::runner inner;
        CHECK_THROWS_WITH_AS(inner.run(after(1ms, 0)), "Runner.run() cannot be called from a running event loop",
                             aio::runtime_error);
        co_return;
    };
    outer.run(nests());
}

TEST_CASE("an error of a task left over goes to the exception handler") {
    std::string told;
    {
        aio::runner runner;
        runner.get_loop().set_exception_handler([&](const aio::error_context& c) { told = c.message + "|" + aio::describe(c.exception); });
        const auto fails_late = []() -> aio::coro<> {
            try {
                co_await aio::sleep(1h);
            } catch (const aio::cancelled_error&) {
            }
            throw aio::value_error("late");
        };
        const auto starts = [&]() -> aio::coro<> {
            aio::create_task(fails_late());
            co_await aio::sleep(1ms);
        };
        runner.run(starts());
    }
    CHECK(told == "unhandled exception during asyncio.run() shutdown|ValueError: late");
}

TEST_CASE("closing waits for the executor's jobs, and runs share context variables") {
    static const aio::context_var<int> level("level", 0);
    aio::runner runner;
    const auto sends = []() -> aio::coro<> {
        level.set(level.get() + 1);
        aio::run_in_executor([] { aio::blocking_sleep(50ms); });
        co_return;
    };
    const auto reads = []() -> aio::coro<int> { co_return level.get(); };
    runner.run(sends());
    CHECK(runner.run(reads()) == 1);
    CHECK(level.get() == 0);
    CHECK(runner.get_loop().time().time_since_epoch() < 50ms);
    runner.close();
}
