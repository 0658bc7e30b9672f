// SystemExit leaves the loop; asyncio.run shuts down and throws it.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> exits(int code) {
    throw aio::system_exit(code);
    co_return;
}

aio::coro<> left_over(test::notes& seen) {
    try {
        co_await aio::sleep(100s);
    } catch (const aio::cancelled_error&) {
        seen.add("cancelled");
        throw;
    }
}

// How a run ends, to the end at once or handle by handle.
std::string end_of(aio::coro<> main, bool stepped) {
    aio::program p(std::move(main));
    if (stepped) {
        while (p.step()) {
        }
    } else {
        p.run_to_end();
    }
    CHECK(p.outcome() == aio::run_outcome::exception);
    return aio::describe(p.error());
}

}  // namespace

TEST_CASE("a system_exit of main or of any task ends the run, after its shut-down") {
    for (const bool stepped : {false, true}) {
        for (const bool of_main : {false, true}) {
            test::notes seen;
            bool went_on = false;
            const auto main = [&]() -> aio::coro<> {
                const auto left = aio::create_task(left_over(seen));
                co_await aio::sleep(0s);
                const auto bad = of_main ? aio::task<>() : aio::create_task(exits(4));
                if (of_main) throw aio::system_exit(4);
                co_await aio::sleep(1s);
                went_on = true;
            };
            CHECK(end_of(main(), stepped) == "SystemExit: 4");
            CHECK(seen.text() == "cancelled");
            CHECK_FALSE(went_on);
        }
    }
}

TEST_CASE("a system_exit while the run shuts down ends that too") {
    for (const bool stepped : {false, true}) {
        test::notes seen;
        const auto second = [&]() -> aio::coro<> {
            try {
                co_await aio::sleep(1s);
            } catch (const aio::cancelled_error&) {
                throw aio::system_exit(2);
            }
        };
        const auto main = [&]() -> aio::coro<> {
            aio::create_task(second());
            aio::create_task(left_over(seen));  // cancelled as well, but its step never comes
            co_await aio::sleep(0s);
            throw aio::system_exit(1);
        };
        CHECK(end_of(main(), stepped) == "SystemExit: 2");
        CHECK(seen.text() == "");
    }
}

TEST_CASE("a system_exit of a callback or of an exception handler leaves the loop") {
    for (const bool by_handler : {false, true}) {
        const auto main = [&]() -> aio::coro<> {
            aio::event_loop& loop = aio::get_running_loop();
            if (by_handler) {
                loop.set_exception_handler([](const aio::error_context&) { throw aio::system_exit(6); });
                loop.call_soon([] { throw aio::value_error("handled"); });
            } else {
                loop.call_soon([] { throw aio::system_exit(6); });
            }
            co_await aio::sleep(1s);
            CHECK(false);
        };
        CHECK(test::error_of_run(main()) == "SystemExit: 6");
    }
}

TEST_CASE("a system_exit leaves a task group as it is") {
    for (const bool of_body : {false, true}) {
        const auto main = [&]() -> aio::coro<> {
            const auto body = [&](aio::task_group& group) -> aio::coro<> {
                if (!of_body) group.create_task(exits(5));
                group.create_task(aio::sleep(1s, 1));
                co_await aio::sleep(0s);
                if (of_body) throw aio::system_exit(5);
                co_await aio::sleep(1s);
            };
            co_await aio::with(aio::task_group(), std::ref(body));
        };
        CHECK(test::error_of_run(main()) == "SystemExit: 5");
    }
}

TEST_CASE("a system_exit in an eager first step leaves create_task, whose task is current again") {
    aio::run([]() -> aio::coro<> {
        const aio::any_task self = aio::current_task();
        int code = 0;
        try {
            aio::create_task(exits(7), aio::task_options(true));
        } catch (const aio::system_exit& e) {
            code = e.code();
        }
        CHECK(code == 7);
        CHECK(aio::current_task() == self);
        CHECK(aio::all_tasks().size() == 1);
        co_return;
    }());
}

TEST_CASE("a runner goes on after a system_exit, and closes with one") {
    aio::runner runner;
    int ticks = 0;
    bool exit_again = true;
    const auto ticking = [&]() -> aio::coro<> {
        std::exception_ptr cancellation;
        try {
            for (;; ++ticks) co_await aio::sleep(1s);
        } catch (...) {
            cancellation = std::current_exception();
        }
        if (exit_again) throw aio::system_exit(9);
    };
    const auto main = [&]() -> aio::coro<> {
        aio::create_task(ticking());
        co_await aio::sleep(2500ms);
        throw aio::system_exit(8);
    };
    CHECK_THROWS_AS(runner.run(main()), aio::system_exit);
    CHECK(ticks == 2);
    runner.run([]() -> aio::coro<> { co_await aio::sleep(1s); }());
    CHECK(ticks == 3);
    CHECK_THROWS_AS(runner.close(), aio::system_exit);
    CHECK_THROWS_AS(runner.get_loop(), aio::runtime_error);
    runner.close();
}

TEST_CASE("describe() names a system_exit with its code") {
    CHECK(aio::describe(std::make_exception_ptr(aio::system_exit())) == "SystemExit");
    CHECK(aio::describe(std::make_exception_ptr(aio::system_exit(3))) == "SystemExit: 3");
    CHECK_FALSE(std::is_base_of_v<std::exception, aio::system_exit>);
}
