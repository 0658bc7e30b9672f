// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   fewer than 1 parties is a ValueError
//   async with gives the index
//   of 1 party never waits
//   of 1 party, twice
//   n_waiting grows
//   reusable
//   indices are 0 to n-1
//   draining until the last one left
//   newcomers block while draining
//   a cancelled waiter leaves, the barrier is not broken
//   reset when empty
//   broken by abort
//   reset: waiters get BrokenBarrierError, then it is filling again
//   reset while half of them have left
//   reset while half of them have left and come again
//   those that a reset sent away may wait again
//   reset by the last one out
//   abort while half of them have left and come again
//   abort after an error
//   abort, then reset

#include <algorithm>

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

constexpr std::size_t n = 5;

template <class F>
std::vector<aio::task<>> make_tasks(std::size_t count, const F& body) {
    std::vector<aio::task<>> tasks;
    for (std::size_t i = 0; i < count; ++i) tasks.push_back(aio::create_task(body()));
    return tasks;
}

// Runs `count` tasks of it to their end.
template <class F>
aio::coro<> gather_tasks(std::size_t count, const F& body) {
    const std::vector tasks = make_tasks(count, body);
    co_await aio::gather(tasks);
}

// Nobody is in it, and who comes is counted: neither draining nor resetting nor broken.
aio::coro<bool> is_as_new(aio::barrier& barrier) {
    if (barrier.broken() || barrier.n_waiting() != 0) co_return false;
    auto newcomer = aio::create_task(barrier.wait());
    co_await aio::sleep(0ms);
    const bool counted = barrier.n_waiting() == 1;
    newcomer.cancel();
    const std::string error = co_await test::failure(newcomer);
    co_return counted && error == "CancelledError" && barrier.n_waiting() == 0;
}

std::vector<std::size_t> sorted(std::vector<std::size_t> indices) {
    std::sort(indices.begin(), indices.end());
    return indices;
}

}  // namespace

// test_barrier_parties
TEST_CASE("Barrier: fewer than 1 parties is a ValueError") {
    // -4 parties cannot be written: they are counted in an unsigned type.
    CHECK(test::thrown([] { aio::barrier barrier(0); }) == "ValueError: parties must be > 0");
    const aio::barrier barrier(n);
    CHECK(barrier.parties() == n);
}

// test_context_manager
TEST_CASE("Barrier: async with gives the index") {
    // Leaving the block does nothing, so that `async with barrier as i` is i = co_await barrier.wait().
    aio::barrier barrier(3);
    std::vector<std::size_t> results;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            const std::size_t i = co_await barrier.wait();
            results.push_back(i);
        };
        co_await gather_tasks(3, meets);
        CHECK(sorted(results) == std::vector<std::size_t>{0, 1, 2});
        CHECK(results.front() == 2);  // the last to come does not wait
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_filling_one_task
TEST_CASE("Barrier: of 1 party never waits") {
    aio::barrier barrier(1);
    test::in_loop([&]() -> aio::coro<> {
        const std::uint64_t start = test::iteration();
        const std::size_t i = co_await barrier.wait();
        CHECK(i == 0);
        CHECK(test::iteration() == start);
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_filling_one_task_twice
TEST_CASE("Barrier: of 1 party, twice") {
    aio::barrier barrier(1);
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(barrier.wait());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 0);
        auto t2 = aio::create_task(barrier.wait());
        co_await aio::sleep(0ms);
        CHECK(t1.result() == t2.result());
        CHECK(t1.done());
        CHECK(t2.done());
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_filling_task_by_task
TEST_CASE("Barrier: n_waiting grows") {
    aio::barrier barrier(3);
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(barrier.wait());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 1);
        auto t2 = aio::create_task(barrier.wait());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 2);
        auto t3 = aio::create_task(barrier.wait());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 0);
        const std::vector tasks = {t1, t2, t3};
        co_await aio::wait(tasks);
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_filling_tasks_wait_twice
TEST_CASE("Barrier: reusable") {
    aio::barrier barrier(n);
    test::notes results;
    test::in_loop([&]() -> aio::coro<> {
        auto meets_twice = [&]() -> aio::coro<> {
            co_await barrier.wait();
            results.add("first");
            co_await barrier.wait();
            results.add("second");
        };
        co_await gather_tasks(n, meets_twice);
        CHECK(results.text() == "first first first first first second second second second second");
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_filling_tasks_check_return_value
TEST_CASE("Barrier: indices are 0 to n-1") {
    aio::barrier barrier(n);
    std::vector<std::size_t> first, second;
    test::in_loop([&]() -> aio::coro<> {
        auto meets_twice = [&]() -> aio::coro<> {
            const std::size_t i = co_await barrier.wait();
            first.push_back(i);
            const std::size_t k = co_await barrier.wait();
            second.push_back(k);
        };
        co_await gather_tasks(n, meets_twice);
        const std::vector<std::size_t> all = {0, 1, 2, 3, 4};
        CHECK(sorted(first) == all);
        CHECK(sorted(second) == all);
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_draining_state
TEST_CASE("Barrier: draining until the last one left") {
    // CPython's test reads the state in the text of the barrier. Here a newcomer shows it: it is only counted once
    // nobody leaves any more. The five newcomers meet in turn.
    aio::barrier barrier(n);
    std::vector<std::size_t> counted;
    test::in_loop([&]() -> aio::coro<> {
        std::vector<aio::task<std::size_t>> newcomers;
        auto meets = [&]() -> aio::coro<> {
            co_await barrier.wait();
            newcomers.push_back(aio::create_task(barrier.wait(), aio::task_options(true)));
            counted.push_back(barrier.n_waiting());
        };
        co_await gather_tasks(n, meets);
        CHECK(counted == std::vector<std::size_t>{0, 0, 0, 0, 1});
        const std::vector<std::size_t> indices = co_await aio::gather(newcomers);
        CHECK(sorted(indices) == std::vector<std::size_t>{0, 1, 2, 3, 4});
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_blocking_tasks_while_draining
TEST_CASE("Barrier: newcomers block while draining") {
    constexpr std::size_t rewait = 2;
    aio::barrier barrier(n);
    aio::barrier others(n - rewait);
    std::size_t rewait_left = rewait;
    std::size_t ends = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            co_await barrier.wait();
            if (rewait_left > 0) {
                --rewait_left;
                co_await barrier.wait();
            } else {
                co_await others.wait();  // the end of draining
                co_await barrier.wait();
            }
            ++ends;
        };
        co_await gather_tasks(n, meets);
        CHECK(ends == n);  // only when exactly n - rewait tasks came to `others`
    });
}

// test_filling_tasks_cancel_one
TEST_CASE("Barrier: a cancelled waiter leaves, the barrier is not broken") {
    aio::barrier barrier(3);
    std::size_t results = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            co_await barrier.wait();
            ++results;
        };
        auto t1 = aio::create_task(meets());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 1);
        auto t2 = aio::create_task(meets());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 2);
        t1.cancel();
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 1);
        const std::string error = co_await test::failure(t1);
        CHECK(error == "CancelledError");
        CHECK(t1.cancelled());
        auto t3 = aio::create_task(meets());
        co_await aio::sleep(0ms);
        CHECK(barrier.n_waiting() == 2);
        auto t4 = aio::create_task(meets());
        co_await aio::gather(t2, t3, t4);
        CHECK(results == 3);
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_reset_barrier
TEST_CASE("Barrier: reset when empty") {
    aio::barrier barrier(1);
    test::in_loop([&]() -> aio::coro<> {
        auto reset = aio::create_task(barrier.reset());
        co_await aio::sleep(0ms);
        CHECK(reset.done());
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_abort_barrier
TEST_CASE("Barrier: broken by abort") {
    aio::barrier barrier(1);
    test::in_loop([&]() -> aio::coro<> {
        auto abort = aio::create_task(barrier.abort());
        co_await aio::sleep(0ms);
        CHECK(abort.done());
        CHECK(barrier.n_waiting() == 0);
        CHECK(barrier.broken());
        const std::string error = co_await test::failure(barrier.wait());
        CHECK(error == "BrokenBarrierError: Barrier aborted");
    });
}

// test_reset_barrier_while_tasks_waiting
TEST_CASE("Barrier: reset: waiters get BrokenBarrierError, then it is filling again") {
    aio::barrier barrier(n);
    std::size_t broken = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(barrier.wait());
            if (error == "BrokenBarrierError: Abort or reset of barrier") ++broken;
        };
        const std::vector tasks = make_tasks(n - 1, meets);
        co_await aio::sleep(0ms);
        auto reset = aio::create_task(barrier.reset());
        co_await aio::gather(tasks);
        CHECK(reset.done());
        CHECK(broken == n - 1);
        const bool as_new = co_await is_as_new(barrier);
        CHECK(as_new);
    });
}

// test_reset_barrier_when_tasks_half_draining
TEST_CASE("Barrier: reset while half of them have left") {
    aio::barrier barrier(n);
    constexpr std::size_t rest = n / 2;
    std::size_t broken = 0;
    std::size_t left = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(barrier.wait());
            if (error != "") {
                ++broken;
            } else if (n - ++left == rest) {
                co_await barrier.reset();
            }
        };
        co_await gather_tasks(n, meets);
        CHECK(broken == rest);
        const bool as_new = co_await is_as_new(barrier);
        CHECK(as_new);
    });
}

// test_reset_barrier_when_tasks_half_draining_half_blocking
TEST_CASE("Barrier: reset while half of them have left and come again") {
    aio::barrier barrier(n);
    constexpr std::size_t blocking = n / 2;
    std::size_t broken = 0;
    std::size_t blocked_broken = 0;
    std::size_t count = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(barrier.wait());
            if (error != "") {
                ++broken;
                co_await barrier.wait();
            } else if (++count > blocking) {
                co_await barrier.reset();
                co_await barrier.wait();
            } else {
                const std::string again = co_await test::failure(barrier.wait());
                if (again != "") ++blocked_broken;
            }
        };
        co_await gather_tasks(n, meets);
        CHECK(broken == blocking);
        CHECK(blocked_broken == 0);
        const bool as_new = co_await is_as_new(barrier);
        CHECK(as_new);
    });
}

// test_reset_barrier_while_tasks_waiting_and_waiting_again
TEST_CASE("Barrier: those that a reset sent away may wait again") {
    aio::barrier barrier(n);
    std::size_t broken = 0;
    std::size_t passed = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets_twice = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(barrier.wait());
            if (error != "") ++broken;
            co_await barrier.wait();
            ++passed;
        };
        auto meets = [&]() -> aio::coro<> {
            co_await barrier.wait();
            ++passed;
        };
        const std::vector tasks = make_tasks(n - 1, meets_twice);
        auto reset = aio::create_task(barrier.reset());
        co_await aio::sleep(0ms);
        auto last = aio::create_task(meets());
        co_await aio::gather(tasks);
        CHECK(reset.done());
        CHECK(last.done());
        CHECK(broken == n - 1);
        CHECK(passed == n);
        CHECK(barrier.n_waiting() == 0);
        CHECK_FALSE(barrier.broken());
    });
}

// test_reset_barrier_while_tasks_draining
TEST_CASE("Barrier: reset by the last one out") {
    aio::barrier barrier(n);
    std::size_t second = 0;
    std::size_t broken = 0;
    std::size_t third = 0;
    std::size_t count = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            co_await barrier.wait();
            if (++count == n) {
                co_await barrier.reset();
                co_await barrier.wait();
            } else {
                const std::string error = co_await test::failure(barrier.wait());
                error == "" ? ++second : ++broken;
            }
            co_await barrier.wait();
            ++third;
        };
        co_await gather_tasks(n, meets);
        CHECK_FALSE(barrier.broken());
        CHECK(second == n - 1);
        CHECK(broken == 0);
        CHECK(third == n);
        CHECK(barrier.n_waiting() == 0);
    });
}

// test_abort_barrier_when_tasks_half_draining_half_blocking
TEST_CASE("Barrier: abort while half of them have left and come again") {
    aio::barrier barrier(n);
    constexpr std::size_t blocking = n / 2;
    std::size_t broken = 0;
    std::size_t blocked_broken = 0;
    std::size_t count = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(barrier.wait());
            if (error != "") {
                ++broken;
            } else if (++count > blocking) {
                co_await barrier.abort();
            } else {
                const std::string again = co_await test::failure(barrier.wait());
                if (again != "") ++blocked_broken;
            }
        };
        co_await gather_tasks(n, meets);
        CHECK(barrier.broken());
        CHECK(broken == blocking);
        CHECK(blocked_broken == n - blocking - 1);
        CHECK(barrier.n_waiting() == 0);
    });
}

// test_abort_barrier_when_exception
TEST_CASE("Barrier: abort after an error") {
    aio::barrier barrier(n);
    std::size_t passed = 0;
    std::size_t broken = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets_twice = [&]() -> aio::coro<> {
            const std::size_t i = co_await barrier.wait();
            if (i == n / 2) throw aio::runtime_error("");
            co_await barrier.wait();
            ++passed;
        };
        auto aborts_on_error = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(meets_twice());
            if (error == "RuntimeError") co_await barrier.abort();
            if (error.starts_with("BrokenBarrierError")) ++broken;
        };
        co_await gather_tasks(n, aborts_on_error);
        CHECK(barrier.broken());
        CHECK(passed == 0);
        CHECK(broken == n - 1);
        CHECK(barrier.n_waiting() == 0);
    });
}

// test_abort_barrier_when_exception_then_resetting
TEST_CASE("Barrier: abort, then reset") {
    aio::barrier barrier1(n);
    aio::barrier barrier2(n);
    std::size_t passed = 0;
    std::size_t broken = 0;
    std::size_t ends = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto meets_twice = [&]() -> aio::coro<> {
            const std::size_t i = co_await barrier1.wait();
            if (i == n / 2) throw aio::runtime_error("");
            co_await barrier1.wait();
            ++passed;
        };
        auto body = [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(meets_twice());
            if (error == "RuntimeError") co_await barrier1.abort();
            if (error.starts_with("BrokenBarrierError")) ++broken;
            // All have left the first one when it is reset, and nobody enters it before.
            const std::size_t i = co_await barrier2.wait();
            if (i == n / 2) co_await barrier1.reset();
            co_await barrier2.wait();
            co_await barrier1.wait();
            ++ends;
        };
        co_await gather_tasks(n, body);
        CHECK_FALSE(barrier1.broken());
        CHECK(passed == 0);
        CHECK(broken == n - 1);
        CHECK(ends == n);
        CHECK(barrier1.n_waiting() == 0);
    });
}
