// call_soon_threadsafe and run_coroutine_threadsafe, from jobs.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> answer(aio::duration after) {
    co_await aio::sleep(after);
    co_return 42;
}

}  // namespace

TEST_CASE("what a job asks of the loop happens at the job's time") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        test::notes seen;
        const auto job = [&] {
            aio::blocking_sleep(10ms);
            aio::call_soon_threadsafe(loop, [&] { seen.add("told@" + std::to_string(test::now_ms())); });
            aio::blocking_sleep(10ms);
        };
        co_await aio::to_thread(job);
        seen.add("end@" + std::to_string(test::now_ms()));
        CHECK(seen.text() == "told@10 end@20");
    }());
}

TEST_CASE("in the loop's own code call_soon_threadsafe is call_soon") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        test::notes seen;
        loop.call_soon([&] { seen.add("a"); });
        aio::call_soon_threadsafe(loop, [&] { seen.add("b"); });
        loop.call_soon([&] { seen.add("c"); });
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "a b c");
    }());
}

TEST_CASE("a job has the loop run a coroutine, whose end the loop can await") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        aio::future<int> result;
        const auto job = [&] {
            aio::blocking_sleep(10ms);
            result = aio::run_coroutine_threadsafe(answer(5ms), loop);
        };
        co_await aio::to_thread(job);
        const int got = co_await result;
        CHECK(got == 42);
        CHECK(test::now_ms() == 15);
    }());
}

TEST_CASE("cancelling the future of run_coroutine_threadsafe cancels the task, before and after it started") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        const auto early = aio::run_coroutine_threadsafe(answer(1s), loop);
        early.cancel();
        const auto late = aio::run_coroutine_threadsafe(answer(1s), loop);
        co_await aio::sleep(1ms);
        late.cancel();
        co_await aio::sleep(1ms);
        CHECK(aio::all_tasks().size() == 1);
        const auto fails = []() -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        const std::string error = co_await test::failure(aio::run_coroutine_threadsafe(fails(), loop));
        CHECK(error == "ValueError: boom");
    }());
}

TEST_CASE("a real thread may not call into the loop; a closed loop takes no calls") {
    aio::event_loop closed;
    closed.close();
    CHECK_THROWS_AS(aio::call_soon_threadsafe(closed, [] {}), aio::runtime_error);
    const std::string error = test::error_of_run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        aio::worker_pool pool(loop, aio::real_threads{1, 1ms});
        const auto job = [&] { aio::call_soon_threadsafe(loop, [] {}); };
        co_await aio::run_in_executor(pool, job);
    }());
    CHECK(error == "RuntimeError: a thread of real_threads cannot call into the loop: its time is not its own");
}
