// Chains of 100,000: nothing in the runtime recurses with the depth of what it is given, or a limit reports it.

#include <doctest/doctest.h>

#include <tuple>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int depth = 100'000;

aio::coro<int> calls(int n) {
    if (n == 0) co_return 0;
    const int below = co_await calls(n - 1);
    co_return below + 1;
}

aio::coro<int> awaits(aio::task<int> other) {
    const int below = co_await other;
    co_return below + 1;
}

aio::coro<int> first(aio::future<int> f) { co_return co_await f; }

// A task that awaits a task that awaits a task ... that awaits f; the last of them.
aio::task<int> chain(aio::future<int> f, int length = depth) {
    aio::task<int> last = aio::create_task(first(f));
    for (int i = 1; i < length; ++i) last = aio::create_task(awaits(last));
    return last;
}

aio::coro<std::string> error_of(aio::task<int> t) {
    std::string error;
    try {
        co_await t;
    } catch (...) {
        error = aio::describe(std::current_exception());
    }
    co_return error;
}

aio::coro<> nests(int n, bool fails = false) {
    const auto body = [n, fails](aio::task_group& g) -> aio::coro<> {
        if (n > 0) g.create_task(nests(n - 1, fails));
        if (n == 0 && fails) throw aio::value_error("deep");
        co_return;
    };
    co_await aio::with(aio::task_group(), std::ref(body));
}

}  // namespace

TEST_CASE("coroutines that await one another without end are stopped by the recursion limit") {
    const auto main = []() -> aio::coro<> {
        std::string error;
        try {
            co_await calls(depth);
        } catch (const aio::recursion_error& e) {
            error = e.what();
        }
        CHECK(error == "maximum recursion depth exceeded");
        const int fits = co_await calls(900);
        CHECK(fits == 900);
    };
    aio::run(main());
}

TEST_CASE("a chain of 100,000 tasks ends") {
    const auto main = []() -> aio::coro<> {
        auto f = aio::create_future<int>();
        aio::task<int> last = chain(f);
        co_await aio::sleep(0s);
        f.set_result(0);
        const int n = co_await last;
        CHECK(n == depth - 1);
    };
    aio::run(main());
}

TEST_CASE("a chain of 100,000 tasks is cancelled to its end") {
    const auto main = []() -> aio::coro<> {
        auto f = aio::create_future<int>();
        aio::task<int> last = chain(f);
        co_await aio::sleep(0s);
        CHECK(last.cancel());
        CHECK(f.cancelled());
        const std::string error = co_await error_of(last);
        CHECK(error == "CancelledError");
    };
    aio::run(main());
}

TEST_CASE("a chain of 100,000 tasks that fails, or is destroyed while it runs, is let go") {
    const auto fails = []() -> aio::coro<> {
        auto f = aio::create_future<int>();
        aio::task<int> last = chain(f);
        co_await aio::sleep(0s);
        f.set_exception(std::make_exception_ptr(aio::value_error("deep")));
        const std::string error = co_await error_of(last);
        CHECK(error == "ValueError: deep");
    };
    aio::run(fails());
    const auto leaves = [](int length) -> aio::coro<> {
        chain(aio::create_future<int>(), length);
        co_await aio::sleep(0s);
    };
    const std::int64_t live = aio::frame_pool::live();
    aio::run(leaves(1000));  // asyncio cancels the chain below each of them: that takes the square of the length
    {
        aio::program p(leaves(depth));
        for (int i = 0; i < depth / 2; ++i) p.step();
    }
    CHECK(aio::frame_pool::live() == live);
}

TEST_CASE("cancelling a task that awaits itself by others is a recursion_error") {
    const auto main = []() -> aio::coro<> {
        auto start = aio::create_future<int>();
        aio::task<int> b;
        const auto one = [&]() -> aio::coro<int> {
            co_await start;
            co_return co_await b;
        };
        auto ones = one();
        aio::task<int> a = aio::create_task(std::move(ones));
        b = aio::create_task(awaits(a));
        start.set_result(1);
        co_await aio::sleep(0s);
        co_await aio::sleep(0s);
        co_await aio::sleep(0s);
        std::string error;
        try {
            a.cancel();
        } catch (const aio::recursion_error& e) {
            error = e.what();
        }
        CHECK(error == "maximum recursion depth exceeded");
    };
    aio::program p(main());
    p.run_to_end();  // main ends; cancelling what is left meets the circle again
    CHECK(aio::describe(p.error()) == "RecursionError: maximum recursion depth exceeded");
}

TEST_CASE("gathers of tasks that gather, 100,000 deep, end; cancelling them is a recursion_error") {
    const auto gathers = [](aio::task<int> other) -> aio::coro<int> {
        const std::tuple<int> all = co_await aio::gather(other);
        co_return std::get<0>(all) + 1;
    };
    const auto main = [&]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        aio::task<int> last = aio::create_task(first(f));
        for (int i = 1; i < depth; ++i) last = aio::create_task(gathers(last));
        co_await aio::sleep(0s);
        std::string error;
        try {
            last.cancel();
        } catch (const aio::recursion_error& e) {
            error = e.what();
        }
        CHECK(error == "maximum recursion depth exceeded");
        f.set_result(0);
        const int n = co_await last;
        CHECK(n == depth - 1);
    };
    aio::run(main());
}

TEST_CASE("task groups nested in tasks of task groups, 10,000 deep, end") {
    aio::run(nests(10'000));
}

TEST_CASE("an exception group of groups, 10,000 deep, is described as far as CPython would go") {
    aio::program p(nests(10'000, true));
    p.run_to_end();
    const std::string text = aio::describe(p.error());
    CHECK(text.rfind("ExceptionGroup: unhandled errors in a TaskGroup [ExceptionGroup: ", 0) == 0);
    CHECK(text.find("[...]]]") != std::string::npos);
    CHECK(text.size() < 100'000);
}

TEST_CASE("a coroutine that holds a coroutine that holds one, 100,000 deep, is destroyed") {
    const auto holds = [](aio::coro<> inner) -> aio::coro<> { co_await std::move(inner); };
    const auto leaf = []() -> aio::coro<> { co_return; };
    const std::int64_t live = aio::frame_pool::live();
    {
        aio::coro<> outer = leaf();
        for (int i = 0; i < depth; ++i) outer = holds(std::move(outer));
    }
    CHECK(aio::frame_pool::live() == live);
}
