// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   notify(n) with the order in which the lock is handed over
//   a cancelled wait re-acquires the lock
//   cancel during the re-acquire of a notified waiter
//   cancel while re-acquiring is delivered after the lock is held
//   wait without the lock is a RuntimeError
//   wait_for is a loop over its predicate
//   a true predicate needs no lock, else RuntimeError
//   notify(n), also with n above the number of waiters
//   notify_all wakes all in FIFO order
//   notify without the lock is a RuntimeError
//   notify_all without the lock is a RuntimeError
//   async with
//   a shared lock
//   wait_for(cond.wait(), t) leaves with the lock held
//   the same CancelledError object, with its message, comes out
//   the same CancelledError object comes out when cancelled while re-acquiring
//   notified and cancelled: another waiter is notified
//   notified and cancelled while re-acquiring: another waiter is notified

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

// Takes the lock, waits, notes it, and keeps the lock.
aio::coro<bool> waits(aio::condition& cond, test::notes& result, std::string name) {
    co_await cond.acquire();
    co_await cond.wait();
    result.add(name);
    co_return true;
}

aio::coro<bool> waits_and_releases(aio::condition& cond, test::notes& result, std::string name) {
    co_await waits(cond, result, name);
    cond.release();
    co_return true;
}

// async with cond: `await cond.wait_for(lambda: wake)` is cancelled; the object it raises, which goes on.
aio::coro<> keeps_what_was_raised(aio::condition& cond, const bool& wake, const aio::cancelled_error*& raised) {
    auto guard = co_await cond.scoped();
    try {
        co_await cond.wait_for([&] { return wake; });
    } catch (const aio::cancelled_error& e) {
        raised = &e;
        throw;
    }
}

// Awaits the task: the very object it failed with.
aio::coro<const aio::cancelled_error*> object_raised_by(aio::task<> t, std::string& message) {
    try {
        co_await t;
    } catch (const aio::cancelled_error& e) {
        message = e.message();
        co_return &e;
    }
    co_return nullptr;
}

// One item for two consumers; the one that was notified is cancelled, at once or on its way back to the lock.
void cancelled_wakeup(bool while_relocking) {
    aio::condition condition;
    int state = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto consumer = [&]() -> aio::coro<> {
            auto guard = co_await condition.scoped();
            for (;;) {
                co_await condition.wait_for([&] { return state != 0; });
                if (state < 0) break;
                --state;
            }
        };
        auto c0 = aio::create_task(consumer());
        auto c1 = aio::create_task(consumer());
        co_await aio::sleep(0ms);
        {
            auto guard = co_await condition.scoped();
            ++state;
            condition.notify(1);
            if (while_relocking) co_await aio::sleep(0ms);
            c0.cancel();
            aio::timeout limit(10ms);
            const std::string error = co_await test::failure(test::inside(
                limit, [&]() -> aio::coro<> { co_await condition.wait_for([&] { return state == 0; }); }));
            CHECK(error == "TimeoutError");  // nobody notifies this one
            CHECK(state == 0);
            state = -1;
            condition.notify_all();
        }
        co_await c1;
        CHECK(c0.cancelled());
    });
}

}  // namespace

// test_wait
TEST_CASE("Condition: notify(n) with the order in which the lock is handed over") {
    aio::condition cond;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(waits(cond, result, "1"));
        auto t2 = aio::create_task(waits(cond, result, "2"));
        auto t3 = aio::create_task(waits(cond, result, "3"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");
        CHECK_FALSE(cond.locked());

        co_await cond.acquire();
        cond.notify();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");
        CHECK(cond.locked());

        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        CHECK(cond.locked());

        cond.notify(2);
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        CHECK(cond.locked());

        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2");
        CHECK(cond.locked());

        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2 3");
        CHECK(cond.locked());

        CHECK(t1.result());
        CHECK(t2.result());
        CHECK(t3.result());
    });
}

// test_wait_cancel
TEST_CASE("Condition: a cancelled wait re-acquires the lock") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        co_await cond.acquire();
        auto wait = aio::create_task(cond.wait());
        aio::get_running_loop().call_soon([&] { wait.cancel(); });
        const std::string error = co_await test::failure(wait);
        CHECK(error == "CancelledError");
        CHECK(cond.locked());
    });
}

// test_wait_cancel_contested
TEST_CASE("Condition: cancel during the re-acquire of a notified waiter") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        co_await cond.acquire();
        CHECK(cond.locked());
        auto wait = aio::create_task(cond.wait());
        co_await aio::sleep(0ms);
        CHECK_FALSE(cond.locked());

        co_await cond.acquire();
        CHECK(cond.locked());
        cond.notify();
        aio::get_running_loop().call_soon([&] { wait.cancel(); });
        aio::get_running_loop().call_soon([&] { cond.release(); });
        const std::string error = co_await test::failure(wait);
        CHECK(error == "CancelledError");
        CHECK(cond.locked());
    });
}

// test_wait_cancel_after_notify
TEST_CASE("Condition: cancel while re-acquiring is delivered after the lock is held") {
    aio::condition cond;
    bool waited = false;
    test::in_loop([&]() -> aio::coro<> {
        auto wait_on_cond = [&]() -> aio::coro<> {
            auto guard = co_await cond.scoped();
            waited = true;
            co_await cond.wait();
        };
        auto waiter = aio::create_task(wait_on_cond());
        co_await aio::sleep(0ms);  // it waits
        co_await cond.acquire();
        cond.notify();
        co_await aio::sleep(0ms);  // it is in acquire()
        waiter.cancel();
        co_await aio::sleep(0ms);  // the cancellation reaches it, and is kept back
        CHECK_FALSE(waiter.done());
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(waiter.cancelled());
        CHECK(waited);
        CHECK_FALSE(cond.locked());
    });
}

// test_wait_unacquired
TEST_CASE("Condition: wait without the lock is a RuntimeError") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        const std::string error = co_await test::failure(cond.wait());
        CHECK(error == "RuntimeError: cannot wait on un-acquired lock");
    });
}

// test_wait_for
TEST_CASE("Condition: wait_for is a loop over its predicate") {
    aio::condition cond;
    bool ready = false;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto c1 = [&]() -> aio::coro<bool> {
            co_await cond.acquire();
            co_await cond.wait_for([&] { return ready; });
            result.add("1");
            cond.release();
            co_return true;
        };
        auto t = aio::create_task(c1());
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");

        co_await cond.acquire();
        cond.notify();
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");

        ready = true;
        co_await cond.acquire();
        cond.notify();
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        CHECK(t.result());
    });
}

// test_wait_for_unacquired
TEST_CASE("Condition: a true predicate needs no lock, else RuntimeError") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        const std::uint64_t start = test::iteration();
        co_await cond.wait_for([] { return true; });
        CHECK(test::iteration() == start);
        const std::string error = co_await test::failure(cond.wait_for([] { return false; }));
        CHECK(error == "RuntimeError: cannot wait on un-acquired lock");
    });
}

// test_notify
TEST_CASE("Condition: notify(n), also with n above the number of waiters") {
    aio::condition cond;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(waits_and_releases(cond, result, "1"));
        auto t2 = aio::create_task(waits_and_releases(cond, result, "2"));
        auto t3 = aio::create_task(waits_and_releases(cond, result, "3"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");

        co_await cond.acquire();
        cond.notify(1);
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");

        co_await cond.acquire();
        cond.notify(1);
        cond.notify(2048);
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2 3");
        CHECK(t1.result());
        CHECK(t2.result());
        CHECK(t3.result());
    });
}

// test_notify_all
TEST_CASE("Condition: notify_all wakes all in FIFO order") {
    aio::condition cond;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(waits_and_releases(cond, result, "1"));
        auto t2 = aio::create_task(waits_and_releases(cond, result, "2"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");
        co_await cond.acquire();
        cond.notify_all();
        cond.release();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1 2");
        CHECK(t1.result());
        CHECK(t2.result());
    });
}

// test_notify_unacquired
TEST_CASE("Condition: notify without the lock is a RuntimeError") {
    aio::condition cond;
    CHECK(test::thrown([&] { cond.notify(); }) == "RuntimeError: cannot notify on un-acquired lock");
}

// test_notify_all_unacquired
TEST_CASE("Condition: notify_all without the lock is a RuntimeError") {
    aio::condition cond;
    CHECK(test::thrown([&] { cond.notify_all(); }) == "RuntimeError: cannot notify on un-acquired lock");
}

// test_context_manager
TEST_CASE("Condition: async with") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        CHECK_FALSE(cond.locked());
        {
            auto guard = co_await cond.scoped();
            CHECK(cond.locked());
        }
        CHECK_FALSE(cond.locked());
    });
}

// test_explicit_lock
TEST_CASE("Condition: a shared lock") {
    aio::lock lock;
    aio::condition cond(lock);
    test::in_loop([&]() -> aio::coro<> {
        CHECK_FALSE(lock.locked());
        CHECK_FALSE(cond.locked());
        {
            auto guard = co_await cond.scoped();
            CHECK(lock.locked());
            CHECK(cond.locked());
        }
        CHECK_FALSE(lock.locked());
        CHECK_FALSE(cond.locked());
        {
            auto guard = co_await lock.scoped();
            CHECK(lock.locked());
            CHECK(cond.locked());
        }
        CHECK_FALSE(lock.locked());
        CHECK_FALSE(cond.locked());
    });
}

// test_timeout_in_block
TEST_CASE("Condition: wait_for(cond.wait(), t) leaves with the lock held") {
    aio::condition cond;
    test::in_loop([&]() -> aio::coro<> {
        {
            auto guard = co_await cond.scoped();
            const std::string error = co_await test::failure(aio::wait_for(cond.wait(), 500ms));
            CHECK(error == "TimeoutError");
            CHECK(test::now_ms() == 500);
            CHECK(cond.locked());
        }
        CHECK_FALSE(cond.locked());
    });
}

// test_cancelled_error_wakeup
TEST_CASE("Condition: the same CancelledError object, with its message, comes out") {
    aio::condition cond;
    bool wake = false;
    test::in_loop([&]() -> aio::coro<> {
        const aio::cancelled_error* raised = nullptr;
        std::string message;
        auto task = aio::create_task(keeps_what_was_raised(cond, wake, raised));
        co_await aio::sleep(0ms);
        task.cancel("foo");
        const aio::cancelled_error* seen = co_await object_raised_by(task, message);
        CHECK(message == "foo");
        CHECK(raised != nullptr);
        CHECK(seen == raised);
    });
}

// test_cancelled_error_re_aquire
TEST_CASE("Condition: the same CancelledError object comes out when cancelled while re-acquiring") {
    aio::condition cond;
    bool wake = false;
    test::in_loop([&]() -> aio::coro<> {
        const aio::cancelled_error* raised = nullptr;
        std::string message;
        auto task = aio::create_task(keeps_what_was_raised(cond, wake, raised));
        co_await aio::sleep(0ms);
        co_await cond.acquire();
        wake = true;
        cond.notify();
        co_await aio::sleep(0ms);
        task.cancel("foo");
        cond.release();
        const aio::cancelled_error* seen = co_await object_raised_by(task, message);
        CHECK(message == "foo");
        CHECK(raised != nullptr);
        CHECK(seen == raised);
    });
}

// test_cancelled_wakeup
TEST_CASE("Condition: notified and cancelled: another waiter is notified") {
    cancelled_wakeup(false);
}

// test_cancelled_wakeup_relock
TEST_CASE("Condition: notified and cancelled while re-acquiring: another waiter is notified") {
    cancelled_wakeup(true);
}
