// asyncio.Semaphore (3.13), BoundedSemaphore.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> takes(aio::semaphore& s, test::notes& seen, std::string name) {
    co_await s.acquire();
    seen.add(name);
}

}  // namespace

TEST_CASE("it counts permits, and is locked without one") {
    aio::run([]() -> aio::coro<> {
        aio::semaphore s(2);
        co_await s.acquire();
        CHECK_FALSE(s.locked());
        co_await s.acquire();
        CHECK(s.locked());
        CHECK(s.value() == 0);
        s.release();
        s.release();
        s.release();
        CHECK(s.value() == 3);
        CHECK(aio::semaphore(0).locked());
        CHECK_THROWS_WITH_AS(aio::semaphore(-1), "Semaphore initial value must be >= 0", aio::value_error);
    }());
}

TEST_CASE("a release gives its permit to the first waiter right away, though that one runs later") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::semaphore s(0);
        const auto a = aio::create_task(takes(s, seen, "a"));
        const auto b = aio::create_task(takes(s, seen, "b"));
        const auto c = aio::create_task(takes(s, seen, "c"));
        co_await aio::sleep(0ms);
        s.release();
        s.release();
        CHECK(s.value() == 0);
        CHECK(s.locked());
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "a b");
        s.release();
        co_await aio::gather(a, b, c);
    }());
}

TEST_CASE("a releaser that takes again at once waits behind the others") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::semaphore s(1);
        co_await s.acquire();
        const auto a = aio::create_task(takes(s, seen, "a"));
        co_await aio::sleep(0ms);
        s.release();
        const auto again = aio::create_task(takes(s, seen, "again"));
        co_await a;
        CHECK(seen.text() == "a");
        s.release();
        co_await again;
        CHECK(seen.text() == "a again");
    }());
}

TEST_CASE("a release skips waiters that were cancelled") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::semaphore s(0);
        const auto a = aio::create_task(takes(s, seen, "a"));
        const auto b = aio::create_task(takes(s, seen, "b"));
        co_await aio::sleep(0ms);
        a.cancel();
        s.release();
        co_await b;
        CHECK(seen.text() == "b");
        CHECK(s.value() == 0);
    }());
}

TEST_CASE("a waiter cancelled after it was given a permit hands it to the next") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::semaphore s(0);
        const auto a = aio::create_task(takes(s, seen, "a"));
        const auto b = aio::create_task(takes(s, seen, "b"));
        co_await aio::sleep(0ms);
        s.release();
        a.cancel();
        co_await b;
        CHECK(seen.text() == "b");
        const auto c = aio::create_task(takes(s, seen, "c"));
        co_await aio::sleep(0ms);
        s.release();
        c.cancel();
        co_await aio::sleep(1ms);
        CHECK(s.value() == 1);
        CHECK_FALSE(s.locked());
    }());
}

TEST_CASE("a waiter that leaves lets everybody through for whom there is a permit") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::semaphore s(0);
        const auto a = aio::create_task(takes(s, seen, "a"));
        co_await aio::sleep(0ms);
        s.release();
        s.release();
        s.release();  // two permits are left while `a` has not run
        CHECK(s.value() == 2);
        CHECK(s.locked());
        const auto b = aio::create_task(takes(s, seen, "b"));
        const auto c = aio::create_task(takes(s, seen, "c"));
        co_await aio::gather(a, b, c);
        CHECK(seen.text() == "a b c");
        CHECK(s.value() == 0);
    }());
}

TEST_CASE("guards give their permit back") {
    aio::run([]() -> aio::coro<> {
        aio::semaphore s(1);
        {
            auto guard = co_await s.scoped();
            CHECK(s.locked());
        }
        CHECK_FALSE(s.locked());
    }());
}

TEST_CASE("a bounded semaphore refuses a permit too many") {
    aio::run([]() -> aio::coro<> {
        aio::bounded_semaphore s(1);
        CHECK_THROWS_WITH_AS(s.release(), "BoundedSemaphore released too many times", aio::value_error);
        co_await s.acquire();
        s.release();
        CHECK_THROWS_AS(s.release(), aio::value_error);
    }());
}

TEST_CASE("a semaphore may die while tasks wait for it") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto s = std::make_unique<aio::semaphore>(0);
        const auto parked = aio::create_task(takes(*s, seen, "parked"));
        const auto woken = aio::create_task(takes(*s, seen, "woken"));
        co_await aio::sleep(0ms);
        parked.cancel();
        s->release();
        s.reset();
        const std::string first = co_await test::failure(parked);
        CHECK(first == "CancelledError");
        const std::string second = co_await test::failure(woken);
        CHECK(second == "RuntimeError: what the task waited for was destroyed");
    }());
}
