// Behaviours of asyncio that CPython's tests pin, a test case for each:
//
//   empty()
//   full()
//   FIFO, LIFO and priority order
//   put blocks at maxsize and resumes one iteration after a get
//   get without waiting
//   get wakes a putter
//   get waits for put
//   get_nowait
//   get_nowait of an empty one throws QueueEmpty
//   a cancelled getter is skipped
//   order of two putters
//   producer and consumer through maxsize 1
//   a timed out getter leaves
//   put without waiting
//   put waits for get
//   put_nowait
//   a woken and cancelled getter does not lose the item
//   the next getter is woken instead of a cancelled one
//   a woken and cancelled putter: the item is not put
//   put_nowait into a full one throws QueueFull
//   a getter takes what a task put before it ran
//   a cancelled putter is skipped
//   put to a waiting getter
//   several putters are woken by one task that empties it
//   a cancelled putter leaves
//   a putter cancelled after being woken gets CancelledError

#include "tests/unit/behaviours/support.hpp"

using namespace std::chrono_literals;

namespace {

bool waits_to_put(const aio::any_task& t) { return test::waits_in(t, aio::wait_kind::queue_put); }
bool waits_to_get(const aio::any_task& t) { return test::waits_in(t, aio::wait_kind::queue_get); }

// 1, 3, 2 put in, and the order in which they come out.
template <class Queue>
std::string order_of_1_3_2() {
    Queue q;
    test::notes out;
    test::in_loop([&]() -> aio::coro<> {
        for (const int i : {1, 3, 2}) co_await q.put(i);
        for (int i = 0; i < 3; ++i) {
            const int item = co_await q.get();
            out.add(std::to_string(item));
        }
    });
    return out.text();
}

}  // namespace

// test_empty
TEST_CASE("Queue: empty()") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        CHECK(q.empty());
        co_await q.put(1);
        CHECK_FALSE(q.empty());
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK(q.empty());
    });
}

// test_full
TEST_CASE("Queue: full()") {
    aio::queue<int> endless;
    aio::queue<int> q(1);
    test::in_loop([&]() -> aio::coro<> {
        CHECK_FALSE(endless.full());
        CHECK_FALSE(q.full());
        co_await q.put(1);
        CHECK(q.full());
    });
}

// test_order
TEST_CASE("Queue: FIFO, LIFO and priority order") {
    CHECK(order_of_1_3_2<aio::queue<int>>() == "1 3 2");
    CHECK(order_of_1_3_2<aio::lifo_queue<int>>() == "2 3 1");
    CHECK(order_of_1_3_2<aio::priority_queue<int>>() == "1 2 3");
}

// test_maxsize
TEST_CASE("Queue: put blocks at maxsize and resumes one iteration after a get") {
    aio::queue<int> q(2);
    test::notes put;
    test::in_loop([&]() -> aio::coro<> {
        CHECK(q.maxsize() == 2);
        auto putter = [&]() -> aio::coro<bool> {
            for (int i = 0; i < 3; ++i) {
                co_await q.put(i);
                put.add(std::to_string(i));
            }
            co_return true;
        };
        auto t = aio::create_task(putter());
        for (int i = 0; i < 2; ++i) co_await aio::sleep(0ms);
        CHECK(put.text() == "0 1");
        int item = co_await q.get();
        CHECK(item == 0);
        CHECK(put.text() == "0 1");
        co_await aio::sleep(0ms);
        CHECK(put.text() == "0 1 2");
        item = co_await q.get();
        CHECK(item == 1);
        item = co_await q.get();
        CHECK(item == 2);
        CHECK(t.result());
    });
}

// test_blocking_get
TEST_CASE("Queue: get without waiting") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(1);
        const std::uint64_t start = test::iteration();
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK(test::iteration() == start);
    });
}

// test_get_with_putters
TEST_CASE("Queue: get wakes a putter") {
    aio::queue<int> q(1);
    test::in_loop([&]() -> aio::coro<> {
        co_await q.put(1);
        auto putter = aio::create_task(q.put(2));
        co_await aio::sleep(0ms);
        CHECK(waits_to_put(putter));
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK_FALSE(waits_to_put(putter));  // woken, and not run yet
        CHECK_FALSE(putter.done());
        co_await aio::sleep(0ms);
        CHECK(putter.done());
        CHECK(q.qsize() == 1);
    });
}

// test_blocking_get_wait
TEST_CASE("Queue: get waits for put") {
    aio::queue<int> q;
    aio::event started;
    bool finished = false;
    test::in_loop([&]() -> aio::coro<> {
        auto gets = [&]() -> aio::coro<int> {
            started.set();
            const int item = co_await q.get();
            finished = true;
            co_return item;
        };
        auto task = aio::create_task(gets());
        co_await started.wait();
        CHECK_FALSE(finished);
        aio::get_running_loop().call_later(10ms, [&] { q.put_nowait(1); });
        const int item = co_await task;
        CHECK(finished);
        CHECK(item == 1);
        CHECK(test::now_ms() == 10);
    });
}

// test_nonblocking_get
TEST_CASE("Queue: get_nowait") {
    aio::queue<int> q;
    q.put_nowait(1);
    CHECK(q.get_nowait() == 1);
}

// test_nonblocking_get_exception
TEST_CASE("Queue: get_nowait of an empty one throws QueueEmpty") {
    aio::queue<int> q;
    CHECK(test::thrown([&] { q.get_nowait(); }) == "QueueEmpty");
}

// test_get_cancelled_race
TEST_CASE("Queue: a cancelled getter is skipped") {
    aio::queue<std::string> q;
    test::in_loop([&]() -> aio::coro<> {
        auto t1 = aio::create_task(q.get());
        auto t2 = aio::create_task(q.get());
        co_await aio::sleep(0ms);
        t1.cancel();
        co_await aio::sleep(0ms);
        CHECK(t1.done());
        co_await q.put("a");
        co_await aio::sleep(0ms);
        CHECK(t2.done());
        const std::string item = co_await t2;
        CHECK(item == "a");
    });
}

// test_get_with_waiting_putters
TEST_CASE("Queue: order of two putters") {
    aio::queue<std::string> q(1);
    test::in_loop([&]() -> aio::coro<> {
        auto a = aio::create_task(q.put("a"));
        auto b = aio::create_task(q.put("b"));
        std::string item = co_await q.get();
        CHECK(item == "a");
        item = co_await q.get();
        CHECK(item == "b");
        CHECK(a.done());
        CHECK(b.done());
    });
}

// test_why_are_getters_waiting
TEST_CASE("Queue: producer and consumer through maxsize 1") {
    aio::queue<int> q(1);
    int got = 0;
    test::in_loop([&]() -> aio::coro<> {
        auto produces = [&]() -> aio::coro<> {
            for (int i = 0; i < 5; ++i) co_await q.put(i);
        };
        auto consumes = [&]() -> aio::coro<> {
            for (; got < 5; ++got) {
                const int item = co_await q.get();
                CHECK(item == got);
            }
        };
        aio::task_group group;
        co_await test::inside(group, [&]() -> aio::coro<> {
            group.create_task(produces());
            group.create_task(consumes());
            co_return;
        });
        CHECK(got == 5);
        CHECK(q.empty());
    });
}

// test_cancelled_getters_not_being_held_in_self_getters
TEST_CASE("Queue: a timed out getter leaves") {
    aio::queue<int> q(5);
    test::in_loop([&]() -> aio::coro<> {
        const std::string error = co_await test::failure(aio::wait_for(q.get(), 100ms));
        CHECK(error == "TimeoutError");
        // The next getter is the first in line.
        auto next = aio::create_task(q.get());
        co_await aio::sleep(0ms);
        CHECK(waits_to_get(next));
        q.put_nowait(1);
        co_await aio::sleep(0ms);
        CHECK(next.done());
    });
}

// test_blocking_put
TEST_CASE("Queue: put without waiting") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        const std::uint64_t start = test::iteration();
        co_await q.put(1);
        CHECK(test::iteration() == start);
        const int item = co_await q.get();
        CHECK(item == 1);
    });
}

// test_blocking_put_wait
TEST_CASE("Queue: put waits for get") {
    aio::queue<int> q(1);
    aio::event started;
    bool finished = false;
    test::in_loop([&]() -> aio::coro<> {
        auto puts = [&]() -> aio::coro<> {
            started.set();
            co_await q.put(1);
            co_await q.put(2);
            finished = true;
        };
        aio::get_running_loop().call_later(10ms, [&] { q.get_nowait(); });
        auto task = aio::create_task(puts());
        co_await started.wait();
        CHECK_FALSE(finished);
        co_await task;
        CHECK(finished);
        CHECK(test::now_ms() == 10);
    });
}

// test_nonblocking_put
TEST_CASE("Queue: put_nowait") {
    aio::queue<int> q;
    q.put_nowait(1);
    CHECK(q.qsize() == 1);
    CHECK(q.get_nowait() == 1);
}

// test_get_cancel_drop_one_pending_reader
TEST_CASE("Queue: a woken and cancelled getter does not lose the item") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        auto reader = aio::create_task(q.get());
        co_await aio::sleep(0ms);
        q.put_nowait(1);
        q.put_nowait(2);
        reader.cancel();
        const std::string error = co_await test::failure(reader);
        CHECK(error == "CancelledError");
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK(q.qsize() == 1);
    });
}

// test_get_cancel_drop_many_pending_readers
TEST_CASE("Queue: the next getter is woken instead of a cancelled one") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        aio::task<int> reader1, reader2, reader3;
        aio::task_group group;
        co_await test::inside(group, [&]() -> aio::coro<> {
            auto gets = [&]() -> aio::coro<int> { co_return co_await q.get(); };
            reader1 = group.create_task(gets());
            reader2 = group.create_task(gets());
            reader3 = group.create_task(gets());
            co_await aio::sleep(0ms);
            q.put_nowait(1);
            q.put_nowait(2);
            reader1.cancel();
            const std::string error = co_await test::failure(reader1);
            CHECK(error == "CancelledError");
            co_await reader3;
        });
        CHECK(reader2.result() == 1);
        CHECK(reader3.result() == 2);
    });
}

// test_put_cancel_drop
TEST_CASE("Queue: a woken and cancelled putter: the item is not put") {
    aio::queue<int> q(1);
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(1);
        auto writer = aio::create_task(q.put(2));
        co_await aio::sleep(0ms);
        CHECK(q.get_nowait() == 1);
        writer.cancel();
        const std::string error = co_await test::failure(writer);
        CHECK(error == "CancelledError");
        CHECK(q.qsize() == 0);
        writer = aio::create_task(q.put(2));
        co_await writer;
        CHECK(q.get_nowait() == 2);
        CHECK(q.qsize() == 0);
    });
}

// test_nonblocking_put_exception
TEST_CASE("Queue: put_nowait into a full one throws QueueFull") {
    aio::queue<int> q(1);
    q.put_nowait(1);
    CHECK(test::thrown([&] { q.put_nowait(2); }) == "QueueFull");
    CHECK(q.qsize() == 1);
}

// test_put_cancelled
TEST_CASE("Queue: a getter takes what a task put before it ran") {
    aio::queue<int> q;
    test::in_loop([&]() -> aio::coro<> {
        auto puts = [&]() -> aio::coro<bool> {
            co_await q.put(1);
            co_return true;
        };
        auto t = aio::create_task(puts());
        const int item = co_await q.get();
        CHECK(item == 1);
        CHECK(t.done());
        CHECK(t.result());
    });
}

// test_put_cancelled_race
TEST_CASE("Queue: a cancelled putter is skipped") {
    aio::queue<std::string> q(1);
    test::in_loop([&]() -> aio::coro<> {
        auto put_a = aio::create_task(q.put("a"));
        auto put_b = aio::create_task(q.put("b"));
        auto put_c = aio::create_task(q.put("X"));
        co_await aio::sleep(0ms);
        CHECK(put_a.done());
        CHECK_FALSE(put_b.done());
        put_c.cancel();
        co_await aio::sleep(0ms);
        CHECK(put_c.done());
        CHECK(q.get_nowait() == "a");
        co_await aio::sleep(0ms);
        CHECK(q.get_nowait() == "b");
        co_await put_b;
        CHECK(q.empty());
    });
}

// test_put_with_waiting_getters
TEST_CASE("Queue: put to a waiting getter") {
    aio::queue<std::string> q;
    test::in_loop([&]() -> aio::coro<> {
        auto t = aio::create_task(q.get());
        co_await aio::sleep(0ms);
        co_await q.put("a");
        const std::string item = co_await t;
        CHECK(item == "a");
    });
}

// test_why_are_putters_waiting
TEST_CASE("Queue: several putters are woken by one task that empties it") {
    aio::queue<int> q(2);
    test::in_loop([&]() -> aio::coro<> {
        auto gets = [&]() -> aio::coro<> {
            co_await aio::sleep(0ms);
            for (std::size_t i = q.qsize(); i > 0; --i) q.get_nowait();
        };
        auto puts = [&](int item) -> aio::coro<> { co_await q.put(item); };
        aio::task_group group;
        co_await test::inside(group, [&]() -> aio::coro<> {
            group.create_task(gets());
            for (int i = 0; i < 4; ++i) group.create_task(puts(i));
            co_return;
        });
        CHECK(q.get_nowait() == 2);
        CHECK(q.get_nowait() == 3);
    });
}

// test_cancelled_puts_not_being_held_in_self_putters
TEST_CASE("Queue: a cancelled putter leaves") {
    aio::queue<int> q(1);
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(1);
        auto put = aio::create_task(q.put(1));
        co_await aio::sleep(0ms);
        CHECK(waits_to_put(put));
        put.cancel();
        const std::string error = co_await test::failure(put);
        CHECK(error == "CancelledError");
        // The next putter is the first in line.
        auto next = aio::create_task(q.put(2));
        co_await aio::sleep(0ms);
        CHECK(q.get_nowait() == 1);
        co_await aio::sleep(0ms);
        CHECK(next.done());
        CHECK(q.get_nowait() == 2);
    });
}

// test_cancelled_put_silence_value_error_exception
TEST_CASE("Queue: a putter cancelled after being woken gets CancelledError") {
    aio::queue<int> q(1);
    test::in_loop([&]() -> aio::coro<> {
        q.put_nowait(1);
        auto put = aio::create_task(q.put(1));
        co_await aio::sleep(0ms);
        q.get_nowait();
        CHECK_FALSE(waits_to_put(put));
        put.cancel();
        const std::string error = co_await test::failure(put);
        CHECK(error == "CancelledError");
    });
}
