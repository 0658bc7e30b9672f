// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   cancel a sleeping task: CancelledError, cancelled(), second cancel False
//   cancel a task in sleep(0): thrown at the next step
//   cancelling the awaited future cancels the task
//   both: still one CancelledError
//   catching and returning: done with the value, not cancelled; awaited future cancelled
//   swallowing and awaiting something else goes on; that future is not cancelled
//   self-cancel takes effect at the next await (at once, no waiting)
//   self-cancel then return: task is cancelled, value lost
//   self-cancel then awaiting a task cancels that task too
//   cancel via timer at 0.1 s; time stays 0.1
//   awaited future is cancelled, fut_waiter cleared
//   SystemExit from the handler leaves the loop, task has it as exception
//   outer -> inner -> future; outer may catch
//   cancelling a waiter in wait() leaves the tasks running

#include "tests/unit/behaviours/tasks.hpp"

using namespace std::chrono_literals;
using test::error_of_run;
using test::new_future;
using test::new_task;
using test::run_briefly;
using test::run_until_complete;

namespace {

// async def task(): await f; return 12
aio::coro<int> awaits(aio::future<> f) {
    co_await f;
    co_return 12;
}

}  // namespace

// test_cancel
TEST_CASE("Task cancellation: cancel a sleeping task: CancelledError, cancelled(), second cancel False") {
    aio::event_loop loop;
    auto body = []() -> aio::coro<int> {
        co_await aio::sleep(10s);
        co_return 12;
    };
    const aio::task<int> t = new_task(loop, body());
    loop.call_soon([&] { CHECK(t.cancel()); });
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(t.done());
    CHECK(t.cancelled());
    CHECK_FALSE(t.cancel());
    CHECK(loop.time() == aio::time_point{});
}

// test_cancel_yield
TEST_CASE("Task cancellation: cancel a task in sleep(0): thrown at the next step") {
    aio::event_loop loop;
    int steps = 0;
    auto body = [&]() -> aio::coro<int> {
        for (;; ++steps) co_await aio::sleep(0s);
    };
    const aio::task<int> t = new_task(loop, body());
    test::run_once(loop);
    const std::uint64_t before = loop.iterations();
    CHECK(t.cancel());
    CHECK(steps == 0);
    CHECK_FALSE(t.done());
    test::run_once(loop);
    CHECK(loop.iterations() == before + 1);
    CHECK(steps == 0);
    CHECK(t.done());
    CHECK(t.cancelled());
    CHECK_FALSE(t.cancel());
    CHECK(error_of_run(loop, t) == "CancelledError");
}

// test_cancel_inner_future
TEST_CASE("Task cancellation: cancelling the awaited future cancels the task") {
    aio::event_loop loop;
    const aio::future<> f = new_future(loop);
    const aio::task<int> t = new_task(loop, awaits(f));
    run_briefly(loop);
    CHECK(f.cancel());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(f.cancelled());
    CHECK(t.cancelled());
    CHECK(t.cancelling() == 0);  // nobody asked the task
}

// test_cancel_both_task_and_inner_future
TEST_CASE("Task cancellation: both: still one CancelledError") {
    aio::event_loop loop;
    const aio::future<> f = new_future(loop);
    int thrown = 0;
    auto body = [&]() -> aio::coro<int> {
        try {
            co_await f;
        } catch (const aio::cancelled_error&) {
            ++thrown;
        }
        co_await aio::sleep(0s);  // would throw a second one
        co_return 12;
    };
    for (const bool catches : {false, true}) {
        CAPTURE(catches);
        const aio::future<> inner = catches ? f : new_future(loop);
        const aio::task<int> t = new_task(loop, catches ? body() : awaits(inner));
        run_briefly(loop);
        CHECK(inner.cancel());
        CHECK(t.cancel());
        CHECK(error_of_run(loop, t) == (catches ? "" : "CancelledError"));
        CHECK(t.done());
        CHECK(inner.cancelled());
        CHECK(t.cancelled() == !catches);
    }
    CHECK(thrown == 1);
}

// test_cancel_task_catching
TEST_CASE("Task cancellation: catching and returning: done with the value, not cancelled; awaited future cancelled") {
    aio::event_loop loop;
    const aio::future<> fut1 = new_future(loop);
    const aio::future<> fut2 = new_future(loop);
    auto body = [&]() -> aio::coro<int> {
        co_await fut1;
        try {
            co_await fut2;
        } catch (const aio::cancelled_error&) {
            co_return 42;
        }
        co_return 0;
    };
    const aio::task<int> t = new_task(loop, body());
    run_briefly(loop);
    CHECK(test::waits_for(t, fut1));
    fut1.set_result();
    run_briefly(loop);
    CHECK(test::waits_for(t, fut2));
    CHECK(t.cancel());
    CHECK(fut2.cancelled());
    CHECK(run_until_complete(loop, t) == 42);
    CHECK_FALSE(t.cancelled());
}

// test_cancel_task_ignoring
TEST_CASE("Task cancellation: swallowing and awaiting something else goes on; that future is not cancelled") {
    aio::event_loop loop;
    const aio::future<> fut1 = new_future(loop);
    const aio::future<> fut2 = new_future(loop);
    const aio::future<int> fut3 = new_future<int>(loop);
    auto body = [&]() -> aio::coro<int> {
        co_await fut1;
        try {
            co_await fut2;
        } catch (const aio::cancelled_error&) {
        }
        co_return co_await fut3;
    };
    const aio::task<int> t = new_task(loop, body());
    run_briefly(loop);
    CHECK(test::waits_for(t, fut1));
    fut1.set_result();
    run_briefly(loop);
    CHECK(test::waits_for(t, fut2));
    CHECK(t.cancel());
    CHECK(fut2.cancelled());
    run_briefly(loop);
    CHECK(test::waits_for(t, fut3));
    fut3.set_result(42);
    CHECK(run_until_complete(loop, t) == 42);
    CHECK_FALSE(fut3.cancelled());
    CHECK_FALSE(t.cancelled());
}

// test_cancel_current_task
TEST_CASE("Task cancellation: self-cancel takes effect at the next await (at once, no waiting)") {
    aio::event_loop loop;
    bool went_on = false;
    auto body = [&]() -> aio::coro<int> {
        CHECK(aio::current_task().cancel());
        went_on = true;
        co_await aio::sleep(100s);
        co_return 12;
    };
    const aio::task<int> t = new_task(loop, body());
    CHECK_FALSE(t.cancelled());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(went_on);
    CHECK(loop.time() == aio::time_point{});
    CHECK_FALSE(loop.next_deadline().has_value());
    CHECK(t.done());
    CHECK(t.cancelled());
    CHECK_FALSE(t.cancel());
}

// test_cancel_at_end
TEST_CASE("Task cancellation: self-cancel then return: task is cancelled, value lost") {
    aio::event_loop loop;
    auto body = []() -> aio::coro<int> {
        CHECK(aio::current_task().cancel());
        co_return 12;
    };
    const aio::task<int> t = new_task(loop, body());
    CHECK_FALSE(t.cancelled());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(t.done());
    CHECK(t.cancelled());
    CHECK(test::thrown([&] { t.result(); }) == "CancelledError");
    CHECK_FALSE(t.cancel());
}

// test_cancel_awaited_task
TEST_CASE("Task cancellation: self-cancel then awaiting a task cancels that task too") {
    aio::event_loop loop;
    const aio::future<> f = new_future(loop);
    aio::task<int> nested;
    auto body = [&]() -> aio::coro<> {
        nested = aio::create_task(awaits(f));
        co_await aio::sleep(0s);
        aio::current_task().cancel();
        co_await nested;
    };
    const aio::task<> t = new_task(loop, body());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(t.cancelled());
    CHECK(nested.cancelled());
    CHECK(f.cancelled());
    nested = {};
}

// test_task_cancel_sleeping_task
TEST_CASE("Task cancellation: cancel via timer at 0.1 s; time stays 0.1") {
    aio::event_loop loop;
    auto body = [&]() -> aio::coro<std::string> {
        const auto sleeper = aio::create_task(aio::sleep(5000s));
        loop.call_later(100ms, [sleeper] { sleeper.cancel(); });
        try {
            co_await sleeper;
        } catch (const aio::cancelled_error&) {
            co_return "cancelled";
        }
        co_return "slept in";
    };
    CHECK(run_until_complete(loop, body()) == "cancelled");
    CHECK(loop.time() == aio::time_point{100ms});
}

// test_task_cancel_waiter_future
TEST_CASE("Task cancellation: awaited future is cancelled, fut_waiter cleared") {
    aio::event_loop loop;
    const aio::future<> f = new_future(loop);
    const aio::task<int> t = new_task(loop, awaits(f));
    run_briefly(loop);
    CHECK(test::waits_for(t, f));
    CHECK(t.cancel());
    CHECK(f.cancelled());
    run_briefly(loop);
    CHECK(t.done());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(t.base().waiting_on() == nullptr);
}

// test_baseexception_during_cancel
TEST_CASE("Task cancellation: SystemExit from the handler leaves the loop, task has it as exception") {
    aio::event_loop loop;
    bool next_ran = false;
    auto body = []() -> aio::coro<> {
        try {
            co_await aio::sleep(10s);
        } catch (const aio::cancelled_error&) {
            throw aio::system_exit(3);
        }
    };
    const aio::task<> t = new_task(loop, body());
    run_briefly(loop);
    CHECK(t.cancel());
    CHECK_FALSE(t.done());
    loop.call_soon([&] { next_ran = true; });
    CHECK(test::thrown([&] { run_briefly(loop); }) == "SystemExit: 3");
    CHECK(t.done());
    CHECK_FALSE(t.cancelled());
    CHECK(aio::describe(t.exception()) == "SystemExit: 3");
    CHECK_FALSE(next_ran);  // the iteration was cut short; it goes on in the next run
    run_briefly(loop);
    CHECK(next_ran);
}

// test_yield_future_passes_cancel
TEST_CASE("Task cancellation: outer -> inner -> future; outer may catch") {
    aio::event_loop loop;
    const aio::future<> waiter = new_future(loop);
    int proof = 0;
    auto inner = [&]() -> aio::coro<> {
        try {
            co_await waiter;
        } catch (const aio::cancelled_error&) {
            proof += 1;
            throw;
        }
        FAIL_CHECK("got past the await in inner()");
    };
    auto outer = [&]() -> aio::coro<> {
        try {
            co_await inner();
            proof += 10;
        } catch (const aio::cancelled_error&) {
            proof += 100;
        }
    };
    const aio::task<> t = new_task(loop, outer());
    run_briefly(loop);
    CHECK(t.cancel());
    run_until_complete(loop, t);
    CHECK(proof == 101);
    CHECK(waiter.cancelled());
    CHECK_FALSE(t.cancelled());
}

// test_yield_wait_does_not_shield_cancel
TEST_CASE("Task cancellation: cancelling a waiter in wait() leaves the tasks running") {
    aio::event_loop loop;
    const aio::future<> waiter = new_future(loop);
    int proof = 0;
    auto inner = [&]() -> aio::coro<> {
        co_await waiter;
        proof += 1;
    };
    auto outer = [&]() -> aio::coro<> {
        const std::vector<aio::task<>> tasks(1, aio::create_task(inner()));
        co_await aio::wait(tasks);
        proof += 100;
    };
    const aio::task<> t = new_task(loop, outer());
    run_briefly(loop);
    CHECK(t.cancel());
    CHECK(error_of_run(loop, t) == "CancelledError");
    waiter.set_result();
    run_briefly(loop);
    CHECK(proof == 1);
}
