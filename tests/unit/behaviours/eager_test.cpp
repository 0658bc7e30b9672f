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
//   inline awaits create no tasks
//   task counts (781 / 0 scheduled when eager)
//   task counts

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

aio::coro<int> awaitable_chain(int depth) {
    if (depth == 0) co_return 0;
    const int below = co_await awaitable_chain(depth - 1);
    co_return 1 + below;
}

aio::coro<> recursive_taskgroups(int width, int depth) {
    if (depth == 0) co_return;
    aio::task_group group;
    co_await test::inside(group, [&]() -> aio::coro<> {
        for (int i = 0; i < width; ++i) group.create_task(recursive_taskgroups(width, depth - 1));
        co_return;
    });
}

aio::coro<> recursive_gather(int width, int depth) {
    if (depth == 0) co_return;
    std::vector<aio::coro<>> children;
    for (int i = 0; i < width; ++i) children.push_back(recursive_gather(width, depth - 1));
    co_await aio::gather(std::move(children));
}

// Counts the tasks, and how often one was put into the ready queue.
class task_counter final : public test::deaf_observer {
public:
    int created = 0;
    int scheduled = 0;
    void task_created(aio::task_id, aio::task_id, std::string_view, std::string_view) override { ++created; }
    aio::event_id task_ready(aio::task_id) override {
        ++scheduled;
        return next();
    }
};

// A task of this body makes so many tasks, itself included; eager, none of them is ever scheduled.
template <class T>
void count_tasks(bool eager, aio::coro<T> body, int expected) {
    task_counter counter;
    test::in_loop([&]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        loop.set_eager_tasks(eager);
        loop.set_observer(&counter);
        auto t = aio::create_task(std::move(body));
        CHECK(t.done() == eager);
        co_await t;
        loop.set_observer(nullptr);
        if constexpr (!std::is_void_v<T>) CHECK(t.result() == 100);
    });
    CHECK(counter.created == expected);
    if (eager) {
        CHECK(counter.scheduled == 0);
    } else {
        CHECK(counter.scheduled >= expected);
    }
}

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

// test_awaitables_chain
TEST_CASE("Eager tasks: inline awaits create no tasks") {
    for (const bool eager : {false, true}) {
        count_tasks(eager, awaitable_chain(100), 1);
    }
}

// test_recursive_taskgroups
TEST_CASE("Eager tasks: task counts (781 / 0 scheduled when eager)") {
    for (const bool eager : {false, true}) {
        count_tasks(eager, recursive_taskgroups(5, 4), 781);
    }
}

// test_recursive_gather
TEST_CASE("Eager tasks: task counts") {
    for (const bool eager : {false, true}) {
        count_tasks(eager, recursive_gather(5, 4), 781);
    }
}
