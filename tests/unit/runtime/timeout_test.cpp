// asyncio.timeout, timeout_at.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> sleeps(aio::timeout&) { co_await aio::sleep(10s); }

aio::time_point at(std::int64_t ms) { return aio::time_point(std::chrono::milliseconds(ms)); }

}  // namespace

TEST_CASE("a block that is too slow is left with a timeout_error at the deadline") {
    aio::run([]() -> aio::coro<> {
        bool expired = false;
        const auto body = [&](aio::timeout& t) -> aio::coro<> {
            CHECK(t.when() == at(10));
            std::exception_ptr error;
            try {
                co_await aio::sleep(10s);
            } catch (...) {
                error = std::current_exception();
            }
            CHECK(aio::is_cancelled(error));
            expired = t.expired();
            std::rethrow_exception(error);
        };
        const std::string error = co_await test::failure(aio::with(aio::timeout(10ms), std::ref(body)));
        CHECK(error == "TimeoutError");
        CHECK(expired);
        CHECK(test::now_ms() == 10);
        CHECK(aio::current_task().cancelling() == 0);
        co_await aio::sleep(1ms);  // the task is as before
    }());
}

TEST_CASE("a block in time gives its value, and its timer is gone") {
    aio::run([]() -> aio::coro<> {
        const auto body = [](aio::timeout& t) -> aio::coro<std::string> {
            co_await aio::sleep(5ms);
            co_return t.expired() ? "expired" : "in time";
        };
        const std::string got = co_await aio::with(aio::timeout(10ms), body);
        CHECK(got == "in time");
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
    }());
}

TEST_CASE("an absolute deadline, and none") {
    aio::run([]() -> aio::coro<> {
        co_await aio::sleep(10ms);
        const std::string error = co_await test::failure(aio::with(aio::timeout::at(at(30)), sleeps));
        CHECK(error == "TimeoutError");
        CHECK(test::now_ms() == 30);
        const auto patient = [](aio::timeout& t) -> aio::coro<> {
            CHECK_FALSE(t.when().has_value());
            co_await aio::sleep(1s);
        };
        co_await aio::with(aio::timeout(std::nullopt), patient);
        co_await aio::with(aio::timeout::at(std::nullopt), patient);
        CHECK(test::now_ms() == 2030);
    }());
}

TEST_CASE("a deadline that has passed ends the block at its first await, even sleep(0)") {
    aio::run([]() -> aio::coro<> {
        for (const aio::duration limit : {aio::duration(0ms), aio::duration(-1s)}) {
            test::notes seen;
            const auto body = [&](aio::timeout&) -> aio::coro<> {
                seen.add("in");
                co_await aio::sleep(0ms);
                seen.add("after");
            };
            const std::string error = co_await test::failure(aio::with(aio::timeout(limit), std::ref(body)));
            CHECK(error == "TimeoutError");
            CHECK(seen.text() == "in");
        }
        const auto quick = [](aio::timeout&) -> aio::coro<> { co_return; };
        co_await aio::with(aio::timeout(0ms), quick);
    }());
}

TEST_CASE("other exceptions leave the block as they are") {
    aio::run([]() -> aio::coro<> {
        const auto fails = [](aio::timeout&) -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        const std::string error = co_await test::failure(aio::with(aio::timeout(10ms), fails));
        CHECK(error == "ValueError: boom");
        const auto fails_late = [](aio::timeout& t) -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                CHECK(t.expired());
                throw aio::value_error("instead");
            }
        };
        const std::string late = co_await test::failure(aio::with(aio::timeout(10ms), fails_late));
        CHECK(late == "ValueError: instead");
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("somebody else's cancellation leaves the block as a cancellation") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<> { co_await aio::with(aio::timeout(10s), sleeps); };
        auto t = aio::create_task(body());
        co_await aio::sleep(1ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");

        // In the same iteration as the deadline: the other request stays.
        const auto soon = []() -> aio::coro<> { co_await aio::with(aio::timeout(10ms), sleeps); };
        t = aio::create_task(soon());
        co_await aio::sleep(0ms);
        aio::get_running_loop().call_later(10ms, [&] { t.cancel(); });
        const std::string both = co_await test::failure(t);
        CHECK(both == "CancelledError");
        CHECK(t.cancelling() == 1);
    }());
}

TEST_CASE("nested blocks with one deadline: the outer one throws, both have expired") {
    aio::run([]() -> aio::coro<> {
        std::string inner_error;
        bool both = false;
        const auto body = [&](aio::timeout& outer) -> aio::coro<> {
            std::exception_ptr error;
            try {
                const auto inside = [&](aio::timeout& inner) -> aio::coro<> {
                    std::exception_ptr e;
                    try {
                        co_await aio::sleep(10s);
                    } catch (...) {
                        e = std::current_exception();
                    }
                    both = inner.expired() && outer.expired();
                    std::rethrow_exception(e);
                };
                co_await aio::with(aio::timeout(10ms), std::ref(inside));
            } catch (...) {
                error = std::current_exception();
            }
            inner_error = aio::describe(error);
            std::rethrow_exception(error);
        };
        const std::string error = co_await test::failure(aio::with(aio::timeout(10ms), std::ref(body)));
        CHECK(error == "TimeoutError");
        CHECK(inner_error == "CancelledError");
        CHECK(both);
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("an outer deadline goes through an inner block") {
    aio::run([]() -> aio::coro<> {
        std::string inner_error;
        const auto body = [&](aio::timeout&) -> aio::coro<> {
            inner_error = co_await test::failure(aio::with(aio::timeout(1h), sleeps));
            co_await aio::sleep(5ms);  // it was swallowed: the block goes on
        };
        co_await aio::with(aio::timeout(10ms), std::ref(body));
        CHECK(inner_error == "CancelledError");
        CHECK(test::now_ms() == 15);
        CHECK(aio::current_task().cancelling() == 0);
    }());
}

TEST_CASE("reschedule moves the deadline, takes it away, brings it back") {
    aio::run([]() -> aio::coro<> {
        const auto longer = [](aio::timeout& t) -> aio::coro<> {
            co_await aio::sleep(5ms);
            t.reschedule(at(40));
            CHECK(t.when() == at(40));
            co_await aio::sleep(20ms);
            t.reschedule(std::nullopt);
            co_await aio::sleep(1s);
            t.reschedule(aio::get_running_loop().time() + 5ms);
            co_await aio::sleep(10s);
        };
        const std::string error = co_await test::failure(aio::with(aio::timeout(10ms), longer));
        CHECK(error == "TimeoutError");
        CHECK(test::now_ms() == 1030);
        const auto now = [](aio::timeout& t) -> aio::coro<> {
            t.reschedule(aio::get_running_loop().time());
            t.reschedule(aio::get_running_loop().time() + 10ms);  // the first is withdrawn
            co_await aio::sleep(10s);
        };
        const std::string later = co_await test::failure(aio::with(aio::timeout(1s), now));
        CHECK(later == "TimeoutError");
        CHECK(test::now_ms() == 1040);
    }());
}

TEST_CASE("a timeout is used once, in a task, and not moved when it is over") {
    aio::run([]() -> aio::coro<> {
        aio::timeout t(10ms);
        CHECK_THROWS_WITH_AS(t.reschedule(at(5)), "Timeout has not been entered", aio::runtime_error);
        t.enter();
        CHECK_THROWS_WITH_AS(t.enter(), "Timeout has already been entered", aio::runtime_error);
        CHECK(t.exit(nullptr) == nullptr);
        CHECK_THROWS_WITH_AS(t.reschedule(at(5)), "Cannot change state of finished Timeout", aio::runtime_error);
        bool refused = false;
        aio::get_running_loop().call_soon([&] {
            aio::timeout outside(1s);
            try {
                outside.enter();
            } catch (const aio::runtime_error& e) {
                refused = std::string(e.what()) == "Timeout should be used inside a task";
            }
        });
        co_await aio::sleep(0ms);
        CHECK(refused);
        aio::timeout late(0ms);
        late.enter();
        const std::string error = co_await test::failure(aio::sleep(1s));
        CHECK(error == "CancelledError");
        CHECK_THROWS_WITH_AS(late.reschedule(at(5)), "Cannot change state of expiring Timeout", aio::runtime_error);
        CHECK(aio::describe(late.exit(std::make_exception_ptr(aio::cancelled_error()))) == "TimeoutError");
        CHECK(late.expired());
    }());
}

TEST_CASE("a timeout works while its task is being cancelled already") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<std::string> {
            std::exception_ptr cancelled;
            try {
                co_await aio::sleep(10s);
            } catch (...) {
                cancelled = std::current_exception();
            }
            CHECK(aio::current_task().cancelling() == 1);
            co_return co_await test::failure(aio::with(aio::timeout(5ms), sleeps));
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(1ms);
        t.cancel();
        const std::string error = co_await t;
        CHECK(error == "TimeoutError");
        CHECK(t.cancelling() == 1);
    }());
}

TEST_CASE("a timeout that is destroyed while it is entered does not fire") {
    aio::run([]() -> aio::coro<> {
        {
            aio::timeout t(5ms);
            t.enter();
        }
        co_await aio::sleep(20ms);
        CHECK(aio::current_task().cancelling() == 0);
    }());
}
