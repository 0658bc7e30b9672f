// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   the result of a job on another thread arrives in the loop
//   a future of the loop is its own future
//   cancelling the future of a job that has not begun cancels the job, one iteration later
//   a job that ended before its future was cancelled keeps its result, and the future stays cancelled
//   a timer that comes when its sleep was cancelled already leaves it cancelled
//   callbacks run in the order of their registration, and not at once
//   callbacks run as well after an exception
//   removing the first callback keeps the order of the others
//   removing several callbacks leaves the others
//   removing the last callback keeps the order of the others
//   a removed callback was there once, and one that was not there is not removed
//   removing a callback from inside a callback does not stop those that are scheduled already


#include "tests/unit/behaviours/support.hpp"

#include <thread>

using namespace std::chrono_literals;

namespace {

using numbers = std::vector<int>;

// A future with callbacks that put 42, 17 and 100 into a bag.
struct three_callbacks {
    aio::future<std::string> f = aio::create_future<std::string>();
    numbers bag;
    aio::callback_id cb1 = add(42);
    aio::callback_id cb2 = add(17);
    aio::callback_id cb3 = add(100);

    aio::callback_id add(int thing) {
        return f.add_done_callback([this, thing](const auto&) { bag.push_back(thing); });
    }
};

}  // namespace

// test_wrap_future
TEST_CASE("Future: the result of a job on another thread arrives in the loop") {
    test::in_loop([]() -> aio::coro<> {
        const std::thread::id here = std::this_thread::get_id();
        aio::worker_pool pool(aio::get_running_loop(), aio::real_threads{1, 1ms});
        const auto run = [](std::string arg) { return std::pair(arg, std::this_thread::get_id()); };
        const auto f = aio::run_in_executor(pool, run, std::string("oi"));
        CHECK_FALSE(f.done());
        const auto [result, thread] = co_await f;
        CHECK(result == "oi");
        CHECK(thread != here);
        CHECK(std::this_thread::get_id() == here);
    });
}

// test_wrap_future_future
TEST_CASE("Future: a future of the loop is its own future") {
    // What wrap_future() makes of a job's future is what run_in_executor() gives; of others it makes nothing new.
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        CHECK(aio::ensure_future(f) == f);
        const auto t = aio::create_task(aio::sleep(0ms, 1));
        CHECK(aio::ensure_future(t) == t);
        co_await t;
    });
}

// test_wrap_future_cancel
TEST_CASE("Future: cancelling the future of a job that has not begun cancels the job, one iteration later") {
    test::in_loop([]() -> aio::coro<> {
        test::notes seen;
        aio::worker_pool pool(1);
        const auto job = [&](const char* name) {
            seen.add(name);
            aio::blocking_sleep(10ms);
        };
        const auto first = aio::run_in_executor(pool, job, "first");
        const auto second = aio::run_in_executor(pool, job, "second");
        CHECK(second.cancel());
        CHECK(second.cancelled());
        co_await aio::sleep(0ms);
        co_await first;

        // The worker is free before that iteration: the job begins.
        const auto third = aio::run_in_executor(pool, job, "third");
        const auto fourth = aio::run_in_executor(pool, job, "fourth");
        co_await aio::sleep(1ms);
        CHECK(fourth.cancel());
        aio::blocking_sleep(20ms);
        co_await third;
        CHECK(fourth.cancelled());
        co_await aio::sleep(20ms);
        CHECK(seen.text() == "first third fourth");
    });
}

// test_wrap_future_cancel2
TEST_CASE("Future: a job that ended before its future was cancelled keeps its result, and the future stays cancelled") {
    test::in_loop([]() -> aio::coro<> {
        int made = 0;
        aio::worker_pool pool(1);
        const auto f = aio::run_in_executor(pool, [&] {
            aio::blocking_sleep(5ms);
            return made = 42;
        });
        aio::blocking_sleep(10ms);  // the job is over, and the loop has not heard of it
        CHECK_FALSE(f.done());
        CHECK(f.cancel());
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(made == 42);
        CHECK(f.cancelled());
    });
}

// test_set_result_unless_cancelled
TEST_CASE("Future: a timer that comes when its sleep was cancelled already leaves it cancelled") {
    test::in_loop([]() -> aio::coro<> {
        aio::task<int> sleeper;
        // At the sleep's own deadline, and before its timer, which is in the ready queue by then.
        aio::get_running_loop().call_later(10ms, [&] { CHECK(sleeper.cancel()); });
        sleeper = aio::create_task(aio::sleep(10ms, 2));
        const std::string error = co_await test::failure(sleeper);
        CHECK(error == "CancelledError");
        CHECK(sleeper.cancelled());
        CHECK(test::now_ms() == 10);
    });
}

// test_callbacks_invoked_on_set_result
TEST_CASE("Future: callbacks run in the order of their registration, and not at once") {
    test::in_loop([]() -> aio::coro<> {
        three_callbacks c;
        c.f.set_result("foo");
        CHECK(c.bag.empty());
        co_await aio::sleep(0ms);
        CHECK(c.bag == numbers{42, 17, 100});
        CHECK(c.f.result() == "foo");
    });
}

// test_callbacks_invoked_on_set_exception
TEST_CASE("Future: callbacks run as well after an exception") {
    test::in_loop([]() -> aio::coro<> {
        three_callbacks c;
        const std::exception_ptr error = std::make_exception_ptr(aio::runtime_error(""));
        c.f.set_exception(error);
        CHECK(c.bag.empty());
        co_await aio::sleep(0ms);
        CHECK(c.bag == numbers{42, 17, 100});
        CHECK(c.f.exception() == error);
    });
}

// test_callbacks_remove_first_callback
TEST_CASE("Future: removing the first callback keeps the order of the others") {
    test::in_loop([]() -> aio::coro<> {
        three_callbacks c;
        CHECK(c.f.remove_done_callback(c.cb1));
        CHECK_FALSE(c.f.remove_done_callback(c.cb1));
        c.f.set_result("foo");
        CHECK(c.bag.empty());
        co_await aio::sleep(0ms);
        CHECK(c.bag == numbers{17, 100});
        CHECK(c.f.result() == "foo");
    });
}

// test_callbacks_remove_first_and_second_callback
TEST_CASE("Future: removing several callbacks leaves the others") {
    test::in_loop([]() -> aio::coro<> {
        three_callbacks c;
        CHECK(c.f.remove_done_callback(c.cb1));
        CHECK(c.f.remove_done_callback(c.cb2));
        CHECK_FALSE(c.f.remove_done_callback(c.cb1));
        c.f.set_result("foo");
        CHECK(c.bag.empty());
        co_await aio::sleep(0ms);
        CHECK(c.bag == numbers{100});
        CHECK(c.f.result() == "foo");
    });
}

// test_callbacks_remove_third_callback
TEST_CASE("Future: removing the last callback keeps the order of the others") {
    test::in_loop([]() -> aio::coro<> {
        three_callbacks c;
        CHECK(c.f.remove_done_callback(c.cb3));
        CHECK_FALSE(c.f.remove_done_callback(c.cb3));
        c.f.set_result("foo");
        CHECK(c.bag.empty());
        co_await aio::sleep(0ms);
        CHECK(c.bag == numbers{42, 17});
        CHECK(c.f.result() == "foo");
    });
}

// test_remove_done_callback
TEST_CASE("Future: a removed callback was there once, and one that was not there is not removed") {
    // Python removes all callbacks that are equal and says how many. Here each has a number of its own, as functions in
    // C++ are not compared: none is equal to another, so that a removal takes away one or none.
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<>();
        numbers bag;
        const auto add = [&](int thing) { return f.add_done_callback([&bag, thing](const auto&) { bag.push_back(thing); }); };
        std::vector<aio::callback_id> ones{add(1)};
        const aio::callback_id two = add(2);
        CHECK(f.remove_done_callback(two));
        CHECK_FALSE(f.remove_done_callback(two));
        const auto other = aio::create_future<>();
        const aio::callback_id three = other.add_done_callback([](const auto&) {});
        CHECK_FALSE(f.remove_done_callback(three));
        CHECK_FALSE(f.remove_done_callback(aio::callback_id::none));
        add(2);
        for (int i = 0; i < 5; ++i) ones.push_back(add(1));
        for (const aio::callback_id one : ones) CHECK(f.remove_done_callback(one));
        f.set_result();
        CHECK(bag.empty());
        co_await aio::sleep(0ms);
        CHECK(bag == numbers{2});
    });
}

// test_schedule_callbacks_list_mutation_1
TEST_CASE("Future: removing a callback from inside a callback does not stop those that are scheduled already") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        int called = 0;
        std::vector<aio::callback_id> others;
        f.add_done_callback([&](const aio::future<int>& done) {
            for (const aio::callback_id id : others) CHECK_FALSE(done.remove_done_callback(id));
        });
        for (int i = 0; i < 2; ++i) others.push_back(f.add_done_callback([&](const auto&) { ++called; }));
        f.set_result(1);
        co_await aio::sleep(0ms);
        CHECK(called == 2);
    });
}
