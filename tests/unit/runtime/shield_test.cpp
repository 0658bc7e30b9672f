// asyncio.shield.

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

TEST_CASE("results, exceptions and cancellations come through") {
    aio::run([]() -> aio::coro<> {
        const int got = co_await aio::shield(after(1ms, 5));
        CHECK(got == 5);
        co_await aio::shield(aio::sleep(1ms));
        const std::string error = co_await test::failure(aio::shield(fails_after(1ms)));
        CHECK(error == "ValueError: boom");
        const auto inner = aio::create_task(after(10s, 1));
        const auto outer = aio::shield(inner);
        co_await aio::sleep(0ms);
        inner.cancel();
        const std::string cancelled = co_await test::failure(outer);
        CHECK(cancelled == "CancelledError");
        CHECK(outer.cancelled());
    }());
}

TEST_CASE("cancelling the shield leaves what it shields running") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(after(10ms, 1));
        const auto body = [&]() -> aio::coro<int> { co_return co_await aio::shield(inner); };
        const auto outer = aio::create_task(body());
        co_await aio::sleep(1ms);
        outer.cancel();
        const std::string error = co_await test::failure(outer);
        CHECK(error == "CancelledError");
        CHECK_FALSE(inner.done());
        CHECK(inner.cancelling() == 0);
        const int got = co_await inner;
        CHECK(got == 1);
    }());
}

TEST_CASE("a done future is given back itself") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        f.set_result(1);
        CHECK(aio::shield(f) == f);
        auto pending = aio::create_future<int>();
        CHECK_FALSE(aio::shield(pending) == pending);
        co_return;
    }());
}

TEST_CASE("an exception that comes after the shield was cancelled is not reported, unless nobody listened any more") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(fails_after(5ms));
        const auto outer = aio::shield(inner);
        co_await aio::sleep(1ms);
        outer.cancel();
        co_await aio::sleep(10ms);
        CHECK(inner.state().unretrieved());  // the shield had let go of it by then

        const auto other = aio::create_task(fails_after(0ms));
        const auto late = aio::shield(other);
        other.add_done_callback([&](const aio::future<int>&) { late.cancel(); });
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(other.done());
    }());
}

TEST_CASE("a shielded gather goes on") {
    aio::run([]() -> aio::coro<> {
        const auto g = aio::gather(after(10ms, 1), after(20ms, 2));
        const std::string error = co_await test::failure(aio::wait_for(aio::shield(g), 5ms));
        CHECK(error == "TimeoutError");
        const auto [a, b] = co_await g;
        CHECK(a + b == 3);
    }());
}

TEST_CASE("cancelling a gather of shields reaches the shields only") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(10ms, 1));
        const auto b = aio::create_task(after(10ms, 2));
        const auto g = aio::gather(aio::shield(a), aio::shield(b));
        co_await aio::sleep(0ms);
        g.cancel();
        const std::string error = co_await test::failure(g);
        CHECK(error == "CancelledError");
        CHECK_FALSE(a.done());
        co_await aio::gather(a, b);
    }());
}
