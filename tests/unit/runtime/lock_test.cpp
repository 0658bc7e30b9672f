// asyncio.Lock.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> takes(aio::lock& mutex, test::notes& seen, std::string name) {
    co_await mutex.acquire();
    seen.add(name);
}

}  // namespace

TEST_CASE("a free lock is taken at once, and released once") {
    aio::run([]() -> aio::coro<> {
        aio::lock mutex;
        CHECK_FALSE(mutex.locked());
        CHECK_THROWS_WITH_AS(mutex.release(), "Lock is not acquired.", aio::runtime_error);
        co_await mutex.acquire();
        CHECK(mutex.locked());
        mutex.release();
        CHECK_FALSE(mutex.locked());
        CHECK_THROWS_AS(mutex.release(), aio::runtime_error);
    }());
}

TEST_CASE("waiters get the lock in order of arrival, one a release") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        const auto b = aio::create_task(takes(mutex, seen, "b"));
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "");
        mutex.release();
        CHECK_FALSE(mutex.locked());  // nothing is handed over
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "a");
        CHECK(mutex.locked());
        mutex.release();
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "a b");
        co_await aio::gather(a, b);
    }());
}

TEST_CASE("a newcomer waits behind those who wait, even while the lock is free") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        co_await aio::sleep(0ms);
        mutex.release();
        const auto newcomer = [&]() -> aio::coro<> {
            co_await mutex.acquire();
            seen.add("newcomer");
            mutex.release();
        };
        const auto t = aio::create_task(newcomer());
        co_await a;
        CHECK(seen.text() == "a");
        mutex.release();
        co_await t;
        CHECK(seen.text() == "a newcomer");
    }());
}

TEST_CASE("a cancelled waiter leaves the line") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        const auto b = aio::create_task(takes(mutex, seen, "b"));
        co_await aio::sleep(0ms);
        a.cancel();
        const std::string error = co_await test::failure(a);
        CHECK(error == "CancelledError");
        mutex.release();
        co_await b;
        CHECK(seen.text() == "b");
    }());
}

TEST_CASE("a waiter cancelled after it was woken passes the lock on") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        const auto b = aio::create_task(takes(mutex, seen, "b"));
        co_await aio::sleep(0ms);
        mutex.release();
        a.cancel();
        co_await aio::sleep(1ms);
        CHECK(a.cancelled());
        CHECK(seen.text() == "b");
    }());
}

TEST_CASE("a release right after the first waiter was cancelled is not lost") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        const auto b = aio::create_task(takes(mutex, seen, "b"));
        co_await aio::sleep(0ms);
        a.cancel();
        mutex.release();
        co_await b;
        CHECK(seen.text() == "b");
        CHECK(mutex.locked());
    }());
}

TEST_CASE("when all who wait are cancelled a newcomer takes a free lock at once") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::lock mutex;
        co_await mutex.acquire();
        const auto a = aio::create_task(takes(mutex, seen, "a"));
        co_await aio::sleep(0ms);
        a.cancel();
        mutex.release();
        const std::uint64_t before = test::iteration();
        co_await mutex.acquire();
        CHECK(test::iteration() == before);
    }());
}

TEST_CASE("a guard releases when it dies, also by an exception or a cancellation") {
    aio::run([]() -> aio::coro<> {
        aio::lock mutex;
        {
            auto guard = co_await mutex.scoped();
            CHECK(mutex.locked());
        }
        CHECK_FALSE(mutex.locked());
        {
            auto guard = co_await mutex.scoped();
            guard.release();
            CHECK_FALSE(mutex.locked());
        }
        const auto holds = [&]() -> aio::coro<> {
            auto guard = co_await mutex.scoped();
            co_await aio::sleep(10s);
        };
        const auto t = aio::create_task(holds());
        co_await aio::sleep(0ms);
        CHECK(mutex.locked());
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK_FALSE(mutex.locked());
    }());
}

TEST_CASE("a guard whose lock was released already reports that, and does not end the program") {
    aio::run([]() -> aio::coro<> {
        static std::string heard;
        aio::get_running_loop().set_exception_handler([](const aio::error_context& c) { heard = aio::describe(c.exception); });
        aio::lock mutex;
        {
            auto guard = co_await mutex.scoped();
            mutex.release();
        }
        CHECK(heard == "RuntimeError: Lock is not acquired.");
    }());
}

TEST_CASE("a lock may die while tasks wait for it: they can still be cancelled, and a deadlock names them") {
    aio::run([]() -> aio::coro<> {
        auto mutex = std::make_unique<aio::lock>("door");
        test::notes seen;
        co_await mutex->acquire();
        const auto parked = aio::create_task(takes(*mutex, seen, "parked"));
        const auto woken = aio::create_task(takes(*mutex, seen, "woken"));
        co_await aio::sleep(0ms);
        parked.cancel();
        const std::string first = co_await test::failure(parked);
        CHECK(first == "CancelledError");
        mutex->release();
        mutex.reset();
        const std::string second = co_await test::failure(woken);
        CHECK(second == "RuntimeError: what the task waited for was destroyed");
        CHECK(seen.text() == "");
    }());
    const std::string error = test::error_of_run([]() -> aio::coro<> {
        auto mutex = std::make_unique<aio::lock>("door");
        co_await mutex->acquire();
        const auto parked = aio::create_task(mutex->acquire());
        co_await aio::sleep(0ms);
        mutex.reset();
        co_await parked;
    }());
    CHECK(error.find("waits in lock.acquire() of a lock that is gone") != std::string::npos);
}
