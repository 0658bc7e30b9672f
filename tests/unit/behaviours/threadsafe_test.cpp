// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   from another thread the coroutine runs in the loop, from the job's time on
//   exception crosses


#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> add(int a, int b, bool fail) {
    co_await aio::sleep(50ms);
    if (fail) throw aio::runtime_error("Fail!");
    co_return a + b;
}

// What a job hands to the loop. It takes 10 ms, before and after. In Python the job waits for the result; here the loop
// awaits it, as a job is over before the loop goes on.
aio::coro<int> of_a_job(bool fail) {
    aio::event_loop& loop = aio::get_running_loop();
    aio::future<int> result;
    const auto target = [&] {
        CHECK(aio::event_loop::running() == nullptr);
        aio::blocking_sleep(10ms);
        result = aio::run_coroutine_threadsafe(add(1, 2, fail), loop);
        aio::blocking_sleep(10ms);
    };
    co_await aio::run_in_executor(target);
    CHECK(test::now_ms() == 20);
    CHECK_FALSE(result.done());
    CHECK(aio::all_tasks().size() == 2);
    co_return co_await result;
}

}  // namespace

// test_run_coroutine_threadsafe
TEST_CASE("run_coroutine_threadsafe: from another thread the coroutine runs in the loop, from the job's time on") {
    test::in_loop([]() -> aio::coro<> {
        const int result = co_await of_a_job(false);
        CHECK(result == 3);
        CHECK(test::now_ms() == 60);
    });
}

// test_run_coroutine_threadsafe_with_exception
TEST_CASE("run_coroutine_threadsafe: exception crosses") {
    test::in_loop([]() -> aio::coro<> {
        const std::string error = co_await test::failure(of_a_job(true));
        CHECK(error == "RuntimeError: Fail!");
        CHECK(test::now_ms() == 60);
    });
}
