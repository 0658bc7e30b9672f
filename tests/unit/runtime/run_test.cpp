// asyncio.run: its result, its shutdown, deadlocks.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> cleans_up(test::notes& seen, std::string name) {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::cancelled_error&) {
        seen.add(name);
        throw;
    }
}

aio::coro<> cleans_up_slowly(test::notes& seen) {
    std::exception_ptr error;
    try {
        co_await aio::sleep(10s);
    } catch (...) {
        error = std::current_exception();
    }
    co_await aio::sleep(50ms);
    seen.add("slow");
    std::rethrow_exception(error);
}

struct listener final : test::deaf_observer {
    test::notes seen;
    void leftover(aio::task_id id) override { seen.add("leftover" + std::to_string(id)); }
    void loop_error(aio::task_id id, std::string_view message, std::string_view error) override {
        seen.add(std::to_string(id) + " " + std::string(message) + ": " + std::string(error));
    }
    void unretrieved(aio::task_id id, std::string_view error) override {
        seen.add("unretrieved" + std::to_string(id) + " " + std::string(error));
    }
    void deadlocked(aio::task_id id, std::string_view chain) override {
        seen.add("deadlocked" + std::to_string(id) + " " + std::string(chain) + ";");
    }
};

}  // namespace

TEST_CASE("run returns what main returns, and throws what main throws") {
    const auto gives = []() -> aio::coro<std::string> { co_return "result"; };
    CHECK(aio::run(gives()) == "result");
    const auto moves = []() -> aio::coro<std::unique_ptr<int>> { co_return std::make_unique<int>(3); };
    CHECK(*aio::run(moves()) == 3);
    const auto fails = []() -> aio::coro<> {
        throw aio::value_error("boom");
        co_return;
    };
    CHECK_THROWS_WITH_AS(aio::run(fails()), "boom", aio::value_error);
    const auto cancelled = []() -> aio::coro<> {
        aio::current_task().cancel("mine");
        co_await aio::sleep(0ms);
    };
    CHECK_THROWS_AS(aio::run(cancelled()), aio::cancelled_error);
}

TEST_CASE("run inside a running loop is refused") {
    const std::string error = test::error_of_run([]() -> aio::coro<> {
        aio::run([]() -> aio::coro<> { co_return; }());
        co_return;
    }());
    CHECK(error == "RuntimeError: asyncio.run() cannot be called from a running event loop");
}

TEST_CASE("every run starts at time 0, with Task-1") {
    for (int i = 0; i < 2; ++i) {
        aio::run([]() -> aio::coro<> {
            CHECK(test::now_ms() == 0);
            CHECK(aio::current_task().get_name() == "Task-1");
            co_await aio::sleep(5ms);
        }());
    }
}

TEST_CASE("what main leaves behind is cancelled in order of creation, and waited for") {
    test::notes seen;
    listener ears;
    aio::run_options options;
    options.watcher = &ears;
    aio::program p(
        [](test::notes& notes) -> aio::coro<> {
            aio::create_task(cleans_up(notes, "a"));
            aio::create_task(cleans_up_slowly(notes));
            aio::create_task(cleans_up(notes, "b"));
            co_await aio::sleep(1ms);
        }(seen),
        options);
    p.run_to_end();
    CHECK(p.outcome() == aio::run_outcome::ok);
    CHECK(seen.text() == "a b slow");
    CHECK(ears.seen.text() == "leftover2 leftover3 leftover4");
    CHECK(p.loop().time().time_since_epoch() == 51ms);
}

TEST_CASE("a leftover that fails while it is cancelled is reported, not thrown") {
    listener ears;
    aio::run_options options;
    options.watcher = &ears;
    const auto main = []() -> aio::coro<int> {
        const auto fails = []() -> aio::coro<> {
            try {
                co_await aio::sleep(10s);
            } catch (const aio::cancelled_error&) {
                throw aio::value_error("late");
            }
        };
        aio::create_task(fails());
        co_await aio::sleep(0ms);
        co_return 1;
    };
    CHECK(aio::run(main(), options) == 1);
    CHECK(ears.seen.text() == "leftover2 2 unhandled exception during asyncio.run() shutdown: ValueError: late");
}

TEST_CASE("what is ready in the iteration in which main ends still runs, and so do two iterations for each shutdown") {
    aio::program p([]() -> aio::coro<> { co_return; }());
    p.run_to_end();
    CHECK(p.loop().iterations() == 1 + 1 + 2 + 2);  // main, its stop, the generators, the executor
}

TEST_CASE("a callback scheduled when main ends runs during the shutdown, one that is too late never does") {
    test::notes seen;
    aio::run([](test::notes& notes) -> aio::coro<> {
        aio::get_running_loop().call_soon([&notes] { notes.add("soon"); });
        aio::get_running_loop().call_later(0ms, [&notes] { notes.add("due"); });
        aio::get_running_loop().call_later(1ms, [&notes] { notes.add("late"); });
        co_return;
    }(seen));
    CHECK(seen.text() == "soon due");
}

TEST_CASE("a task that failed and that nobody looked at is reported at the end") {
    listener ears;
    aio::run_options options;
    options.watcher = &ears;
    const auto main = []() -> aio::coro<> {
        const auto fails = [](std::string what) -> aio::coro<> {
            throw aio::value_error(what);
            co_return;
        };
        aio::create_task(fails("a"));
        const auto seen = aio::create_task(fails("b"));
        aio::create_task(fails("c"));
        co_await aio::sleep(0ms);
        CHECK(aio::describe(seen.exception()) == "ValueError: b");
    };
    aio::run(main(), options);
    CHECK(ears.seen.text() == "unretrieved2 ValueError: a unretrieved4 ValueError: c");
}

TEST_CASE("a deadlock ends the run with an error that names each task, what it waits for, and where") {
    listener ears;
    aio::run_options options;
    options.watcher = &ears;
    static constexpr int line = __LINE__;
    struct program {
        static aio::coro<> take_twice(aio::lock& door) {
            co_await door.acquire();
            co_await door.acquire();
        }
        static aio::coro<> main() {
            aio::lock door("door");
            aio::queue<int> jobs(1, "jobs");
            const auto t = aio::create_task(take_twice(door), "worker");
            co_await jobs.put(1);
            co_await jobs.join();
            co_await t;
        }
    };
    aio::program p(program::main(), options);
    p.run_to_end();
    CHECK(p.outcome() == aio::run_outcome::deadlock);
    try {
        std::rethrow_exception(p.error());
    } catch (const aio::deadlock_error& e) {
        REQUIRE(e.tasks().size() == 2);
        const aio::stuck_task& first = e.tasks()[0];
        CHECK(first.id == 1);
        CHECK(first.name == "Task-1");
        CHECK(first.waits == "queue.join() of queue `jobs` (1 item never marked done)");
        CHECK(first.where.line == line + 11);
        CHECK(std::string(first.where.file).find("run_test.cpp") != std::string::npos);
        const aio::stuck_task& second = e.tasks()[1];
        CHECK(second.name == "worker");
        CHECK(second.waits == "lock.acquire() of lock `door`");
        CHECK(second.where.line == line + 4);
        const std::string text = e.what();
        CHECK(text.find("deadlock") != std::string::npos);
        CHECK(text.find("worker") != std::string::npos);
        CHECK(text.find("lock `door`") != std::string::npos);
        CHECK(text.find("Queue.join > Event.wait > Future") != std::string::npos);
        CHECK(text.find("run_test.cpp:" + std::to_string(line + 4)) != std::string::npos);
    }
    CHECK(ears.seen.text() == "deadlocked1 main > Queue.join > Event.wait > Future; deadlocked2 take_twice > Lock.acquire > Future;");
}

TEST_CASE("the chains of a deadlock are asyncio's: gather, tasks, conditions, groups, barriers") {
    listener ears;
    aio::run_options options;
    options.watcher = &ears;
    struct chains {
        static aio::coro<> inner(aio::event& e) { co_await e.wait(); }
        static aio::coro<> waits_for(aio::task<> t) { co_await t; }
        static aio::coro<> meets(aio::barrier& b) { co_await b.wait(); }
        static aio::coro<> is_told(aio::condition& c) {
            auto held = co_await c.scoped();
            co_await c.wait();
        }
        static aio::coro<> main() {
            aio::event never;
            aio::barrier two(2);
            aio::condition changed;
            const auto a = aio::create_task(inner(never));
            const auto b = aio::create_task(waits_for(a));
            const auto c = aio::create_task(meets(two));
            const auto d = aio::create_task(is_told(changed));
            co_await aio::gather(a, b, c, d);
        }
    };
    aio::program p(chains::main(), options);
    p.run_to_end();
    CHECK(ears.seen.text() ==
          "deadlocked1 main > gather[Task-2, Task-3, Task-4, Task-5]; deadlocked2 inner > Event.wait > Future; "
          "deadlocked3 waits_for > Task-2; "
          "deadlocked4 meets > Barrier.wait > Barrier._wait > Condition.wait_for > Condition.wait > Future; "
          "deadlocked5 is_told > Condition.wait > Future;");
}

TEST_CASE("a program can be run handle by handle, with the same end") {
    const auto make = [](test::notes& seen) {
        return [](test::notes& notes) -> aio::coro<> {
            aio::create_task(cleans_up(notes, "a"));
            co_await aio::sleep(5ms);
            notes.add("main");
        }(seen);
    };
    test::notes stepped, whole;
    aio::program a(make(stepped));
    while (a.step()) {
    }
    CHECK(a.over());
    CHECK_FALSE(a.step());
    aio::program b(make(whole));
    b.run_to_end();
    CHECK(stepped.text() == whole.text());
    CHECK(a.loop().handles_run() == b.loop().handles_run());
    CHECK(a.loop().iterations() == b.loop().iterations());
}
