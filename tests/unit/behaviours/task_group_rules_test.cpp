// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   cancelled right after the start
//   finished children are forgotten
//   a child adds children after the body ended
//   children keep spawning until an error aborts
//   names
//   create_task while aborting is a RuntimeError
//   a child error and a cleanup error leave cancelling() at 0
//   entering an entered one is a RuntimeError
//   entering a finished one is a RuntimeError
//   create_task after the end is a RuntimeError
//   create_task before the start is a RuntimeError
//   needs a parent task
//   a coroutine given to a closed group is destroyed
//   cancelling() is 0 after a handled group error
//   both groups fail in one iteration: cancelling() is 1 inside, 0 after
//   child error and outside cancel: ExceptionGroup first, CancelledError at the next await

#include "tests/unit/behaviours/task_group_children.hpp"

using namespace std::chrono_literals;
using test::after;
using test::crash_after;
using test::fails_in_cleanup;
using test::nothing;

namespace {

// Knows whether the coroutine that got it as an argument was destroyed.
using witness = std::shared_ptr<int>;
aio::coro<> holds(witness) { co_return; }

}  // namespace

// test_taskgroup_22
TEST_CASE("TaskGroup: cancelled right after the start") {
    test::in_loop([]() -> aio::coro<> {
        aio::task<int> t1, t2;
        auto runner = [&]() -> aio::coro<> {
            aio::task_group g;
            co_await test::inside(g, [&]() -> aio::coro<> {
                t1 = g.create_task(after(1s, 42));
                t2 = g.create_task(after(2s, 11));
                co_return;
            });
        };
        auto r = aio::create_task(runner());
        co_await aio::sleep(50ms);
        r.cancel();
        const std::string error = co_await test::failure(r);
        CHECK(error == "CancelledError");
        CHECK(t1.cancelled());
        CHECK(t2.cancelled());
    });
}

// test_taskgroup_23
TEST_CASE("TaskGroup: finished children are forgotten") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        // How many tasks a group has is only said by its text, which an error shows.
        auto text = [&] { return test::thrown([&] { g.enter(); }); };
        co_await test::inside(g, [&]() -> aio::coro<> {
            for (int count = 0; count < 10; ++count) {
                co_await aio::sleep(100ms);
                g.create_task(after(300ms, count));
                if (count == 5) CHECK(test::contains(text(), "<TaskGroup tasks=4 entered>"));
            }
            co_await aio::sleep(1350ms);
            CHECK(test::contains(text(), "<TaskGroup entered>"));
        });
    });
}

// test_taskgroup_24
TEST_CASE("TaskGroup: a child adds children after the body ended") {
    test::in_loop([]() -> aio::coro<> {
        aio::task<int> first, second;
        aio::task_group g;
        auto root = [&]() -> aio::coro<> {
            co_await aio::sleep(100ms);
            first = g.create_task(after(100ms, 1));
            second = g.create_task(after(200ms, 2));
        };
        co_await test::inside(g, [&]() -> aio::coro<> {
            g.create_task(root());
            co_return;
        });
        CHECK(first.result() == 1);
        CHECK(second.result() == 2);
        CHECK(test::now_ms() == 300);
    });
}

namespace {

aio::coro<> hydra(aio::task_group& g, int& heads) {
    ++heads;
    co_await aio::sleep(10ms);
    g.create_task(hydra(g, heads));
    g.create_task(hydra(g, heads));
}

aio::coro<> hercules(const int& heads) {
    while (heads < 10) co_await aio::sleep(15ms);
    throw test::zero_division();
}

}  // namespace

// test_taskgroup_25
TEST_CASE("TaskGroup: children keep spawning until an error aborts") {
    test::in_loop([]() -> aio::coro<> {
        int heads = 0;
        aio::task_group g;
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            g.create_task(hydra(g, heads));
            g.create_task(hercules(heads));
            co_return;
        }));
        CHECK(error == test::in_group("ZeroDivisionError"));
        CHECK(heads >= 10);
    });
}

// test_taskgroup_task_name
TEST_CASE("TaskGroup: names") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        co_await test::inside(g, [&]() -> aio::coro<> {
            auto t = g.create_task(nothing(), "yolo");
            CHECK(t.get_name() == "yolo");
            co_return;
        });
    });
}

// test_taskgroup_no_create_task_after_failure
TEST_CASE("TaskGroup: create_task while aborting is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        std::string refused;
        aio::task_group g;
        auto spawns_when_cancelled = [&]() -> aio::coro<> {
            try {
                co_await aio::sleep(1s);
            } catch (const aio::cancelled_error&) {
                refused = test::thrown([&] { g.create_task(nothing()); });
            }
        };
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            g.create_task(crash_after(1ms));
            g.create_task(spawns_when_cancelled());
            co_return;
        }));
        CHECK(refused == "RuntimeError: TaskGroup <TaskGroup tasks=1 errors=1 cancelling> is shutting down");
        CHECK(error == test::in_group("ZeroDivisionError"));
    });
}

// test_taskgroup_context_manager_exit_raises
TEST_CASE("TaskGroup: a child error and a cleanup error leave cancelling() at 0") {
    test::in_loop([]() -> aio::coro<> {
        std::string error;
        int cancelling = -1;
        auto main = [&]() -> aio::coro<> {
            aio::task_group g;
            error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
                g.create_task(crash_after(0ms, aio::error("CustomException", "")));
                co_await fails_in_cleanup(aio::error("CustomException", ""));
            }));
            cancelling = aio::current_task().cancelling();
        };
        auto task = aio::create_task(main());
        co_await task;
        CHECK(error == test::in_group("CustomException, CustomException"));
        CHECK(cancelling == 0);
    });
}

// test_taskgroup_already_entered
TEST_CASE("TaskGroup: entering an entered one is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        co_await test::inside(g, [&]() -> aio::coro<> {
            const std::string error = co_await test::failure(test::inside(g, nothing));
            CHECK(error == "RuntimeError: TaskGroup <TaskGroup entered> has already been entered");
        });
    });
}

// test_taskgroup_double_enter
TEST_CASE("TaskGroup: entering a finished one is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        co_await test::inside(g, nothing);
        const std::string error = co_await test::failure(test::inside(g, nothing));
        CHECK(test::contains(error, "RuntimeError: TaskGroup <TaskGroup"));
        CHECK(test::contains(error, "has already been entered"));
    });
}

// test_taskgroup_finished
TEST_CASE("TaskGroup: create_task after the end is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        co_await test::inside(g, nothing);
        CHECK(test::contains(test::thrown([&] { g.create_task(nothing()); }), "is finished"));
        CHECK(aio::all_tasks().size() == 1);
    });
}

// test_taskgroup_not_entered
TEST_CASE("TaskGroup: create_task before the start is a RuntimeError") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        CHECK(test::thrown([&] { g.create_task(nothing()); }) ==
              "RuntimeError: TaskGroup <TaskGroup> has not been entered");
        co_return;
    });
}

// test_taskgroup_without_parent_task
TEST_CASE("TaskGroup: needs a parent task") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        std::string error;
        aio::get_running_loop().call_soon([&] { error = test::thrown([&] { g.enter(); }); });
        co_await aio::sleep(0ms);
        CHECK(error == "RuntimeError: TaskGroup <TaskGroup> cannot determine the parent task");
        CHECK(test::contains(test::thrown([&] { g.create_task(nothing()); }), "has not been entered"));
    });
}

// test_coro_closed_when_tg_closed
TEST_CASE("TaskGroup: a coroutine given to a closed group is destroyed") {
    test::in_loop([]() -> aio::coro<> {
        const witness alive = std::make_shared<int>(0);
        aio::task_group g;
        co_await test::inside(g, nothing);
        const std::string error = test::thrown([&] { g.create_task(holds(alive)); });
        CHECK(test::contains(error, "is finished"));
        CHECK(alive.use_count() == 1);
    });
}

// test_cancelling_level_preserved
TEST_CASE("TaskGroup: cancelling() is 0 after a handled group error") {
    test::in_loop([]() -> aio::coro<> {
        aio::task_group g;
        const std::string error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
            g.create_task(crash_after(0ms, aio::runtime_error("")));
            co_return;
        }));
        CHECK(error == test::in_group("RuntimeError"));
        CHECK(aio::current_task().cancelling() == 0);
    });
}

// test_nested_groups_both_cancelled
TEST_CASE("TaskGroup: both groups fail in one iteration: cancelling() is 1 inside, 0 after") {
    test::in_loop([]() -> aio::coro<> {
        std::string inner_error;
        int inside = -1;
        aio::task_group outer;
        const std::string error = co_await test::failure(test::inside(outer, [&]() -> aio::coro<> {
            aio::task_group inner;
            inner_error = co_await test::failure(test::inside(inner, [&]() -> aio::coro<> {
                inner.create_task(crash_after(0ms, aio::runtime_error("")));
                outer.create_task(crash_after(0ms, aio::value_error("")));
                co_return;
            }));
            inside = aio::current_task().cancelling();
        }));
        CHECK(inner_error == test::in_group("RuntimeError"));
        CHECK(inside == 1);
        CHECK(error == test::in_group("ValueError"));
        CHECK(aio::current_task().cancelling() == 0);
    });
}

// test_error_and_cancel
TEST_CASE("TaskGroup: child error and outside cancel: ExceptionGroup first, CancelledError at the next await") {
    test::in_loop([]() -> aio::coro<> {
        aio::event started;
        std::string error;
        int cancelling = -1;
        bool too_far = false;
        auto raise_error = [&]() -> aio::coro<> {
            started.set();
            co_await aio::sleep(0ms);
            throw aio::runtime_error("");
        };
        auto inner = [&]() -> aio::coro<> {
            aio::task_group g;
            error = co_await test::failure(test::inside(g, [&]() -> aio::coro<> {
                g.create_task(raise_error());
                co_await aio::sleep(1s);
                too_far = true;
            }));
            cancelling = aio::current_task().cancelling();
            co_await aio::sleep(1s);
            too_far = true;
        };
        auto t = aio::create_task(inner());
        co_await started.wait();
        CHECK(t.cancelling() == 0);
        t.cancel();
        CHECK(t.cancelling() == 1);
        const std::string end = co_await test::failure(t);
        CHECK(end == "CancelledError");
        CHECK(t.cancelled());
        CHECK(error == test::in_group("RuntimeError"));
        CHECK(cancelling == 1);
        CHECK_FALSE(too_far);
    });
}
