// asyncio.Condition (3.13).

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> waits(aio::condition& c, test::notes& seen, std::string name) {
    auto held = co_await c.scoped();
    co_await c.wait();
    CHECK(c.locked());
    seen.add(name);
}

}  // namespace

TEST_CASE("notify wakes the first n, one after the other as the lock goes round") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::condition c;
        const auto tasks = aio::gather(waits(c, seen, "a"), waits(c, seen, "b"), waits(c, seen, "c"), waits(c, seen, "d"));
        co_await aio::sleep(1ms);
        CHECK_FALSE(c.locked());
        co_await c.acquire();
        c.notify();
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "");  // it needs the lock
        c.release();
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "a");
        co_await c.acquire();
        c.notify(2);
        c.release();
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "a b c");
        co_await c.acquire();
        c.notify(2048);
        c.release();
        co_await tasks;
        CHECK(seen.text() == "a b c d");
    }());
}

TEST_CASE("notify_all wakes all in order of arrival") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::condition c;
        const auto tasks = aio::gather(waits(c, seen, "a"), waits(c, seen, "b"));
        co_await aio::sleep(0ms);
        co_await c.acquire();
        c.notify_all();
        c.release();
        co_await tasks;
        CHECK(seen.text() == "a b");
    }());
}

TEST_CASE("wait and notify need the lock") {
    aio::run([]() -> aio::coro<> {
        aio::condition c;
        const std::string error = co_await test::failure(c.wait());
        CHECK(error == "RuntimeError: cannot wait on un-acquired lock");
        CHECK_THROWS_WITH_AS(c.notify(), "cannot notify on un-acquired lock", aio::runtime_error);
        CHECK_THROWS_AS(c.notify_all(), aio::runtime_error);
    }());
}

TEST_CASE("wait_for looks first, and needs the lock only when it must wait") {
    aio::run([]() -> aio::coro<> {
        aio::condition c;
        int level = 3;
        const auto enough = [&] { return level >= 3; };
        co_await c.wait_for(std::ref(enough));
        level = 0;
        const std::string error = co_await test::failure(c.wait_for(std::ref(enough)));
        CHECK(error == "RuntimeError: cannot wait on un-acquired lock");
        const auto body = [&]() -> aio::coro<> {
            auto held = co_await c.scoped();
            co_await c.wait_for(std::ref(enough));
            CHECK(level == 3);
        };
        const auto t = aio::create_task(body());
        for (int i = 0; i < 3; ++i) {
            co_await aio::sleep(1ms);
            auto held = co_await c.scoped();
            ++level;
            c.notify();
        }
        co_await t;
    }());
}

TEST_CASE("a cancelled wait takes the lock again before it throws") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::condition c;
        const auto body = [&]() -> aio::coro<> {
            auto held = co_await c.scoped();
            const std::string error = co_await test::failure(c.wait());
            seen.add(error);
            CHECK(c.locked());
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        co_await c.acquire();
        t.cancel("enough");
        co_await aio::sleep(10ms);
        CHECK_FALSE(t.done());
        c.release();
        co_await t;
        CHECK(seen.text() == "CancelledError: enough");
        CHECK_FALSE(c.locked());
    }());
}

TEST_CASE("cancellations while it takes the lock again are kept until it has it: the last is thrown") {
    aio::run([]() -> aio::coro<> {
        aio::condition c;
        const auto body = [&]() -> aio::coro<> {
            auto held = co_await c.scoped();
            co_await c.wait();
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        co_await c.acquire();
        c.notify();
        co_await aio::sleep(0ms);
        t.cancel("first");
        co_await aio::sleep(0ms);
        t.cancel("second");
        co_await aio::sleep(5ms);
        CHECK_FALSE(t.done());
        c.release();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: second");
        CHECK_FALSE(c.locked());
    }());
}

TEST_CASE("a waiter cancelled after it was notified notifies another in its place") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::condition c;
        const auto a = aio::create_task(waits(c, seen, "a"));
        const auto b = aio::create_task(waits(c, seen, "b"));
        co_await aio::sleep(0ms);
        co_await c.acquire();
        c.notify();
        a.cancel();
        c.release();
        co_await b;
        CHECK(a.cancelled());
        CHECK(seen.text() == "b");
    }());
}

TEST_CASE("wait_for(condition.wait(), limit) ends with the lock held") {
    aio::run([]() -> aio::coro<> {
        aio::condition c;
        auto held = co_await c.scoped();
        const std::string error = co_await test::failure(aio::wait_for(c.wait(), 5ms));
        CHECK(error == "TimeoutError");
        CHECK(c.locked());
    }());
}

TEST_CASE("two conditions share a lock") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        aio::condition full(mutex);
        aio::condition empty(mutex);
        const auto a = aio::create_task(waits(full, seen, "full"));
        const auto b = aio::create_task(waits(empty, seen, "empty"));
        co_await aio::sleep(0ms);
        CHECK_FALSE(mutex.locked());
        co_await mutex.acquire();
        CHECK(full.locked());
        empty.notify();
        mutex.release();
        co_await b;
        CHECK(seen.text() == "empty");
        a.cancel();
        co_await aio::gather_settled(a);
    }());
}

TEST_CASE("a condition and its lock may die while tasks wait") {
    aio::run([]() -> aio::coro<> {
        struct parts {
            aio::lock mutex;
            aio::condition shared{mutex, "shared"};
            aio::condition own{"own"};  // its own lock lives as long as somebody waits
        };
        auto all = std::make_unique<parts>();
        const auto body = [](aio::condition& c) -> aio::coro<> {
            auto held = co_await c.scoped();
            co_await c.wait();
        };
        const auto a = aio::create_task(body(all->shared));
        const auto b = aio::create_task(body(all->own));
        const auto c = aio::create_task(body(all->own));
        co_await aio::sleep(0ms);
        all.reset();
        a.cancel();
        b.cancel();
        const std::string first = co_await test::failure(a);
        CHECK(first == "CancelledError");
        const std::string second = co_await test::failure(b);
        CHECK(second == "CancelledError");
        co_await c;  // notified in place of `b`
    }());
}
