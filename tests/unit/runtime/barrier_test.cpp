// asyncio.Barrier.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> meets(aio::barrier& b, test::notes& seen, std::string name) {
    std::size_t index = 0;
    std::exception_ptr error;
    try {
        index = co_await b.wait();
    } catch (const aio::broken_barrier_error&) {
        error = std::current_exception();
    }
    seen.add(name + (error != nullptr ? " broken" : std::to_string(index)));
}

}  // namespace

TEST_CASE("parties meet: indices in order of arrival, the last one goes first, and again") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::barrier b(3);
        CHECK(b.parties() == 3);
        for (int round = 0; round < 2; ++round) {
            seen.clear();
            co_await aio::gather(meets(b, seen, "a"), meets(b, seen, "b"), meets(b, seen, "c"));
            CHECK(seen.text() == "c2 a0 b1");
            CHECK(b.n_waiting() == 0);
        }
    }());
}

TEST_CASE("a barrier for one never waits, one for none is refused") {
    aio::run([]() -> aio::coro<> {
        aio::barrier b(1);
        const std::uint64_t before = test::iteration();
        co_await b.wait();
        co_await b.wait();
        CHECK(test::iteration() == before);
        CHECK_THROWS_WITH_AS(aio::barrier(0), "parties must be > 0", aio::value_error);
    }());
}

TEST_CASE("n_waiting grows as tasks come, and a cancelled one just leaves") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::barrier b(3);
        const auto a = aio::create_task(meets(b, seen, "a"));
        const auto c = aio::create_task(meets(b, seen, "c"));
        co_await aio::sleep(0ms);
        CHECK(b.n_waiting() == 2);
        a.cancel();
        co_await aio::sleep(1ms);
        CHECK(a.cancelled());
        CHECK(b.n_waiting() == 1);
        CHECK_FALSE(b.broken());
        co_await aio::gather(meets(b, seen, "d"), meets(b, seen, "e"), c);
        CHECK(seen.text() == "e2 c1 d1");
    }());
}

TEST_CASE("who comes while the others leave waits for the next round") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::barrier b(2);
        const auto a = aio::create_task(meets(b, seen, "a"));
        const auto c = aio::create_task(meets(b, seen, "c"));
        const auto d = aio::create_task(meets(b, seen, "d"));
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "c1 a0");
        CHECK(b.n_waiting() == 1);
        co_await meets(b, seen, "e");
        co_await aio::gather(a, c, d);
        CHECK(seen.text() == "c1 a0 e1 d0");
    }());
}

TEST_CASE("reset breaks the wait of those who are there, and then it works again") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::barrier b(3);
        const auto early = aio::gather(meets(b, seen, "a"), meets(b, seen, "b"));
        co_await aio::sleep(0ms);
        co_await b.reset();
        co_await early;
        CHECK(seen.text() == "a broken b broken");
        CHECK_FALSE(b.broken());
        CHECK(b.n_waiting() == 0);
        seen.clear();
        co_await aio::gather(meets(b, seen, "a"), meets(b, seen, "b"), meets(b, seen, "c"));
        CHECK(seen.text() == "c2 a0 b1");
        co_await b.reset();
        CHECK_FALSE(b.broken());
    }());
}

TEST_CASE("an aborted barrier stays broken until it is reset") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::barrier b(2);
        const auto early = aio::create_task(meets(b, seen, "a"));
        co_await aio::sleep(0ms);
        co_await b.abort();
        co_await early;
        CHECK(b.broken());
        CHECK(b.n_waiting() == 0);
        const std::string error = co_await test::failure(b.wait());
        CHECK(error == "BrokenBarrierError: Barrier aborted");
        co_await b.reset();
        CHECK_FALSE(b.broken());
        seen.clear();
        co_await aio::gather(meets(b, seen, "a"), meets(b, seen, "b"));
        CHECK(seen.text() == "b1 a0");
    }());
}

TEST_CASE("a barrier may die while tasks wait at it") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto b = std::make_unique<aio::barrier>(2);
        const auto a = aio::create_task(meets(*b, seen, "a"));
        co_await aio::sleep(0ms);
        b.reset();
        a.cancel();
        const std::string error = co_await test::failure(a);
        CHECK(error == "CancelledError");
    }());
}
