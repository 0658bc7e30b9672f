// asyncio.Queue, LifoQueue, PriorityQueue.

#include <doctest/doctest.h>

#include <memory>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

template <class Queue>
aio::coro<> gets(Queue& q, test::notes& seen, std::string name) {
    const int item = co_await q.get();
    seen.add(name + std::to_string(item));
}

template <class Queue>
aio::coro<> puts(Queue& q, test::notes& seen, int item) {
    co_await q.put(item);
    seen.add("put" + std::to_string(item));
}

template <class Queue>
std::string drained(Queue& q) {
    std::string text;
    while (auto item = q.try_get()) text += std::to_string(*item) + " ";
    return text;
}

}  // namespace

TEST_CASE("size, bound, and what they forbid") {
    aio::run([]() -> aio::coro<> {
        aio::queue<int> q(2);
        CHECK(q.empty());
        CHECK_FALSE(q.full());
        CHECK(q.maxsize() == 2);
        CHECK_THROWS_AS(q.get_nowait(), aio::queue_empty);
        CHECK_FALSE(q.try_get().has_value());
        q.put_nowait(1);
        co_await q.put(2);
        CHECK(q.full());
        CHECK(q.qsize() == 2);
        CHECK_THROWS_AS(q.put_nowait(3), aio::queue_full);
        const int first = co_await q.get();
        CHECK(first == 1);
        CHECK(q.get_nowait() == 2);
        aio::queue<int> endless;
        for (int i = 0; i < 100; ++i) endless.put_nowait(i);
        CHECK_FALSE(endless.full());
    }());
}

TEST_CASE("three queues, three orders") {
    aio::queue<int> fifo;
    aio::lifo_queue<int> lifo;
    aio::priority_queue<int> smallest;
    for (const int i : {3, 1, 4, 1, 5, 9, 2, 6}) {
        fifo.put_nowait(i);
        lifo.put_nowait(i);
        smallest.put_nowait(i);
    }
    CHECK(drained(fifo) == "3 1 4 1 5 9 2 6 ");
    CHECK(drained(lifo) == "6 2 9 5 1 4 1 3 ");
    CHECK(drained(smallest) == "1 1 2 3 4 5 6 9 ");
}

TEST_CASE("items of equal priority come out in the order of Python's heapq") {
    struct job {
        int priority;
        int number;
    };
    struct by_priority {
        bool operator()(const job& a, const job& b) const { return a.priority < b.priority; }
    };
    aio::priority_queue<job, by_priority> q;
    for (int i = 0; i < 10; ++i) q.put_nowait(job{0, i});
    std::string order;
    while (auto j = q.try_get()) order += std::to_string(j->number);
    CHECK(order == "0269857413");
}

TEST_CASE("a getter waits for an item, and getters are served in order of arrival") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q;
        const auto a = aio::create_task(gets(q, seen, "a"));
        const auto b = aio::create_task(gets(q, seen, "b"));
        co_await aio::sleep(1ms);
        q.put_nowait(1);
        q.put_nowait(2);
        co_await aio::gather(a, b);
        CHECK(seen.text() == "a1 b2");
    }());
}

TEST_CASE("a putter waits for room, and putters are served in order of arrival") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q(1);
        co_await q.put(0);
        const auto a = aio::create_task(puts(q, seen, 1));
        const auto b = aio::create_task(puts(q, seen, 2));
        co_await aio::sleep(1ms);
        CHECK(seen.text() == "");
        CHECK(q.get_nowait() == 0);
        co_await a;
        CHECK(seen.text() == "put1");
        CHECK(q.get_nowait() == 1);
        co_await b;
        CHECK(q.get_nowait() == 2);
    }());
}

TEST_CASE("a woken getter whose item another took waits again, at the tail") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q;
        const auto a = aio::create_task(gets(q, seen, "a"));
        const auto b = aio::create_task(gets(q, seen, "b"));
        co_await aio::sleep(0ms);
        q.put_nowait(1);
        CHECK(q.get_nowait() == 1);  // taken before `a` ran
        co_await aio::sleep(0ms);
        q.put_nowait(2);
        q.put_nowait(3);
        co_await aio::gather(a, b);
        CHECK(seen.text() == "b2 a3");
    }());
}

TEST_CASE("a getter cancelled after it was woken wakes the next: no item is lost") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q;
        const auto a = aio::create_task(gets(q, seen, "a"));
        const auto b = aio::create_task(gets(q, seen, "b"));
        co_await aio::sleep(0ms);
        q.put_nowait(1);
        a.cancel();
        co_await b;
        CHECK(seen.text() == "b1");
        CHECK(a.cancelled());
    }());
}

TEST_CASE("a putter cancelled after it was woken does not put, and wakes the next") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q(1);
        q.put_nowait(0);
        const auto a = aio::create_task(puts(q, seen, 1));
        const auto b = aio::create_task(puts(q, seen, 2));
        co_await aio::sleep(0ms);
        q.get_nowait();
        a.cancel();
        co_await b;
        CHECK(seen.text() == "put2");
        CHECK(drained(q) == "2 ");
    }());
}

TEST_CASE("cancelled getters and putters are skipped") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q(1);
        const auto a = aio::create_task(gets(q, seen, "a"));
        const auto b = aio::create_task(gets(q, seen, "b"));
        co_await aio::sleep(0ms);
        a.cancel();
        q.put_nowait(1);
        co_await b;
        q.put_nowait(0);
        const auto c = aio::create_task(puts(q, seen, 2));
        const auto d = aio::create_task(puts(q, seen, 3));
        co_await aio::sleep(0ms);
        c.cancel();
        q.get_nowait();
        co_await d;
        CHECK(seen.text() == "b1 put3");
    }());
}

TEST_CASE("a getter that times out leaves the line") {
    aio::run([]() -> aio::coro<> {
        aio::queue<int> q;
        for (int i = 0; i < 3; ++i) {
            const std::string error = co_await test::failure(aio::wait_for(q.get(), 5ms));
            CHECK(error == "TimeoutError");
        }
        q.put_nowait(1);
        const int item = co_await aio::wait_for(q.get(), 5ms);
        CHECK(item == 1);
    }());
}

TEST_CASE("join waits until every item is marked done") {
    aio::run([]() -> aio::coro<> {
        aio::queue<int> q;
        co_await q.join();
        CHECK_THROWS_WITH_AS(q.task_done(), "task_done() called too many times", aio::value_error);
        for (int i = 0; i < 4; ++i) q.put_nowait(i);
        const auto worker = [&]() -> aio::coro<> {
            for (;;) {
                co_await q.get();
                co_await aio::sleep(10ms);
                q.task_done();
            }
        };
        const auto a = aio::create_task(worker());
        const auto b = aio::create_task(worker());
        co_await q.join();
        CHECK(test::now_ms() == 20);
        CHECK(q.unfinished() == 0);
        a.cancel();
        b.cancel();
        co_await aio::gather_settled(a, b);
    }());
}

TEST_CASE("after shutdown put throws, get gives what is left and then throws") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> q(1);
        q.put_nowait(1);
        const auto waiting = aio::create_task(puts(q, seen, 2));
        co_await aio::sleep(0ms);
        q.shutdown();
        CHECK(q.is_shut_down());
        const std::string putter = co_await test::failure(waiting);
        CHECK(putter == "QueueShutDown");
        CHECK_THROWS_AS(q.put_nowait(3), aio::queue_shut_down);
        const auto join = aio::create_task(q.join());
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK_THROWS_AS(q.get_nowait(), aio::queue_shut_down);
        CHECK_FALSE(q.try_get().has_value());
        const std::string getter = co_await test::failure(q.get());
        CHECK(getter == "QueueShutDown");
        CHECK_FALSE(join.done());
        q.task_done();
        co_await join;
    }());
}

TEST_CASE("shutdown wakes those who wait in get, at once also those in join") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        aio::queue<int> empty;
        const auto getter = aio::create_task(gets(empty, seen, "a"));
        co_await aio::sleep(0ms);
        empty.shutdown();
        const std::string error = co_await test::failure(getter);
        CHECK(error == "QueueShutDown");

        aio::lifo_queue<int> dropped;
        dropped.put_nowait(1);
        dropped.put_nowait(2);
        const auto join = aio::create_task(dropped.join());
        co_await aio::sleep(0ms);
        dropped.shutdown(true);
        co_await join;
        CHECK(dropped.empty());
        CHECK_THROWS_AS(dropped.get_nowait(), aio::queue_shut_down);

        aio::priority_queue<int> unfinished;
        unfinished.put_nowait(1);
        unfinished.put_nowait(2);
        unfinished.get_nowait();
        const auto still = aio::create_task(unfinished.join());
        co_await aio::sleep(0ms);
        unfinished.shutdown(true);
        co_await aio::sleep(1ms);
        CHECK_FALSE(still.done());
        unfinished.task_done();
        co_await still;
    }());
}

TEST_CASE("items may be move-only") {
    aio::run([]() -> aio::coro<> {
        aio::queue<std::unique_ptr<int>> q(1);
        co_await q.put(std::make_unique<int>(1));
        const auto second = aio::create_task(q.put(std::make_unique<int>(2)));
        co_await aio::sleep(0ms);
        const std::unique_ptr<int> a = co_await q.get();
        const std::unique_ptr<int> b = co_await q.get();
        CHECK(*a + *b == 3);
        co_await second;
    }());
}

TEST_CASE("a queue may die while tasks wait for it") {
    aio::run([]() -> aio::coro<> {
        test::notes seen;
        auto q = std::make_unique<aio::queue<int>>();
        const auto woken = aio::create_task(gets(*q, seen, "woken"));
        const auto parked = aio::create_task(gets(*q, seen, "parked"));
        const auto joins = aio::create_task(q->join());
        co_await aio::sleep(0ms);
        q->put_nowait(1);
        q.reset();
        parked.cancel();
        const std::string first = co_await test::failure(woken);
        CHECK(first == "RuntimeError: what the task waited for was destroyed");
        const std::string second = co_await test::failure(parked);
        CHECK(second == "CancelledError");
        CHECK(joins.done());
    }());
}
