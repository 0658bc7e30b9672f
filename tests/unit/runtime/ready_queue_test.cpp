// The ready queue: rows of places, of which a callback can leave its own.

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int many = 2000;  // more than three rows

// What a loop counts while three tasks sleep, alone, at the same moment and next to what is ready.
struct counts {
    std::uint64_t iterations = 0;
    std::uint64_t handles = 0;
    std::vector<std::uint64_t> seen;  // the iteration in which each sleep ended

    bool operator==(const counts&) const = default;
};

aio::coro<> sleeper(int ms, counts& c) {
    for (int i = 0; i < 3; ++i) {
        co_await aio::sleep(std::chrono::milliseconds(ms));
        c.seen.push_back(aio::get_running_loop().iterations());
        co_await aio::sleep(0ms);
    }
}

counts counted(aio::observer* watching) {
    aio::event_loop loop;
    counts c;
    loop.set_observer(watching);
    aio::running_scope scope(loop);
    aio::create_task(sleeper(10, c));
    aio::create_task(sleeper(20, c));
    aio::create_task(sleeper(25, c));
    loop.call_later(30ms, [] {});
    loop.call_later(70ms, [&loop] { loop.stop(); });
    REQUIRE(loop.run_until_stopped());
    c.iterations = loop.iterations();
    c.handles = loop.handles_run();
    return c;
}

}  // namespace

TEST_CASE("thousands of callbacks run in the order in which they were scheduled, in one iteration") {
    aio::event_loop loop;
    std::vector<int> ran, expected(many);
    std::iota(expected.begin(), expected.end(), 0);
    for (int round = 0; round < 3; ++round) {
        ran.clear();
        for (int i = 0; i < many; ++i) loop.call_soon([&ran, i] { ran.push_back(i); });
        CHECK(loop.run_once());
        CHECK(ran == expected);
        CHECK(loop.idle());
    }
    CHECK(loop.iterations() == 3);
}

TEST_CASE("a ready callback that is cancelled never runs, wherever it stands") {
    aio::event_loop loop;
    std::vector<int> ran, expected;
    std::vector<aio::handle> handles;
    for (int i = 0; i < many; ++i) handles.push_back(loop.call_soon([&ran, i] { ran.push_back(i); }));
    for (int i = 0; i < many; ++i) {
        if (i % 3 == 0 || (i > 500 && i < 1100)) {
            handles[static_cast<std::size_t>(i)].cancel();
        } else {
            expected.push_back(i);
        }
    }
    loop.run_once();
    CHECK(ran == expected);
    CHECK(loop.handles_run() == expected.size());
    CHECK(loop.idle());
    CHECK_FALSE(loop.run_once());
}

TEST_CASE("when all that is ready was cancelled, nothing is: time goes on to the next timer") {
    aio::event_loop loop;
    bool rang = false;
    loop.call_later(1s, [&rang] { rang = true; });
    for (int i = 0; i < many; ++i) loop.call_soon([] {}).cancel();
    CHECK(loop.idle());
    CHECK(loop.run_once());
    CHECK(rang);
    CHECK(loop.iterations() == 1);
    CHECK(loop.handles_run() == 1);
}

TEST_CASE("a callback can cancel those that are to run after it in the same iteration") {
    aio::event_loop loop;
    test::notes seen;
    aio::handle second, third;
    loop.call_soon([&] {
        second.cancel();
        third.cancel();
        seen.add("first");
    });
    second = loop.call_soon([&seen] { seen.add("second"); });
    third = loop.call_soon([&seen] { seen.add("third"); });
    CHECK(loop.run_handle());
    CHECK(loop.between_iterations());
    CHECK(loop.idle());
    CHECK_FALSE(loop.run_handle());
    CHECK(seen.text() == "first");
}

TEST_CASE("a loop that dies with thousands of callbacks ready lets them go") {
    int alive = 0;
    struct counted_copy {
        int* alive;
        explicit counted_copy(int& a) : alive(&a) { ++*alive; }
        counted_copy(const counted_copy& o) : alive(o.alive) { ++*alive; }
        ~counted_copy() { --*alive; }
    };
    {
        aio::event_loop loop;
        const counted_copy held(alive);
        for (int i = 0; i < many; ++i) loop.call_soon([held] {});
        CHECK(alive == many + 1);
    }
    CHECK(alive == 0);
}

TEST_CASE("a sleep takes the same iterations and handles whether or not somebody watches") {
    test::deaf_observer observer;
    const counts unwatched = counted(nullptr);
    CHECK(unwatched == counted(&observer));
    CHECK(unwatched.seen.size() == 8);
}

TEST_CASE("a loop that is run by iterations runs the timer of a sleep in one and its task in the next") {
    aio::event_loop loop;
    aio::running_scope scope(loop);
    bool woke = false;
    aio::create_task([](bool& done) -> aio::coro<> {
        co_await aio::sleep(1s);
        done = true;
    }(woke));
    CHECK(loop.run_once());  // the first step
    CHECK(loop.run_once());  // the timer
    CHECK_FALSE(woke);
    CHECK(loop.run_once());
    CHECK(woke);
}
