// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   completion order; both iteration styles
//   async iteration yields the given tasks
//   later items raise TimeoutError; async for raises it
//   timer cancelled when all done
//   iteration can be resumed
//   i-th awaited gets i-th completion, whatever its index
//   several awaited concurrently
//   duplicates once
//   running loop


#include "tests/unit/behaviours/support.hpp"

#include <algorithm>

using namespace std::chrono_literals;

namespace {

using texts = std::vector<std::string>;
using text_tasks = std::vector<aio::task<std::string>>;

aio::coro<std::string> sleeper(aio::duration d, std::string x) {
    co_await aio::sleep(d);
    co_return x;
}

template <class... Coros>
auto coroutines(Coros... c) {
    std::vector<std::common_type_t<Coros...>> all;
    (all.push_back(std::move(c)), ...);
    return all;
}

// Both ways to iterate, up to so many items or to the end: `for f in as_completed(...): await f`,
template <class T>
aio::coro<std::vector<T>> iterate(aio::completions<T>& items, std::size_t most = SIZE_MAX) {
    std::vector<T> values;
    while (items.more() && values.size() < most) {
        T value = co_await items.next();
        values.push_back(std::move(value));
    }
    co_return values;
}

// and `async for f in as_completed(...): await f`.
template <class T>
aio::coro<std::vector<T>> iterate_async(aio::completions<T>& items, std::size_t most = SIZE_MAX) {
    std::vector<T> values;
    while (items.more() && values.size() < most) {
        const aio::future<T> f = co_await items.next_done();
        CHECK(f.done());
        T value = co_await f;
        values.push_back(std::move(value));
    }
    co_return values;
}

using iteration = aio::coro<texts> (*)(aio::completions<std::string>&, std::size_t);
constexpr iteration both_ways[] = {&iterate<std::string>, &iterate_async<std::string>};

}  // namespace

// test_as_completed
TEST_CASE("as_completed: completion order; both iteration styles") {
    for (const iteration way : both_ways) {
        test::in_loop([way]() -> aio::coro<> {
            auto items = aio::as_completed(
                coroutines(sleeper(10ms, "b"), sleeper(150ms, "c"), sleeper(10ms, "a"), sleeper(5ms, "d")));
            const texts results = co_await way(items, SIZE_MAX);
            CHECK(results == texts{"d", "b", "a", "c"});
            CHECK(test::now_ms() == 150);
        });
    }
}

// test_as_completed_same_tasks_in_as_out
TEST_CASE("as_completed: async iteration yields the given tasks") {
    test::in_loop([]() -> aio::coro<> {
        const auto b = aio::create_task(sleeper(20ms, "b"));
        const auto d = aio::create_task(sleeper(10ms, "d"));
        auto given = aio::as_completed(text_tasks{b, d});
        const auto first = co_await given.next_done();
        CHECK(first == d);
        const auto second = co_await given.next_done();
        CHECK(second == b);

        // A coroutine is gone into a task of its own.
        auto made = aio::as_completed(coroutines(sleeper(0ms, "a"), sleeper(0ms, "c")));
        CHECK(aio::all_tasks().size() == 3);
        const auto one = co_await made.next_done();
        const auto two = co_await made.next_done();
        CHECK_FALSE(one == two);
        CHECK(one.result() == "a");
        CHECK(two.result() == "c");
    });
}

// test_as_completed_with_timeout
TEST_CASE("as_completed: later items raise TimeoutError; async for raises it") {
    for (const iteration way : both_ways) {
        test::in_loop([way]() -> aio::coro<> {
            const auto a = aio::create_task(sleeper(100ms, "a"));
            const auto b = aio::create_task(sleeper(150ms, "b"));
            const auto c = aio::create_task(sleeper(160ms, "c"));
            auto items = aio::as_completed(text_tasks{a, b, c}, 120ms);
            const texts in_time = co_await way(items, 1);
            CHECK(in_time == texts{"a"});
            CHECK(test::now_ms() == 100);
            for (int i = 0; i < 2; ++i) {
                CHECK(items.more());
                const std::string error = co_await test::failure(way(items, 1));
                CHECK(error == "TimeoutError");
                CHECK(test::now_ms() == 120);
            }
            CHECK_FALSE(items.more());
            CHECK_FALSE(b.done());
            CHECK(b.cancelling() == 0);
            co_await aio::gather(b, c);
            CHECK(b.result() == "b");
        });
    }
}

// test_as_completed_with_unused_timeout
TEST_CASE("as_completed: timer cancelled when all done") {
    for (const iteration way : both_ways) {
        test::in_loop([way]() -> aio::coro<> {
            auto items = aio::as_completed(coroutines(sleeper(10ms, "a")), 1s);
            const texts results = co_await way(items, SIZE_MAX);
            CHECK(results == texts{"a"});
            CHECK(test::now_ms() == 10);
            CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
        });
    }
}

// test_as_completed_resume_iterator
TEST_CASE("as_completed: iteration can be resumed") {
    for (const iteration first_way : both_ways) {
        for (const iteration second_way : both_ways) {
            test::in_loop([first_way, second_way]() -> aio::coro<> {
                auto items = aio::as_completed(
                    coroutines(sleeper(0ms, "0"), sleeper(0ms, "1"), sleeper(0ms, "2"), sleeper(0ms, "3")));
                const texts some = co_await first_way(items, 2);
                const texts rest = co_await second_way(items, SIZE_MAX);
                CHECK(some == texts{"0", "1"});
                CHECK(rest == texts{"2", "3"});
            });
        }
    }
}

// test_as_completed_reverse_wait
TEST_CASE("as_completed: i-th awaited gets i-th completion, whatever its index") {
    test::in_loop([]() -> aio::coro<> {
        auto items = aio::as_completed(coroutines(sleeper(50ms, "a"), sleeper(100ms, "b")));
        std::vector<aio::coro<std::string>> futures;
        while (items.more()) futures.push_back(items.next());
        REQUIRE(futures.size() == 2);
        const std::string x = co_await std::move(futures[1]);
        CHECK(x == "a");
        CHECK(test::now_ms() == 50);
        const std::string y = co_await std::move(futures[0]);
        CHECK(y == "b");
        CHECK(test::now_ms() == 100);
    });
}

// test_as_completed_concurrent
TEST_CASE("as_completed: several awaited concurrently") {
    const auto check = [](text_tasks items) -> aio::coro<> {
        const auto ended = co_await aio::wait(std::move(items));
        CHECK(ended.pending.empty());
        texts results;
        for (const auto& t : ended.done) results.push_back(t.result());
        CHECK(results == texts{"a", "b"});
        CHECK(test::now_ms() == 50);
    };
    test::in_loop([&]() -> aio::coro<> {
        auto items = aio::as_completed(coroutines(sleeper(50ms, "a"), sleeper(50ms, "b")));
        text_tasks waiting;
        while (items.more()) waiting.push_back(aio::create_task(items.next()));
        co_await check(waiting);
    });
    test::in_loop([&]() -> aio::coro<> {
        auto items = aio::as_completed(coroutines(sleeper(50ms, "a"), sleeper(50ms, "b")));
        const auto result_of = [](aio::coro<aio::future<std::string>> next) -> aio::coro<std::string> {
            const aio::future<std::string> f = co_await std::move(next);
            co_return f.result();
        };
        text_tasks waiting;
        while (items.more()) waiting.push_back(aio::create_task(result_of(items.next_done())));
        co_await check(waiting);
    });
}

// test_as_completed_duplicate_coroutines
TEST_CASE("as_completed: duplicates once") {
    // A coroutine has one owner here, so that it cannot be given twice; a task can.
    for (const iteration way : both_ways) {
        test::in_loop([way]() -> aio::coro<> {
            const auto c = aio::create_task(sleeper(0ms, "ham"));
            const auto d = aio::create_task(sleeper(0ms, "spam"));
            auto items = aio::as_completed(text_tasks{c, c, d, c});
            const texts results = co_await way(items, SIZE_MAX);
            CHECK(results == texts{"ham", "spam"});
        });
    }
}

// test_as_completed_coroutine_use_running_loop
TEST_CASE("as_completed: running loop") {
    test::in_loop([]() -> aio::coro<> {
        auto items = aio::as_completed(coroutines(sleeper(0ms, "42")));
        const auto f = co_await items.next_done();
        CHECK_FALSE(items.more());
        CHECK(&f.get_loop() == &aio::get_running_loop());
        CHECK(f.result() == "42");
    });
    auto body = coroutines(sleeper(0ms, "42"));
    CHECK(test::thrown([&] { aio::as_completed(std::move(body)); }) == "RuntimeError: no running event loop");
}
