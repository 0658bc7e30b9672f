// Task.cancel, uncancel, cancelling.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> sleeps() { co_await aio::sleep(10s); }

// Swallows the first cancellation and returns.
aio::coro<int> catches() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        co_return 42;
    }
    co_return 0;
}

}  // namespace

TEST_CASE("a cancelled sleeper ends as cancelled, its timer gone; cancelling it again is refused") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(sleeps());
        co_await aio::sleep(0ms);
        CHECK(t.cancel());
        CHECK_FALSE(t.cancelled());
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(t.done());
        CHECK(t.cancelled());
        CHECK_FALSE(t.cancel());
        CHECK(test::now_ms() == 0);
        CHECK_FALSE(aio::get_running_loop().next_deadline().has_value());
    }());
}

TEST_CASE("a task cancelled from a timer ends at the time of the timer") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(sleeps());
        aio::get_running_loop().call_later(100ms, [&] { t.cancel(); });
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(test::now_ms() == 100);
    }());
}

TEST_CASE("a task cancelled before its first step never runs its body") {
    aio::run([]() -> aio::coro<> {
        bool ran = false;
        const auto body = [&]() -> aio::coro<> {
            ran = true;
            co_return;
        };
        const auto t = aio::create_task(body());
        CHECK(t.cancel("early"));
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: early");
        CHECK(t.cancelled());
        CHECK_FALSE(ran);
    }());
}

TEST_CASE("a task in sleep(0) is cancelled at its next step") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&]() -> aio::coro<> {
            seen.add("before");
            co_await aio::sleep(0ms);
            seen.add("after");
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(seen.text() == "before");
    }());
}

TEST_CASE("cancelling the future that a task awaits cancels the task") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<>();
        const auto body = [&]() -> aio::coro<> { co_await f; };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        f.cancel("by the future");
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: by the future");
        CHECK(t.cancelled());
        CHECK(t.cancelling() == 0);
    }());
}

TEST_CASE("cancelling a task cancels the future it awaits, at once") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<>();
        const auto body = [&]() -> aio::coro<> { co_await f; };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        t.cancel();
        CHECK(f.cancelled());
        CHECK_FALSE(t.done());
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
    }());
}

TEST_CASE("a task that catches its cancellation and returns is not cancelled") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(catches());
        co_await aio::sleep(0ms);
        t.cancel();
        const int got = co_await t;
        CHECK(got == 42);
        CHECK_FALSE(t.cancelled());
        CHECK(t.cancelling() == 1);
    }());
}

TEST_CASE("a task that swallows its cancellation goes on, and what it awaits next is left alone") {
    aio::run([]() -> aio::coro<> {
        auto first = aio::create_future<>();
        auto second = aio::create_future<>();
        const auto body = [&]() -> aio::coro<int> {
            const std::string error = co_await test::failure(first);
            CHECK(error == "CancelledError");
            co_await second;
            co_return 1;
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        t.cancel();
        co_await aio::sleep(0ms);
        CHECK_FALSE(second.cancelled());
        second.set_result();
        const int got = co_await t;
        CHECK(got == 1);
    }());
}

TEST_CASE("a task that awaits a task which swallows the cancellation is not cancelled") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<int> {
            auto inner = aio::create_task(catches());
            co_return co_await inner;
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        t.cancel();
        const int got = co_await t;
        CHECK(got == 42);
    }());
}

TEST_CASE("a result that arrived is lost when the task is cancelled before it runs") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        const auto body = [&]() -> aio::coro<int> { co_return co_await f; };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        f.set_result(1);
        CHECK(t.cancel("too late"));
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: too late");
    }());
}

TEST_CASE("a task that cancels itself learns of it at its next await, without waiting") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&]() -> aio::coro<> {
            aio::current_task().cancel("mine");
            seen.add("still running");
            co_await aio::sleep(10s);
            seen.add("never");
        };
        const std::string error = co_await test::failure(aio::create_task(body()));
        CHECK(error == "CancelledError: mine");
        CHECK(seen.text() == "still running");
        CHECK(test::now_ms() == 0);
    }());
}

TEST_CASE("a task that cancels itself and returns is cancelled, its value lost") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<int> {
            aio::current_task().cancel("at the end");
            co_return 1;
        };
        const auto t = aio::create_task(body());
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: at the end");
        CHECK(t.cancelled());
    }());
}

TEST_CASE("a task that cancels itself and awaits a task cancels that one too") {
    aio::run([]() -> aio::coro<> {
        const auto inner = aio::create_task(sleeps());
        const auto body = [&]() -> aio::coro<> {
            aio::current_task().cancel();
            co_await inner;
        };
        const auto t = aio::create_task(body());
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(inner.cancelled());
    }());
}

TEST_CASE("what does not suspend does not see a cancellation that is under way") {
    aio::run([]() -> aio::coro<> {
        aio::lock free;
        const auto body = [&]() -> aio::coro<int> {
            aio::current_task().cancel();
            auto done = aio::create_future<int>();
            done.set_result(5);
            const int got = co_await done;
            co_await free.acquire();
            aio::current_task().uncancel();
            co_return got;
        };
        const auto t = aio::create_task(body());
        const int got = co_await t;
        CHECK(got == 5);
    }());
}

TEST_CASE("cancelling counts requests, and cancel again returns true") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(sleeps());
        co_await aio::sleep(0ms);
        CHECK(t.cancelling() == 0);
        CHECK(t.cancel());
        CHECK(t.cancelling() == 1);
        CHECK(t.cancel());
        CHECK(t.cancelling() == 2);
        CHECK(t.uncancel() == 1);
        CHECK(t.uncancel() == 0);
        CHECK(t.uncancel() == 0);
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(t.uncancel() == 0);
    }());
}

TEST_CASE("uncancel to zero withdraws a cancellation that is not delivered yet") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<int> {
            aio::current_task().cancel();
            CHECK(aio::current_task().uncancel() == 0);
            co_await aio::sleep(1ms);
            co_return 1;
        };
        const auto t = aio::create_task(body());
        const int got = co_await t;
        CHECK(got == 1);

        const auto twice = []() -> aio::coro<int> {
            aio::current_task().cancel();
            aio::current_task().cancel();
            CHECK(aio::current_task().uncancel() == 1);
            co_await aio::sleep(1ms);
            co_return 1;
        };
        const std::string error = co_await test::failure(aio::create_task(twice()));
        CHECK(error == "CancelledError");
    }());
}

TEST_CASE("the cancellation message goes down to the innermost await and up again") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<> {
            auto inner = aio::create_task(sleeps());
            co_await inner;
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        t.cancel("enough");
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: enough");
    }());
}

TEST_CASE("the exception that ended a task is given out once: later ones have no message") {
    aio::run([]() -> aio::coro<> {
        const auto t = aio::create_task(sleeps());
        co_await aio::sleep(0ms);
        t.cancel("once");
        const std::string first = co_await test::failure(t);
        const std::string second = co_await test::failure(t);
        CHECK(first == "CancelledError: once");
        CHECK(second == "CancelledError");
    }());
}

TEST_CASE("a cancelled_error thrown by a task's own code makes it cancelled") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<> {
            throw aio::cancelled_error("own");
            co_return;
        };
        const auto t = aio::create_task(body());
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: own");
        CHECK(t.cancelled());
        CHECK(t.cancelling() == 0);
    }());
}

TEST_CASE("another exception during a cancellation is the task's exception") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                throw aio::value_error("while cleaning up");
            }
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "ValueError: while cleaning up");
        CHECK_FALSE(t.cancelled());
    }());
}

TEST_CASE("catch (const std::exception&) does not swallow a cancellation") {
    aio::run([]() -> aio::coro<> {
        const auto body = []() -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const std::exception&) {
            }
        };
        const auto t = aio::create_task(body());
        co_await aio::sleep(0ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
    }());
}

TEST_CASE("destructors of a cancelled task's frames run, innermost first") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        struct leaving {
            test::notes& seen;
            const char* what;
            ~leaving() { seen.add(what); }
        };
        const auto inner = [&]() -> aio::coro<> {
            const leaving at_end{seen, "inner"};
            co_await aio::sleep(10s);
        };
        const auto outer = [&]() -> aio::coro<> {
            const leaving at_end{seen, "outer"};
            co_await inner();
        };
        const auto t = aio::create_task(outer());
        co_await aio::sleep(0ms);
        t.cancel();
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError");
        CHECK(seen.text() == "inner outer");
    }());
}

TEST_CASE("cancel() of a failed task counts as having looked at its exception") {
    struct listener final : test::deaf_observer {
        std::string heard;
        void unretrieved(aio::task_id id, std::string_view error) override {
            heard += std::to_string(id) + " " + std::string(error) + ";";
        }
    } ears;
    aio::run_options options;
    options.watcher = &ears;
    aio::run(
        []() -> aio::coro<> {
            const auto body = []() -> aio::coro<> {
                throw aio::value_error("boom");
                co_return;
            };
            const auto forgotten = aio::create_task(body());
            const auto cancelled = aio::create_task(body());
            co_await aio::sleep(0ms);
            CHECK_FALSE(cancelled.cancel());
        }(),
        options);
    CHECK(ears.heard == "2 ValueError: boom;");
}
