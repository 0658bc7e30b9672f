// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   a new future is neither done nor cancelled; cancel() makes it cancelled
//   cancel() is true once; then result() and exception() throw CancelledError, and nothing can be set
//   result() before done is an InvalidStateError; a result is set once, without an exception
//   exception() before done is an InvalidStateError; an exception is set once, and result() throws it
//   what set_exception() is given keeps its type, whatever that is
//   the message of cancel() is kept and carried by the CancelledError
//   awaiting a done future again does not suspend and gives the result again
//   a result, an exception and a cancellation are copied from one future to another
//   a future is awaited by a task or not at all
//   that nobody looked at the exception can be taken back from outside, but not claimed
//   a pending future that is dropped is not reported
//   cancel() after set_exception() counts as having looked
//   a result nobody looked at is not reported
//   a result somebody looked at is not reported
//   an exception nobody looked at is reported when the last who holds the future lets go
//   exception() counts as having looked
//   result() counts as having looked at the exception it throws
//   the report names the kind of future and the exception, and no failure of its handler gets out


#include "tests/unit/behaviours/loops.hpp"

using namespace std::chrono_literals;

namespace {

// Whether anybody but a coroutine of this library could await it.
template <class F>
concept awaitable_by_anybody = requires(F f) { f.await_ready(); } || requires(F f) { f.operator co_await(); } ||
                               requires(F f) { operator co_await(f); };

template <class F>
concept takes_a_flag = requires(F& f) { f.mark_retrieved(true); } || requires(F& f) { f.unretrieved(true); } ||
                       requires(F& f) { f.unretrieved() = true; };

std::exception_ptr boom() { return std::make_exception_ptr(aio::runtime_error("boom")); }

// What set_result() and set_exception() of a future that is done say.
void check_settled(const aio::future<int>& f) {
    CHECK(f.done());
    CHECK(test::thrown([&] { f.set_result(0); }) == "InvalidStateError: invalid state");
    CHECK(test::thrown([&] { f.set_exception(nullptr); }) == "InvalidStateError: invalid state");
    CHECK(test::thrown([&] { f.set_exception(boom()); }) == "InvalidStateError: invalid state");
    CHECK_FALSE(f.cancel());
}

// What the exception handler of a loop hears while, in that loop, `f` is left by all who hold it.
template <class F>
std::vector<std::string> heard_of(F body) {
    test::reports().clear();
    test::in_loop([&]() -> aio::coro<> {
        aio::get_running_loop().set_exception_handler(test::report);
        body(aio::create_future<int>());
        co_await aio::sleep(0ms);
    });
    return test::reports();
}

using nothing = std::vector<std::string>;

}  // namespace

// test_initial_state
TEST_CASE("Future: a new future is neither done nor cancelled; cancel() makes it cancelled") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        CHECK_FALSE(f.cancelled());
        CHECK_FALSE(f.done());
        f.cancel();
        CHECK(f.cancelled());
        co_return;
    });
}

// test_cancel
TEST_CASE("Future: cancel() is true once; then result() and exception() throw CancelledError, and nothing can be set") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        CHECK(f.cancel());
        CHECK(f.cancelled());
        CHECK(test::thrown([&] { f.result(); }) == "CancelledError");
        CHECK(test::thrown([&] { f.exception(); }) == "CancelledError");
        check_settled(f);
        CHECK(f.cancelled());
        co_return;
    });
}

// test_result
TEST_CASE("Future: result() before done is an InvalidStateError; a result is set once, without an exception") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        CHECK(test::thrown([&] { f.result(); }) == "InvalidStateError: Result is not set.");
        f.set_result(42);
        CHECK_FALSE(f.cancelled());
        CHECK(f.done());
        CHECK(f.result() == 42);
        CHECK(f.exception() == nullptr);
        check_settled(f);
        CHECK_FALSE(f.cancelled());
        CHECK(f.result() == 42);
        co_return;
    });
}

// test_exception
TEST_CASE("Future: exception() before done is an InvalidStateError; an exception is set once, and result() throws it") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<int>();
        CHECK(test::thrown([&] { f.exception(); }) == "InvalidStateError: Exception is not set.");
        const std::exception_ptr error = boom();
        f.set_exception(error);
        CHECK_FALSE(f.cancelled());
        CHECK(f.done());
        CHECK(test::thrown([&] { f.result(); }) == "RuntimeError: boom");
        CHECK(f.exception() == error);  // the same object
        check_settled(f);
        CHECK(f.exception() == error);
        co_return;
    });
}

// test_exception_class
TEST_CASE("Future: what set_exception() is given keeps its type, whatever that is") {
    // Python makes an object of a class it is given. Here a future takes objects of any type, and never none.
    struct mishap {
        int code;
    };
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<>();
        CHECK(test::thrown([&] { f.set_exception(nullptr); }) == "ValueError: a future's exception must not be null");
        CHECK_FALSE(f.done());
        f.set_exception(std::make_exception_ptr(aio::runtime_error("")));
        CHECK_THROWS_AS(f.result(), aio::runtime_error);
        const auto g = aio::create_future<>();
        g.set_exception(std::make_exception_ptr(mishap{7}));
        int code = 0;
        try {
            co_await g;
        } catch (const mishap& caught) {
            code = caught.code;
        }
        CHECK(code == 7);
    });
}

// test_future_cancel_message_getter
TEST_CASE("Future: the message of cancel() is kept and carried by the CancelledError") {
    test::in_loop([]() -> aio::coro<> {
        const auto f = aio::create_future<>();
        CHECK(f.state().cancel_message() == nullptr);
        f.cancel("my message");
        const std::string error = co_await test::failure(f);
        CHECK(error == "CancelledError: my message");
        REQUIRE(f.state().cancel_message() != nullptr);
        CHECK(*f.state().cancel_message() == "my message");
    });
}

// test_yield_from_twice
TEST_CASE("Future: awaiting a done future again does not suspend and gives the result again") {
    test::in_loop([]() -> aio::coro<> {
        test::notes seen;
        const auto f = aio::create_future<int>();
        const auto fixture = [&]() -> aio::coro<> {
            seen.add("A");
            const int x = co_await f;
            seen.add("B" + std::to_string(x));
            const std::uint64_t before = test::iteration();
            const int y = co_await f;
            seen.add("C" + std::to_string(y));
            CHECK(test::iteration() == before);
        };
        const auto t = aio::create_task(fixture());
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "A");
        CHECK(t.base().waiting_on() == &f.state());
        f.set_result(42);
        CHECK(seen.text() == "A");
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "A B42 C42");
    });
}

// test_copy_state
TEST_CASE("Future: a result, an exception and a cancellation are copied from one future to another") {
    test::in_loop([]() -> aio::coro<> {
        const auto copied = [](auto set) {
            const auto from = aio::create_future<int>();
            const auto to = aio::create_future<int>();
            set(from);
            aio::detail::copy_end(from, to);
            return to;
        };
        const auto result = copied([](const auto& f) { f.set_result(10); });
        CHECK(result.done());
        CHECK(result.result() == 10);

        const std::exception_ptr error = std::make_exception_ptr(aio::invalid_state_error("inside"));
        const auto failed = copied([&](const auto& f) { f.set_exception(error); });
        CHECK(failed.done());
        CHECK(failed.exception() == error);  // the same object
        CHECK(test::thrown([&] { failed.result(); }) == "InvalidStateError: inside");

        CHECK(copied([](const auto& f) { f.cancel(); }).cancelled());
        co_return;
    });
}

// test_iter
TEST_CASE("Future: a future is awaited by a task or not at all") {
    // Python's error comes when a future is iterated by hand. Here only a coroutine of this library can await one,
    static_assert(!awaitable_by_anybody<aio::future<int>>);
    static_assert(!awaitable_by_anybody<aio::task<int>>);
    static_assert(!awaitable_by_anybody<aio::coro<int>>);
    // and the error is left for a future whose await was refused: that of a task by itself.
    test::in_loop([]() -> aio::coro<> {
        const auto selfish = []() -> aio::coro<> {
            const aio::future<> itself{aio::ref<aio::future_base>(&aio::current_task().base())};
            const std::string refused = co_await test::failure(itself);
            CHECK(refused == "RuntimeError: Task cannot await on itself");
            co_await aio::sleep(50ms);
        };
        const auto t = aio::create_task(selfish());
        co_await aio::sleep(0ms);
        const std::string error = co_await test::failure(t);
        CHECK(error == "RuntimeError: await wasn't used with future");
    });
}

// test_log_traceback
TEST_CASE("Future: that nobody looked at the exception can be taken back from outside, but not claimed") {
    static_assert(!takes_a_flag<aio::future_base>);
    CHECK(heard_of([](const aio::future<int>& f) {
        CHECK_FALSE(f.state().unretrieved());
        f.state().mark_retrieved();
        f.set_exception(boom());
        CHECK(f.state().unretrieved());
        f.state().mark_retrieved();
        CHECK_FALSE(f.state().unretrieved());
    }) == nothing{});
}

// test_tb_logger_abandoned
TEST_CASE("Future: a pending future that is dropped is not reported") {
    CHECK(heard_of([](const aio::future<int>&) {}) == nothing{});
}

// test_tb_logger_not_called_after_cancel
TEST_CASE("Future: cancel() after set_exception() counts as having looked") {
    CHECK(heard_of([](const aio::future<int>& f) {
        f.set_exception(boom());
        CHECK_FALSE(f.cancel());
    }) == nothing{});
}

// test_tb_logger_result_unretrieved
TEST_CASE("Future: a result nobody looked at is not reported") {
    CHECK(heard_of([](const aio::future<int>& f) { f.set_result(42); }) == nothing{});
}

// test_tb_logger_result_retrieved
TEST_CASE("Future: a result somebody looked at is not reported") {
    CHECK(heard_of([](const aio::future<int>& f) {
        f.set_result(42);
        CHECK(f.result() == 42);
    }) == nothing{});
}

// test_tb_logger_exception_unretrieved
TEST_CASE("Future: an exception nobody looked at is reported when the last who holds the future lets go") {
    test::reports().clear();
    test::in_loop([]() -> aio::coro<> {
        aio::get_running_loop().set_exception_handler(test::report);
        auto f = aio::create_future<int>();
        auto same = f;
        f.set_exception(boom());
        f = {};
        CHECK(test::reports().empty());
        same = {};
        CHECK(test::reports().size() == 1);
        co_return;
    });
    CHECK(test::reports().size() == 1);
}

// test_tb_logger_exception_retrieved
TEST_CASE("Future: exception() counts as having looked") {
    CHECK(heard_of([](const aio::future<int>& f) {
        f.set_exception(boom());
        CHECK(f.exception() != nullptr);
    }) == nothing{});
}

// test_tb_logger_exception_result_retrieved
TEST_CASE("Future: result() counts as having looked at the exception it throws") {
    CHECK(heard_of([](const aio::future<int>& f) {
        f.set_exception(boom());
        CHECK(test::thrown([&] { f.result(); }) == "RuntimeError: boom");
    }) == nothing{});
}

// test_future_exception_never_retrieved
TEST_CASE("Future: the report names the kind of future and the exception, and no failure of its handler gets out") {
    CHECK(heard_of([](const aio::future<int>& f) {
        f.set_exception(std::make_exception_ptr(std::bad_alloc()));
    }) == nothing{"Future exception was never retrieved / MemoryError"});

    test::reports().clear();
    test::in_loop([]() -> aio::coro<> {
        aio::get_running_loop().set_exception_handler([](const aio::error_context& context) {
            test::report(context);
            REQUIRE(context.future != nullptr);
            CHECK(context.future->kind() == aio::wait_kind::gather);
            throw aio::value_error("ham");
        });
        auto failing = aio::create_future<>();
        auto all = aio::gather(failing);
        failing.set_exception(boom());
        co_await aio::sleep(0ms);
        CHECK(all.done());
        all = {};
    });
    CHECK(test::reports() == nothing{"_GatheringFuture exception was never retrieved / RuntimeError: boom"});
}
