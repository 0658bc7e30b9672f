// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   FIFO wake-up; a task started after set() in the same iteration passes first without waiting
//   no suspension when set
//   a cancelled waiter leaves
//   clear
//   set, clear, set wakes each waiter once

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> waits(aio::event& e, test::notes& result, std::string name) {
    co_await e.wait();
    result.add(name);
}

}  // namespace

// test_wait
TEST_CASE("Event: FIFO wake-up; a task started after set() in the same iteration passes first without waiting") {
    aio::event e;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        CHECK_FALSE(e.is_set());
        auto t1 = aio::create_task(waits(e, result, "1"));
        auto t2 = aio::create_task(waits(e, result, "2"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");
        auto t3 = aio::create_task(waits(e, result, "3"));
        e.set();
        co_await aio::sleep(0ms);
        CHECK(result.text() == "3 1 2");
        CHECK(t1.done());
        CHECK(t2.done());
        CHECK(t3.done());
    });
}

// test_wait_on_set
TEST_CASE("Event: no suspension when set") {
    aio::event e;
    test::in_loop([&]() -> aio::coro<> {
        e.set();
        const std::uint64_t start = test::iteration();
        co_await e.wait();
        CHECK(test::iteration() == start);
    });
}

// test_wait_cancel
TEST_CASE("Event: a cancelled waiter leaves") {
    aio::event e;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto wait = aio::create_task(waits(e, result, "cancelled"));
        aio::get_running_loop().call_soon([&] { wait.cancel(); });
        const std::string error = co_await test::failure(wait);
        CHECK(error == "CancelledError");
        auto other = aio::create_task(waits(e, result, "other"));
        co_await aio::sleep(0ms);
        e.set();
        co_await other;
        CHECK(result.text() == "other");
    });
}

// test_clear
TEST_CASE("Event: clear") {
    aio::event e;
    CHECK_FALSE(e.is_set());
    e.set();
    CHECK(e.is_set());
    e.clear();
    CHECK_FALSE(e.is_set());
}

// test_clear_with_waiters
TEST_CASE("Event: set, clear, set wakes each waiter once") {
    aio::event e;
    test::notes result;
    test::in_loop([&]() -> aio::coro<> {
        auto t = aio::create_task(waits(e, result, "1"));
        co_await aio::sleep(0ms);
        CHECK(result.text() == "");
        e.set();
        e.clear();
        CHECK_FALSE(e.is_set());
        e.set();
        e.set();
        CHECK_FALSE(t.done());
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
        CHECK(t.done());
        co_await aio::sleep(0ms);
        CHECK(result.text() == "1");
    });
}
