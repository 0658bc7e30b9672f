// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   current_task only inside a step, None outside
//   current_task is correct across interleavings
//   current_task is None for a loop that is not running
//   current_task is that of the running loop
//   current task bookkeeping
//   entering a task while another is current: RuntimeError
//   leaving a task
//   leaving the wrong task: RuntimeError
//   leaving none: RuntimeError

#include "tests/unit/behaviours/tasks.hpp"

using test::new_future;
using test::new_task;
using test::run_until_complete;

namespace {

// asyncio.current_task(loop)
aio::any_task current_task(const aio::event_loop& loop) { return aio::any_task(loop.current()); }

bool is_none(const aio::any_task& t) { return !static_cast<bool>(t); }

// Some task, for code that only wants to be one.
aio::task<> some_task(aio::event_loop& loop) {
    return new_task(loop, []() -> aio::coro<> { co_return; }());
}

}  // namespace

// test_current_task
TEST_CASE("Task basics: current_task only inside a step, None outside") {
    aio::event_loop loop;
    CHECK(is_none(current_task(loop)));
    CHECK(is_none(aio::current_task()));
    aio::any_task t;
    bool in_callback = true;
    auto body = [&]() -> aio::coro<> {
        CHECK(aio::current_task() == t);
        loop.call_soon([&] { in_callback = static_cast<bool>(aio::current_task()); });
        co_await aio::sleep(aio::duration{0});
        CHECK(aio::current_task() == t);
        CHECK(current_task(loop) == t);
    };
    const aio::task<> made = new_task(loop, body());
    t = made;
    CHECK(is_none(current_task(loop)));
    run_until_complete(loop, made);
    CHECK(is_none(current_task(loop)));
    CHECK_FALSE(in_callback);
    t = {};
}

// test_current_task_with_interleaving_tasks
TEST_CASE("Task basics: current_task is correct across interleavings") {
    aio::event_loop loop;
    const auto fut1 = new_future<bool>(loop);
    const auto fut2 = new_future<bool>(loop);
    aio::any_task task1;
    aio::any_task task2;
    int checks = 0;
    auto coro1 = [&]() -> aio::coro<> {
        checks += aio::current_task() == task1;
        co_await fut1;
        checks += aio::current_task() == task1;
        fut2.set_result(true);
    };
    auto coro2 = [&]() -> aio::coro<> {
        checks += aio::current_task() == task2;
        fut1.set_result(true);
        co_await fut2;
        checks += aio::current_task() == task2;
    };
    const aio::task<> first = new_task(loop, coro1());
    const aio::task<> second = new_task(loop, coro2());
    task1 = first;
    task2 = second;
    const std::vector<aio::task<>> tasks = {first, second};
    auto both = [&]() -> aio::coro<> { co_await aio::wait(tasks); };
    run_until_complete(loop, both());
    CHECK(checks == 4);
    CHECK(is_none(current_task(loop)));
    task1 = task2 = {};
}

// test_current_task_no_running_loop
TEST_CASE("Task basics: current_task is None for a loop that is not running") {
    aio::event_loop loop;
    CHECK(is_none(current_task(loop)));
    // Nor has it one while another loop runs a task.
    test::in_loop([&]() -> aio::coro<> {
        CHECK(is_none(current_task(loop)));
        CHECK_FALSE(is_none(aio::current_task()));
        co_return;
    });
}

// test_current_task_with_implicit_loop
TEST_CASE("Task basics: current_task is that of the running loop") {
    aio::event_loop loop;
    aio::any_task t;
    auto body = [&]() -> aio::coro<> {
        CHECK(current_task(loop) == t);
        CHECK(current_task(aio::get_running_loop()) == t);
        CHECK(aio::current_task() == t);
        co_return;
    };
    const aio::task<> made = new_task(loop, body());
    t = made;
    run_until_complete(loop, made);
    CHECK(is_none(current_task(loop)));
    t = {};
}

// test__enter_task
TEST_CASE("Task basics: current task bookkeeping") {
    aio::event_loop loop;
    const aio::any_task t = some_task(loop);
    CHECK(is_none(current_task(loop)));
    aio::enter_task(loop, t);
    CHECK(current_task(loop) == t);
    aio::leave_task(loop, t);
}

// test__enter_task_failure
TEST_CASE("Task basics: entering a task while another is current: RuntimeError") {
    aio::event_loop loop;
    const aio::any_task task1 = some_task(loop);
    const aio::any_task task2 = some_task(loop);
    aio::enter_task(loop, task1);
    CHECK(test::thrown([&] { aio::enter_task(loop, task2); }) ==
          "RuntimeError: Cannot enter into task Task-2 while another task Task-1 is being executed.");
    CHECK(current_task(loop) == task1);
    aio::leave_task(loop, task1);
}

// test__leave_task
TEST_CASE("Task basics: leaving a task") {
    aio::event_loop loop;
    const aio::any_task t = some_task(loop);
    aio::enter_task(loop, t);
    aio::leave_task(loop, t);
    CHECK(is_none(current_task(loop)));
}

// test__leave_task_failure1
TEST_CASE("Task basics: leaving the wrong task: RuntimeError") {
    aio::event_loop loop;
    const aio::any_task task1 = some_task(loop);
    const aio::any_task task2 = some_task(loop);
    aio::enter_task(loop, task1);
    CHECK(test::thrown([&] { aio::leave_task(loop, task2); }) ==
          "RuntimeError: Leaving task Task-2 does not match the current task Task-1.");
    CHECK(current_task(loop) == task1);
    aio::leave_task(loop, task1);
}

// test__leave_task_failure2
TEST_CASE("Task basics: leaving none: RuntimeError") {
    aio::event_loop loop;
    const aio::any_task t = some_task(loop);
    CHECK(test::thrown([&] { aio::leave_task(loop, t); }) ==
          "RuntimeError: Leaving task Task-1 does not match the current task None.");
    CHECK(is_none(current_task(loop)));
}
