// aio::with and user-defined context managers.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

// class AsyncResource: async def __aenter__, async def __aexit__
class resource {
public:
    explicit resource(test::notes& seen, bool swallows = false) : seen_(seen), swallows_(swallows) {}

    aio::coro<> enter() {
        co_await aio::sleep(10ms);
        seen_.add("in@" + std::to_string(test::now_ms()));
    }
    aio::coro<std::exception_ptr> exit(std::exception_ptr error) {
        co_await aio::sleep(10ms);
        seen_.add("out@" + std::to_string(test::now_ms()) + "(" + aio::describe(error) + ")");
        if (swallows_) error = nullptr;
        co_return error;
    }

private:
    test::notes& seen_;
    bool swallows_;
};

class plain_resource {
public:
    explicit plain_resource(test::notes& seen) : seen_(seen) {}
    aio::coro<> enter() {
        seen_.add("in");
        co_return;
    }
    aio::coro<> exit(std::exception_ptr) {  // returns None: the exception goes on
        seen_.add("out");
        co_return;
    }

private:
    test::notes& seen_;
};

class refuses {
public:
    aio::coro<> enter() {
        co_await aio::sleep(1ms);
        throw aio::value_error("closed");
    }
    void exit(std::exception_ptr) { FAIL("was never entered"); }
};

}  // namespace

TEST_CASE("with awaits enter and exit of a resource of the program's own, and gives the body's value") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [&](resource&) -> aio::coro<int> {
            seen.add("body");
            co_return 5;
        };
        const int got = co_await aio::with(resource(seen), std::ref(body));
        CHECK(got == 5);
        CHECK(seen.text() == "in@10 body out@20()");
    }());
}

TEST_CASE("exit hears of the body's exception, and decides whether it goes on") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [](resource&) -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        const std::string error = co_await test::failure(aio::with(resource(seen), std::ref(body)));
        CHECK(error == "ValueError: boom");
        const std::string swallowed = co_await test::failure(aio::with(resource(seen, true), std::ref(body)));
        CHECK(swallowed.empty());
        CHECK(seen.text() == "in@10 out@20(ValueError: boom) in@30 out@40(ValueError: boom)");
    }());
}

TEST_CASE("an exit that gives nothing lets the exception go on") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [](plain_resource&) -> aio::coro<> {
            throw aio::value_error("boom");
            co_return;
        };
        const std::string error = co_await test::failure(aio::with(plain_resource(seen), std::ref(body)));
        CHECK(error == "ValueError: boom");
        CHECK(seen.text() == "in out");
    }());
}

TEST_CASE("a block that cannot be entered is not left either, nor its body run") {
    aio::run([]() -> aio::coro<> {
        const auto body = [](refuses&) -> aio::coro<> {
            FAIL("was never entered");
            co_return;
        };
        const std::string error = co_await test::failure(aio::with(refuses(), std::ref(body)));
        CHECK(error == "ValueError: closed");
    }());
}

TEST_CASE("a body that is cancelled leaves its resource") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto body = [](resource&) -> aio::coro<> { co_await aio::sleep(1h); };
        const auto t = aio::create_task(aio::with(resource(seen), std::ref(body)));
        co_await aio::sleep(50ms);
        t.cancel("enough");
        const std::string error = co_await test::failure(t);
        CHECK(error == "CancelledError: enough");
        CHECK(seen.text() == "in@10 out@60(CancelledError: enough)");
    }());
}
