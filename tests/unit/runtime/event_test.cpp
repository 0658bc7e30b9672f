// asyncio.Event.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> waits(aio::event& e, test::notes& seen, std::string name) {
    co_await e.wait();
    seen.add(name);
}

}  // namespace

TEST_CASE("waiters wake in order of arrival when it is set, newcomers do not wait") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::event e;
        const auto a = aio::create_task(waits(e, seen, "a"));
        const auto b = aio::create_task(waits(e, seen, "b"));
        co_await aio::sleep(0ms);
        CHECK_FALSE(e.is_set());
        const auto newcomer = aio::create_task(waits(e, seen, "newcomer"));
        e.set();
        e.set();
        CHECK(e.is_set());
        co_await aio::gather(a, b, newcomer);
        CHECK(seen.text() == "newcomer a b");  // it was ready before they were woken
    }());
}

TEST_CASE("clear does not take back a wake-up, and later waiters wait") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::event e;
        const auto a = aio::create_task(waits(e, seen, "a"));
        co_await aio::sleep(0ms);
        e.set();
        e.clear();
        e.clear();
        CHECK_FALSE(e.is_set());
        const auto b = aio::create_task(waits(e, seen, "b"));
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "a");
        e.set();
        co_await b;
        CHECK(seen.text() == "a b");
        co_await a;
    }());
}

TEST_CASE("set, clear, set wakes each waiter once") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::event e;
        const auto a = aio::create_task(waits(e, seen, "a"));
        const auto b = aio::create_task(waits(e, seen, "b"));
        co_await aio::sleep(0ms);
        e.set();
        e.clear();
        e.set();
        co_await aio::gather(a, b);
        CHECK(seen.text() == "a b");
    }());
}

TEST_CASE("a cancelled waiter leaves, the others stay") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::event e;
        const auto a = aio::create_task(waits(e, seen, "a"));
        const auto b = aio::create_task(waits(e, seen, "b"));
        co_await aio::sleep(0ms);
        a.cancel();
        e.set();
        co_await b;
        CHECK(a.cancelled());
        CHECK(seen.text() == "b");
    }());
}

TEST_CASE("an event may die while tasks wait for it") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto e = std::make_unique<aio::event>();
        const auto a = aio::create_task(waits(*e, seen, "a"));
        co_await aio::sleep(0ms);
        e.reset();
        a.cancel();
        const std::string error = co_await test::failure(a);
        CHECK(error == "CancelledError");
    }());
}
