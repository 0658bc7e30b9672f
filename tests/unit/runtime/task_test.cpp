// asyncio.Task, apart from its cancellation.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> number(int n) { co_return n; }

aio::coro<int> twice(int n) {
    const int one = co_await number(n);
    co_return one * 2;
}

aio::coro<int> fails() {
    throw aio::value_error("boom");
    co_return 0;
}

}  // namespace

TEST_CASE("nested coroutines give their results upwards") {
    CHECK(aio::run(twice(21)) == 42);
}

TEST_CASE("a task runs to its result, and awaiting it again gives it again") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(twice(1));
        CHECK_FALSE(t.done());
        const int first = co_await t;
        const int second = co_await t;
        CHECK(first == 2);
        CHECK(second == 2);
        CHECK(t.result() == 2);
    }());
}

TEST_CASE("tasks take their first steps in the order in which they were created") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto note = [&](std::string name) -> aio::coro<> {
            seen.add(name + "1");
            co_await aio::sleep(0ms);
            seen.add(name + "2");
        };
        auto a = aio::create_task(note("a"));
        auto b = aio::create_task(note("b"));
        seen.add("main");
        co_await aio::gather(a, b);
        CHECK(seen.text() == "main a1 b1 a2 b2");
    }());
}

TEST_CASE("tasks are called Task-N, unless they are given a name") {
    aio::run([]() -> aio::coro<> {
        CHECK(aio::current_task().get_name() == "Task-1");
        const auto named = aio::create_task(number(1), "reader");
        const auto plain = aio::create_task(number(1));
        CHECK(named.get_name() == "reader");
        CHECK(plain.get_name() == "Task-2");
        plain.set_name("renamed");
        CHECK(plain.get_name() == "renamed");
        CHECK(named.id() == 2);
        CHECK(plain.id() == 3);
        co_await aio::gather(named, plain);
    }());
}

TEST_CASE("an exception of a task is thrown to whoever awaits it") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(fails());
        const std::string error = co_await test::failure(t);
        CHECK(error == "ValueError: boom");
        CHECK_FALSE(t.cancelled());
        CHECK(aio::describe(t.exception()) == "ValueError: boom");
    }());
}

TEST_CASE("set_result and set_exception are refused by a task") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(number(1));
        CHECK_THROWS_WITH_AS(t.set_result(2), "Task does not support set_result operation", aio::runtime_error);
        CHECK_THROWS_WITH_AS(t.set_exception(std::make_exception_ptr(1)), "Task does not support set_exception operation",
                             aio::runtime_error);
        const int one = co_await t;
        CHECK(one == 1);
    }());
}

TEST_CASE("current_task is the running one inside a step, and nothing in a callback or outside the loop") {
    CHECK_FALSE(static_cast<bool>(aio::current_task()));
    aio::run([]() -> aio::coro<> {
        bool in_callback = true;
        aio::get_running_loop().call_soon([&] { in_callback = static_cast<bool>(aio::current_task()); });
        aio::any_task inner;
        const auto remember = [&]() -> aio::coro<> {
            inner = aio::current_task();
            co_await aio::sleep(0ms);
            CHECK(aio::current_task() == inner);
        };
        const auto t = aio::create_task(remember());
        const aio::any_task self = aio::current_task();
        co_await t;
        CHECK(aio::current_task() == self);
        CHECK(inner == aio::any_task(t));
        CHECK_FALSE(in_callback);
    }());
}

TEST_CASE("all_tasks are the unfinished ones in order of creation") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(number(1), "a");
        const auto b = aio::create_task(aio::sleep(10ms), "b");
        const auto names = [] {
            std::string text;
            for (const aio::any_task& t : aio::all_tasks()) text += t.get_name() + " ";
            return text;
        };
        CHECK(names() == "Task-1 a b ");
        co_await a;
        CHECK(names() == "Task-1 b ");
        co_await b;
        CHECK(names() == "Task-1 ");
    }());
}

TEST_CASE("a task that awaits itself gets an error one iteration later, and cannot be awaited any more while it runs") {
    aio::run([]() -> aio::coro<> {
        const auto awaits_itself = []() -> aio::coro<> {
            const aio::future<> self(aio::ref<aio::future_base>(&aio::current_task().base()));
            const std::uint64_t before = test::iteration();
            const std::string first = co_await test::failure(self);
            CHECK(first == "RuntimeError: Task cannot await on itself");
            CHECK(test::iteration() - before == 1);
            const std::string second = co_await test::failure(self);
            CHECK(second == "RuntimeError: await wasn't used with future");
            CHECK(test::iteration() - before == 1);
            co_await aio::sleep(0ms);
        };
        const auto t = aio::create_task(awaits_itself());
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        const std::string error = co_await test::failure(t);
        CHECK(error == "RuntimeError: await wasn't used with future");
        co_await aio::sleep(0ms);
        CHECK(t.done());
        co_await t;
    }());
}

TEST_CASE("a coroutine can be awaited once, and a moved one not at all") {
    aio::run([]() -> aio::coro<> {
        auto body = number(1);
        const int one = co_await std::move(body);
        CHECK(one == 1);
        const std::string error = co_await test::failure(std::move(body));
        CHECK(error == "RuntimeError: cannot reuse already awaited coroutine");
        CHECK_THROWS_AS(aio::create_task(std::move(body)), aio::runtime_error);
    }());
}

TEST_CASE("create_task outside a loop throws, and destroys the coroutine") {
    const std::int64_t live = aio::frame_pool::live();
    CHECK_THROWS_WITH_AS(aio::create_task(number(1)), "no running event loop", aio::runtime_error);
    CHECK(aio::frame_pool::live() == live);
}

TEST_CASE("dropping the handle of a task neither cancels it nor ends it early") {
    aio::run([]() -> aio::coro<> {
        bool ended = false;
        const auto body = [&]() -> aio::coro<> {
            co_await aio::sleep(10ms);
            ended = true;
        };
        aio::create_task(body());
        co_await aio::sleep(20ms);
        CHECK(ended);
    }());
}

TEST_CASE("a task tells what it waits for: its frames, the object, the line") {
    aio::run([]() -> aio::coro<> {
        aio::lock door("door");
        co_await door.acquire();
        const auto t = aio::create_task(door.acquire());
        CHECK(t.base().waiting_on() == nullptr);
        co_await aio::sleep(0ms);
        CHECK(t.base().waits() == "await of Task-2");
        CHECK(t.base().waiting_on()->waits() == "lock.acquire() of lock `door`");
        CHECK(t.base().await_chain() == "acquire > Lock.acquire > Future");
        door.release();
        co_await t;
    }());
}

TEST_CASE("a thousand nested awaits are the limit, as in CPython") {
    struct nest {
        static aio::coro<int> go(int n) {
            if (n == 0) co_return 0;
            const int below = co_await go(n - 1);
            co_return below + 1;
        }
    };
    CHECK(aio::run(nest::go(998)) == 998);
    CHECK_THROWS_WITH_AS(aio::run(nest::go(1000)), "maximum recursion depth exceeded", aio::recursion_error);
}

TEST_CASE("a million awaits in a loop leave the stack where it was") {
    const std::int64_t live = aio::frame_pool::live();
    const auto main = []() -> aio::coro<std::uint64_t> {
        const auto first = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        std::uintptr_t last = 0;
        std::uint64_t sum = 0;
        for (int i = 0; i < 1'000'000; ++i) {
            const int one = co_await number(1);
            sum += static_cast<std::uint64_t>(one);
            last = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        }
        CHECK(first == last);
        co_return sum;
    };
    CHECK(aio::run(main()) == 1'000'000);
    CHECK(aio::frame_pool::live() == live);
}
