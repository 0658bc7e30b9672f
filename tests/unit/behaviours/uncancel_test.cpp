// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   cancelling() counts; cancel() again returns True
//   uncancel after delivery; cancellable again; no effect when done
//   the five rules of a hand-written timeout
//   uncancel to 0 withdraws an undelivered cancel (3.13)
//   cancel message reaches the exception
//   message via result()
//   message via exception()
//   message when never started
//   cancel() on a failed task clears never-retrieved
//   flag only clearable

#include "tests/unit/behaviours/tasks.hpp"

using namespace std::chrono_literals;
using test::error_of_run;
using test::new_future;
using test::new_task;
using test::reports;
using test::run_briefly;
using test::run_until_complete;

namespace {

aio::coro<> sleeps() { co_await aio::sleep(10s); }

// Cancels a task with each message, waits for it, and asks it how it ended: what that throws. CPython's messages may be
// of any type; here they are text, and an empty one is none.
template <class Ask>
void check_messages(bool started, Ask ask) {
    for (const std::string& message : {std::string(), std::string("my message")}) {
        CAPTURE(message);
        auto body = [&]() -> aio::coro<> {
            const aio::task<> t = aio::create_task(sleeps());
            if (started) co_await aio::sleep(0s);
            t.cancel(message);
            const std::vector<aio::task<>> tasks(1, t);
            co_await aio::wait(tasks);
            ask(t);
        };
        const std::string expected = message.empty() ? "CancelledError" : "CancelledError: my message";
        CHECK(test::thrown([&] { aio::run(body()); }) == expected);
    }
}

struct timed {
    bool timed_out = false;
    bool block_finished = false;
    bool outer_code_reached = false;
};

// asyncio.timeout() by hand.
aio::coro<timed> request_with_timeout(aio::duration sleep, aio::duration limit) {
    const aio::any_task task = aio::current_task();
    timed seen;
    const aio::handle timer = aio::get_running_loop().call_later(limit, [&] {
        seen.timed_out = true;
        task.cancel();
    });
    try {
        std::exception_ptr leaves;
        try {
            co_await aio::sleep(sleep);
            seen.block_finished = true;
        } catch (...) {
            leaves = std::current_exception();
        }
        // Whatever leaves the block (1), the timer is stopped. When it was this timer that cancelled (2), its own request
        // is taken back (3); when no other one is left (4) and it is a cancellation that leaves (5), it is a timeout.
        timer.cancel();
        if (seen.timed_out && task.uncancel() == 0 && aio::is_cancelled(leaves)) throw aio::timeout_error();
        if (leaves != nullptr) std::rethrow_exception(leaves);
    } catch (const aio::timeout_error&) {
        CHECK(seen.timed_out);
    }
    seen.outer_code_reached = true;
    co_await aio::sleep(0s);
    co_return seen;
}

}  // namespace

// test_cancelling
TEST_CASE("Task cancellation: cancelling() counts; cancel() again returns True") {
    aio::event_loop loop;
    const aio::task<> t = new_task(loop, sleeps());
    CHECK(t.cancelling() == 0);
    CHECK(t.cancel());
    CHECK(t.cancelling() == 1);
    CHECK(t.cancel());
    CHECK(t.cancelling() == 2);
    CHECK(error_of_run(loop, t) == "CancelledError");
}

// test_uncancel_basic
TEST_CASE("Task cancellation: uncancel after delivery; cancellable again; no effect when done") {
    aio::event_loop loop;
    auto body = []() -> aio::coro<> {
        try {
            co_await aio::sleep(10s);
        } catch (const aio::cancelled_error&) {
            aio::current_task().uncancel();
        }
        co_await aio::sleep(10s);
    };
    const aio::task<> t = new_task(loop, body());
    run_until_complete(loop, aio::sleep(10ms, 0));

    CHECK(t.cancel());  // the first sleep
    CHECK(t.cancelling() == 1);
    CHECK_FALSE(t.cancelled());
    run_until_complete(loop, aio::sleep(10ms, 0));
    CHECK(t.cancelling() == 0);
    CHECK_FALSE(t.cancelled());

    CHECK(t.cancel());  // the second
    CHECK(t.cancelling() == 1);
    CHECK_FALSE(t.cancelled());
    CHECK(error_of_run(loop, t) == "CancelledError");
    CHECK(t.cancelled());
    CHECK(t.done());

    t.uncancel();
    CHECK(t.cancelled());
    CHECK(t.done());
    CHECK(loop.time() == aio::time_point{20ms});
}

// test_uncancel_structured_blocks
TEST_CASE("Task cancellation: the five rules of a hand-written timeout") {
    aio::event_loop loop;
    const aio::task<timed> late = new_task(loop, request_with_timeout(10s, 100ms));
    const timed first = run_until_complete(loop, late);
    CHECK(first.timed_out);
    CHECK_FALSE(first.block_finished);
    CHECK(first.outer_code_reached);
    CHECK(late.cancelling() == 0);
    CHECK(loop.time() == aio::time_point{100ms});

    const aio::task<timed> quick = new_task(loop, request_with_timeout(0s, 10s));
    const timed second = run_until_complete(loop, quick);
    CHECK_FALSE(second.timed_out);
    CHECK(second.block_finished);
    CHECK(second.outer_code_reached);
    CHECK(quick.cancelling() == 0);
    CHECK_FALSE(loop.next_deadline().has_value());
}

// test_uncancel_resets_must_cancel
TEST_CASE("Task cancellation: uncancel to 0 withdraws an undelivered cancel (3.13)") {
    aio::event_loop loop;
    const aio::future<> f = new_future(loop);
    auto body = [&]() -> aio::coro<int> {
        co_await f;
        co_return 42;
    };
    const aio::task<int> t = new_task(loop, body());
    run_briefly(loop);
    f.set_result();  // the task is ready
    CHECK(t.cancel());
    CHECK(t.cancelling() == 1);
    CHECK(t.uncancel() == 0);
    CHECK(t.cancelling() == 0);
    CHECK(run_until_complete(loop, t) == 42);
}

// test_task_cancel_message_getter
TEST_CASE("Task cancellation: cancel message reaches the exception") {
    aio::event_loop loop;
    auto body = []() -> aio::coro<> { co_return; };
    const aio::task<> t = new_task(loop, body());
    CHECK(t.state().cancel_message() == nullptr);
    t.cancel("my message");
    REQUIRE(t.state().cancel_message() != nullptr);
    CHECK(*t.state().cancel_message() == "my message");
    CHECK(error_of_run(loop, t) == "CancelledError: my message");
}

// test_cancel_with_message_then_future_result
TEST_CASE("Task cancellation: message via result()") {
    check_messages(true, [](const aio::task<>& t) { t.result(); });
}

// test_cancel_with_message_then_future_exception
TEST_CASE("Task cancellation: message via exception()") {
    check_messages(true, [](const aio::task<>& t) { t.exception(); });
}

// test_cancel_with_message_before_starting_task
TEST_CASE("Task cancellation: message when never started") {
    check_messages(false, [](const aio::task<>& t) { t.exception(); });
}

// test_tb_logger_not_called_after_cancel
TEST_CASE("Task cancellation: cancel() on a failed task clears never-retrieved") {
    for (const bool cancels : {false, true}) {
        reports().clear();
        auto fails = []() -> aio::coro<> {
            throw aio::error("TypeError", "");
            co_return;
        };
        test::in_loop([&]() -> aio::coro<> {
            aio::get_running_loop().set_exception_handler(test::report);
            const aio::task<> t = aio::create_task(fails());
            co_await aio::sleep(50ms);
            CHECK(t.done());
            if (cancels) CHECK_FALSE(t.cancel());
        });
        CHECK(reports().size() == (cancels ? 0 : 1));
    }
}

// test_log_traceback
TEST_CASE("Task cancellation: flag only clearable") {
    // CPython's task._log_traceback: only an exception of its own sets it, and whoever looks after it can clear it. There
    // is nothing here that sets it by hand.
    aio::event_loop loop;
    auto fails = []() -> aio::coro<> {
        throw aio::error("TypeError", "");
        co_return;
    };
    reports().clear();
    loop.set_exception_handler(test::report);
    const aio::task<> t = new_task(loop, fails());
    CHECK_FALSE(t.state().unretrieved());
    t.state().mark_retrieved();  // has no effect on what is to come
    run_briefly(loop);
    CHECK(t.done());
    CHECK(t.state().unretrieved());
    t.state().mark_retrieved();
    CHECK_FALSE(t.state().unretrieved());
    CHECK(loop.take_unretrieved().empty());
    CHECK(aio::describe(t.exception()) == "TypeError");
}
