// asyncio.as_completed (3.13).

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

aio::coro<int> fails_after(aio::duration d) {
    co_await aio::sleep(d);
    throw aio::value_error("boom");
}

}  // namespace

TEST_CASE("results come in the order in which they are there") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::coro<int>> all;
        all.push_back(after(30ms, 1));
        all.push_back(after(10ms, 2));
        all.push_back(fails_after(20ms));
        auto items = aio::as_completed(std::move(all));
        const int first = co_await items.next();
        CHECK(first == 2);
        CHECK(test::now_ms() == 10);
        const std::string second = co_await test::failure(items.next());
        CHECK(second == "ValueError: boom");
        CHECK(items.more());
        const int third = co_await items.next();
        CHECK(third == 1);
        CHECK_FALSE(items.more());
    }());
}

TEST_CASE("next_done gives the futures that were given, done") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(20ms, 1));
        const auto b = aio::create_task(after(10ms, 2));
        std::vector<aio::task<int>> all{a, b, a};
        auto items = aio::as_completed(std::move(all));
        const auto first = co_await items.next_done();
        CHECK(first == b);
        CHECK(first.done());
        const auto second = co_await items.next_done();
        CHECK(second == a);
        CHECK_FALSE(items.more());
    }());
}

TEST_CASE("the i-th awaited is the i-th to end, whichever was made first") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::coro<int>> all;
        all.push_back(after(10ms, 1));
        all.push_back(after(20ms, 2));
        auto items = aio::as_completed(std::move(all));
        auto one = items.next();
        auto two = items.next();
        const int first = co_await std::move(two);
        const int second = co_await std::move(one);
        CHECK(first == 1);
        CHECK(second == 2);
    }());
}

TEST_CASE("when the time is up the rest throws timeout_error, and runs on") {
    aio::run([]() -> aio::coro<> {
        const auto slow = aio::create_task(after(50ms, 1));
        std::vector<aio::task<int>> all{slow, aio::create_task(after(10ms, 2)), aio::create_task(after(60ms, 3))};
        auto items = aio::as_completed(std::move(all), 20ms);
        const int first = co_await items.next();
        CHECK(first == 2);
        const std::string second = co_await test::failure(items.next());
        CHECK(second == "TimeoutError");
        const std::string third = co_await test::failure(items.next_done());
        CHECK(third == "TimeoutError");
        CHECK(test::now_ms() == 20);
        CHECK_FALSE(slow.done());
        co_await slow;
    }());
}

TEST_CASE("a limit that is not needed is taken away, so that time does not run on to it") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::coro<int>> all;
        all.push_back(after(1ms, 1));
        auto items = aio::as_completed(std::move(all), 10s);
        co_await items.next();
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
    }());
}

TEST_CASE("several may wait for the next at once") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::coro<int>> all;
        for (int i = 0; i < 3; ++i) all.push_back(after(std::chrono::milliseconds(10 * (3 - i)), i));
        auto items = aio::as_completed(std::move(all));
        const auto [a, b, c] = co_await aio::gather(items.next(), items.next(), items.next());
        CHECK(a == 2);
        CHECK(b == 1);
        CHECK(c == 0);
    }());
}

TEST_CASE("of nothing there is no more") {
    aio::run([]() -> aio::coro<> {
        const std::vector<aio::task<int>> none;
        CHECK_FALSE(aio::as_completed(none, 10ms).more());
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
        co_return;
    }());
}
