// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   factory in place
//   eager step may resolve futures
//   done right after create_task
//   continues normally after its first block
//   cancel of a finished one has no effect
//   cancel message after block
//   current_task inside the eager step is the new task, restored after
//   in all_tasks during the step, not after
//   stays in all_tasks while blocked

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

// The body runs in a loop whose tasks are eager.
template <class F>
void in_eager_loop(F body) {
    test::in_loop([&]() -> aio::coro<> {
        aio::get_running_loop().set_eager_tasks(true);
        co_await body();
    });
}

bool in_all_tasks(const aio::any_task& t) {
    for (const aio::any_task& other : aio::all_tasks()) {
        if (other == t) return true;
    }
    return false;
}

aio::coro<std::string> after_blocking() {
    co_await aio::sleep(100ms);
    co_return "finished after blocking";
}

aio::coro<std::string> at_once() { co_return "finished without blocking"; }

}  // namespace

// test_eager_task_factory_set
TEST_CASE("Eager tasks: factory in place") {
    test::in_loop([]() -> aio::coro<> {
        CHECK_FALSE(aio::get_running_loop().eager_tasks());
        aio::get_running_loop().set_eager_tasks(true);
        CHECK(aio::get_running_loop().eager_tasks());
        auto t = aio::create_task(at_once());
        CHECK(t.done());
        co_await t;
    });
}

// test_await_future_during_eager_step
TEST_CASE("Eager tasks: eager step may resolve futures") {
    in_eager_loop([]() -> aio::coro<> {
        auto future = aio::create_future<std::string>();
        auto set_result = [&]() -> aio::coro<> {
            future.set_result("my message");
            co_return;
        };
        auto t = aio::create_task(set_result());
        CHECK(t.done());
        const std::string result = co_await future;
        CHECK(result == "my message");
    });
}

// test_eager_completion
TEST_CASE("Eager tasks: done right after create_task") {
    in_eager_loop([]() -> aio::coro<> {
        auto t = aio::create_task(at_once());
        CHECK(t.done());
        const std::string result = co_await t;
        CHECK(result == "finished without blocking");
    });
}

// test_block_after_eager_step
TEST_CASE("Eager tasks: continues normally after its first block") {
    in_eager_loop([]() -> aio::coro<> {
        auto t = aio::create_task(after_blocking());
        CHECK_FALSE(t.done());
        const std::string result = co_await t;
        CHECK(t.done());
        CHECK(result == "finished after blocking");
        CHECK(test::now_ms() == 100);
    });
}

// test_cancellation_after_eager_completion
TEST_CASE("Eager tasks: cancel of a finished one has no effect") {
    in_eager_loop([]() -> aio::coro<> {
        auto t = aio::create_task(at_once());
        CHECK_FALSE(t.cancel());
        const std::string result = co_await t;
        CHECK_FALSE(t.cancelled());
        CHECK(result == "finished without blocking");
    });
}

// test_cancellation_after_eager_step_blocks
TEST_CASE("Eager tasks: cancel message after block") {
    in_eager_loop([]() -> aio::coro<> {
        auto t = aio::create_task(after_blocking());
        t.cancel("cancellation message");
        CHECK(t.cancelling() == 1);
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: cancellation message");
        CHECK(test::now_ms() == 0);
    });
}

// test_current_task
TEST_CASE("Eager tasks: current_task inside the eager step is the new task, restored after") {
    in_eager_loop([]() -> aio::coro<> {
        aio::any_task captured;
        auto body = [&]() -> aio::coro<> {
            captured = aio::current_task();
            co_await aio::sleep(100ms);
            CHECK(aio::current_task() == captured);
        };
        const aio::any_task creator = aio::current_task();
        auto t = aio::create_task(body());
        CHECK(captured == aio::any_task(t));
        CHECK(aio::current_task() == creator);
        co_await t;
    });
}

// test_all_tasks_with_eager_completion
TEST_CASE("Eager tasks: in all_tasks during the step, not after") {
    in_eager_loop([]() -> aio::coro<> {
        bool during = false;
        auto body = [&]() -> aio::coro<> {
            during = in_all_tasks(aio::current_task());
            co_return;
        };
        auto t = aio::create_task(body());
        CHECK(during);
        CHECK_FALSE(in_all_tasks(t));
        co_return;
    });
}

// test_all_tasks_with_blocking
TEST_CASE("Eager tasks: stays in all_tasks while blocked") {
    in_eager_loop([]() -> aio::coro<> {
        auto first = aio::create_future<>();
        auto second = aio::create_future<>();
        bool during = false;
        auto body = [&]() -> aio::coro<> {
            during = in_all_tasks(aio::current_task());
            co_await first;
            second.set_result();
        };
        auto t = aio::create_task(body());
        CHECK(during);
        CHECK(in_all_tasks(t));
        first.set_result();
        co_await second;
        CHECK_FALSE(in_all_tasks(t));
    });
}
