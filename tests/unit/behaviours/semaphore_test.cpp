// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   locked at 0
//   a negative value is a ValueError
//   counts, waiters, two releases wake two
//   a cancelled waiter leaves the queue
//   cancelled waiters are skipped by release
//   a cancelled first waiter does not swallow the release
//   a cancel right after being woken gives the unit back
//   releasing a bounded one too often is a ValueError
//   release with no waiters
//   a task that acquires again does not overtake
//   releases before the waiters run keep FIFO
//   FIFO with a cancelled first waiter
//   one acquire wakes all that can proceed

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<bool> takes(aio::semaphore& sem, test::notes& result, std::string name) {
    co_await sem.acquire();
    result.add(name);
    co_return true;
}

std::size_t count_waiting(const std::vector<aio::any_task>& tasks) {
    std::size_t n = 0;
    for (const aio::any_task& t : tasks) n += test::waits_in(t, aio::wait_kind::semaphore) ? 1 : 0;
    return n;
}

}  // namespace

// test_initial_value_zero
TEST_CASE("Semaphore: locked at 0") {
    const aio::semaphore sem(0);
    CHECK(sem.locked());
}

// test_semaphore_value
TEST_CASE("Semaphore: a negative value is a ValueError") {
    CHECK(test::thrown([] { aio::semaphore sem(-1); }) == "ValueError: Semaphore initial value must be >= 0");
}

// test_acquire
TEST_CASE("Semaphore: counts, waiters, two releases wake two") {
    aio::semaphore sem(3);
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        co_await sem.acquire();
        co_await sem.acquire();
        CHECK_FALSE(sem.locked());

        auto t1 = aio::create_task(takes(sem, result, "1"));
        auto t2 = aio::create_task(takes(sem, result, "2"));
        auto t3 = aio::create_task(takes(sem, result, "3"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        CHECK(sem.locked());
        const std::vector<aio::any_task> first_three = {t1, t2, t3};
        CHECK(count_waiting(first_three) == 2);
        CHECK(sem.value() == 0);

        auto t4 = aio::create_task(takes(sem, result, "4"));
        sem.release();
        sem.release();
        CHECK(sem.value() == 0);

        co_await aio::sleep(0ms);
        CHECK(sem.value() == 0);
        CHECK(result.text() == "1 2 3");
        CHECK(sem.locked());
        const std::vector<aio::any_task> all = {t1, t2, t3, t4};
        CHECK(count_waiting(all) == 1);
        CHECK(t1.result());
        CHECK(t2.result());
        CHECK(t3.result());
        CHECK_FALSE(t4.done());

        sem.release();
        co_await aio::gather(t2, t3, t4);
        CHECK(result.text() == "1 2 3 4");
    });
}

// test_acquire_cancel
TEST_CASE("Semaphore: a cancelled waiter leaves the queue") {
    aio::semaphore sem;
    test::in_loop([&]() -> aio::coro<> {
        co_await sem.acquire();
        auto acquire = aio::create_task(sem.acquire());
        aio::get_running_loop().call_soon([&] { acquire.cancel(); });
        const std::string error = co_await test::failure(acquire);
        CHECK(error == "CancelledError");
        sem.release();
        CHECK(sem.value() == 1);  // nobody was there to take it
        CHECK_FALSE(sem.locked());
    });
}

// test_acquire_cancel_before_awoken
TEST_CASE("Semaphore: cancelled waiters are skipped by release") {
    aio::semaphore sem(0);
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(sem.acquire());
        auto t2 = aio::create_task(sem.acquire());
        auto t3 = aio::create_task(sem.acquire());
        auto t4 = aio::create_task(sem.acquire());
        co_await aio::sleep(0ms);
        t1.cancel();
        t2.cancel();
        sem.release();
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(t3.done());
        CHECK_FALSE(t4.done());
        t3.cancel();
        t4.cancel();
        co_await aio::sleep(0ms);
        CHECK_FALSE(t3.cancelled());
        CHECK(t4.cancelled());
    });
}

// test_acquire_hang
TEST_CASE("Semaphore: a cancelled first waiter does not swallow the release") {
    aio::semaphore sem(0);
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(sem.acquire());
        auto t2 = aio::create_task(sem.acquire());
        co_await aio::sleep(0ms);
        t1.cancel();
        sem.release();
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(sem.locked());
        CHECK(t2.done());
        CHECK(t1.cancelled());
    });
}

// test_acquire_no_hang
TEST_CASE("Semaphore: a cancel right after being woken gives the unit back") {
    aio::semaphore sem(1);
    bool entered = false;
    test::in_loop([&]() -> aio::coro<> {
        aio::task<> t2;
        auto c1 = [&]() -> aio::coro<> {
            {
                auto guard = co_await sem.scoped();
                co_await aio::sleep(0ms);
            }
            t2.cancel();
        };
        auto c2 = [&]() -> aio::coro<> {
            auto guard = co_await sem.scoped();
            entered = true;
        };
        auto t1 = aio::create_task(c1());
        t2 = aio::create_task(c2());
        const auto [r1, r2] = co_await aio::gather_settled(t1, t2);
        CHECK(r1.has_value());
        CHECK(r2.cancelled());
        CHECK_FALSE(entered);
        const std::string error = co_await test::failure(aio::wait_for(sem.acquire(), 1s));
        CHECK(error == "");
        CHECK(test::now_ms() == 0);
    });
}

// test_release_not_acquired
TEST_CASE("Semaphore: releasing a bounded one too often is a ValueError") {
    aio::bounded_semaphore sem;
    CHECK(test::thrown([&] { sem.release(); }) == "ValueError: BoundedSemaphore released too many times");
}

// test_release_no_waiters
TEST_CASE("Semaphore: release with no waiters") {
    aio::semaphore sem;
    test::in_loop([&]() -> aio::coro<> {
        co_await sem.acquire();
        CHECK(sem.locked());
        sem.release();
        CHECK_FALSE(sem.locked());
    });
}

// test_acquire_fifo_order
TEST_CASE("Semaphore: a task that acquires again does not overtake") {
    aio::semaphore sem(1);
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto twice = [&](std::string tag) -> aio::coro<> {
            for (const char* round : {"_1", "_2"}) {
                co_await sem.acquire();
                result.add(tag + round);
                co_await aio::sleep(10ms);
                sem.release();
            }
        };
        aio::task_group group;
        co_await test::inside(group, [&]() -> aio::coro<> {
            for (const char* tag : {"c1", "c2", "c3"}) group.create_task(twice(tag));
            co_return;
        });
        CHECK(result.text() == "c1_1 c2_1 c3_1 c1_2 c2_2 c3_2");
        CHECK(test::now_ms() == 60);
    });
}

// test_acquire_fifo_order_2
TEST_CASE("Semaphore: releases before the waiters run keep FIFO") {
    aio::semaphore sem(1);
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto c2 = [&]() -> aio::coro<bool> {
            co_await sem.acquire();
            result.add("2");
            sem.release();
            co_await sem.acquire();
            result.add("4");
            co_return true;
        };
        auto t1 = aio::create_task(takes(sem, result, "1"));
        auto t2 = aio::create_task(c2());
        auto t3 = aio::create_task(takes(sem, result, "3"));
        co_await aio::sleep(0ms);
        sem.release();
        sem.release();
        co_await aio::gather(t1, t2, t3);
        CHECK(result.text() == "1 2 3 4");
    });
}

// test_acquire_fifo_order_3
TEST_CASE("Semaphore: FIFO with a cancelled first waiter") {
    aio::semaphore sem(0);
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(takes(sem, result, "1"));
        auto t2 = aio::create_task(takes(sem, result, "2"));
        auto t3 = aio::create_task(takes(sem, result, "3"));
        co_await aio::sleep(0ms);
        t1.cancel();
        co_await aio::sleep(0ms);
        sem.release();
        sem.release();
        const auto [r1, r2, r3] = co_await aio::gather_settled(t1, t2, t3);
        CHECK(r1.cancelled());
        CHECK(r2.has_value());
        CHECK(r3.has_value());
        CHECK(result.text() == "2 3");
    });
}

// test_acquire_fifo_order_4
TEST_CASE("Semaphore: one acquire wakes all that can proceed") {
    aio::semaphore sem(0);
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        aio::task<> t4;
        auto c4 = [&]() -> aio::coro<> {
            result.add("4");
            co_return;
        };
        auto c1 = [&]() -> aio::coro<> {
            CHECK(sem.value() == 0);
            co_await sem.acquire();  // woken by c2
            CHECK(sem.value() == 0);  // all waiting tasks have been woken
            t4 = aio::create_task(c4());  // runs after c3, not before
            result.add("1");
        };
        auto c2 = [&]() -> aio::coro<> {
            for (int i = 0; i < 3; ++i) sem.release();
            CHECK(sem.value() == 2);
            CHECK(sem.locked());  // c1 has not run yet
            co_await sem.acquire();
            result.add("2");
        };
        auto c3 = [&]() -> aio::coro<> {
            co_await sem.acquire();
            CHECK(sem.locked());
            result.add("3");
        };
        auto t1 = aio::create_task(c1());
        auto t2 = aio::create_task(c2());
        auto t3 = aio::create_task(c3());
        co_await aio::sleep(0ms);
        CHECK(sem.value() == 2);
        const std::vector<aio::any_task> waiting = {t2, t3};
        CHECK(count_waiting(waiting) == 2);  // and the first one is woken
        CHECK_FALSE(t1.done());
        co_await aio::sleep(0ms);
        co_await aio::gather(t1, t2, t3, t4);
        CHECK(result.text() == "1 2 3 4");
    });
}
