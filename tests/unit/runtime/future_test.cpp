// asyncio.Future.

#include <doctest/doctest.h>

#include <memory>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

std::exception_ptr boom() { return std::make_exception_ptr(aio::value_error("boom")); }

}  // namespace

TEST_CASE("a new future is pending: result() and exception() throw, cancel() cancels it") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        CHECK_FALSE(f.done());
        CHECK_FALSE(f.cancelled());
        CHECK_THROWS_WITH_AS(f.result(), "Result is not set.", aio::invalid_state_error);
        CHECK_THROWS_WITH_AS(f.exception(), "Exception is not set.", aio::invalid_state_error);
        CHECK(f.cancel());
        CHECK(f.done());
        CHECK(f.cancelled());
        CHECK_FALSE(f.cancel());
        CHECK_THROWS_AS(f.result(), aio::cancelled_error);
        CHECK_THROWS_AS(f.exception(), aio::cancelled_error);
        CHECK_THROWS_AS(f.set_result(1), aio::invalid_state_error);
        CHECK_THROWS_AS(f.set_exception(boom()), aio::invalid_state_error);
        co_return;
    }());
}

TEST_CASE("a result is set once") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        f.set_result(42);
        CHECK(f.result() == 42);
        CHECK(f.exception() == nullptr);
        CHECK_FALSE(f.cancel());
        CHECK_THROWS_AS(f.set_result(1), aio::invalid_state_error);
        CHECK_THROWS_AS(f.set_exception(boom()), aio::invalid_state_error);
        const int awaited = co_await f;
        CHECK(awaited == 42);
        const int again = co_await f;
        CHECK(again == 42);
    }());
}

TEST_CASE("an exception is set once, and thrown by result() and await") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<int>();
        f.set_exception(boom());
        CHECK_THROWS_AS(f.result(), aio::value_error);
        CHECK(aio::describe(f.exception()) == "ValueError: boom");
        CHECK_THROWS_AS(f.set_result(1), aio::invalid_state_error);
        CHECK_FALSE(f.cancel());
        const std::string awaited = co_await test::failure(f);
        CHECK(awaited == "ValueError: boom");
        auto g = aio::create_future<int>();
        CHECK_THROWS_AS(g.set_exception(nullptr), aio::value_error);
    }());
}

TEST_CASE("the message of cancel() is carried by the cancelled_error") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<>();
        f.cancel("enough");
        const std::string awaited = co_await test::failure(f);
        CHECK(awaited == "CancelledError: enough");
        const std::string again = co_await test::failure(f);
        CHECK(again == "CancelledError: enough");
    }());
}

TEST_CASE("callbacks run in the order in which they were added, one iteration later and not before") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto f = aio::create_future<int>();
        f.add_done_callback([&](const aio::future<int>& done) { seen.add("a" + std::to_string(done.result())); });
        f.add_done_callback([&](const aio::future<int>&) { seen.add("b"); });
        f.set_result(7);
        f.add_done_callback([&](const aio::future<int>&) { seen.add("late"); });
        CHECK(seen.text() == "");
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "a7 b late");
    }());
}

TEST_CASE("a removed callback does not run, the others keep their order") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto note = [&](const char* what) { return [&seen, what](const aio::future<int>&) { seen.add(what); }; };
        auto f = aio::create_future<int>();
        const aio::callback_id a = f.add_done_callback(note("a"));
        f.add_done_callback(note("b"));
        const aio::callback_id c = f.add_done_callback(note("c"));
        CHECK(f.remove_done_callback(a));
        CHECK_FALSE(f.remove_done_callback(a));
        CHECK(f.remove_done_callback(c));
        CHECK_FALSE(f.remove_done_callback(aio::callback_id::none));
        f.set_result(1);
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "b");
    }());
}

TEST_CASE("a callback that is scheduled already cannot be removed") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto f = aio::create_future<int>();
        aio::callback_id second{};
        f.add_done_callback([&](const aio::future<int>& done) {
            seen.add("first");
            CHECK_FALSE(done.remove_done_callback(second));
        });
        second = f.add_done_callback([&](const aio::future<int>&) { seen.add("second"); });
        f.set_result(1);
        CHECK_FALSE(f.remove_done_callback(second));
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "first second");
    }());
}

TEST_CASE("a callback adds another, which runs one iteration later") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto f = aio::create_future<int>();
        f.add_done_callback([&](const aio::future<int>& done) {
            seen.add("outer");
            done.add_done_callback([&](const aio::future<int>&) { seen.add("inner"); });
        });
        f.set_result(1);
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "outer");
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "outer inner");
    }());
}

TEST_CASE("an exception that leaves a callback is reported, and the next callback runs") {
    struct listener final : test::deaf_observer {
        std::string heard;
        void loop_error(aio::task_id, std::string_view message, std::string_view error) override {
            heard = std::string(message) + ": " + std::string(error);
        }
    } ears;
    bool next_ran = false;
    aio::run_options options;
    options.watcher = &ears;
    aio::run(
        [&]() -> aio::coro<> {
            auto f = aio::create_future<int>();
            f.add_done_callback([](const aio::future<int>&) { throw aio::value_error("boom"); });
            f.add_done_callback([&](const aio::future<int>&) { next_ran = true; });
            f.set_result(1);
            co_await aio::sleep(0ms);
        }(),
        options);
    CHECK(ears.heard == "Exception in callback: ValueError: boom");
    CHECK(next_ran);
}

TEST_CASE("handles are names of one future: equal, and it lives while one of them does") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<std::string>();
        const auto same = f;
        CHECK(f == same);
        CHECK_FALSE(f == aio::create_future<std::string>());
        f = {};
        CHECK_FALSE(static_cast<bool>(f));
        same.set_result("kept");
        const std::string kept = co_await same;
        CHECK(kept == "kept");
    }());
}

TEST_CASE("several tasks may await one future, and resume in the order in which they came") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto f = aio::create_future<int>();
        const auto waiter = [&](std::string name) -> aio::coro<> {
            const int got = co_await f;
            seen.add(name + std::to_string(got));
        };
        auto a = aio::create_task(waiter("a"));
        auto b = aio::create_task(waiter("b"));
        co_await aio::sleep(0ms);
        f.set_result(1);
        co_await aio::gather(a, b);
        CHECK(seen.text() == "a1 b1");
    }());
}

TEST_CASE("a result that cannot be copied is moved to the one who awaits it") {
    aio::run([]() -> aio::coro<> {
        auto f = aio::create_future<std::unique_ptr<int>>();
        f.set_result(std::make_unique<int>(5));
        const std::unique_ptr<int> got = co_await f;
        CHECK(*got == 5);
    }());
}

TEST_CASE("awaiting a handle that refers to no future throws at the await") {
    aio::run([]() -> aio::coro<> {
        const aio::future<int> nothing;
        const std::string error = co_await test::failure(nothing);
        CHECK(error.rfind("RuntimeError: await of a future handle", 0) == 0);
    }());
}

TEST_CASE("awaiting a future of another loop throws into the task") {
    aio::event_loop other;
    aio::future<int> foreign;
    {
        aio::running_scope scope(other);
        foreign = aio::create_future<int>();
    }
    const std::string error = test::error_of_run([](aio::future<int> f) -> aio::coro<> { co_await f; }(foreign));
    CHECK(error == "RuntimeError: Task got Future attached to a different loop");
}

TEST_CASE("a callback that holds its own future does not keep the two alive beyond the loop") {
    const std::int64_t live = aio::frame_pool::live();
    const auto witness = std::make_shared<int>(0);
    aio::run([](std::shared_ptr<int> held) -> aio::coro<> {
        auto f = aio::create_future<int>();
        f.add_done_callback([f, held](const aio::future<int>&) {});
        co_return;
    }(witness));
    CHECK(witness.use_count() == 1);
    CHECK(aio::frame_pool::live() == live);
}
