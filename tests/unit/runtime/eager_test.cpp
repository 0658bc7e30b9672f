// Eager tasks: the first step runs inside create_task.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> at_once() { co_return 1; }

aio::coro<int> after(aio::duration d) {
    co_await aio::sleep(d);
    co_return 2;
}

}  // namespace

TEST_CASE("a task that does not block is done when create_task returns") {
    aio::run([]() -> aio::coro<> {
        const std::uint64_t before = test::iteration();
        const auto t = aio::create_task(at_once(), aio::task_options(true));
        CHECK(t.done());
        CHECK(t.result() == 1);
        CHECK_FALSE(t.cancel());
        co_await t;
        CHECK(test::iteration() == before);
    }());
}

TEST_CASE("a task that blocks goes on like any other") {
    aio::run([]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        const auto t = aio::create_task(after(5ms));
        CHECK_FALSE(t.done());
        CHECK(aio::all_tasks().size() == 2);
        const int got = co_await t;
        CHECK(got == 2);
        const auto cancelled = aio::create_task(after(5s));
        cancelled.cancel("enough");
        const std::string error = co_await test::failure(cancelled);
        CHECK(error == "CancelledError: enough");
    }());
}

TEST_CASE("inside its first step it is the current task, and afterwards its creator is again") {
    aio::run([]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        std::string seen;
        const auto inner = [&]() -> aio::coro<> {
            seen += aio::current_task().get_name();
            CHECK(aio::all_tasks().back() == aio::current_task());
            co_return;
        };
        const auto outer = [&]() -> aio::coro<> {
            seen += aio::current_task().get_name() + " ";
            aio::create_task(inner());
            seen += " " + aio::current_task().get_name();
            co_return;
        };
        aio::create_task(outer());
        CHECK(seen == "Task-2 Task-3 Task-2");
        CHECK(aio::current_task().get_name() == "Task-1");
        CHECK(aio::all_tasks().size() == 1);
        co_return;
    }());
}

TEST_CASE("gather and task groups count a task that ended in its first step at once") {
    aio::run([]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        const auto g = aio::gather(at_once(), at_once());
        CHECK(g.done());
        const std::uint64_t before = test::iteration();
        const auto body = [](aio::task_group& group) -> aio::coro<> {
            group.create_task(at_once());
            co_return;
        };
        co_await aio::with(aio::task_group(), body);
        CHECK(test::iteration() == before);
    }());
}

TEST_CASE("a first step may resolve what an earlier argument of a gather waits for") {
    aio::run([]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        auto f = aio::create_future<int>();
        const auto resolves = [&]() -> aio::coro<int> {
            f.set_result(1);
            co_return 2;
        };
        const auto g = aio::gather(f, resolves());
        CHECK_FALSE(g.done());  // its callback on `f` is scheduled
        const auto [a, b] = co_await g;
        CHECK(a + b == 3);
    }());
}

TEST_CASE("eager tasks nested too deep fail with a recursion_error") {
    struct nest {
        static aio::coro<int> go(int n) {
            if (n == 0) co_return 0;
            const auto t = aio::create_task(go(n - 1));
            co_return co_await t;
        }
    };
    aio::run([]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        const int shallow = co_await nest::go(100);
        CHECK(shallow == 0);
        const std::string error = co_await test::failure(nest::go(5000));
        CHECK(error == "RecursionError: maximum recursion depth exceeded");
    }());
}
