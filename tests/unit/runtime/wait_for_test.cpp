// asyncio.wait_for.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

// Needs `more` time to end once it is cancelled, and then ends as cancelled.
aio::coro<int> cleans_up(aio::duration more) {
    std::exception_ptr error;
    try {
        co_await aio::sleep(10s);
    } catch (...) {
        error = std::current_exception();
    }
    co_await aio::sleep(more);
    std::rethrow_exception(error);
}

aio::coro<int> fails_when_cancelled() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        throw aio::value_error("while cleaning up");
    }
    co_return 0;
}

aio::coro<int> swallows() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
    }
    co_return 7;
}

}  // namespace

TEST_CASE("a result in time is the result") {
    aio::run([]() -> aio::coro<> {
        const int a = co_await aio::wait_for(after(10ms, 1), 20ms);
        CHECK(a == 1);
        const int b = co_await aio::wait_for(after(10ms, 2), std::nullopt);
        CHECK(b == 2);
        CHECK(test::now_ms() == 20);
    }());
}

TEST_CASE("a coroutine runs inside the calling task") {
    aio::run([]() -> aio::coro<> {
        const auto id = []() -> aio::coro<aio::task_id> { co_return aio::current_task().id(); };
        const aio::task_id inside = co_await aio::wait_for(id(), 1s);
        CHECK(inside == aio::current_task().id());
    }());
}

TEST_CASE("when the time is up the task is cancelled and a timeout_error thrown, with the cancellation for its cause") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(after(10s, 1));
        std::exception_ptr cause;
        try {
            co_await aio::wait_for(t, 10ms);
        } catch (const aio::timeout_error& e) {
            cause = e.cause();
        }
        CHECK(aio::is_cancelled(cause));
        CHECK(t.cancelled());
        CHECK(test::now_ms() == 10);
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("wait_for waits for the clean-up of what it cancels") {
    aio::run([]() -> aio::coro<> {
        const std::string error = co_await test::failure(aio::wait_for(aio::create_task(cleans_up(50ms)), 10ms));
        CHECK(error == "TimeoutError");
        CHECK(test::now_ms() == 60);
        const auto running = aio::create_task(cleans_up(50ms));
        co_await aio::sleep(0ms);
        const std::string at_once = co_await test::failure(aio::wait_for(running, 0ms));
        CHECK(at_once == "TimeoutError");
        CHECK(test::now_ms() == 110);
    }());
}

TEST_CASE("an exception of the clean-up is thrown in place of the timeout_error") {
    aio::run([]() -> aio::coro<> {
        const std::string error = co_await test::failure(aio::wait_for(aio::create_task(fails_when_cancelled()), 10ms));
        CHECK(error == "ValueError: while cleaning up");
    }());
}

TEST_CASE("who swallows the cancellation has its value returned") {
    aio::run([]() -> aio::coro<> {
        const int late = co_await aio::wait_for(aio::create_task(swallows()), 10ms);
        CHECK(late == 7);
        const auto running = aio::create_task(swallows());
        co_await aio::sleep(0ms);
        const int at_once = co_await aio::wait_for(running, 0ms);
        CHECK(at_once == 7);
    }());
}

TEST_CASE("without time a done future gives its result, and a coroutine is never begun") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        f.set_result(3);
        const int done = co_await aio::wait_for(f, 0ms);
        CHECK(done == 3);
        bool began = false;
        const auto body = [&]() -> aio::coro<int> {
            began = true;
            co_return 1;
        };
        const std::string error = co_await test::failure(aio::wait_for(body(), -5ms));
        CHECK(error == "TimeoutError");
        CHECK_FALSE(began);
    }());
}

TEST_CASE("without time a cancelled gather is a timeout too") {
    aio::run([]() -> aio::coro<> {
        const auto g = aio::gather(after(10s, 1), after(10s, 2));
        co_await aio::sleep(0ms);
        const std::string error = co_await test::failure(aio::wait_for(g, 0ms));
        CHECK(error == "TimeoutError");
        CHECK_FALSE(g.cancelled());
    }());
}

TEST_CASE("a result that arrives in the same iteration as the deadline is lost") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        aio::get_running_loop().call_later(10ms, [&] { f.set_result(1); });
        const std::string error = co_await test::failure(aio::wait_for(f, 10ms));
        CHECK(error == "TimeoutError");
        CHECK(f.result() == 1);
    }());
}

TEST_CASE("cancelling the caller cancels what it waits for, and waits for its end") {
    aio::run([]() -> aio::coro<> {
        for (const std::optional<aio::duration> limit : {std::optional<aio::duration>(), std::optional<aio::duration>(60s)}) {
            const auto inner = aio::create_task(cleans_up(20ms));
            const auto body = [&]() -> aio::coro<int> { co_return co_await aio::wait_for(inner, limit); };
            const auto outer = aio::create_task(body());
            co_await aio::sleep(0ms);
            co_await aio::sleep(0ms);
            const std::int64_t begin = test::now_ms();
            outer.cancel();
            const std::string error = co_await test::failure(outer);
            CHECK(error == "CancelledError");
            CHECK(inner.cancelled());
            CHECK(test::now_ms() - begin == 20);
        }
    }());
}

TEST_CASE("the caller can be cancelled while wait_for(f, 0) waits for a clean-up, which goes on") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(cleans_up(20ms));
        co_await aio::sleep(0ms);
        const auto body = [&]() -> aio::coro<int> { co_return co_await aio::wait_for(inner, 0ms); };
        const auto outer = aio::create_task(body());
        co_await aio::sleep(5ms);
        outer.cancel();
        const std::string error = co_await test::failure(outer);
        CHECK(error == "CancelledError");
        CHECK(test::now_ms() == 5);
        CHECK_FALSE(inner.done());
        co_await aio::sleep(30ms);
        CHECK(inner.cancelled());
    }());
}

TEST_CASE("a cancellation of the caller in the iteration in which the inner task ends wins") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(after(10ms, 1));
        const auto body = [&]() -> aio::coro<int> { co_return co_await aio::wait_for(inner, 60s); };
        const auto outer = aio::create_task(body());
        inner.add_done_callback([&](const aio::future<int>&) { outer.cancel(); });
        const std::string error = co_await test::failure(outer);
        CHECK(error == "CancelledError");
        CHECK(inner.result() == 1);
    }());
}

TEST_CASE("a shielded task survives the timeout") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(after(50ms, 1));
        const std::string late = co_await test::failure(aio::wait_for(aio::shield(inner), 10ms));
        CHECK(late == "TimeoutError");
        const std::string at_once = co_await test::failure(aio::wait_for(aio::shield(inner), 0ms));
        CHECK(at_once == "TimeoutError");
        const int got = co_await aio::wait_for(aio::shield(inner), std::nullopt);
        CHECK(got == 1);
    }());
}

TEST_CASE("wait_for of nothing but time: operations, void and move-only results") {
    aio::run([]() -> aio::coro<> {
        co_await aio::wait_for(aio::sleep(1ms), 1s);
        aio::queue<std::unique_ptr<int>> items;
        items.put_nowait(std::make_unique<int>(9));
        const std::unique_ptr<int> got = co_await aio::wait_for(items.get(), 1s);
        CHECK(*got == 9);
        const std::string error = co_await test::failure(aio::wait_for(items.get(), 5ms));
        CHECK(error == "TimeoutError");
        CHECK(items.empty());
    }());
}
