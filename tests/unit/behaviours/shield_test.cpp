// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   result passes
//   exception passes
//   inner cancelled -> outer cancelled
//   outer cancelled, inner lives; outer's callbacks gone
//   done inner returned itself
//   cancelling the awaiting task leaves inner running
//   shield(gather): gather completes
//   gather(shield..): cancel reaches the shields only; parent gets CancelledError as exception
//   running loop

#include "tests/unit/behaviours/support.hpp"

namespace {

// Two iterations, as CPython's run_briefly().
aio::coro<> briefly() {
    co_await aio::sleep(aio::duration::zero());
    co_await aio::sleep(aio::duration::zero());
}

}  // namespace

// test_shield_result
TEST_CASE("shield: result passes") {
    test::in_loop([]() -> aio::coro<> {
        auto inner = aio::create_future<int>();
        auto outer = aio::shield(inner);
        inner.set_result(42);
        const int result = co_await outer;
        CHECK(result == 42);
    });
}

// test_shield_exception
TEST_CASE("shield: exception passes") {
    test::in_loop([]() -> aio::coro<> {
        auto inner = aio::create_future<int>();
        auto outer = aio::shield(inner);
        co_await briefly();
        const std::exception_ptr error = std::make_exception_ptr(aio::runtime_error("expected"));
        inner.set_exception(error);
        co_await briefly();
        REQUIRE(outer.done());
        CHECK(outer.exception() == error);
    });
}

// test_shield_cancel_inner
TEST_CASE("shield: inner cancelled -> outer cancelled") {
    test::in_loop([]() -> aio::coro<> {
        auto inner = aio::create_future<int>();
        auto outer = aio::shield(inner);
        co_await briefly();
        inner.cancel();
        CHECK_FALSE(outer.done());
        co_await briefly();
        CHECK(outer.cancelled());
    });
}

// test_shield_cancel_outer
TEST_CASE("shield: outer cancelled, inner lives; outer's callbacks gone") {
    test::in_loop([]() -> aio::coro<> {
        auto inner = aio::create_future<int>();
        const std::uint32_t references = inner.state().references();
        auto outer = aio::shield(inner);
        CHECK(inner.state().references() > references);  // a callback of outer holds it
        co_await briefly();
        outer.cancel();
        co_await briefly();
        CHECK(outer.cancelled());
        CHECK_FALSE(inner.done());
        CHECK(inner.state().references() == references);
    });
}

// test_shield_shortcut
TEST_CASE("shield: done inner returned itself") {
    test::in_loop([]() -> aio::coro<> {
        auto future = aio::create_future<int>();
        future.set_result(42);
        CHECK(aio::shield(future) == future);
        const int result = co_await aio::shield(future);
        CHECK(result == 42);
    });
}

// test_shield_effect
TEST_CASE("shield: cancelling the awaiting task leaves inner running") {
    test::in_loop([]() -> aio::coro<> {
        int proof = 0;
        auto waiter = aio::create_future<>();
        auto inner = [&]() -> aio::coro<> {
            co_await waiter;
            proof += 1;
        };
        auto outer = [&]() -> aio::coro<> {
            co_await aio::shield(inner());
            proof += 100;
        };
        auto f = aio::create_task(outer());
        co_await briefly();
        f.cancel();
        const std::string error = co_await test::failure(f);
        CHECK(error == "CancelledError");
        waiter.set_result();
        co_await briefly();
        CHECK(proof == 1);
    });
}

// test_shield_gather
TEST_CASE("shield: shield(gather): gather completes") {
    test::in_loop([]() -> aio::coro<> {
        auto child1 = aio::create_future<int>();
        auto child2 = aio::create_future<int>();
        auto parent = aio::gather(child1, child2);
        auto outer = aio::shield(parent);
        co_await briefly();
        outer.cancel();
        co_await briefly();
        CHECK(outer.cancelled());
        child1.set_result(1);
        child2.set_result(2);
        co_await briefly();
        REQUIRE(parent.done());
        CHECK(parent.result() == std::tuple(1, 2));
    });
}

// test_gather_shield
TEST_CASE("shield: gather(shield..): cancel reaches the shields only; parent gets CancelledError as exception") {
    test::in_loop([]() -> aio::coro<> {
        auto child1 = aio::create_future<int>();
        auto child2 = aio::create_future<int>();
        auto inner1 = aio::shield(child1);
        auto inner2 = aio::shield(child2);
        auto parent = aio::gather(inner1, inner2);
        co_await briefly();
        parent.cancel();
        co_await briefly();
        REQUIRE(parent.done());
        CHECK(aio::is_cancelled(parent.exception()));
        CHECK_FALSE(parent.cancelled());
        CHECK(inner1.cancelled());
        CHECK(inner2.cancelled());
        CHECK_FALSE(child1.done());
        CHECK_FALSE(child2.done());
        child1.set_result(1);
        child2.set_result(2);
        co_await briefly();
        CHECK(child1.result() + child2.result() == 3);
    });
}

// test_shield_coroutine_use_running_loop
TEST_CASE("shield: running loop") {
    test::in_loop([]() -> aio::coro<> {
        auto body = []() -> aio::coro<int> { co_return 42; };
        auto outer = aio::shield(body());
        CHECK(&outer.state().loop() == &aio::get_running_loop());
        const int result = co_await outer;
        CHECK(result == 42);
    });
}
