// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   results of two children
//   children added over time
//   cancelling one child does not disturb the group
//   a child error cancels the sibling, ExceptionGroup
//   three errors at once; the body sees CancelledError
//   cancelling the parent cancels all children; CancelledError propagates
//   cancelling the parent while its body awaits
//   cancel and failing cleanups: ExceptionGroup instead of CancelledError
//   the body raises after an await: children are cancelled
//   the body raises at once: children never run
//   nested groups: inner errors are wrapped twice
//   nested groups with a child of the outer one
//   an error of the outer group's child cancels the inner group: a flat group of ValueError
//   an inner error reaches the outer group as a nested group
//   cancelled, then a child crashes while the body cleans up
//   cancelled through a task that awaits it, then a child crashes while the body cleans up
//   cancelled with no children
//   the body turns CancelledError into MyExc: a group of MyExc
//   a child error and an error of the body's cleanup: both in the group
//   an exception of any type in the body joins the group

#include "tests/unit/behaviours/task_group_children.hpp"

using namespace std::chrono_literals;
using test::after;
using test::counts_cancel;
using test::crash_after;
using test::fails_in_cleanup;

namespace {

// Cleans up for half a second when it is cancelled.
aio::coro<> cleans_up() {
    std::exception_ptr leaving;
    try {
        co_await aio::sleep(10s);
    } catch (...) {
        leaving = std::current_exception();
    }
    co_await aio::sleep(500ms);
    if (leaving != nullptr) std::rethrow_exception(leaving);
}

// The runner as a task, cancelled after 100 ms: what it failed with.
aio::coro<std::string> error_when_cancelled(aio::coro<> runner) {
    auto r = aio::create_task(std::move(runner));
    co_await aio::sleep(100ms);
    CHECK_FALSE(r.done());
    r.cancel();
    co_return co_await test::failure(r);
}

// Five tasks that fail in their cleanup, in a group whose body sleeps.
aio::coro<> five_bad_cleanups() {
    aio::task_group group;
    co_await test::inside(group, [&]() -> aio::coro<> {
        for (int i = 0; i < 5; ++i) group.create_task(fails_in_cleanup());
        co_await aio::sleep(10s);
    });
}

const std::string five_zero_divisions =
    "ZeroDivisionError, ZeroDivisionError, ZeroDivisionError, ZeroDivisionError, ZeroDivisionError";

struct my_base_exc {};  // no std::exception, as MyBaseExc is no Exception

}  // namespace

// test_taskgroup_01
TEST_CASE("TaskGroup: results of two children") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        aio::task<int> t1, t2;
        co_await test::inside(g, [&]() -> aio::coro<> {
            t1 = g.create_task(after(100ms, 42));
            t2 = g.create_task(after(200ms, 11));
            co_return;
        });
        CHECK(t1.result() == 42);
        CHECK(t2.result() == 11);
        CHECK(test::now_ms() == 200);
    });
}

// test_taskgroup_02
TEST_CASE("TaskGroup: children added over time") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        aio::task<int> t1, t2;
        co_await test::inside(g, [&]() -> aio::coro<> {
            t1 = g.create_task(after(100ms, 42));
            co_await aio::sleep(150ms);
            t2 = g.create_task(after(200ms, 11));
        });
        CHECK(t1.result() == 42);
        CHECK(t2.result() == 11);
        CHECK(test::now_ms() == 350);
    });
}

// test_taskgroup_03
TEST_CASE("TaskGroup: cancelling one child does not disturb the group") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        aio::task<int> t1, t2;
        co_await test::inside(g, [&]() -> aio::coro<> {
            t1 = g.create_task(after(1s, 42));
            co_await aio::sleep(150ms);
            t1.cancel();
            t2 = g.create_task(after(200ms, 11));
        });
        CHECK(t1.cancelled());
        CHECK(t2.result() == 11);
        CHECK(test::now_ms() == 350);
    });
}

// test_taskgroup_04
TEST_CASE("TaskGroup: a child error cancels the sibling, ExceptionGroup") {
    test::in_loop([]() -> aio::coro<> {
        int cancelled = 0;
        bool went_on = false;
        aio::task<> t2;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                g.create_task(crash_after(100ms));
                t2 = g.create_task(counts_cancel(cancelled, 1, 1s));
                co_return;
            });
            went_on = true;
        };
        auto r = aio::create_task(runner());
        const std::string error = co_await test::failure(r);
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK_FALSE(went_on);
        CHECK(cancelled == 1);
        CHECK(t2.cancelled());
        CHECK(test::now_ms() == 100);
    });
}

// test_cancel_children_on_child_error
TEST_CASE("TaskGroup: three errors at once; the body sees CancelledError") {
    test::in_loop([]() -> aio::coro<> {
        int child_cancelled = 0;
        int body_cancelled = 0;
        bool went_on = false;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                for (int i = 0; i < 3; ++i) g.create_task(crash_after(100ms));
                g.create_task(counts_cancel(child_cancelled, 1, 5s));
                co_await counts_cancel(body_cancelled);
            });
            went_on = true;
        };
        auto r = aio::create_task(runner());
        const std::string error = co_await test::failure(r);
        CHECK(error == test::in_group("ZeroDivisionError, ZeroDivisionError, ZeroDivisionError"));
        CHECK_FALSE(went_on);
        CHECK(child_cancelled == 1);
        CHECK(body_cancelled == 1);
    });
}

// test_cancellation
TEST_CASE("TaskGroup: cancelling the parent cancels all children; CancelledError propagates") {
    test::in_loop([]() -> aio::coro<> {
        int cancelled = 0;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                for (int i = 0; i < 5; ++i) g.create_task(counts_cancel(cancelled, 1, 5s));
                co_return;
            });
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == "CancelledError");
        CHECK(cancelled == 5);
    });
}

// test_taskgroup_07
TEST_CASE("TaskGroup: cancelling the parent while its body awaits") {
    test::in_loop([]() -> aio::coro<> {
        int cancelled = 0;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                for (int i = 0; i < 5; ++i) g.create_task(counts_cancel(cancelled, 1, 5s));
                co_await counts_cancel(cancelled, 10);
            });
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == "CancelledError");
        CHECK(cancelled == 15);
    });
}

// test_taskgroup_08
TEST_CASE("TaskGroup: cancel and failing cleanups: ExceptionGroup instead of CancelledError") {
    test::in_loop([]() -> aio::coro<> {
        const std::string error = co_await error_when_cancelled(five_bad_cleanups());
        CHECK(error == test::in_group(five_zero_divisions));
    });
}

// test_taskgroup_09
TEST_CASE("TaskGroup: the body raises after an await: children are cancelled") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        aio::task<int> t1, t2;
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            t1 = g.create_task(after(1s, 42));
            t2 = g.create_task(after(2s, 11));
            co_await aio::sleep(100ms);
            throw test::zero_division();
        }));
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(t1.cancelled());
        CHECK(t2.cancelled());
        CHECK(test::now_ms() == 100);
    });
}

// test_taskgroup_10
TEST_CASE("TaskGroup: the body raises at once: children never run") {
    test::in_loop([]() -> aio::coro<> {
        bool ran = false;
        auto notes_run = [&]() -> aio::coro<> {
            ran = true;
            co_await aio::sleep(1s);
        };
        aio::task_group g;
        aio::task<> t1, t2;
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            t1 = g.create_task(notes_run());
            t2 = g.create_task(notes_run());
            throw test::zero_division();
            co_return;
        }));
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(t1.cancelled());
        CHECK(t2.cancelled());
        CHECK_FALSE(ran);
    });
}

// test_taskgroup_11
TEST_CASE("TaskGroup: nested groups: inner errors are wrapped twice") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            aio::task_group outer;
            co_await test::inside(outer, five_bad_cleanups);
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == test::in_group(test::in_group(five_zero_divisions)));
    });
}

// test_taskgroup_12
TEST_CASE("TaskGroup: nested groups with a child of the outer one") {
    test::in_loop([]() -> aio::coro<> {
        int cancelled = 0;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group outer;
            co_await test::inside(outer, [&]() -> aio::coro<> {
                outer.create_task(counts_cancel(cancelled));
                co_await five_bad_cleanups();
            });
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == test::in_group(test::in_group(five_zero_divisions)));
        CHECK(cancelled == 1);
    });
}

// test_taskgroup_13
TEST_CASE("TaskGroup: an error of the outer group's child cancels the inner group: a flat group of ValueError") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            aio::task_group outer;
            co_await test::inside(outer, [&]() -> aio::coro<> {
                outer.create_task(crash_after(100ms, aio::value_error("0.1")));
                aio::task_group inner;
                co_await test::inside(inner, [&]() -> aio::coro<> {
                    inner.create_task(crash_after(10s, aio::value_error("10")));
                    co_return;
                });
            });
        };
        auto r = aio::create_task(runner());
        const std::string error = co_await test::failure(r);
        CHECK(error == test::in_group("ValueError: 0.1"));
        CHECK(test::now_ms() == 100);
    });
}

// test_taskgroup_14
TEST_CASE("TaskGroup: an inner error reaches the outer group as a nested group") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            aio::task_group outer;
            co_await test::inside(outer, [&]() -> aio::coro<> {
                outer.create_task(crash_after(10s, aio::value_error("10")));
                aio::task_group inner;
                co_await test::inside(inner, [&]() -> aio::coro<> {
                    inner.create_task(crash_after(100ms, aio::value_error("0.1")));
                    co_return;
                });
            });
        };
        auto r = aio::create_task(runner());
        const std::string error = co_await test::failure(r);
        CHECK(error == test::in_group(test::in_group("ValueError: 0.1")));
        CHECK(test::now_ms() == 100);
    });
}

namespace {

// Cancelled at 100 ms the body cleans up until 600 ms; the child crashes at 300 ms unless the cancellation is first.
aio::coro<> crashes_while_cleaning_up() {
    aio::task_group group;
    co_await test::inside(group, [&]() -> aio::coro<> {
        group.create_task(crash_after(300ms));
        co_await cleans_up();
    });
}

}  // namespace

// test_taskgroup_15
TEST_CASE("TaskGroup: cancelled, then a child crashes while the body cleans up") {
    test::in_loop([]() -> aio::coro<> {
        const std::string error = co_await error_when_cancelled(crashes_while_cleaning_up());
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(test::now_ms() == 300);  // the crash interrupts the cleanup
    });
}

// test_taskgroup_16
TEST_CASE("TaskGroup: cancelled through a task that awaits it, then a child crashes while the body cleans up") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            auto nested = aio::create_task(crashes_while_cleaning_up());
            co_await nested;
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(test::now_ms() == 300);
    });
}

// test_taskgroup_17
TEST_CASE("TaskGroup: cancelled with no children") {
    test::in_loop([]() -> aio::coro<> {
        int cancelled = 0;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> { co_await counts_cancel(cancelled, 10); });
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == "CancelledError");
        CHECK(cancelled == 10);
    });
}

// test_taskgroup_18
TEST_CASE("TaskGroup: the body turns CancelledError into MyExc: a group of MyExc") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, []() -> aio::coro<> { co_await fails_in_cleanup(aio::error("MyExc", "")); });
        };
        const std::string error = co_await error_when_cancelled(runner());
        CHECK(error == test::in_group("MyExc"));
        CHECK(test::now_ms() == 100);
    });
}

// test_taskgroup_19
TEST_CASE("TaskGroup: a child error and an error of the body's cleanup: both in the group") {
    test::in_loop([]() -> aio::coro<> {
        auto runner = []() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                g.create_task(crash_after(100ms));
                co_await fails_in_cleanup(aio::error("MyExc", ""));
            });
        };
        auto r = aio::create_task(runner());
        const std::string error = co_await test::failure(r);
        CHECK(error == test::in_group("ZeroDivisionError, MyExc"));  // the body's own is the last
    });
}

// test_taskgroup_20a
TEST_CASE("TaskGroup: an exception of any type in the body joins the group") {
    // CPython makes that a BaseExceptionGroup; here there is one kind of group.
    test::in_loop([]() -> aio::coro<> {
        auto body_fails = []() -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (...) {
            }
            throw my_base_exc();
        };
        aio::task_group g;
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            g.create_task(crash_after(100ms));
            co_await body_fails();
        }));
        CHECK(error == test::in_group("ZeroDivisionError, an exception of a type that is not a std::exception"));
    });
}

