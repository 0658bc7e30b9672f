// asyncio.to_thread, loop.run_in_executor: blocking calls in virtual time.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

int blocks(aio::duration d, int n) {
    aio::blocking_sleep(d);
    return n;
}

}  // namespace

TEST_CASE("a blocking call gives its result when its time is over, and the loop goes on meanwhile") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        const auto ticks = [&]() -> aio::coro<> {
            for (int i = 0; i < 3; ++i) {
                co_await aio::sleep(10ms);
                seen.add(std::to_string(test::now_ms()));
            }
        };
        const auto t = aio::create_task(ticks());
        const int got = co_await aio::to_thread(blocks, 25ms, 7);
        CHECK(got == 7);
        CHECK(test::now_ms() == 25);
        CHECK(seen.text() == "10 20");
        co_await t;
    }());
}

TEST_CASE("exceptions cross, arguments are moved, void is fine") {
    aio::run([]() -> aio::coro<> {
        const auto fails = [] { throw aio::value_error("boom"); };
        const std::string error = co_await test::failure(aio::to_thread(fails));
        CHECK(error == "ValueError: boom");
        const auto take = [](std::unique_ptr<int> p) { return *p; };
        const int got = co_await aio::to_thread(take, std::make_unique<int>(4));
        CHECK(got == 4);
        int calls = 0;
        const auto count = [&calls] { ++calls; };
        co_await aio::to_thread(count);
        CHECK(calls == 1);
    }());
}

TEST_CASE("ten calls at once take the time of one, with as many workers") {
    aio::run([]() -> aio::coro<> {
        std::vector<aio::coro<int>> all;
        for (int i = 0; i < 10; ++i) all.push_back(aio::to_thread(blocks, 10ms, i));
        const std::vector<int> got = co_await aio::gather(std::move(all));
        CHECK(got.back() == 9);
        CHECK(test::now_ms() == 10);
    }());
}

TEST_CASE("with fewer workers calls queue, first come, first served") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        loop.set_default_executor(std::make_unique<aio::worker_pool>(loop, 2));
        test::notes seen;
        const auto call = [&](int n) -> aio::coro<> {
            co_await aio::to_thread(blocks, 10ms, n);
            seen.add(std::to_string(n) + "@" + std::to_string(test::now_ms()));
        };
        co_await aio::gather(call(1), call(2), call(3), call(4), call(5));
        CHECK(seen.text() == "1@10 2@10 3@20 4@20 5@30");
    }());
}

TEST_CASE("cancelling drops a call that has not begun; one that has runs on unheard") {
    aio::run([]() -> aio::coro<> {
        aio::event_loop& loop = aio::get_running_loop();
        loop.set_default_executor(std::make_unique<aio::worker_pool>(loop, 1));
        test::notes seen;
        const auto job = [&](const char* name) {
            return [&seen, name] {
                seen.add(name);
                aio::blocking_sleep(10ms);
            };
        };
        const auto running = aio::run_in_executor(job("running"));
        const auto queued = aio::run_in_executor(job("queued"));
        const auto last = aio::run_in_executor(job("last"));
        CHECK(queued.cancel());
        CHECK(running.cancel());
        co_await last;
        CHECK(seen.text() == "running last");
        CHECK(test::now_ms() == 20);
    }());
}

TEST_CASE("a job is not loop code: no running loop, no current task") {
    aio::run([]() -> aio::coro<> {
        const auto outside = [] { return aio::event_loop::running() == nullptr && !aio::current_task(); };
        const bool is_outside = co_await aio::to_thread(outside);
        CHECK(is_outside);
        CHECK(aio::event_loop::running() != nullptr);
        const auto misuse = [] { aio::get_running_loop(); };
        const std::string error = co_await test::failure(aio::to_thread(misuse));
        CHECK(error == "RuntimeError: no running event loop");
    }());
}

TEST_CASE("run waits for jobs nobody waits for") {
    aio::program p([]() -> aio::coro<> {
        aio::run_in_executor([] { aio::blocking_sleep(50ms); });
        co_return;
    }());
    p.run_to_end();
    CHECK(p.outcome() == aio::run_outcome::ok);
    CHECK(p.loop().time().time_since_epoch() == 50ms);
}

TEST_CASE("no jobs once the shutdown has begun") {
    std::string refused;
    aio::run([](std::string& text) -> aio::coro<> {
        aio::get_running_loop().call_soon([] {});
        aio::run_in_executor([] { aio::blocking_sleep(50ms); });
        aio::get_running_loop().call_later(10ms, [&text] {
            try {
                aio::run_in_executor([] {});
            } catch (const aio::runtime_error& e) {
                text = e.what();
            }
        });
        co_return;
    }(refused));
    CHECK(refused == "Executor shutdown has been called");
}

TEST_CASE("blocking_sleep in the loop stops everything, and moves the clock") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::get_running_loop().call_later(10ms, [&] { seen.add("timer@" + std::to_string(test::now_ms())); });
        aio::blocking_sleep(30ms);
        CHECK(test::now_ms() == 30);
        co_await aio::sleep(0ms);  // due timers join behind what is ready
        co_await aio::sleep(0ms);
        CHECK(seen.text() == "timer@30");
        CHECK_THROWS_AS(aio::blocking_sleep(-1ms), aio::value_error);
    }());
}
