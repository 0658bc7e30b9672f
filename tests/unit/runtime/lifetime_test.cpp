// Nothing is left, however a run ends, and what outlives its loop is harmless.

#include <doctest/doctest.h>

#include <memory>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

// Checks that what was made inside a scope is gone at its end.
class nothing_left {
public:
    nothing_left() : live_(aio::frame_pool::live()) {}
    nothing_left(const nothing_left&) = delete;
    nothing_left& operator=(const nothing_left&) = delete;
    ~nothing_left() {
        CHECK(aio::frame_pool::live() == live_);
        CHECK(witness.use_count() == 1);
    }
    std::shared_ptr<int> witness = std::make_shared<int>(0);

private:
    std::int64_t live_;
};

aio::coro<> holds(std::shared_ptr<int>, aio::duration d) { co_await aio::sleep(d); }

aio::coro<int> fails() {
    throw aio::value_error("boom");
    co_return 0;
}

aio::coro<> waits(std::shared_ptr<int> held) {
    const std::vector<aio::task<>> all{aio::create_task(holds(held, 9s))};
    co_await aio::wait(all, aio::wait_options(1h));
}

aio::coro<> grouped(std::shared_ptr<int> held) {
    const auto inside = [](aio::timeout&) -> aio::coro<> { co_await aio::sleep(2h); };
    const auto body = [&](aio::task_group& g) -> aio::coro<> {
        g.create_task(holds(held, 10s));
        co_await aio::with(aio::timeout(1h), inside);
    };
    co_await aio::with(aio::task_group(), std::ref(body));
}

// Everything that can be pending at once.
aio::coro<> leaves_everything(std::shared_ptr<int> held) {
    aio::event_loop& loop = aio::get_running_loop();
    aio::create_task(holds(held, 10s));
    aio::gather(holds(held, 5s), holds(held, 6s));
    aio::shield(holds(held, 7s));
    auto never = aio::create_future<int>();
    aio::shield(never);
    never.add_done_callback([held, never](const aio::future<int>&) {});
    loop.call_later(1h, [held] {});
    loop.call_soon([held] {});
    std::vector<aio::coro<>> some;
    some.push_back(holds(held, 8s));
    auto items = aio::as_completed(std::move(some), 1h);
    aio::create_task(waits(held));
    aio::create_task(grouped(held));
    aio::run_in_executor([held] { aio::blocking_sleep(3s); });
    co_await aio::sleep(1ms);
}

}  // namespace

TEST_CASE("nothing is left after a run that ends well, fails, or is cancelled") {
    {
        const nothing_left after;
        aio::run(leaves_everything(after.witness));
    }
    {
        const nothing_left after;
        const auto main = [](std::shared_ptr<int> held) -> aio::coro<> {
            co_await leaves_everything(held);
            co_await fails();
        };
        CHECK_THROWS_AS(aio::run(main(after.witness)), aio::value_error);
    }
    {
        const nothing_left after;
        const auto main = [](std::shared_ptr<int> held) -> aio::coro<> {
            co_await leaves_everything(held);
            aio::current_task().cancel();
            co_await aio::sleep(1s);
        };
        CHECK_THROWS_AS(aio::run(main(after.witness)), aio::cancelled_error);
    }
}

TEST_CASE("nothing is left after a deadlock") {
    const nothing_left after;
    const auto main = [](std::shared_ptr<int> held) -> aio::coro<> {
        aio::lock door;
        aio::queue<std::shared_ptr<int>> jobs(1);
        jobs.put_nowait(held);
        co_await door.acquire();
        aio::create_task(jobs.put(held));
        aio::create_task(jobs.join());
        aio::gather(door.acquire(), aio::create_future<int>());
        co_await door.acquire();
    };
    CHECK_THROWS_AS(aio::run(main(after.witness)), aio::deadlock_error);
}

TEST_CASE("nothing is left when a program is destroyed before its first step, in the middle, or at any handle") {
    {
        const nothing_left after;
        aio::program p(leaves_everything(after.witness));
    }
    std::size_t handles = 0;
    {
        const nothing_left after;
        aio::program p(leaves_everything(after.witness));
        while (p.step()) ++handles;
    }
    REQUIRE(handles > 20);
    for (std::size_t stop = 1; stop < handles; ++stop) {
        const nothing_left after;
        aio::program p(leaves_everything(after.witness));
        for (std::size_t i = 0; i < stop; ++i) p.step();
    }
}

TEST_CASE("nothing is left when an observed program is destroyed in the middle") {
    const nothing_left after;
    test::deaf_observer ears;
    aio::run_options options;
    options.watcher = &ears;
    aio::program p(leaves_everything(after.witness), options);
    for (int i = 0; i < 12; ++i) p.step();
}

TEST_CASE("a coroutine that is never awaited, and a task that is never run, are destroyed") {
    const nothing_left after;
    {
        auto body = holds(after.witness, 1s);
        CHECK(static_cast<bool>(body));
    }
    aio::event_loop loop;
    aio::running_scope scope(loop);
    aio::create_task(holds(after.witness, 1s));
}

TEST_CASE("destructors that run while a loop closes may wake, cancel and resolve what is left") {
    const nothing_left after;
    struct meddler {
        aio::future<> target;
        aio::future<> other;
        aio::lock& door;
        ~meddler() {
            if (!target.done()) target.set_result();
            other.cancel();
            if (door.locked()) door.release();
        }
    };
    const auto main = [](std::shared_ptr<int> held) -> aio::coro<> {
        aio::lock door;
        co_await door.acquire();
        auto target = aio::create_future<>();
        target.add_done_callback([held](const aio::future<>&) {});
        const auto waits = [](std::shared_ptr<int>, aio::future<> f) -> aio::coro<> { co_await f; };
        const auto other = aio::create_task(waits(held, target));
        const auto locks = aio::create_task(door.acquire());
        const meddler m{target, other, door};
        co_await aio::create_future<>();
        co_await locks;
    };
    CHECK_THROWS_AS(aio::run(main(after.witness)), aio::deadlock_error);
}

TEST_CASE("handles of tasks and futures may outlive their run") {
    const std::int64_t live = aio::frame_pool::live();
    {
        aio::task<int> done;
        aio::task<> pending;
        aio::future<int> open;
        aio::handle timer;
        bool called = false;
        {
            const auto main = [&]() -> aio::coro<> {
                const auto one = []() -> aio::coro<int> { co_return 1; };
                done = aio::create_task(one());
                open = aio::create_future<int>();
                open.add_done_callback([&](const aio::future<int>&) { called = true; });
                timer = aio::get_running_loop().call_later(1h, [&] { called = true; });
                const auto waits = [&]() -> aio::coro<> {
                    try {
                        co_await aio::sleep(1h);
                    } catch (const aio::cancelled_error&) {
                    }
                    co_await aio::create_future<>();
                };
                pending = aio::create_task(waits());
                co_await done;
            };
            aio::program p(main());
            for (int i = 0; i < 6; ++i) p.step();
        }
        CHECK(done.result() == 1);
        CHECK_FALSE(pending.done());
        CHECK(pending.cancel());
        CHECK_FALSE(pending.done());
        open.set_result(5);
        CHECK(open.result() == 5);
        timer.cancel();
        CHECK_FALSE(called);
        CHECK_THROWS_WITH_AS(open.add_done_callback([](const aio::future<int>&) {}), "Event loop is closed",
                             aio::runtime_error);
    }
    CHECK(aio::frame_pool::live() == live);
}

TEST_CASE("a primitive may live longer than the loop in which tasks waited for it") {
    const nothing_left after;
    aio::lock door;
    aio::event ready;
    aio::queue<int> items;
    aio::semaphore permits(0);
    aio::condition changed;
    const auto main = [&](std::shared_ptr<int> held) -> aio::coro<> {
        co_await door.acquire();
        aio::create_task(door.acquire());
        aio::create_task(ready.wait());
        aio::create_task(items.get());
        aio::create_task(permits.acquire());
        const auto told = [&](std::shared_ptr<int>) -> aio::coro<> {
            auto guard = co_await changed.scoped();
            co_await changed.wait();
        };
        const auto t = aio::create_task(told(held));
        co_await t;
    };
    {
        aio::program p(main(after.witness));
        p.run_to_end();
        CHECK(p.outcome() == aio::run_outcome::deadlock);
    }
    door.release();
    ready.set();
    items.put_nowait(1);
    permits.release();
    CHECK(items.qsize() == 1);
    CHECK_FALSE(changed.locked());
}

TEST_CASE("a task that is ended by hand while it waits leaves the line once it is woken") {
    const nothing_left after;
    const auto main = [&]() -> aio::coro<> {
        aio::get_running_loop().set_exception_handler([](const aio::error_context&) {});  // it is told of each refused step
        aio::queue<int> items;
        aio::semaphore permits(0);
        const auto getter = aio::create_task(items.get());
        const auto taker = aio::create_task(permits.acquire());
        co_await aio::sleep(0s);
        getter.state().set_exception(std::make_exception_ptr(aio::value_error("by hand")));
        taker.state().set_exception(std::make_exception_ptr(aio::value_error("by hand")));
        for (int i = 0; i < 3; ++i) {
            items.put_nowait(i);
            permits.release();
            co_await aio::sleep(0s);
            co_await aio::sleep(0s);
        }
        CHECK(items.qsize() == 3);
        CHECK(permits.value() == 2);  // one was given to who cannot use it
        const int first = co_await items.get();
        CHECK(first == 0);
        CHECK(getter.exception() != nullptr);
        CHECK(taker.exception() != nullptr);
    };
    aio::run(main());
}

TEST_CASE("a guard whose lock has died does nothing") {
    aio::run([]() -> aio::coro<> {
        auto door = std::make_unique<aio::lock>();
        auto permits = std::make_unique<aio::semaphore>(1);
        const auto holds_both = [&]() -> aio::coro<> {
            auto a = co_await door->scoped();
            auto b = co_await permits->scoped();
            auto moved = std::move(a);
            co_await aio::sleep(10ms);
        };
        const auto t = aio::create_task(holds_both());
        co_await aio::sleep(1ms);
        door.reset();
        permits.reset();
        co_await t;
    }());
}
