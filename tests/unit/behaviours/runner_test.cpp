// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   run gives the result
//   run throws the exception
//   run from a running loop is a RuntimeError
//   leftovers are cancelled and awaited
//   errors of leftovers go to the exception handler
//   several runs on one loop, then closed
//   the loop of a run is closed when the run ends
//   closing twice is harmless
//   a run that is over cannot be run again
//   a recursive run is a RuntimeError

#include "tests/unit/behaviours/loops.hpp"

using namespace std::chrono_literals;
using test::reports;

namespace {

// async def f(): await sleep(0); return 'done'
aio::coro<std::string> done() {
    co_await aio::sleep(0ms);
    co_return "done";
}

}  // namespace

// test_asyncio_run_return
TEST_CASE("Runner: run gives the result") {
    auto main = []() -> aio::coro<int> {
        co_await aio::sleep(0ms);
        co_return 42;
    };
    CHECK(aio::run(main()) == 42);
}

// test_asyncio_run_raises
TEST_CASE("Runner: run throws the exception") {
    auto main = []() -> aio::coro<> {
        co_await aio::sleep(0ms);
        throw aio::value_error("spam");
    };
    CHECK(test::thrown([&] { aio::run(main()); }) == "ValueError: spam");
}

// test_asyncio_run_from_running_loop
TEST_CASE("Runner: run from a running loop is a RuntimeError") {
    auto main = []() -> aio::coro<> {
        aio::run(done());
        co_return;
    };
    CHECK(test::thrown([&] { aio::run(main()); }) ==
          "RuntimeError: asyncio.run() cannot be called from a running event loop");
}

// test_asyncio_run_cancels_hanging_tasks
TEST_CASE("Runner: leftovers are cancelled and awaited") {
    aio::task<> leftover;
    bool cleaned = false;
    auto hangs = [&]() -> aio::coro<> {
        std::exception_ptr error;
        try {
            co_await aio::sleep(100ms);
        } catch (...) {
            error = std::current_exception();
        }
        co_await aio::sleep(10ms);
        cleaned = true;
        std::rethrow_exception(error);
    };
    auto main = [&]() -> aio::coro<int> {
        leftover = aio::create_task(hangs());
        co_return 123;
    };
    CHECK(aio::run(main()) == 123);
    CHECK(leftover.done());
    CHECK(leftover.cancelled());
    CHECK(cleaned);
}

// test_asyncio_run_reports_hanging_tasks_errors
TEST_CASE("Runner: errors of leftovers go to the exception handler") {
    static aio::task_id reported = 0;
    reports().clear();
    aio::task<> leftover;
    auto hangs = []() -> aio::coro<> {
        try {
            co_await aio::sleep(100ms);
        } catch (const aio::cancelled_error&) {
            throw test::zero_division();
        }
    };
    auto main = [&]() -> aio::coro<int> {
        aio::get_running_loop().set_exception_handler([](const aio::error_context& context) {
            test::report(context);
            reported = context.task;
        });
        leftover = aio::create_task(hangs());
        co_await aio::sleep(0ms);
        co_return 123;
    };
    CHECK(aio::run(main()) == 123);
    CHECK(leftover.done());
    const std::string report = "unhandled exception during asyncio.run() shutdown / ZeroDivisionError";
    CHECK(reports() == std::vector<std::string>{report});
    CHECK(reported == leftover.id());
}

// test_run
TEST_CASE("Runner: several runs on one loop, then closed") {
    aio::event_loop loop;
    CHECK(test::run_until_complete(loop, done()) == "done");
    CHECK(test::run_until_complete(loop, aio::sleep(1s, 7)) == 7);
    CHECK(test::run_until_complete(loop, done()) == "done");
    CHECK(loop.time() == aio::time_point{1s});  // the clock goes on
    loop.close();
    CHECK(loop.closed());
    CHECK(test::thrown([&] { test::run_until_complete(loop, done()); }) == "RuntimeError: Event loop is closed");
}

// test_explicit_close
TEST_CASE("Runner: the loop of a run is closed when the run ends") {
    // There is no runner to close; a run closes its loop itself. What outlives it knows the loop.
    aio::future<> kept;
    auto main = [&]() -> aio::coro<> {
        kept = aio::create_future<>();
        CHECK_FALSE(kept.state().loop().closed());
        const std::string error = test::thrown([] { aio::get_running_loop().close(); });
        CHECK(error == "RuntimeError: Cannot close a running event loop");
        co_return;
    };
    aio::run(main());
    CHECK(kept.state().loop().closed());
    CHECK(aio::event_loop::running() == nullptr);
}

// test_double_close
TEST_CASE("Runner: closing twice is harmless") {
    aio::event_loop loop;
    CHECK(test::run_until_complete(loop, done()) == "done");
    loop.close();
    CHECK(loop.closed());
    loop.close();
    CHECK(loop.closed());
}

// test_second_with_block_raises
TEST_CASE("Runner: a run that is over cannot be run again") {
    aio::event_loop loop;
    CHECK(test::run_until_complete(loop, done()) == "done");
    loop.close();
    CHECK(test::thrown([&] { const aio::running_scope again(loop); }) == "RuntimeError: Event loop is closed");

    aio::program p(done());
    p.run_to_end();
    CHECK(p.over());
    const std::uint64_t handles = p.loop().handles_run();
    CHECK_FALSE(p.step());
    p.run_to_end();
    CHECK(p.loop().handles_run() == handles);
}

// test_recursive_run
TEST_CASE("Runner: a recursive run is a RuntimeError") {
    aio::event_loop loop;
    std::string error;
    auto outer = [&]() -> aio::coro<> {
        error = test::thrown([&] { test::run_until_complete(loop, done()); });
        co_return;
    };
    test::run_until_complete(loop, outer());
    CHECK(error == "RuntimeError: Cannot run the event loop while another loop is running");
    CHECK(test::run_until_complete(loop, done()) == "done");  // and it still works
}
