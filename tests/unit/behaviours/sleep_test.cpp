// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   two sleeps add up; result argument
//   sleep(0) yields exactly one iteration (call_soon'ed callback runs in between)
//   cancelling a sleeper cancels its timer handle
//   ValueError (3.13)

#include <limits>

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

// test_sleep
TEST_CASE("sleep: two sleeps add up; result argument") {
    test::in_loop([]() -> aio::coro<> {
        auto sleeper = [](aio::duration dt, std::string arg) -> aio::coro<std::string> {
            co_await aio::sleep(dt / 2);
            CHECK(test::now_ms() == 50);
            std::string result = co_await aio::sleep(dt / 2, std::move(arg));
            co_return result;
        };
        const auto t = aio::create_task(sleeper(100ms, "yeah"));
        co_await t;
        CHECK(t.result() == "yeah");
        CHECK(test::now_ms() == 100);
    });
}

// test_sleep_zero
TEST_CASE("sleep: sleep(0) yields exactly one iteration (call_soon'ed callback runs in between)") {
    test::in_loop([]() -> aio::coro<> {
        int result = 0;
        const std::uint64_t before = test::iteration();
        aio::get_running_loop().call_soon([&] { result += 10; });
        CHECK(result == 0);
        co_await aio::sleep(0ms);
        CHECK(result == 10);
        CHECK(test::iteration() == before + 1);
        CHECK(test::now_ms() == 0);
    });
}

// test_sleep_cancel
TEST_CASE("sleep: cancelling a sleeper cancels its timer handle") {
    test::in_loop([]() -> aio::coro<> {
        const auto t = aio::create_task(aio::sleep(10s, std::string("yeah")));
        co_await aio::sleep(0ms);
        REQUIRE(aio::get_running_loop().next_deadline().has_value());
        CHECK(*aio::get_running_loop().next_deadline() == aio::time_point{10s});
        t.cancel();
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
        CHECK(t.cancelled());
        CHECK(test::now_ms() == 0);
    });
}

// test_sleep_when_delay_is_nan
TEST_CASE("sleep: ValueError (3.13)") {
    test::in_loop([]() -> aio::coro<> {
        auto sleeper = []() -> aio::coro<> { co_await aio::sleep(std::numeric_limits<double>::quiet_NaN()); };
        const auto t = aio::create_task(sleeper());
        const std::string error = co_await test::failure(t);
        CHECK(error.rfind("ValueError", 0) == 0);
    });
}
