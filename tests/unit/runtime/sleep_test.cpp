// asyncio.sleep.

#include <doctest/doctest.h>

#include <limits>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

TEST_CASE("sleeps add up, in virtual time only") {
    aio::run([]() -> aio::coro<> {
        co_await aio::sleep(10ms);
        co_await aio::sleep(0.02);
        CHECK(test::now_ms() == 30);
        co_await aio::sleep(24h * 365);
        CHECK(test::now_ms() == 30 + 365LL * 24 * 3600 * 1000);
    }());
}

TEST_CASE("sleep(delay, result) gives the result") {
    aio::run([]() -> aio::coro<> {
        const std::string got = co_await aio::sleep(5ms, std::string("awake"));
        CHECK(got == "awake");
    }());
}

TEST_CASE("sleepers wake in order of their deadlines, equal ones in the order in which they fell asleep") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto sleeper = [&](std::string name, aio::duration d) -> aio::coro<> {
            co_await aio::sleep(d);
            seen.add(name);
        };
        co_await aio::gather(sleeper("a", 20ms), sleeper("b", 10ms), sleeper("c", 20ms), sleeper("d", 10ms), sleeper("e", 10ms));
        CHECK(seen.text() == "b d e a c");
    }());
}

TEST_CASE("a sleep of no time or less lets the others run once, and takes no time") {
    aio::run([]() -> aio::coro<> {
        bool ran = false;
        aio::get_running_loop().call_soon([&] { ran = true; });
        co_await aio::sleep(-5ms);
        CHECK(ran);
        CHECK(test::now_ms() == 0);
    }());
}

TEST_CASE("a positive duration is never rounded to nothing, halves are rounded to even") {
    CHECK(aio::seconds(1e-12).count() == 1);
    CHECK(aio::seconds(0.0).count() == 0);
    CHECK(aio::seconds(2.5e-9).count() == 2);
    CHECK(aio::seconds(3.5e-9).count() == 4);
    CHECK(aio::seconds(-1.0).count() == -1'000'000'000);
}

TEST_CASE("sleep(nan) is an error, sleep(inf) is for ever") {
    CHECK_THROWS_WITH_AS(static_cast<void>(aio::sleep(std::numeric_limits<double>::quiet_NaN())), "Invalid delay: NaN (not a number)",
                         aio::value_error);
    const auto main = [](double s) -> aio::coro<> { co_await aio::sleep(s); };
    const std::string error = test::error_of_run(main(std::numeric_limits<double>::infinity()));
    CHECK(error.rfind("DeadlockError: deadlock: nothing is ready, no timer is set, and 1 task waits for ever", 0) == 0);
    CHECK(test::error_of_run([]() -> aio::coro<> { co_await aio::sleep(aio::duration::max()); }()) != "");
}

TEST_CASE("cancelling a sleeper takes its timer away, so that time does not run on to it") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(aio::sleep(10s));
        co_await aio::sleep(1ms);
        t.cancel();
        co_await aio::sleep(1ms);
        CHECK(t.cancelled());
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
    }());
}

TEST_CASE("a sleeper cancelled in the iteration in which its timer fires is cancelled") {
    aio::run([]() -> aio::coro<> {
        aio::task<> t;
        aio::get_running_loop().call_later(10ms, [&] { t.cancel(); });
        t = aio::create_task(aio::sleep(10ms));
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");

        t = aio::create_task(aio::sleep(10ms));
        co_await aio::sleep(0ms);
        aio::get_running_loop().call_later(10ms, [&] { t.cancel(); });
        const std::string after = co_await test::failure(t);
        CHECK(after == "CancelledError");
    }());
}
