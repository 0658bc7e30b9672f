// asyncio.TaskGroup (3.13).

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

aio::coro<> fails_after(aio::duration d, std::string what) {
    co_await aio::sleep(d);
    throw aio::value_error(what);
}

aio::coro<> notes_cancellation(test::notes& seen, std::string name) {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        seen.add(name);
        throw;
    }
}

// What left a group with this body, as text.
template <class Body>
aio::coro<std::string> group_failure(Body& body) {
    co_return co_await test::failure(aio::with(aio::task_group(), std::ref(body)));
}

constexpr const char* one_error = "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: boom]";

}  // namespace

TEST_CASE("a group is left when all its tasks have ended, and their results are there") {
    aio::run([]() -> aio::coro<> {
        aio::task<int> a, b;
        const auto body = [&](aio::task_group& g) -> aio::coro<int> {
            a = g.create_task(after(20ms, 1), "first");
            b = g.create_task(after(10ms, 2));
            co_return 42;
        };
        const int got = co_await aio::with(aio::task_group(), std::ref(body));
        CHECK(got == 42);
        CHECK(test::now_ms() == 20);
        CHECK(a.result() + b.result() == 3);
        CHECK(a.get_name() == "first");
    }());
}

TEST_CASE("a task of the group may add tasks after the body has ended") {
    aio::run([]() -> aio::coro<> {
        bool ran = false;
        const auto late = [&]() -> aio::coro<> {
            co_await aio::sleep(20ms);
            ran = true;
        };
        const auto spawner = [&](aio::task_group& g) -> aio::coro<> {
            co_await aio::sleep(10ms);
            g.create_task(late());
        };
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(spawner(g));
            co_return;
        };
        co_await aio::with(aio::task_group(), std::ref(body));
        CHECK(ran);
        CHECK(test::now_ms() == 30);
    }());
}

TEST_CASE("a failing task cancels its siblings and the body, in order, and leaves as an exception_group") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(notes_cancellation(seen, "a"));
            g.create_task(fails_after(10ms, "boom"));
            g.create_task(notes_cancellation(seen, "b"));
            co_await notes_cancellation(seen, "body");
        };
        const std::string error = co_await group_failure(body);
        CHECK(error == one_error);
        CHECK(seen.text() == "a b body");
        CHECK(test::now_ms() == 10);
        CHECK(aio::current_task().cancelling() == 0);
        co_await aio::sleep(1ms);
    }());
}

TEST_CASE("a failing task cancels the wait at the end of the group") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(notes_cancellation(seen, "a"));
            g.create_task(fails_after(10ms, "boom"));
            co_return;
        };
        const std::string error = co_await group_failure(body);
        CHECK(error == one_error);
        CHECK(seen.text() == "a");
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("all failures are in the group, in the order in which they were heard of, the body's last") {
    aio::run([]() -> aio::coro<> {
        const auto fails_in_cleanup = [](std::string what) -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                throw aio::runtime_error(what);
            }
        };
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(fails_in_cleanup("a"));
            g.create_task(fails_after(10ms, "boom"));
            g.create_task(fails_in_cleanup("b"));
            co_await fails_in_cleanup("body");
        };
        std::exception_ptr error;
        try {
            co_await aio::with(aio::task_group(), std::ref(body));
        } catch (...) {
            error = std::current_exception();
        }
        CHECK(aio::describe(error) ==
              "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: boom, RuntimeError: a, RuntimeError: b, "
              "RuntimeError: body]");
        try {
            std::rethrow_exception(error);
        } catch (const aio::exception_group& group) {
            CHECK(std::string(group.what()) == "unhandled errors in a TaskGroup (4 sub-exceptions)");
            std::string runtime;
            CHECK(group.for_each<aio::runtime_error>([&](const aio::runtime_error& e) { runtime += e.what(); }) == 3);
            CHECK(runtime == "abbody");
        }
    }());
}

TEST_CASE("an exception of the body cancels the tasks, and leaves as an exception_group") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(notes_cancellation(seen, "a"));
            co_await aio::sleep(1ms);
            throw aio::value_error("boom");
        };
        const std::string error = co_await group_failure(body);
        CHECK(error == one_error);
        CHECK(seen.text() == "a");
    }());
}

TEST_CASE("cancelled tasks do not count as failed") {
    aio::run([]() -> aio::coro<> {
        const auto body = [](aio::task_group& g) -> aio::coro<> {
            const auto t = g.create_task(after(10s, 1));
            co_await aio::sleep(1ms);
            t.cancel();
        };
        co_await aio::with(aio::task_group(), body);
        CHECK(test::now_ms() == 1);
    }());
}

TEST_CASE("cancelled from outside, the group cancels its tasks, waits for them, and lets the cancellation pass") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(notes_cancellation(seen, "a"));
            co_await notes_cancellation(seen, "body");
        };
        const auto at_end = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(notes_cancellation(seen, "b"));
            co_return;
        };
        auto t = aio::create_task(aio::with(aio::task_group(), std::ref(body)));
        co_await aio::sleep(1ms);
        t.cancel("outside");
        const std::string in_body = co_await test::failure(t);
        CHECK(in_body == "CancelledError: outside");
        t = aio::create_task(aio::with(aio::task_group(), std::ref(at_end)));
        co_await aio::sleep(1ms);
        t.cancel("outside");
        const std::string in_exit = co_await test::failure(t);
        CHECK(in_exit == "CancelledError: outside");
        CHECK(seen.text() == "body a b");
    }());
}

TEST_CASE("a failure and a cancellation from outside: the group first, the cancellation at the next await") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::event failing;
        const auto fails = [&]() -> aio::coro<> {
            failing.set();
            throw aio::value_error("boom");
            co_return;
        };
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(fails());
            co_await aio::sleep(10s);
        };
        const auto outer = [&]() -> aio::coro<> {
            const std::string group = co_await group_failure(body);
            seen.add(group);
            seen.add(std::to_string(aio::current_task().cancelling()));
            const std::string next = co_await test::failure(aio::sleep(0ms));
            seen.add(next);
        };
        const auto t = aio::create_task(outer());
        co_await failing.wait();
        t.cancel();
        co_await t;
        CHECK(seen.text() == std::string(one_error) + " 1 CancelledError");
    }());
}

TEST_CASE("an error in an inner group goes through the outer one as a nested group") {
    aio::run([]() -> aio::coro<> {
        const auto inner = [](aio::task_group& g) -> aio::coro<> {
            g.create_task(fails_after(1ms, "boom"));
            co_return;
        };
        const auto outer = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(after(10s, 1));
            co_await aio::with(aio::task_group(), std::ref(inner));
        };
        const std::string error = co_await group_failure(outer);
        CHECK(error == "ExceptionGroup: unhandled errors in a TaskGroup [" + std::string(one_error) + "]");
    }());
}

TEST_CASE("no tasks before the group is entered, while it cancels, or once it is finished") {
    aio::run([]() -> aio::coro<> {
        const std::int64_t live = aio::frame_pool::live();
        aio::task_group g;
        CHECK_THROWS_WITH_AS(g.create_task(after(1ms, 1)), "TaskGroup <TaskGroup> has not been entered", aio::runtime_error);
        g.enter();
        CHECK_THROWS_WITH_AS(g.enter(), "TaskGroup <TaskGroup entered> has already been entered", aio::runtime_error);
        CHECK(aio::frame_pool::live() == live);
        auto leaving = g.exit(nullptr);
        const std::exception_ptr error = co_await std::move(leaving);
        CHECK(error == nullptr);
        CHECK_THROWS_WITH_AS(g.create_task(after(1ms, 1)), "TaskGroup <TaskGroup entered> is finished", aio::runtime_error);

        std::string refused;
        const auto body = [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fails_after(1ms, "boom"));
            const auto stubborn = []() -> aio::coro<> {
                co_await test::failure(aio::sleep(10s));
                co_await aio::sleep(5ms);
            };
            group.create_task(stubborn());
            co_await test::failure(aio::sleep(10s));
            try {
                group.create_task(after(1ms, 1));
            } catch (const aio::runtime_error& e) {
                refused = e.what();
            }
        };
        const std::string failed = co_await group_failure(body);
        CHECK(failed == one_error);
        CHECK(refused == "TaskGroup <TaskGroup tasks=1 errors=1 cancelling> is shutting down");
    }());
}

TEST_CASE("two nested groups that fail at once leave the task with no cancellation pending") {
    aio::run([]() -> aio::coro<> {
        int inside = -1;
        const auto inner = [](aio::task_group& g) -> aio::coro<> {
            g.create_task(fails_after(5ms, "inner"));
            co_await aio::sleep(10s);
        };
        const auto outer = [&](aio::task_group& g) -> aio::coro<> {
            g.create_task(fails_after(5ms, "outer"));
            const std::string error = co_await test::failure(aio::with(aio::task_group(), std::ref(inner)));
            CHECK(error == "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: inner]");
            inside = aio::current_task().cancelling();
        };
        const std::string error = co_await group_failure(outer);
        CHECK(error == "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: outer]");
        CHECK(inside == 1);
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("a timeout around a group, and a group around a timeout") {
    aio::run([]() -> aio::coro<> {
        const auto body = [](aio::task_group& g) -> aio::coro<> {
            g.create_task(after(10s, 1));
            co_return;
        };
        const auto limited = [&](aio::timeout&) -> aio::coro<> { co_await aio::with(aio::task_group(), std::ref(body)); };
        const std::string error = co_await test::failure(aio::with(aio::timeout(5ms), std::ref(limited)));
        CHECK(error == "TimeoutError");
        CHECK(test::now_ms() == 5);
    }());
}

TEST_CASE("a group takes sleep() and the like as it takes coroutines") {
    aio::run([]() -> aio::coro<> {
        aio::queue<int> numbers;
        const auto body = [&](aio::task_group& g) -> aio::coro<> {
            const aio::task<> nap = g.create_task(aio::sleep(7ms), "nap");
            const aio::task<int> number = g.create_task(numbers.get());
            co_await nap;
            CHECK(nap.get_name() == "nap");
            numbers.put_nowait(3);
            const int three = co_await number;
            CHECK(three == 3);
        };
        co_await aio::with(aio::task_group(), std::ref(body));
        CHECK(test::now_ms() == 7);
    }());
}
