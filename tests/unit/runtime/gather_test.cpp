// asyncio.gather.

#include <doctest/doctest.h>

#include <memory>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<int> after(aio::duration d, int n) {
    co_await aio::sleep(d);
    co_return n;
}

aio::coro<int> fails_after(aio::duration d, std::string what) {
    co_await aio::sleep(d);
    throw aio::value_error(what);
}

aio::coro<int> swallows(aio::duration d) {
    try {
        co_await aio::sleep(d);
    } catch (const aio::cancelled_error&) {
    }
    co_return 7;
}

}  // namespace

TEST_CASE("results come in the order of the arguments, when all are there") {
    aio::run([]() -> aio::coro<> {
        const auto [a, b, c] = co_await aio::gather(after(30ms, 1), after(10ms, 2), after(20ms, 3));
        CHECK(a == 1);
        CHECK(b == 2);
        CHECK(c == 3);
        CHECK(test::now_ms() == 30);
        std::vector<aio::coro<int>> many;
        for (int i = 0; i < 5; ++i) many.push_back(after(std::chrono::milliseconds(5 - i), i));
        const std::vector<int> list = co_await aio::gather(std::move(many));
        CHECK(list == std::vector<int>{0, 1, 2, 3, 4});
    }());
}

TEST_CASE("gather of nothing is done at once") {
    aio::run([]() -> aio::coro<> {
        const std::vector<aio::task<int>> none;
        const auto g = aio::gather(none);
        CHECK(g.done());
        CHECK(g.result().empty());
        CHECK(aio::gather().done());
        co_return;
    }());
}

TEST_CASE("the same future given twice is one child with two results") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(after(5ms, 4));
        const auto [a, b] = co_await aio::gather(t, t);
        CHECK(a == 4);
        CHECK(b == 4);
    }());
}

TEST_CASE("children that are done already are counted when gather is called") {
    aio::run([]() -> aio::coro<> {
        const auto good = aio::create_task(after(0ms, 1));
        const auto bad = aio::create_task(fails_after(0ms, "boom"));
        const std::vector both{good, bad};
        co_await aio::wait(both);
        CHECK(aio::gather(good, good).done());
        const auto g = aio::gather(good, bad);
        CHECK(g.done());
        CHECK(aio::describe(g.exception()) == "ValueError: boom");
        const auto mixed = aio::gather(good, after(1ms, 2));
        CHECK_FALSE(mixed.done());
        co_await mixed;
    }());
}

TEST_CASE("the first failure is thrown at once, and the siblings run on") {
    aio::run([]() -> aio::coro<> {
        const auto slow = aio::create_task(after(30ms, 1));
        const auto later = aio::create_task(fails_after(20ms, "second"));
        const std::string error = co_await test::failure(aio::gather(slow, fails_after(10ms, "first"), later));
        CHECK(error == "ValueError: first");
        CHECK(test::now_ms() == 10);
        CHECK_FALSE(slow.done());
        const int got = co_await slow;
        CHECK(got == 1);
        CHECK_FALSE(later.state().unretrieved());
    }());
}

TEST_CASE("a cancelled child fails the gather with its cancelled_error, but the gather is not cancelled()") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(10ms, 1));
        const auto g = aio::gather(a, after(10ms, 2));
        co_await aio::sleep(0ms);
        a.cancel("child");
        const std::string error = co_await test::failure(g);
        CHECK(error == "CancelledError: child");
        CHECK_FALSE(g.cancelled());
        CHECK(aio::is_cancelled(g.exception()));
    }());
}

TEST_CASE("gather_settled gives outcomes in their places and does not throw") {
    aio::run([]() -> aio::coro<> {
        const auto c = aio::create_task(after(10s, 1));
        aio::get_running_loop().call_later(1ms, [&] { c.cancel("gone"); });
        const auto [a, b, d] = co_await aio::gather_settled(after(2ms, 1), fails_after(1ms, "boom"), c);
        CHECK(a.has_value());
        CHECK(a.value() == 1);
        CHECK(aio::describe(b.error()) == "ValueError: boom");
        CHECK_THROWS_AS(b.value(), aio::value_error);
        CHECK(d.cancelled());
        CHECK(aio::describe(d.error()) == "CancelledError");  // asyncio makes a new one there
    }());
}

TEST_CASE("cancelling a gather cancels every child, and it ends when they have") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(10s, 1));
        const auto b = aio::create_task(after(10s, 2));
        const auto g = aio::gather(a, b);
        co_await aio::sleep(0ms);
        CHECK(g.cancel("all"));
        CHECK_FALSE(g.done());
        const std::string error = co_await test::failure(g);
        CHECK(error == "CancelledError: all");
        CHECK(a.cancelled());
        CHECK(b.cancelled());
        CHECK_FALSE(g.cancelled());
        CHECK_FALSE(g.cancel());
    }());
}

TEST_CASE("cancelling the task that awaits a gather cancels the children") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(10s, 1));
        const auto body = [&]() -> aio::coro<> { co_await aio::gather(a, after(10s, 2)); };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(a.cancelled());
        CHECK(t.cancelled());
    }());
}

TEST_CASE("a gather that was cancelled raises even when its children swallow it, and when it settles") {
    aio::run([]() -> aio::coro<> {
        const auto g = aio::gather(swallows(10s), swallows(10s));
        co_await aio::sleep(0ms);
        CHECK(g.cancel());
        const std::string swallowed = co_await test::failure(g);
        CHECK(swallowed == "CancelledError");

        const auto s = aio::gather_settled(after(10s, 1), after(10s, 2));
        co_await aio::sleep(0ms);
        CHECK(s.cancel());
        const std::string settled = co_await test::failure(s);
        CHECK(settled == "CancelledError");
    }());
}

TEST_CASE("cancelling a gather whose children are all done is refused, and the result stands") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(0ms, 1));
        const auto g = aio::gather(a);
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(a.done());
        CHECK_FALSE(g.done());
        CHECK_FALSE(g.cancel());
        const auto [got] = co_await g;
        CHECK(got == 1);
    }());
}

TEST_CASE("a child given twice is cancelled twice") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(after(10s, 1));
        const auto g = aio::gather(a, a);
        co_await aio::sleep(0ms);
        g.cancel();
        CHECK(a.cancelling() == 2);
        const std::string error = co_await test::failure(g);
        CHECK(error == "CancelledError");
    }());
}

TEST_CASE("a gather nobody holds still hears of its children, and marks their exceptions as seen") {
    aio::run([]() -> aio::coro<> {
        const auto a = aio::create_task(fails_after(5ms, "boom"));
        aio::gather_settled(a);
        co_await aio::sleep(10ms);
        CHECK_FALSE(a.state().unretrieved());
    }());
}

TEST_CASE("gather mixes coroutines, operations, tasks, futures and void") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<std::string>();
        f.set_result("future");
        aio::queue<int> items;
        items.put_nowait(3);
        const auto [nothing, text, n] = co_await aio::gather(aio::sleep(1ms), f, items.get());
        CHECK(nothing == aio::unit{});
        CHECK(text == "future");
        CHECK(n == 3);
    }());
}

TEST_CASE("results that cannot be copied are moved out") {
    aio::run([]() -> aio::coro<> {
        const auto make = [](int n) -> aio::coro<std::unique_ptr<int>> { co_return std::make_unique<int>(n); };
        const auto pair = co_await aio::gather(make(1), make(2));
        CHECK(*std::get<0>(pair) == 1);
        CHECK(*std::get<1>(pair) == 2);
    }());
}

TEST_CASE("many children cost time in proportion") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::task<int>> tasks;
        for (int i = 0; i < 100'000; ++i) tasks.push_back(aio::create_task(after(0ms, i)));
        const std::vector<int> all = co_await aio::gather(tasks);
        CHECK(all.size() == 100'000);
        CHECK(all.back() == 99'999);
    }());
}
