// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   task_done without an item is a ValueError
//   join with two workers
//   join of an empty queue is immediate
//   shutdown wakes getters with QueueShutDown; join passes
//   shutdown wakes putters with QueueShutDown; items can still be got; join waits for task_done
//   immediate shutdown drains; join passes
//   immediate shutdown with one unfinished keeps join waiting

// join(), task_done() and shutdown() are the same for the three classes of queues.

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

constexpr int data = 1;

// put() and get(), waiting or not, raise QueueShutDown.
template <class Queue>
aio::coro<> check_shut_down(Queue& q) {
    std::string error = co_await test::failure(q.put(data));
    CHECK(error == "QueueShutDown");
    CHECK(test::thrown([&] { q.put_nowait(data); }) == "QueueShutDown");
    error = co_await test::failure(q.get());
    CHECK(error == "QueueShutDown");
    CHECK(test::thrown([&] { q.get_nowait(); }) == "QueueShutDown");
}

template <class Queue>
std::string error_of_task_done(Queue& q) {
    return test::thrown([&] { q.task_done(); });
}

constexpr const char* too_often = "ValueError: task_done() called too many times";

}  // namespace

// test_task_done_underflow
TEST_CASE_TEMPLATE("Queue: task_done without an item is a ValueError", Queue, aio::queue<int>, aio::lifo_queue<int>,
                   aio::priority_queue<int>) {
    Queue q;
    CHECK(error_of_task_done(q) == too_often);
}

// test_task_done
TEST_CASE_TEMPLATE("Queue: join with two workers", Queue, aio::queue<int>, aio::lifo_queue<int>,
                   aio::priority_queue<int>) {
    Queue q;
    for (int i = 0; i < 100; ++i) q.put_nowait(i);
    int sum = 0;
    bool running = true;
    test::in_loop([&]() -> aio::coro<> {
        auto worker = [&]() -> aio::coro<> {
            while (running) {
                const int item = co_await q.get();
                sum += item;
                q.task_done();
            }
        };
        aio::task_group group;
        co_await test::inside(group, [&]() -> aio::coro<> {
            for (int i = 0; i < 2; ++i) group.create_task(worker());
            co_await q.join();
            CHECK(sum == 4950);
            running = false;
            for (int i = 0; i < 2; ++i) q.put_nowait(0);
        });
        CHECK(q.unfinished() == 0);
    });
}

// test_join_empty_queue
TEST_CASE_TEMPLATE("Queue: join of an empty queue is immediate", Queue, aio::queue<int>, aio::lifo_queue<int>,
                   aio::priority_queue<int>) {
    Queue q;
    test::in_loop([&]() -> aio::coro<> {
        const std::uint64_t start = test::iteration();
        co_await q.join();
        co_await q.join();
        CHECK(test::iteration() == start);
    });
}

// test_shutdown_empty
TEST_CASE_TEMPLATE("Queue: shutdown wakes getters with QueueShutDown; join passes", Queue, aio::queue<int>,
                   aio::lifo_queue<int>, aio::priority_queue<int>) {
    Queue q;
    test::in_loop([&]() -> aio::coro<> {
        auto get = aio::create_task(q.get());
        co_await aio::sleep(0ms);
        CHECK_FALSE(get.done());
        q.shutdown();
        CHECK(q.qsize() == 0);
        co_await q.join();
        co_await aio::sleep(0ms);
        CHECK(get.done());
        const std::string error = co_await test::failure(get);
        CHECK(error == "QueueShutDown");
        co_await check_shut_down(q);
    });
}

// test_shutdown_nonempty
TEST_CASE_TEMPLATE("Queue: shutdown wakes putters with QueueShutDown; items can still be got; join waits for task_done",
                   Queue, aio::queue<int>, aio::lifo_queue<int>, aio::priority_queue<int>) {
    Queue q(1);
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(data);
        auto join = aio::create_task(q.join());
        auto put = aio::create_task(q.put(2));
        co_await aio::sleep(0ms);
        CHECK_FALSE(put.done());
        q.shutdown(false);
        CHECK(q.qsize() == 1);
        co_await aio::sleep(0ms);
        CHECK(put.done());
        std::string error = co_await test::failure(put);
        CHECK(error == "QueueShutDown");
        const int item = co_await q.get();
        CHECK(item == data);
        co_await aio::sleep(0ms);
        CHECK_FALSE(join.done());
        co_await check_shut_down(q);
        q.task_done();
        co_await aio::sleep(0ms);
        CHECK(join.done());
        error = co_await test::failure(join);
        CHECK(error == "");
        CHECK(error_of_task_done(q) == too_often);
    });
}

// test_shutdown_immediate
TEST_CASE_TEMPLATE("Queue: immediate shutdown drains; join passes", Queue, aio::queue<int>, aio::lifo_queue<int>,
                   aio::priority_queue<int>) {
    Queue q;
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(data);
        auto join = aio::create_task(q.join());
        q.shutdown(true);
        CHECK(q.qsize() == 0);
        co_await aio::sleep(0ms);
        CHECK(join.done());
        co_await join;
        co_await check_shut_down(q);
        CHECK(error_of_task_done(q) == too_often);
    });
}

// test_shutdown_immediate_with_unfinished
TEST_CASE_TEMPLATE("Queue: immediate shutdown with one unfinished keeps join waiting", Queue, aio::queue<int>,
                   aio::lifo_queue<int>, aio::priority_queue<int>) {
    Queue q;
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(data);
        q.put_nowait(data);
        auto join = aio::create_task(q.join());
        const int item = co_await q.get();
        CHECK(item == data);
        q.shutdown(true);
        CHECK(q.qsize() == 0);
        co_await aio::sleep(0ms);
        CHECK_FALSE(join.done());
        co_await check_shut_down(q);
        q.task_done();
        CHECK(error_of_task_done(q) == too_often);
        co_await aio::sleep(0ms);
        CHECK(join.done());
        co_await join;
    });
}
