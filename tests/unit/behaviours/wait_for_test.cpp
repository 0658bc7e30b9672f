// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   cancelling wait_for waits for a stubborn task
//   timeout waits for a stubborn task
//   a done future with timeout 0 gives its result
//   with timeout 0 a coroutine never starts
//   with timeout 0 or less a running task is cancelled, TimeoutError
//   the timeout cancels the task and waits for it
//   timeout None gives the result
//   a result in time
//   inner swallows the cancel and its value is returned
//   cleanup is awaited before TimeoutError
//   cleanup is awaited before TimeoutError with timeout 0 too
//   an exception from cleanup wins over TimeoutError
//   cancelling wait_for(None) cancels the task
//   cancelling wait_for(60) cancels the task
//   a suppressed cancel returns the value
//   cancelled in the iteration in which inner completes, outer is cancelled and inner done
//   shield and timeout 0: the shield is cancelled, the task goes on
//   shield and None: runs to the end
//   shield keeps the task alive

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

// Takes 200 ms, whoever cancels it.
aio::coro<> stubborn(bool& exited) {
    const aio::time_point end = aio::get_running_loop().time() + 200ms;
    for (;;) {
        const aio::duration left = end - aio::get_running_loop().time();
        if (left <= 0ms) break;
        try {
            co_await aio::sleep(left);
        } catch (const aio::cancelled_error&) {
        }
    }
    exited = true;
}

enum class running { never, now, no_more };

aio::coro<std::string> sleeps_long(running& state) {
    state = running::now;
    try {
        co_await aio::sleep(1000s);
    } catch (...) {
        state = running::no_more;
        throw;
    }
    co_return "done";
}

aio::coro<> cleans_up_slowly(bool& cleaned) {
    std::exception_ptr error;
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        error = std::current_exception();
    }
    co_await aio::sleep(1ms);
    cleaned = true;
    if (error != nullptr) std::rethrow_exception(error);
}

aio::coro<std::string> done_after(aio::duration delay) {
    co_await aio::sleep(delay);
    co_return "done";
}

// TimeoutError `from` CancelledError.
bool caused_by_cancellation(const aio::timeout_error& e) { return aio::is_cancelled(e.cause()); }

void cancel_of_wait_for_cancels_its_task(std::optional<aio::duration> limit) {
    test::in_loop([&]() -> aio::coro<> {
        auto blocks = []() -> aio::coro<> {
            auto never = aio::create_future<>();
            co_await never;
        };
        auto task = aio::create_task(blocks());
        auto wait = aio::create_task(aio::wait_for(task, limit));
        aio::get_running_loop().call_soon([&] { wait.cancel(); });
        const std::string error = co_await test::failure(wait);
        CHECK(error == "CancelledError");
        CHECK(wait.cancelled());
        CHECK(task.cancelled());
    });
}

}  // namespace

// test_asyncio_wait_for_cancelled
TEST_CASE("wait_for: cancelling wait_for waits for a stubborn task") {
    bool exited = false;
    test::in_loop([&]() -> aio::coro<> {
        auto waiting = aio::create_task(aio::wait_for(stubborn(exited), 400ms));
        co_await aio::sleep(0ms);
        CHECK(waiting.cancel());
        const std::vector waited = {waiting};
        co_await aio::wait(waited);
        CHECK(exited);
        CHECK(test::now_ms() == 200);
        CHECK_FALSE(waiting.cancelled());  // it took the cancellation for itself
    });
}

// test_asyncio_wait_for_timeout
TEST_CASE("wait_for: timeout waits for a stubborn task") {
    bool exited = false;
    test::in_loop([&]() -> aio::coro<> {
        const std::string error = co_await test::failure(aio::wait_for(stubborn(exited), 100ms));
        CHECK(error == "");
        CHECK(exited);
        CHECK(test::now_ms() == 200);
    });
}

// test_wait_for_timeout_less_then_0_or_0_future_done
TEST_CASE("wait_for: a done future with timeout 0 gives its result") {
    test::in_loop([]() -> aio::coro<> {
        auto f = aio::create_future<std::string>();
        f.set_result("done");
        const std::string result = co_await aio::wait_for(f, 0ms);
        CHECK(result == "done");
        CHECK(f.done());
        CHECK_FALSE(f.cancelled());
    });
}

// test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started
TEST_CASE("wait_for: with timeout 0 a coroutine never starts") {
    bool started = false;
    test::in_loop([&]() -> aio::coro<> {
        auto foo = [&]() -> aio::coro<> {
            started = true;
            co_return;
        };
        const std::string error = co_await test::failure(aio::wait_for(foo(), 0ms));
        CHECK(error == "TimeoutError");
        CHECK_FALSE(started);
    });
}

// test_wait_for_timeout_less_then_0_or_0
TEST_CASE("wait_for: with timeout 0 or less a running task is cancelled, TimeoutError") {
    for (const aio::duration limit : {aio::duration{0ms}, aio::duration{-1s}}) {
        running foo_is = running::never;
        test::in_loop([&]() -> aio::coro<> {
            auto task = aio::create_task(sleeps_long(foo_is));
            co_await aio::sleep(0ms);
            CHECK(foo_is == running::now);
            const std::string error = co_await test::failure(aio::wait_for(task, limit));
            CHECK(error == "TimeoutError");
            CHECK(task.done());
            CHECK(task.cancelled());
            CHECK(foo_is == running::no_more);
            CHECK(test::now_ms() == 0);
        });
    }
}

// test_wait_for
TEST_CASE("wait_for: the timeout cancels the task and waits for it") {
    running foo_is = running::never;
    test::in_loop([&]() -> aio::coro<> {
        auto task = aio::create_task(sleeps_long(foo_is));
        const std::string error = co_await test::failure(aio::wait_for(task, 100ms));
        CHECK(error == "TimeoutError");
        CHECK(task.done());
        CHECK(task.cancelled());
        CHECK(foo_is == running::no_more);
        CHECK(test::now_ms() == 100);
    });
}

// test_wait_for_blocking
TEST_CASE("wait_for: timeout None gives the result") {
    test::in_loop([]() -> aio::coro<> {
        const std::string result = co_await aio::wait_for(done_after(1h), std::nullopt);
        CHECK(result == "done");
    });
}

// test_wait_for_race_condition
TEST_CASE("wait_for: a result in time") {
    test::in_loop([]() -> aio::coro<> {
        auto f = aio::create_future<std::string>();
        auto waiting = aio::wait_for(f, 200ms);
        aio::get_running_loop().call_soon([&] { f.set_result("ok"); });
        const std::string result = co_await std::move(waiting);
        CHECK(result == "ok");
        CHECK(test::now_ms() == 0);
    });
}

// test_wait_for_cancellation_race_condition
TEST_CASE("wait_for: inner swallows the cancel and its value is returned") {
    bool cancelled = false;
    test::in_loop([&]() -> aio::coro<> {
        auto inner = [&]() -> aio::coro<int> {
            const std::string error = co_await test::failure(aio::sleep(1s));
            cancelled = error == "CancelledError";
            co_return 1;
        };
        const int result = co_await aio::wait_for(inner(), 10ms);
        CHECK(result == 1);
        CHECK(cancelled);
        CHECK(test::now_ms() == 10);
    });
}

// test_wait_for_waits_for_task_cancellation
TEST_CASE("wait_for: cleanup is awaited before TimeoutError") {
    bool cleaned = false;
    test::in_loop([&]() -> aio::coro<> {
        auto inner = aio::create_task(cleans_up_slowly(cleaned));
        bool raised = false;
        try {
            co_await aio::wait_for(inner, 1ms);
        } catch (const aio::timeout_error& e) {
            raised = true;
            CHECK(caused_by_cancellation(e));
        }
        CHECK(raised);
        CHECK(cleaned);
        CHECK(test::now_ms() == 2);
    });
}

// test_wait_for_waits_for_task_cancellation_w_timeout_0
TEST_CASE("wait_for: cleanup is awaited before TimeoutError with timeout 0 too") {
    bool cleaned = false;
    test::in_loop([&]() -> aio::coro<> {
        auto inner = aio::create_task(cleans_up_slowly(cleaned));
        co_await aio::sleep(1ms);
        bool raised = false;
        try {
            co_await aio::wait_for(inner, 0ms);
        } catch (const aio::timeout_error& e) {
            raised = true;
            CHECK(caused_by_cancellation(e));
        }
        CHECK(raised);
        CHECK(cleaned);
        CHECK(test::now_ms() == 2);
    });
}

// test_wait_for_reraises_exception_during_cancellation
TEST_CASE("wait_for: an exception from cleanup wins over TimeoutError") {
    test::in_loop([]() -> aio::coro<> {
        auto fails_in_cleanup = []() -> aio::coro<> {
            try {
                co_await aio::sleep(200ms);
            } catch (...) {
            }
            throw aio::error("FooException", "");
        };
        auto inner = aio::create_task(fails_in_cleanup());
        const std::string error = co_await test::failure(aio::wait_for(inner, 1ms));
        CHECK(error == "FooException");
        CHECK(test::now_ms() == 1);
    });
}

// test_cancel_blocking_wait_for
TEST_CASE("wait_for: cancelling wait_for(None) cancels the task") {
    cancel_of_wait_for_cancels_its_task(std::nullopt);
}

// test_cancel_wait_for
TEST_CASE("wait_for: cancelling wait_for(60) cancels the task") {
    cancel_of_wait_for_cancels_its_task(60s);
}

// test_wait_for_cancel_suppressed
TEST_CASE("wait_for: a suppressed cancel returns the value") {
    test::in_loop([]() -> aio::coro<> {
        auto return_42 = []() -> aio::coro<int> {
            int answer = 0;
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                answer = 42;
            }
            co_return answer;
        };
        const int result = co_await aio::wait_for(return_42(), 100ms);
        CHECK(result == 42);
        CHECK(test::now_ms() == 100);
    });
}

// test_wait_for_issue86296
TEST_CASE("wait_for: cancelled in the iteration in which inner completes, outer is cancelled and inner done") {
    // CPython's test ends inner before the wait begins; with one more iteration it ends while outer waits for it.
    for (const int iterations : {1, 2}) {
        bool reached_end = false;
        test::in_loop([&]() -> aio::coro<> {
            auto ends = [&]() -> aio::coro<std::string> {
                if (iterations == 2) co_await aio::sleep(0ms);
                co_return "done";
            };
            auto inner = aio::create_task(ends());
            auto waits = [&]() -> aio::coro<> {
                co_await aio::wait_for(inner, 100s);
                co_await aio::sleep(1s);
                reached_end = true;
            };
            auto outer = aio::create_task(waits());
            CHECK_FALSE(outer.done());
            for (int i = 0; i < iterations; ++i) co_await aio::sleep(0ms);
            CHECK(inner.done());
            outer.cancel();
            const std::string error = co_await test::failure(outer);
            CHECK(error == "CancelledError");
            const std::string result = co_await inner;
            CHECK(result == "done");
            CHECK_FALSE(reached_end);
            CHECK(test::now_ms() == 0);
        });
    }
}

// test_zero_timeout
TEST_CASE("wait_for: shield and timeout 0: the shield is cancelled, the task goes on") {
    test::in_loop([]() -> aio::coro<> {
        auto task = aio::create_task(done_after(10ms));
        auto shielded = aio::shield(task);
        const std::string error = co_await test::failure(aio::wait_for(shielded, 0ms));
        CHECK(error == "TimeoutError");
        CHECK_FALSE(task.done());
        CHECK_FALSE(task.cancelled());
        CHECK(shielded.cancelled());
        co_await aio::sleep(100ms);
        CHECK(task.done());
        CHECK_FALSE(task.cancelled());
    });
}

// test_none_timeout
TEST_CASE("wait_for: shield and None: runs to the end") {
    test::in_loop([]() -> aio::coro<> {
        auto task = aio::create_task(done_after(100ms));
        const std::string result = co_await aio::wait_for(aio::shield(task), std::nullopt);
        CHECK(result == "done");
        CHECK(task.done());
        CHECK(task.result() == "done");
    });
}

// test_shielded_timeout
TEST_CASE("wait_for: shield keeps the task alive") {
    test::in_loop([]() -> aio::coro<> {
        auto task = aio::create_task(done_after(100ms));
        const std::string error = co_await test::failure(aio::wait_for(aio::shield(task), 10ms));
        CHECK(error == "TimeoutError");
        CHECK_FALSE(task.done());
        CHECK_FALSE(task.cancelled());
        const std::string result = co_await task;
        CHECK(result == "done");
        CHECK(test::now_ms() == 100);
    });
}
