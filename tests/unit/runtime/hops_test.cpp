// How many iterations of the loop lie between a cause and its effect, as measured on CPython 3.13. Every order that a
// program can see follows from these numbers and from the ready queue being first in, first out.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;
using test::iteration;

namespace {

// The iteration in which something happened.
struct moment {
    std::uint64_t at = 0;
    void note() { at = iteration(); }
    std::uint64_t until_now() const { return iteration() - at; }
    std::uint64_t until(const moment& later) const { return later.at - at; }
};

aio::coro<int> one() { co_return 1; }

aio::coro<> ends(moment& at) {
    co_await aio::sleep(0ms);
    at.note();
}

aio::coro<> fails(moment& at) {
    at.note();
    throw aio::value_error("boom");
    co_return;
}

aio::coro<> sleeps_until_cancelled(moment& at) {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        at.note();
        throw;
    }
}

aio::coro<> awaits_a_sleeper(moment& inner, moment& outer) {
    auto t = aio::create_task(sleeps_until_cancelled(inner));
    try {
        co_await t;
    } catch (const aio::cancelled_error&) {
        outer.note();
        throw;
    }
}

template <class Awaitable>
aio::coro<> then_note(Awaitable awaitable, moment& at) {
    co_await std::move(awaitable);
    at.note();
}

}  // namespace

TEST_CASE("sleep(0) takes one iteration, a coroutine that does not block none") {
    aio::run([]() -> aio::coro<> {
        moment start;
        start.note();
        co_await aio::sleep(0ms);
        CHECK(start.until_now() == 1);
        start.note();
        co_await one();
        CHECK(start.until_now() == 0);
    }());
}

TEST_CASE("a done future does not suspend, a pending one resumes its task one iteration after set_result") {
    aio::run([]() -> aio::coro<> {
        moment start, callback;
        auto done = aio::create_future<int>();
        done.set_result(1);
        start.note();
        co_await done;
        CHECK(start.until_now() == 0);

        auto pending = aio::create_future<int>();
        aio::get_running_loop().call_soon([&] {
            start.note();
            pending.set_result(1);
        });
        co_await pending;
        CHECK(start.until_now() == 1);

        auto watched = aio::create_future<int>();
        watched.add_done_callback([&](const aio::future<int>&) { callback.note(); });
        start.note();
        watched.set_result(1);
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(start.until(callback) == 1);
    }());
}

TEST_CASE("a task takes its first step in the next iteration, and whoever awaits it resumes one after its end") {
    aio::run([]() -> aio::coro<> {
        moment start, first;
        start.note();
        auto t = aio::create_task(then_note(one(), first));
        co_await t;
        CHECK(start.until(first) == 1);
        CHECK(first.until_now() == 1);
    }());
}

TEST_CASE("a sleeper resumes one iteration after its timer fires") {
    aio::run([]() -> aio::coro<> {
        moment fired;
        aio::get_running_loop().call_later(10ms, [&] { fired.note(); });
        co_await aio::sleep(10ms);
        CHECK(fired.until_now() == 1);
    }());
}

TEST_CASE("call_soon and call_later(0) run in the next iteration, call_soon first") {
    aio::run([]() -> aio::coro<> {
        moment start, soon, later;
        test::notes order;
        start.note();
        aio::get_running_loop().call_later(0ms, [&] {
            later.note();
            order.add("later");
        });
        aio::get_running_loop().call_soon([&] {
            soon.note();
            order.add("soon");
        });
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        CHECK(start.until(soon) == 1);
        CHECK(start.until(later) == 1);
        CHECK(order.text() == "soon later");
    }());
}

TEST_CASE("gather resumes two iterations after its last child, and not at all when all are done") {
    aio::run([]() -> aio::coro<> {
        moment start, last;
        co_await aio::gather(ends(last));
        CHECK(last.until_now() == 2);

        auto t = aio::create_task(one());
        co_await t;
        start.note();
        co_await aio::gather(t, t);
        co_await aio::gather();
        const std::vector<aio::task<int>> none;
        co_await aio::gather(none);
        CHECK(start.until_now() == 0);
    }());
}

TEST_CASE("wait resumes two iterations after the last task, even when all are done") {
    aio::run([]() -> aio::coro<> {
        moment start, last;
        const std::vector tasks{aio::create_task(ends(last))};
        co_await aio::wait(tasks);
        CHECK(last.until_now() == 2);
        start.note();
        co_await aio::wait(tasks);
        CHECK(start.until_now() == 2);
    }());
}

TEST_CASE("shield and as_completed resume two iterations after the inner one ends") {
    aio::run([]() -> aio::coro<> {
        moment inner;
        const auto t = aio::create_task(ends(inner));
        co_await aio::shield(t);
        CHECK(inner.until_now() == 2);
        co_await aio::shield(ends(inner));
        CHECK(inner.until_now() == 2);

        std::vector<aio::coro<>> coroutines;
        coroutines.push_back(ends(inner));
        auto items = aio::as_completed(std::move(coroutines));
        co_await items.next();
        CHECK(inner.until_now() == 2);
    }());
}

TEST_CASE("wait_for of a coroutine makes no task, of a task adds no iteration, with no time takes three") {
    aio::run([]() -> aio::coro<> {
        moment start, inner;
        start.note();
        co_await aio::wait_for(one(), 5s);
        CHECK(start.until_now() == 0);

        auto t = aio::create_task(ends(inner));
        co_await aio::wait_for(t, 5s);
        CHECK(inner.until_now() == 1);

        start.note();
        const std::string error1 = co_await test::failure(aio::wait_for(one(), 0ms));
        CHECK(error1 == "TimeoutError");
        CHECK(start.until_now() == 3);
    }());
}

TEST_CASE("timeout(0) ends a sleep after two iterations, a later deadline one after its timer") {
    aio::run([]() -> aio::coro<> {
        moment start;
        const auto body = [](aio::timeout&) -> aio::coro<> { co_await aio::sleep(10s); };
        start.note();
        const std::string error2 = co_await test::failure(aio::with(aio::timeout(0ms), body));
        CHECK(error2 == "TimeoutError");
        CHECK(start.until_now() == 2);

        aio::get_running_loop().call_later(10ms, [&] { start.note(); });
        const std::string error3 = co_await test::failure(aio::with(aio::timeout(10ms), body));
        CHECK(error3 == "TimeoutError");
        CHECK(start.until_now() == 1);
    }());
}

TEST_CASE("a task group is left two iterations after its last child, an error reaches its body after two") {
    aio::run([]() -> aio::coro<> {
        moment last, failed, interrupted;
        const auto quiet = [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(ends(last));
            co_return;
        };
        co_await aio::with(aio::task_group(), std::ref(quiet));
        CHECK(last.until_now() == 2);

        const auto failing = [&](aio::task_group& group) -> aio::coro<> {
            group.create_task(fails(failed));
            co_await sleeps_until_cancelled(interrupted);
        };
        const std::string error4 = co_await test::failure(aio::with(aio::task_group(), std::ref(failing)));
        CHECK(error4 == "ExceptionGroup: unhandled errors in a TaskGroup [ValueError: boom]");
        CHECK(failed.until(interrupted) == 2);
        CHECK(interrupted.until_now() == 0);
    }());
}

TEST_CASE("a cancelled sleeper learns of it after one iteration, who awaits it after two") {
    aio::run([]() -> aio::coro<> {
        moment start, inner;
        auto t = aio::create_task(sleeps_until_cancelled(inner));
        co_await aio::sleep(0ms);
        start.note();
        t.cancel();
        const std::string error5 = co_await test::failure(t);
        CHECK(error5 == "CancelledError");
        CHECK(start.until(inner) == 1);
        CHECK(inner.until_now() == 1);
    }());
}

TEST_CASE("a cancellation goes down the chain of tasks at once and comes up one task an iteration") {
    aio::run([]() -> aio::coro<> {
        moment start, inner, outer;
        auto t = aio::create_task(awaits_a_sleeper(inner, outer));
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        start.note();
        t.cancel();
        const std::string error6 = co_await test::failure(t);
        CHECK(error6 == "CancelledError");
        CHECK(start.until(inner) == 1);
        CHECK(start.until(outer) == 2);
    }());
}

TEST_CASE("lock, semaphore, event and queue wake a waiter in one iteration, and cost none when nobody must wait") {
    aio::run([]() -> aio::coro<> {
        moment start, woken;
        aio::lock mutex;
        co_await mutex.acquire();
        auto waits = aio::create_task(then_note(mutex.acquire(), woken));
        co_await aio::sleep(0ms);
        start.note();
        mutex.release();
        co_await waits;
        CHECK(start.until(woken) == 1);
        mutex.release();

        aio::semaphore permits(0);
        waits = aio::create_task(then_note(permits.acquire(), woken));
        co_await aio::sleep(0ms);
        start.note();
        permits.release();
        co_await waits;
        CHECK(start.until(woken) == 1);

        aio::event ready;
        waits = aio::create_task(then_note(ready.wait(), woken));
        co_await aio::sleep(0ms);
        start.note();
        ready.set();
        co_await waits;
        CHECK(start.until(woken) == 1);

        aio::queue<int> items(1);
        waits = aio::create_task(then_note(items.get(), woken));
        co_await aio::sleep(0ms);
        start.note();
        items.put_nowait(1);
        co_await waits;
        CHECK(start.until(woken) == 1);

        items.put_nowait(1);
        waits = aio::create_task(then_note(items.put(2), woken));
        co_await aio::sleep(0ms);
        start.note();
        items.get_nowait();
        co_await waits;
        CHECK(start.until(woken) == 1);
        items.get_nowait();

        start.note();
        co_await mutex.acquire();
        mutex.release();
        permits.release();
        co_await permits.acquire();
        co_await ready.wait();
        co_await items.put(1);
        co_await items.get();
        CHECK(start.until_now() == 0);
    }());
}

TEST_CASE("a notified task resumes one iteration after the lock is free, however long ago it was notified") {
    aio::run([]() -> aio::coro<> {
        moment start, woken;
        aio::condition changed;
        const auto waiter = [&]() -> aio::coro<> {
            auto held = co_await changed.scoped();
            co_await changed.wait();
            woken.note();
        };
        auto t = aio::create_task(waiter());
        co_await aio::sleep(0ms);
        co_await changed.acquire();
        start.note();
        changed.notify();
        changed.release();
        co_await t;
        CHECK(start.until(woken) == 1);

        t = aio::create_task(waiter());
        co_await aio::sleep(0ms);
        co_await changed.acquire();
        changed.notify();
        co_await aio::sleep(0ms);
        co_await aio::sleep(0ms);
        start.note();
        changed.release();
        co_await t;
        CHECK(start.until(woken) == 1);
    }());
}

TEST_CASE("the last to arrive at a barrier does not wait, the others resume one iteration later") {
    aio::run([]() -> aio::coro<> {
        moment start, woken;
        aio::barrier meeting(2);
        auto t = aio::create_task(then_note(meeting.wait(), woken));
        co_await aio::sleep(0ms);
        start.note();
        co_await meeting.wait();
        CHECK(start.until_now() == 0);
        co_await t;
        CHECK(start.until(woken) == 1);
    }());
}

TEST_CASE("to_thread of a call that takes no time takes two iterations") {
    aio::run([]() -> aio::coro<> {
        moment start;
        start.note();
        co_await aio::to_thread([] {});
        CHECK(start.until_now() == 2);
    }());
}
