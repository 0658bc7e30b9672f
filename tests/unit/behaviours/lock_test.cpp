// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   FIFO, one per release, immediate acquire when free
//   a cancelled waiter leaves the queue
//   cancel and release in the same iteration: the next waiter gets it
//   exactly one waiter gets the lock
//   a cancelled first waiter passes the wake-up on
//   releasing one that is not locked is a RuntimeError
//   release with no waiters just unlocks
//   async with

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

// co_await lock.acquire(), then notes it.
aio::coro<bool> takes(aio::lock& lock, test::notes& result, std::string name) {
    co_await lock.acquire();
    result.add(name);
    co_return true;
}

// How many iterations it takes to get the lock: 0 when nobody waits for it.
aio::coro<std::uint64_t> iterations_to_acquire(aio::lock& lock) {
    const std::uint64_t start = test::iteration();
    co_await lock.acquire();
    co_return test::iteration() - start;
}

}  // namespace

// test_acquire
TEST_CASE("Lock: FIFO, one per release, immediate acquire when free") {
    aio::lock lock;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        const std::uint64_t iterations = co_await iterations_to_acquire(lock);
        CHECK(iterations == 0);

        auto t1 = aio::create_task(takes(lock, result, "1"));
        auto t2 = aio::create_task(takes(lock, result, "2"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");

        lock.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");

        auto t3 = aio::create_task(takes(lock, result, "3"));
        lock.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2");
        lock.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2 3");

        CHECK(t1.result());
        CHECK(t2.result());
        CHECK(t3.result());
    });
}

// test_acquire_cancel
TEST_CASE("Lock: a cancelled waiter leaves the queue") {
    aio::lock lock;
    test::in_loop([&]() -> aio::coro<> {
        co_await lock.acquire();
        auto task = aio::create_task(lock.acquire());
        aio::get_running_loop().call_soon([&] { task.cancel(); });
        const std::string error = co_await test::failure(task);
        CHECK(error == "CancelledError");
        lock.release();
        const std::uint64_t iterations = co_await iterations_to_acquire(lock);
        CHECK(iterations == 0);
    });
}

// test_cancel_race
TEST_CASE("Lock: cancel and release in the same iteration: the next waiter gets it") {
    aio::lock lock;
    test::in_loop([&]() -> aio::coro<> {
        auto lock_it = [&](aio::future<> blocker) -> aio::coro<> {
            co_await lock.acquire();
            std::exception_ptr error;
            try {
                if (blocker) co_await blocker;
            } catch (...) {
                error = std::current_exception();
            }
            lock.release();
            if (error != nullptr) std::rethrow_exception(error);
        };
        auto fa = aio::create_future<>();
        auto ta = aio::create_task(lock_it(fa));
        co_await aio::sleep(0ms);
        CHECK(lock.locked());
        auto tb = aio::create_task(lock_it(aio::future<>()));
        co_await aio::sleep(0ms);
        CHECK(test::waits_in(tb, aio::wait_kind::lock));
        auto tc = aio::create_task(lock_it(aio::future<>()));
        co_await aio::sleep(0ms);
        CHECK(test::waits_in(tc, aio::wait_kind::lock));

        fa.set_result();
        tb.cancel();
        CHECK(tb.base().waiting_on()->cancelled());
        co_await aio::sleep(0ms);
        CHECK_FALSE(lock.locked());
        CHECK(ta.done());
        CHECK(tb.cancelled());
        co_await tc;
        CHECK_FALSE(lock.locked());
    });
}

// test_cancel_release_race
TEST_CASE("Lock: exactly one waiter gets the lock") {
    aio::lock lock;
    int locks = 0;
    int calls = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto lock_it = [&]() -> aio::coro<> {
            ++calls;
            co_await lock.acquire();
            ++locks;
        };
        co_await lock.acquire();
        auto t1 = aio::create_task(lock_it());
        auto t2 = aio::create_task(lock_it());
        auto t3 = aio::create_task(lock_it());
        co_await aio::sleep(0ms);
        aio::get_running_loop().call_soon([&] {
            t1.cancel();
            lock.release();
        });
        const std::string error = co_await test::failure(t1);
        CHECK(error == "CancelledError");
        CHECK(locks == 1);
        CHECK(calls == 3);
        CHECK(t1.cancelled());
        CHECK(t2.done());
        CHECK_FALSE(t3.done());
        t3.cancel();
        co_await aio::sleep(0ms);
        CHECK(t3.cancelled());
    });
}

// test_finished_waiter_cancelled
TEST_CASE("Lock: a cancelled first waiter passes the wake-up on") {
    aio::lock lock;
    test::in_loop([&]() -> aio::coro<> {
        co_await lock.acquire();
        CHECK(lock.locked());
        auto tb = aio::create_task(lock.acquire());
        co_await aio::sleep(0ms);
        CHECK(test::waits_in(tb, aio::wait_kind::lock));
        // The second waiter arrives in the iteration in which the first one is cancelled.
        auto tc = aio::create_task(lock.acquire());
        tb.cancel();
        lock.release();
        co_await aio::sleep(0ms);
        CHECK(lock.locked());
        CHECK(tb.cancelled());
        co_await tc;
    });
}

// test_release_not_acquired
TEST_CASE("Lock: releasing one that is not locked is a RuntimeError") {
    aio::lock lock;
    CHECK(test::thrown([&] { lock.release(); }) == "RuntimeError: Lock is not acquired.");
}

// test_release_no_waiters
TEST_CASE("Lock: release with no waiters just unlocks") {
    aio::lock lock;
    test::in_loop([&]() -> aio::coro<> {
        co_await lock.acquire();
        CHECK(lock.locked());
        lock.release();
        CHECK_FALSE(lock.locked());
    });
}

// test_context_manager
TEST_CASE("Lock: async with") {
    aio::lock lock;
    test::in_loop([&]() -> aio::coro<> {
        CHECK_FALSE(lock.locked());
        {
            auto guard = co_await lock.scoped();
            CHECK(lock.locked());
        }
        CHECK_FALSE(lock.locked());
    });
}
