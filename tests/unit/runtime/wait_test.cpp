// asyncio.wait.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

aio::coro<int> fails_after(aio::duration d) {
    co_await aio::sleep(d);
    throw aio::value_error("boom");
}

using tasks = std::vector<aio::task<int>>;

tasks three(aio::duration a, aio::duration b, aio::duration c) {
    return {aio::create_task(after(a, 1)), aio::create_task(after(b, 2)), aio::create_task(after(c, 3))};
}

std::string ids(const tasks& all) {
    std::string text;
    for (const auto& t : all) text += std::to_string(t.id());
    return text;
}

}  // namespace

TEST_CASE("waits for all, and gives them in the order of the arguments") {
    aio::run([]() -> aio::coro<> {
        const tasks all = three(30ms, 10ms, 20ms);
        const auto r = co_await aio::wait(all);
        CHECK(ids(r.done) == "234");
        CHECK(r.pending.empty());
        CHECK(test::now_ms() == 30);
        const auto again = co_await aio::wait(all);
        CHECK(ids(again.done) == "234");
        CHECK(test::now_ms() == 30);
    }());
}

TEST_CASE("nothing to wait for is an error") {
    aio::run([]() -> aio::coro<> {
        const tasks none;
        const std::string error = co_await test::failure(aio::wait(none));
        CHECK(error == "ValueError: Set of Tasks/Futures is empty.");
    }());
}

TEST_CASE("the same future given twice counts once") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(after(1ms, 1));
        const tasks twice{t, t};
        const auto r = co_await aio::wait(twice);
        CHECK(r.done.size() == 1);
    }());
}

TEST_CASE("first_completed returns at the first, and leaves the others alone") {
    aio::run([]() -> aio::coro<> {
        const tasks all = three(30ms, 10ms, 20ms);
        const auto r = co_await aio::wait(all, aio::return_when::first_completed);
        CHECK(ids(r.done) == "3");
        CHECK(ids(r.pending) == "24");
        CHECK(test::now_ms() == 10);
        co_await aio::wait(all);
    }());
}

TEST_CASE("what ends until the waiting task runs counts as done") {
    aio::run([]() -> aio::coro<> {
        const tasks all = three(10ms, 10ms, 20ms);
        const auto r = co_await aio::wait(all, aio::return_when::first_completed);
        CHECK(ids(r.done) == "23");
        co_await aio::wait(all);
    }());
}

TEST_CASE("first_exception returns at the first that fails: a cancelled one did not") {
    aio::run([]() -> aio::coro<> {
        const tasks all{aio::create_task(after(10s, 1)), aio::create_task(fails_after(20ms)), aio::create_task(after(30ms, 1))};
        aio::get_running_loop().call_later(10ms, [&] { all[0].cancel(); });
        const auto r = co_await aio::wait(all, aio::return_when::first_exception);
        CHECK(test::now_ms() == 20);
        CHECK(ids(r.done) == "23");
        const auto at_once = co_await aio::wait(all, aio::return_when::first_exception);
        CHECK(test::now_ms() == 20);
        CHECK(ids(at_once.pending) == "4");
        const auto rest = co_await aio::wait(all);
        CHECK(rest.done.size() == 3);
    }());
}

TEST_CASE("when the time is up the rest is pending, and nothing is cancelled or thrown") {
    aio::run([]() -> aio::coro<> {
        const tasks all = three(10ms, 50ms, 60ms);
        const auto r = co_await aio::wait(all, aio::wait_options(20ms));
        CHECK(test::now_ms() == 20);
        CHECK(ids(r.done) == "2");
        CHECK(ids(r.pending) == "34");
        const auto none = co_await aio::wait(r.pending, aio::wait_options(0ms));
        CHECK(none.done.empty());
        const auto rest = co_await aio::wait(all);
        CHECK(rest.pending.empty());
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
    }());
}

TEST_CASE("a task whose timer was set before the limit's is done in time") {
    aio::run([]() -> aio::coro<> {
        const tasks all{aio::create_task(after(10ms, 1)), aio::create_task(after(10ms, 2))};
        co_await aio::sleep(0ms);
        const auto r = co_await aio::wait(all, aio::wait_options(10ms));
        CHECK(r.done.size() == 2);
    }());
}

TEST_CASE("cancelling the one who waits cancels nothing else") {
    aio::run([]() -> aio::coro<> {
        const tasks all = three(10ms, 10ms, 10ms);
        const auto body = [&]() -> aio::coro<> { co_await aio::wait(all); };
        const auto t = aio::create_task(body());
        co_await aio::sleep(1ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK_FALSE(all[0].done());
        co_await aio::wait(all);
        CHECK(all[0].result() == 1);
    }());
}
