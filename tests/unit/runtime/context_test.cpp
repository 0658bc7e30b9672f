// contextvars: context_var, copy_context, a task's own values.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

const aio::context_var<std::string> request("request", "none");
const aio::context_var<int> depth("depth");

}  // namespace

TEST_CASE("a variable has its standard value, the one it is set to, or none: a lookup_error") {
    aio::run([]() -> aio::coro<> {
        CHECK(request.get() == "none");
        CHECK(depth.get(7) == 7);
        CHECK_THROWS_AS(depth.get(), aio::lookup_error);
        const auto token = request.set("r-1");
        CHECK(request.get() == "r-1");
        CHECK_FALSE(token.had_value());
        request.reset(token);
        CHECK(request.get() == "none");
        CHECK_THROWS_AS(request.reset(token), aio::runtime_error);
        co_return;
    }());
}

TEST_CASE("tokens go back one by one, and only in their own context and variable") {
    aio::run([]() -> aio::coro<> {
        const auto first = depth.set(1);
        const auto second = depth.set(2);
        CHECK(second.old_value() == 1);
        depth.reset(second);
        CHECK(depth.get() == 1);
        const auto elsewhere = [&]() -> aio::coro<> {
            CHECK_THROWS_AS(depth.reset(first), aio::value_error);
            co_return;
        };
        co_await aio::create_task(elsewhere());
        const aio::context_var<int> other("other");
        CHECK_THROWS_AS(other.reset(first), aio::value_error);
        depth.reset(first);
        CHECK_THROWS_AS(depth.get(), aio::lookup_error);
    }());
}

TEST_CASE("a task begins with its creator's values, and what it sets is its own") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto work = [&](const char* mine) -> aio::coro<> {
            seen.add(request.get());
            request.set(mine);
            co_await aio::sleep(1ms);
            seen.add(request.get());
        };
        request.set("outer");
        const auto a = aio::create_task(work("a"));
        const auto b = aio::create_task(work("b"));
        request.set("later");
        co_await a;
        co_await b;
        CHECK(seen.text() == "outer outer a b");
        CHECK(request.get() == "later");
    }());
}

TEST_CASE("a coroutine that is awaited shares the values of the task") {
    aio::run([]() -> aio::coro<> {
        const auto sets = []() -> aio::coro<> {
            request.set("inside");
            co_return;
        };
        co_await sets();
        CHECK(request.get() == "inside");
    }());
}

TEST_CASE("callbacks run with the values of who scheduled them") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        request.set("a");
        aio::get_running_loop().call_soon([&] { seen.add("soon:" + request.get()); });
        aio::get_running_loop().call_later(1ms, [&] { seen.add("later:" + request.get()); });
        const auto f = aio::create_future<>();
        f.add_done_callback([&](const auto&) { seen.add("done:" + request.get()); });
        const auto other = [&]() -> aio::coro<> {
            request.set("b");
            f.set_result();
            co_return;
        };
        co_await aio::create_task(other());
        co_await aio::sleep(5ms);
        CHECK(seen.text() == "soon:a done:a later:a");
    }());
}

TEST_CASE("the exception handler runs with the values of the callback that failed") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::get_running_loop().set_exception_handler([&](const aio::error_context&) { seen.add(request.get()); });
        aio::get_running_loop().call_soon([] {
            request.set("inside");
            throw aio::value_error("boom");
        });
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "inside");
        CHECK(request.get() == "none");
    }());
}

TEST_CASE("a task can be given a context: it runs in that, not in a copy") {
    aio::run([]() -> aio::coro<> {
        const aio::context mine = aio::copy_context();
        const auto sets = []() -> aio::coro<> {
            request.set("in mine");
            co_return;
        };
        co_await aio::create_task(sets(), aio::task_options(mine));
        CHECK(request.get() == "none");
        CHECK(mine.run([] { return request.get(); }) == "in mine");
        mine.run([] { request.set("again"); });
        CHECK(mine.run([] { return request.get(); }) == "again");
        CHECK(request.get() == "none");
    }());
}

TEST_CASE("what the main task of one run sets is not there in the next") {
    for (int i = 0; i < 2; ++i) {
        aio::run([]() -> aio::coro<> {
            CHECK(request.get() == "none");
            request.set("left");
            co_return;
        }());
    }
    CHECK(request.get() == "none");
}
