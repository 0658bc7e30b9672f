// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   TimeoutError, expired()
//   absolute deadline, when()
//   of equal deadlines only the outermost raises TimeoutError, both are expired
//   the body sees CancelledError
//   not expired when the body is quick
//   timeout(None) never expires
//   timeout_at(None) never expires
//   0 expires at the first await
//   0 with sleep(0) still expires
//   negative expires at the first await too
//   other exceptions pass, not expired
//   an outside cancel stays CancelledError
//   the task ends normally after TimeoutError was handled
//   expired while blocked: CancelledError passes the inner one, the outer one raises TimeoutError
//   busy loop: inner is handled, outer interrupts the next await
//   move the deadline, disable it
//   a timeout during the cleanup of a timeout
//   works while cancelling() is already 1
//   a new cancel inside passes as CancelledError while cancelling() is already 1
//   entering an entered one is a RuntimeError
//   entering a finished one is a RuntimeError
//   reschedule after exit is a RuntimeError
//   reschedule after expiry is a RuntimeError
//   reschedule while expiring is a RuntimeError; a swallowed cancel gives no TimeoutError
//   reschedule before enter is a RuntimeError
//   needs a current task
//   around a group with failing cleanup the ExceptionGroup passes

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> long_sleep() { co_await aio::sleep(10s); }

aio::coro<> nothing() { co_return; }

aio::time_point in(aio::duration d) { return aio::get_running_loop().time() + d; }

// timeout(delay) around one sleep: expires, with a deadline that has passed.
void expires_at_the_first_await(aio::duration delay, aio::duration slept) {
    test::in_loop([&]() -> aio::coro<> {
        const aio::time_point start = in(0s);
        aio::timeout cm(delay);
        const std::string error = co_await test::failure(
            test::inside(cm, [&]() -> aio::coro<> { co_await aio::sleep(slept); }));
        CHECK(error == "TimeoutError");
        CHECK(cm.expired());
        CHECK(*cm.when() == start + delay);
        CHECK(in(0s) == start);
    });
}

void never_expires(bool absolute) {
    test::in_loop([&]() -> aio::coro<> {
        aio::timeout cm = absolute ? aio::timeout::at(std::nullopt) : aio::timeout(std::nullopt);
        co_await test::inside(cm, [&]() -> aio::coro<> { co_await aio::sleep(10ms); });
        CHECK_FALSE(cm.expired());
        CHECK_FALSE(cm.when().has_value());
        CHECK(test::now_ms() == 10);
    });
}

// A first cancellation of the running task is taken and forgotten; cancelling() stays 1.
aio::coro<> take_a_cancellation() {
    aio::current_task().cancel();
    const std::string error = co_await test::failure(aio::sleep(1s));
    CHECK(error == "CancelledError");
    CHECK(aio::current_task().cancelling() == 1);
}

constexpr const char* entered_twice = "RuntimeError: Timeout has already been entered";

}  // namespace

// test_timeout_basic
TEST_CASE("timeout: TimeoutError, expired()") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        const std::string error = co_await test::failure(test::inside(cm, long_sleep));
        CHECK(error == "TimeoutError");
        CHECK(cm.expired());
        CHECK(test::now_ms() == 10);
    });
}

// test_timeout_at_basic
TEST_CASE("timeout: absolute deadline, when()") {
    test::in_loop([]() -> aio::coro<> {
        const aio::time_point deadline = in(10ms);
        aio::timeout cm = aio::timeout::at(deadline);
        const std::string error = co_await test::failure(test::inside(cm, long_sleep));
        CHECK(error == "TimeoutError");
        CHECK(cm.expired());
        CHECK(*cm.when() == deadline);
        CHECK(in(0s) == deadline);
    });
}

// test_nested_timeouts
TEST_CASE("timeout: of equal deadlines only the outermost raises TimeoutError, both are expired") {
    test::in_loop([]() -> aio::coro<> {
        const aio::time_point deadline = in(10ms);
        aio::timeout outer = aio::timeout::at(deadline);
        aio::timeout inner = aio::timeout::at(deadline);
        bool cancelled = false;
        const std::string error = co_await test::failure(test::inside(outer, [&]() -> aio::coro<> {
            try {
                co_await test::inside(inner, long_sleep);
            } catch (const aio::cancelled_error&) {
                cancelled = true;
                throw;
            }
        }));
        CHECK(error == "TimeoutError");
        CHECK(cancelled);
        CHECK(outer.expired());
        CHECK(inner.expired());
        CHECK(aio::current_task().cancelling() == 0);
    });
}

// test_waiter_cancelled
TEST_CASE("timeout: the body sees CancelledError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        bool cancelled = false;
        const std::string error = co_await test::failure(test::inside(cm, [&]() -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                cancelled = true;
                throw;
            }
        }));
        CHECK(error == "TimeoutError");
        CHECK(cancelled);
    });
}

// test_timeout_not_called
TEST_CASE("timeout: not expired when the body is quick") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10s);
        co_await test::inside(cm, [&]() -> aio::coro<> { co_await aio::sleep(10ms); });
        CHECK_FALSE(cm.expired());
        CHECK(*cm.when() > in(0s));
        CHECK(*cm.when() == aio::time_point{10s});
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());  // its timer is gone
    });
}

// test_timeout_disabled
TEST_CASE("timeout: timeout(None) never expires") {
    never_expires(false);
}

// test_timeout_at_disabled
TEST_CASE("timeout: timeout_at(None) never expires") {
    never_expires(true);
}

// test_timeout_zero
TEST_CASE("timeout: 0 expires at the first await") {
    expires_at_the_first_await(0s, 10s);
}

// test_timeout_zero_sleep_zero
TEST_CASE("timeout: 0 with sleep(0) still expires") {
    expires_at_the_first_await(0s, 0s);
}

// test_timeout_in_the_past_sleep_zero
TEST_CASE("timeout: negative expires at the first await too") {
    expires_at_the_first_await(-11s, 0s);
}

// test_foreign_exception_passed
TEST_CASE("timeout: other exceptions pass, not expired") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        const std::string error = co_await test::failure(test::inside(cm, []() -> aio::coro<> {
            throw aio::error("KeyError", "");
            co_return;
        }));
        CHECK(error == "KeyError");
        CHECK_FALSE(cm.expired());
    });
}

// test_foreign_cancel_doesnt_timeout_if_not_expired
TEST_CASE("timeout: an outside cancel stays CancelledError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10s);
        const std::string error = co_await test::failure(test::inside(cm, []() -> aio::coro<> {
            aio::current_task().cancel();
            co_await aio::sleep(10s);
        }));
        CHECK(error == "CancelledError");
        CHECK_FALSE(cm.expired());
        CHECK(test::now_ms() == 0);
    });
}

// test_outer_task_is_not_cancelled
TEST_CASE("timeout: the task ends normally after TimeoutError was handled") {
    test::in_loop([]() -> aio::coro<> {
        auto outer = []() -> aio::coro<> {
            aio::timeout cm(1ms);
            const std::string error = co_await test::failure(test::inside(cm, long_sleep));
            CHECK(error == "TimeoutError");
        };
        auto task = aio::create_task(outer());
        co_await task;
        CHECK_FALSE(task.cancelled());
        CHECK(task.done());
        CHECK(task.cancelling() == 0);
    });
}

// test_nested_timeouts_concurrent
TEST_CASE("timeout: expired while blocked: CancelledError passes the inner one, the outer one raises TimeoutError") {
    // CPython's inner limit is the long one; with the short one both expire, in one iteration, and the end is the same.
    for (const aio::duration inner_limit : {aio::duration{100ms}, aio::duration{5ms}}) {
        test::in_loop([&]() -> aio::coro<> {
            aio::timeout outer(2ms);
            aio::timeout inner(inner_limit);
            bool inner_timed_out = false;
            bool inner_cancelled = false;
            const std::string error = co_await test::failure(test::inside(outer, [&]() -> aio::coro<> {
                try {
                    co_await test::inside(inner, []() -> aio::coro<> {
                        aio::blocking_sleep(10ms);
                        co_await aio::sleep(1s);
                    });
                } catch (const aio::timeout_error&) {
                    inner_timed_out = true;
                } catch (const aio::cancelled_error&) {
                    inner_cancelled = true;
                    throw;
                }
            }));
            CHECK(error == "TimeoutError");
            CHECK_FALSE(inner_timed_out);
            CHECK(inner_cancelled);
            CHECK(outer.expired());
            CHECK(inner.expired() == (inner_limit == 5ms));
            CHECK(test::now_ms() == 10);
            CHECK(aio::current_task().cancelling() == 0);
        });
    }
}

// test_nested_timeouts_loop_busy
TEST_CASE("timeout: busy loop: inner is handled, outer interrupts the next await") {
    // As long as outer's limit has not passed as well; then its TimeoutError is the only one.
    for (const aio::duration busy : {aio::duration{99ms}, aio::duration{100ms}}) {
        test::in_loop([&]() -> aio::coro<> {
            aio::timeout outer(100ms);
            aio::timeout inner(10ms);
            bool inner_timed_out = false;
            const std::string error = co_await test::failure(test::inside(outer, [&]() -> aio::coro<> {
                try {
                    co_await test::inside(inner, [&]() -> aio::coro<> {
                        aio::blocking_sleep(busy);
                        co_await aio::sleep(1s);
                    });
                } catch (const aio::timeout_error&) {
                    inner_timed_out = true;
                }
                co_await aio::sleep(10s);
            }));
            CHECK(inner_timed_out == (busy == 99ms));
            CHECK(error == "TimeoutError");
            CHECK(test::now_ms() == 100);
        });
    }
}

// test_reschedule
TEST_CASE("timeout: move the deadline, disable it") {
    test::in_loop([]() -> aio::coro<> {
        const aio::time_point first = in(10s);
        const aio::time_point second = first + 20s;
        auto entered = aio::create_future<aio::timeout*>();
        aio::timeout cm = aio::timeout::at(first);
        auto f = [&]() -> aio::coro<> {
            co_await test::inside(cm, [&]() -> aio::coro<> {
                entered.set_result(&cm);
                co_await aio::sleep(50s);
            });
        };
        auto task = aio::create_task(f());
        aio::timeout* seen = co_await entered;
        CHECK(*seen->when() == first);
        seen->reschedule(second);
        CHECK(*seen->when() == second);
        seen->reschedule(std::nullopt);
        CHECK_FALSE(seen->when().has_value());
        task.cancel();
        const std::string error = co_await test::failure(task);
        CHECK(error == "CancelledError");
        CHECK_FALSE(cm.expired());
        CHECK(test::now_ms() == 0);
    });
}

// test_nested_timeout_in_finally
TEST_CASE("timeout: a timeout during the cleanup of a timeout") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout outer(10ms);
        std::string inner_error;
        const std::string error = co_await test::failure(test::inside(outer, [&]() -> aio::coro<> {
            std::exception_ptr leaving;
            try {
                co_await aio::sleep(1s);
            } catch (...) {
                leaving = std::current_exception();
            }
            CHECK(aio::is_cancelled(leaving));
            aio::timeout inner(10ms);
            inner_error = co_await test::failure(test::inside(inner, long_sleep));
            std::rethrow_exception(leaving);
        }));
        CHECK(error == "TimeoutError");
        CHECK(inner_error == "TimeoutError");
        CHECK(test::now_ms() == 20);
    });
}

// test_timeout_after_cancellation
TEST_CASE("timeout: works while cancelling() is already 1") {
    test::in_loop([]() -> aio::coro<> {
        co_await take_a_cancellation();
        aio::timeout cm(0ms);
        const std::string error = co_await test::failure(test::inside(cm, long_sleep));
        CHECK(error == "TimeoutError");
        CHECK(aio::current_task().cancelling() == 1);
    });
}

// test_cancel_in_timeout_after_cancellation
TEST_CASE("timeout: a new cancel inside passes as CancelledError while cancelling() is already 1") {
    test::in_loop([]() -> aio::coro<> {
        co_await take_a_cancellation();
        aio::timeout cm(1s);
        const std::string error = co_await test::failure(test::inside(cm, []() -> aio::coro<> {
            aio::current_task().cancel();
            co_await aio::sleep(2s);
        }));
        CHECK(error == "CancelledError");
        CHECK(aio::current_task().cancelling() == 2);
        CHECK(test::now_ms() == 0);
    });
}

// test_timeout_already_entered
TEST_CASE("timeout: entering an entered one is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        co_await test::inside(cm, [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(test::inside(cm, nothing));
            CHECK(error == entered_twice);
        });
    });
}

// test_timeout_double_enter
TEST_CASE("timeout: entering a finished one is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        co_await test::inside(cm, nothing);
        const std::string error = co_await test::failure(test::inside(cm, nothing));
        CHECK(error == entered_twice);
    });
}

// test_timeout_finished
TEST_CASE("timeout: reschedule after exit is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        co_await test::inside(cm, nothing);
        const std::string refused = test::thrown([&] { cm.reschedule(in(20ms)); });
        CHECK(refused == "RuntimeError: Cannot change state of finished Timeout");
    });
}

// test_timeout_expired
TEST_CASE("timeout: reschedule after expiry is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        const std::string error = co_await test::failure(test::inside(cm, long_sleep));
        CHECK(error == "TimeoutError");
        const std::string refused = test::thrown([&] { cm.reschedule(in(20ms)); });
        CHECK(refused == "RuntimeError: Cannot change state of expired Timeout");
    });
}

// test_timeout_expiring
TEST_CASE("timeout: reschedule while expiring is a RuntimeError; a swallowed cancel gives no TimeoutError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        std::string again;
        const std::string error = co_await test::failure(test::inside(cm, [&]() -> aio::coro<> {
            const std::string inside = co_await test::failure(aio::sleep(1s));
            CHECK(inside == "CancelledError");
            again = test::thrown([&] { cm.reschedule(in(20ms)); });
        }));
        CHECK(error == "");
        CHECK(again == "RuntimeError: Cannot change state of expiring Timeout");
        CHECK(cm.expired());
        CHECK(aio::current_task().cancelling() == 0);
    });
}

// test_timeout_not_entered
TEST_CASE("timeout: reschedule before enter is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        CHECK(test::thrown([&] { cm.reschedule(in(20ms)); }) == "RuntimeError: Timeout has not been entered");
        co_return;
    });
}

// test_timeout_without_task
TEST_CASE("timeout: needs a current task") {
    test::in_loop([]() -> aio::coro<> {
        aio::timeout cm(10ms);
        std::string error;
        aio::get_running_loop().call_soon([&] { error = test::thrown([&] { cm.enter(); }); });
        co_await aio::sleep(0ms);
        CHECK(error == "RuntimeError: Timeout should be used inside a task");
        CHECK(test::thrown([&] { cm.reschedule(in(20ms)); }) == "RuntimeError: Timeout has not been entered");
    });
}

// test_timeout_taskgroup
TEST_CASE("timeout: around a group with failing cleanup the ExceptionGroup passes") {
    test::in_loop([]() -> aio::coro<> {
        auto fails_in_cleanup = []() -> aio::coro<> {
            try {
                co_await aio::sleep(2s);
            } catch (...) {
            }
            throw test::zero_division();
        };
        aio::timeout cm(10ms);
        const std::string error = co_await test::failure(test::inside(cm, [&]() -> aio::coro<> {
            aio::task_group group;
            co_await test::inside(group, [&]() -> aio::coro<> {
                group.create_task(fails_in_cleanup());
                // CPython's body raises ValueError and sleeps in `finally`: the cancellation replaces that error.
                co_await aio::sleep(1s);
            });
        }));
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(cm.expired());
        CHECK(test::now_ms() == 10);
    });
}
