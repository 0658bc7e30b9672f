// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   all done; second wait takes no time
//   duplicates counted once
//   returns at the first; the rest pending
//   tasks that finished by resume time are in done
//   already failed task returns at once
//   failing while waiting
//   ALL_COMPLETED does not raise
//   pending set at timeout, nothing cancelled
//   timer and task at the same instant: done has the task whose timer was first
//   empty / bad return_when: ValueError
//   any iterable, such as a list
//   any iterable, such as one that makes the tasks as it is walked
//   a future or a coroutine instead of a list does not compile; empty ValueError

#include "tests/unit/behaviours/support.hpp"

#include <list>
#include <ranges>

using namespace std::chrono_literals;

namespace {

using tasks = std::vector<aio::task<>>;

template <class Given>
concept waitable_together = requires(Given given) { aio::wait(std::move(given)); };

aio::coro<> fails_after(aio::duration d) {
    if (d > 0ms) co_await aio::sleep(d);
    throw test::zero_division();
}

}  // namespace

// test_wait
TEST_CASE("wait: all done; second wait takes no time") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(100ms));
        auto b = aio::create_task(aio::sleep(150ms));
        const tasks given{b, a};
        for (int i = 0; i < 2; ++i) {
            const auto ended = co_await aio::wait(given);
            CHECK(ended.done == given);
            CHECK(ended.pending.empty());
            CHECK(test::now_ms() == 150);
        }
    });
}

// test_wait_duplicate_coroutines
TEST_CASE("wait: duplicates counted once") {
    test::in_loop([]() -> aio::coro<> {
        auto body = [](std::string s) -> aio::coro<std::string> { co_return s; };
        auto c = aio::create_task(body("test"));
        auto d = aio::create_task(body("spam"));
        const std::vector<aio::task<std::string>> given{c, c, d};
        const auto ended = co_await aio::wait(given);
        CHECK(ended.pending.empty());
        REQUIRE(ended.done.size() == 2);
        CHECK(ended.done[0].result() == "test");
        CHECK(ended.done[1].result() == "spam");
    });
}

// test_wait_first_completed
TEST_CASE("wait: returns at the first; the rest pending") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(10s));
        auto b = aio::create_task(aio::sleep(100ms));
        const tasks given{b, a};
        const auto ended = co_await aio::wait(given, aio::return_when::first_completed);
        CHECK(ended.done == tasks{b});
        CHECK(ended.pending == tasks{a});
        CHECK_FALSE(a.done());
        CHECK(b.done());
        CHECK(test::now_ms() == 100);
        co_await aio::wait(given);
    });
}

// test_wait_really_done
TEST_CASE("wait: tasks that finished by resume time are in done") {
    test::in_loop([]() -> aio::coro<> {
        auto once = []() -> aio::coro<> { co_await aio::sleep(0ms); };
        auto twice = []() -> aio::coro<> {
            co_await aio::sleep(0ms);
            co_await aio::sleep(0ms);
        };
        auto a = aio::create_task(once());
        auto b = aio::create_task(twice());
        const tasks given{b, a};
        auto waiting = [&]() -> aio::coro<> {
            const auto ended = co_await aio::wait(given, aio::return_when::first_completed);
            CHECK(ended.done == given);
            CHECK(ended.pending.empty());
        };
        co_await aio::create_task(waiting());
        CHECK(a.done());
        CHECK(b.done());
    });
}

// test_wait_first_exception
TEST_CASE("wait: already failed task returns at once") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(10s));
        auto b = aio::create_task(fails_after(0ms));
        const tasks given{b, a};
        auto waiting = [&]() -> aio::coro<> {
            const auto ended = co_await aio::wait(given, aio::return_when::first_exception);
            CHECK(ended.done == tasks{b});
            CHECK(ended.pending == tasks{a});
            CHECK(test::now_ms() == 0);
        };
        co_await aio::create_task(waiting());
        co_await aio::wait(given);
        CHECK(aio::describe(b.exception()) == "ZeroDivisionError");
    });
}

// test_wait_first_exception_in_wait
TEST_CASE("wait: failing while waiting") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(10s));
        auto b = aio::create_task(fails_after(10ms));
        const tasks given{b, a};
        const auto ended = co_await aio::wait(given, aio::return_when::first_exception);
        CHECK(ended.done == tasks{b});
        CHECK(ended.pending == tasks{a});
        CHECK(test::now_ms() == 10);
        CHECK(aio::describe(b.exception()) == "ZeroDivisionError");
    });
}

// test_wait_with_exception
TEST_CASE("wait: ALL_COMPLETED does not raise") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(100ms));
        auto b = aio::create_task(fails_after(150ms));
        const tasks given{b, a};
        for (int i = 0; i < 2; ++i) {
            const auto ended = co_await aio::wait(given);
            CHECK(ended.done == given);
            CHECK(ended.pending.empty());
            CHECK(ended.done[0].exception() != nullptr);
            CHECK(ended.done[1].exception() == nullptr);
            CHECK(test::now_ms() == 150);
        }
    });
}

// test_wait_with_timeout
TEST_CASE("wait: pending set at timeout, nothing cancelled") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(100ms));
        auto b = aio::create_task(aio::sleep(150ms));
        const tasks given{b, a};
        const auto ended = co_await aio::wait(given, aio::duration(110ms));
        CHECK(ended.done == tasks{a});
        CHECK(ended.pending == tasks{b});
        CHECK(test::now_ms() == 110);
        CHECK(b.cancelling() == 0);
        co_await b;
        CHECK(test::now_ms() == 150);
    });
}

// test_wait_concurrent_complete
TEST_CASE("wait: timer and task at the same instant: done has the task whose timer was first") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(100ms));
        auto b = aio::create_task(aio::sleep(150ms));
        const tasks given{b, a};
        auto waiting = [&]() -> aio::coro<> {
            const auto ended = co_await aio::wait(given, aio::duration(100ms));
            CHECK(ended.done == tasks{a});
            CHECK(ended.pending == tasks{b});
            CHECK(test::now_ms() == 100);
        };
        co_await aio::create_task(waiting());
        co_await b;
    });
}

// test_wait_errors
TEST_CASE("wait: empty / bad return_when: ValueError") {
    test::in_loop([]() -> aio::coro<> {
        const tasks none;
        const std::string empty = co_await test::failure(aio::wait(none));
        CHECK(empty == "ValueError: Set of Tasks/Futures is empty.");

        // Another number only becomes a return_when by a cast.
        static_assert(!std::is_convertible_v<int, aio::return_when>);
        const auto a = aio::create_task(aio::sleep(10s));
        const auto bad = static_cast<aio::return_when>(7);
        const tasks given{a};
        const std::string error = co_await test::failure(aio::wait(given, bad));
        CHECK(error == "ValueError: Invalid return_when value: 7");
        CHECK_FALSE(a.done());
        CHECK(test::now_ms() == 0);
        a.cancel();
    });
}

// test_wait_with_iterator_of_tasks
TEST_CASE("wait: any iterable, such as a list") {
    test::in_loop([]() -> aio::coro<> {
        auto a = aio::create_task(aio::sleep(100ms));
        auto b = aio::create_task(aio::sleep(150ms));
        const std::list<aio::task<>> given{b, a};
        const auto ended = co_await aio::wait(given);
        CHECK(ended.done == tasks{b, a});
        CHECK(ended.pending.empty());
        CHECK(test::now_ms() == 150);
    });
}

// test_wait_generator
TEST_CASE("wait: any iterable, such as one that makes the tasks as it is walked") {
    test::in_loop([]() -> aio::coro<> {
        const auto func = [](int a) -> aio::coro<int> { co_return a; };
        auto made = std::views::iota(0, 10) | std::views::transform([&](int i) { return aio::create_task(func(i)); });
        const auto ended = co_await aio::wait(made, aio::return_when::all_completed);
        REQUIRE(ended.done.size() == 10);
        CHECK(ended.pending.empty());
        for (int i = 0; i < 10; ++i) CHECK(ended.done[static_cast<std::size_t>(i)].result() == i);
    });
}

// test_wait_invalid_args
TEST_CASE("wait: a future or a coroutine instead of a list does not compile; empty ValueError") {
    static_assert(waitable_together<tasks>);
    static_assert(waitable_together<std::list<aio::future<int>>>);
    static_assert(!waitable_together<aio::future<int>>);
    static_assert(!waitable_together<aio::task<>>);
    static_assert(!waitable_together<aio::coro<>>);
    static_assert(!waitable_together<std::vector<int>>);
    test::in_loop([]() -> aio::coro<> {
        const std::string empty = co_await test::failure(aio::wait(std::list<aio::future<int>>()));
        CHECK(empty == "ValueError: Set of Tasks/Futures is empty.");
    });
}
