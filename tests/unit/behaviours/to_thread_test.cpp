// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   result
//   exception
//   called once, when it is awaited
//   ten at once
//   arguments

#include <numeric>

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

// test_to_thread
TEST_CASE("to_thread: result") {
    test::in_loop([]() -> aio::coro<> {
        auto sum = [](const std::vector<int>& of) { return std::accumulate(of.begin(), of.end(), 0); };
        const std::vector<int> numbers = {40, 2};
        const int result = co_await aio::to_thread(sum, numbers);
        CHECK(result == 42);
    });
}

// test_to_thread_exception
TEST_CASE("to_thread: exception") {
    test::in_loop([]() -> aio::coro<> {
        auto raises = [] { throw aio::runtime_error("test"); };
        const std::string error = co_await test::failure(aio::to_thread(raises));
        CHECK(error == "RuntimeError: test");
    });
}

// test_to_thread_once
TEST_CASE("to_thread: called once, when it is awaited") {
    test::in_loop([]() -> aio::coro<> {
        int calls = 0;
        auto counts = [&] { ++calls; };
        auto calling = aio::to_thread(counts);
        CHECK(calls == 0);
        co_await std::move(calling);
        CHECK(calls == 1);
        co_await aio::sleep(1s);
        CHECK(calls == 1);
    });
}

// test_to_thread_concurrent
TEST_CASE("to_thread: ten at once") {
    test::in_loop([]() -> aio::coro<> {
        std::vector<int> calls;
        auto appends = [&] {
            aio::blocking_sleep(1s);
            calls.push_back(1);
        };
        std::vector<aio::coro<>> jobs;
        for (int i = 0; i < 10; ++i) jobs.push_back(aio::to_thread(appends));
        co_await aio::gather(std::move(jobs));
        CHECK(std::accumulate(calls.begin(), calls.end(), 0) == 10);
        CHECK(test::now_ms() == 1000);  // side by side
    });
}

// test_to_thread_args_kwargs
TEST_CASE("to_thread: arguments") {
    test::in_loop([]() -> aio::coro<> {
        std::string seen;
        auto func = [&](const std::string& text, bool something) { seen = text + (something ? " something" : ""); };
        co_await aio::to_thread(func, std::string("test"), true);
        CHECK(seen == "test something");
    });
}
