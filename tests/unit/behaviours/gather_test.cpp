// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   results in argument order, done only when all are
//   same with return_exceptions
//   first exception wins; later outcomes ignored
//   exceptions in place
//   a cancelled child: outer has a CancelledError exception but is not cancelled()
//   return_exceptions with cancelled children
//   gather() of nothing: []
//   duplicates give duplicated results
//   cancelling the awaiting task cancels all children; gatherer.cancel() afterwards False
//   second failure is marked retrieved
//   cancel after all children are done returns False, result kept
//   cancel with return_exceptions=True still raises CancelledError

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

// Two iterations, as CPython's run_briefly().
aio::coro<> briefly() {
    co_await aio::sleep(0ms);
    co_await aio::sleep(0ms);
}

std::vector<aio::future<int>> futures(int count) {
    std::vector<aio::future<int>> all;
    for (int i = 0; i < count; ++i) all.push_back(aio::create_future<int>());
    return all;
}

// What CPython's tests of futures and of coroutines have in common is tested with both.
using given_futures = std::vector<aio::future<int>>;
using given_coroutines = std::vector<aio::coro<int>>;

template <class Given>
Given given(const given_futures& f) {
    if constexpr (std::is_same_v<Given, given_futures>) {
        return f;
    } else {
        Given all;
        for (const aio::future<int>& one : f) {
            const auto awaits = [](aio::future<int> awaited) -> aio::coro<int> { co_return co_await awaited; };
            all.push_back(awaits(one));
        }
        return all;
    }
}

// CPython's _run_loop(): until nothing is ready.
aio::coro<> until_quiet() {
    for (int i = 0; i < 6; ++i) co_await aio::sleep(0ms);
}

std::exception_ptr zero_division() { return std::make_exception_ptr(test::zero_division()); }

}  // namespace

// test_success
TEST_CASE_TEMPLATE("gather: results in argument order, done only when all are", Given, given_futures, given_coroutines) {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(3);
        auto all = aio::gather(given<Given>(f));
        int calls = 0;
        all.add_done_callback([&](const auto&) { ++calls; });
        f[1].set_result(1);
        f[0].set_result(2);
        co_await until_quiet();
        CHECK(calls == 0);
        CHECK_FALSE(all.done());
        f[2].set_result(3);
        co_await until_quiet();
        CHECK(calls == 1);
        REQUIRE(all.done());
        CHECK(all.result() == std::vector<int>{2, 1, 3});
    });
}

// test_result_exception_success
TEST_CASE_TEMPLATE("gather: same with return_exceptions", Given, given_futures, given_coroutines) {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(3);
        auto all = aio::gather_settled(given<Given>(f));
        f[1].set_result(1);
        f[0].set_result(2);
        co_await until_quiet();
        CHECK_FALSE(all.done());
        f[2].set_result(3);
        co_await until_quiet();
        REQUIRE(all.done());
        REQUIRE(all.result().size() == 3);
        CHECK(all.result()[0].value() == 2);
        CHECK(all.result()[1].value() == 1);
        CHECK(all.result()[2].value() == 3);
    });
}

// test_one_exception
TEST_CASE_TEMPLATE("gather: first exception wins; later outcomes ignored", Given, given_futures, given_coroutines) {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(5);
        auto all = aio::gather(given<Given>(f));
        int calls = 0;
        all.add_done_callback([&](const auto&) { ++calls; });
        const std::exception_ptr error = zero_division();
        f[0].set_result(1);
        f[1].set_exception(error);
        co_await until_quiet();
        REQUIRE(all.done());
        CHECK(calls == 1);
        CHECK(all.exception() == error);
        f[2].set_result(3);
        f[3].cancel();
        f[4].set_exception(std::make_exception_ptr(aio::runtime_error("later")));
        co_await until_quiet();
        CHECK(calls == 1);
        CHECK(all.exception() == error);
    });
}

// test_return_exceptions
TEST_CASE_TEMPLATE("gather: exceptions in place", Given, given_futures, given_coroutines) {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(4);
        auto all = aio::gather_settled(given<Given>(f));
        const std::exception_ptr first = zero_division();
        const std::exception_ptr second = std::make_exception_ptr(aio::runtime_error("second"));
        f[1].set_result(1);
        f[2].set_exception(first);
        f[0].set_result(3);
        co_await until_quiet();
        CHECK_FALSE(all.done());
        f[3].set_exception(second);
        co_await until_quiet();
        REQUIRE(all.done());
        const auto& results = all.result();
        CHECK(results[0].value() == 3);
        CHECK(results[1].value() == 1);
        CHECK(results[2].error() == first);
        CHECK(results[3].error() == second);
    });
}

// test_one_cancellation
TEST_CASE("gather: a cancelled child: outer has a CancelledError exception but is not cancelled()") {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(5);
        auto all = aio::gather(f);
        f[0].set_result(1);
        f[1].cancel();
        co_await briefly();
        REQUIRE(all.done());
        CHECK_FALSE(all.cancelled());
        CHECK(aio::is_cancelled(all.exception()));
        f[2].set_result(3);
        f[3].cancel();
        f[4].set_exception(zero_division());
        co_await briefly();
        CHECK(aio::is_cancelled(all.exception()));
    });
}

// test_result_exception_one_cancellation
TEST_CASE("gather: return_exceptions with cancelled children") {
    test::in_loop([]() -> aio::coro<> {
        auto f = futures(6);
        auto all = aio::gather_settled(f);
        const std::exception_ptr error = zero_division();
        const std::exception_ptr other = std::make_exception_ptr(aio::runtime_error("other"));
        f[0].set_result(1);
        f[1].set_exception(error);
        f[2].cancel();
        co_await briefly();
        CHECK_FALSE(all.done());
        f[3].set_result(3);
        f[4].cancel();
        f[5].set_exception(other);
        const auto results = co_await all;
        CHECK(results[0].value() == 1);
        CHECK(results[1].error() == error);
        CHECK(aio::is_cancelled(results[2].error()));
        CHECK(results[3].value() == 3);
        CHECK(aio::is_cancelled(results[4].error()));
        CHECK(results[5].error() == other);
    });
}

// test_constructor_empty_sequence_use_running_loop
TEST_CASE("gather: gather() of nothing: []") {
    test::in_loop([]() -> aio::coro<> {
        auto all = aio::gather(std::vector<aio::future<int>>());
        CHECK(&all.state().loop() == &aio::get_running_loop());
        co_await briefly();
        REQUIRE(all.done());
        CHECK(all.result().empty());
    });
}

// test_duplicate_coroutines
TEST_CASE("gather: duplicates give duplicated results") {
    test::in_loop([]() -> aio::coro<> {
        auto body = [](std::string s) -> aio::coro<std::string> { co_return s; };
        auto c = aio::create_task(body("abc"));
        auto d = aio::create_task(body("def"));
        const std::vector<aio::task<std::string>> given{c, c, d, c};
        const auto results = co_await aio::gather(given);
        CHECK(results == std::vector<std::string>{"abc", "abc", "def", "abc"});
    });
}

// test_cancellation_broadcast
TEST_CASE("gather: cancelling the awaiting task cancels all children; gatherer.cancel() afterwards False") {
    test::in_loop([]() -> aio::coro<> {
        int proof = 0;
        auto waiter = aio::create_future<>();
        auto inner = [&]() -> aio::coro<> {
            co_await waiter;
            proof += 1;
        };
        auto child1 = aio::create_task(inner());
        auto child2 = aio::create_task(inner());
        auto gatherer = aio::gather(child1, child2);
        auto outer = [&]() -> aio::coro<> {
            co_await gatherer;
            proof += 100;
        };
        auto f = aio::create_task(outer());
        co_await briefly();
        CHECK(f.cancel());
        const std::string error = co_await test::failure(f);
        CHECK(error == "CancelledError");
        CHECK_FALSE(gatherer.cancel());
        CHECK(waiter.cancelled());
        CHECK(child1.cancelled());
        CHECK(child2.cancelled());
        co_await briefly();
        CHECK(proof == 0);
    });
}

// test_exception_marking
TEST_CASE("gather: second failure is marked retrieved") {
    test::in_loop([]() -> aio::coro<> {
        auto inner = [](aio::future<> f) -> aio::coro<> {
            co_await f;
            throw aio::runtime_error("should not be ignored");
        };
        auto a = aio::create_future<>();
        auto b = aio::create_future<>();
        auto first = aio::create_task(inner(a));
        auto second = aio::create_task(inner(b));
        auto outer = [&]() -> aio::coro<> { co_await aio::gather(first, second); };
        auto f = aio::create_task(outer());
        co_await briefly();
        a.set_result();
        co_await briefly();
        b.set_result();
        co_await briefly();
        co_await briefly();
        REQUIRE(f.done());
        CHECK(aio::describe(f.exception()) == "RuntimeError: should not be ignored");
        REQUIRE(second.done());
        CHECK_FALSE(second.state().unretrieved());
    });
}

// test_cancel_gather_1
TEST_CASE("gather: cancel after all children are done returns False, result kept") {
    test::in_loop([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        auto child = [&]() -> aio::coro<int> { co_return co_await f; };
        auto all = aio::gather(std::vector<aio::task<int>>{aio::create_task(child())});
        co_await aio::sleep(0ms);
        bool called = false;
        bool cancelled = true;
        bool was_done = true;
        f.add_done_callback([&](const auto&) {
            called = true;
            was_done = all.done();
            cancelled = all.cancel();
        });
        f.set_result(42);
        const auto results = co_await all;
        CHECK(called);
        CHECK_FALSE(was_done);
        CHECK_FALSE(cancelled);
        CHECK_FALSE(all.cancelled());
        CHECK(results == std::vector<int>{42});
    });
}

// test_cancel_gather_2
TEST_CASE("gather: cancel with return_exceptions=True still raises CancelledError") {
    for (const std::string message : {"", "my message"}) {
        test::in_loop([&]() -> aio::coro<> {
            auto body = []() -> aio::coro<> {
                for (int i = 0; i < 21; ++i) co_await aio::gather_settled(aio::sleep(50ms));
            };
            auto t = aio::create_task(body());
            co_await aio::sleep(200ms);
            t.cancel(message);
            const std::string error = co_await test::failure(t);
            CHECK(error == (message.empty() ? "CancelledError" : "CancelledError: " + message));
            CHECK(test::now_ms() == 200);
        });
    }
}
