// The report of a deadlock: every task, its lines, who holds what, and the circles.

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/unit/runtime/support.hpp"

using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string line_of(std::uint32_t line) { return "deadlock_test.cpp:" + std::to_string(line) + ")"; }

aio::coro<> take_both(aio::lock& first, aio::lock& second) {
    const auto a = co_await first.scoped();
    co_await aio::sleep(1ms);
    const auto b = co_await second.scoped();
}

constexpr std::uint32_t second_lock = __LINE__ - 3;

aio::coro<> crossing() {
    aio::lock x("x");
    aio::lock y("y");
    aio::task<> left = aio::create_task(take_both(x, y), aio::task_options("left"));
    aio::task<> right = aio::create_task(take_both(y, x), aio::task_options("right"));
    co_await aio::gather(left, right);
}

aio::coro<> keeps_it(aio::lock& l) { co_await l.acquire(); }

aio::coro<> never_given_back() {
    aio::lock l("door");
    co_await aio::create_task(keeps_it(l));
    co_await l.acquire();
}

aio::coro<> takes_twice() {
    aio::lock l("own");
    co_await l.acquire();
    co_await l.acquire();
}

aio::coro<> inner(aio::event& e) { co_await e.wait(); }

constexpr std::uint32_t inner_line = __LINE__ - 2;

aio::coro<> outer() {
    aio::event never("never");
    co_await inner(never);
}

constexpr std::uint32_t outer_line = __LINE__ - 3;

aio::coro<> holds_permit(aio::semaphore& s, aio::event& e) {
    const auto permit = co_await s.scoped();
    co_await e.wait();
}

aio::coro<> no_permit() {
    aio::semaphore slots(2, "slots");
    aio::event never("never");
    aio::task<> a = aio::create_task(holds_permit(slots, never), aio::task_options("a"));
    aio::task<> b = aio::create_task(holds_permit(slots, never), aio::task_options("b"));
    co_await aio::sleep(1ms);
    co_await slots.acquire();
}

aio::coro<> awaits(aio::future<>& until) { co_await until; }

aio::coro<> await_each_other() {
    aio::future<> a;
    aio::future<> b;
    aio::task<> first = aio::create_task(awaits(b), aio::task_options("first"));
    aio::task<> second = aio::create_task(awaits(a), aio::task_options("second"));
    a = first;
    b = second;
    co_await aio::sleep(1ms);
    co_await first;
}

aio::coro<> inside_a_block() {
    aio::event never("never");
    const auto body = [&](aio::task_group&) -> aio::coro<> { co_await never.wait(); };
    co_await aio::with(aio::task_group(), std::ref(body));
}

constexpr std::uint32_t block_line = __LINE__ - 4;

template <class T>
aio::coro<T> waits(aio::future<T> f) {
    co_return co_await f;
}

aio::coro<> await_a_template() { co_await aio::create_task(waits(aio::create_future<int>())); }

}  // namespace

TEST_CASE("two tasks that take two locks crosswise are reported as a cycle, with holders and lines") {
    const std::string text = test::error_of_run(crossing());
    CHECK(text.rfind("DeadlockError: deadlock: nothing is ready, no timer is set, and 3 tasks wait for ever\n", 0) == 0);
    CHECK(has(text, "\n  left (take_both) waits in lock.acquire() of lock `y`, held by right (take_both)\n"));
    CHECK(has(text, "\n  right (take_both) waits in lock.acquire() of lock `x`, held by left (take_both)\n"));
    CHECK(has(text, "\n    take_both ("));
    CHECK(has(text, line_of(second_lock) + " > _ContextManagerMixin.__aenter__ > Lock.acquire > Future\n"));
    CHECK(has(text, "\n  Task-1 (crossing) waits in await of gather[left, right]\n"));
    CHECK(has(text, "\n  cycle: left (take_both) waits for lock `y` held by right (take_both); "
                    "right (take_both) waits for lock `x` held by left (take_both)"));
    CHECK(!has(text, "nothing alive"));
    CHECK(text.find("cycle:") == text.rfind("cycle:"));
}

TEST_CASE("a lock that an ended task never gave back is reported as that, without a cycle") {
    const std::string text = test::error_of_run(never_given_back());
    CHECK(has(text, "lock `door`, held by a task that has ended without giving it back\n"));
    CHECK(!has(text, "cycle:"));
}

TEST_CASE("a task that waits for its own lock is a cycle of one") {
    const std::string text = test::error_of_run(takes_twice());
    CHECK(has(text, "lock `own`, held by itself\n"));
    CHECK(has(text, "\n  cycle: Task-1 (takes_twice) waits for lock `own` held by itself"));
}

TEST_CASE("the await chain names every function with the line of its co_await") {
    const std::string text = test::error_of_run(outer());
    CHECK(has(text, "\n  Task-1 (outer) waits in event.wait() of event `never`: nothing alive can wake it\n    outer ("));
    CHECK(has(text, line_of(outer_line) + " > inner ("));
    CHECK(has(text, line_of(inner_line) + " > Event.wait > Future"));
    CHECK(!has(text, "cycle:"));
}

TEST_CASE("all who hold permits of a semaphore are named, and several of them are no cycle") {
    const std::string text = test::error_of_run(no_permit());
    CHECK(has(text, "semaphore.acquire() of semaphore `slots`, held by a (holds_permit) and b (holds_permit)\n"));
    CHECK(!has(text, "cycle:"));
}

TEST_CASE("tasks that await each other are a cycle, and who awaits one of them is not in it") {
    const std::string text = test::error_of_run(await_each_other());
    CHECK(has(text, "\n  cycle: first (awaits) waits for second (awaits); second (awaits) waits for first (awaits)"));
    CHECK(has(text, "\n  Task-1 (await_each_other) waits in await of first\n"));
}

TEST_CASE("what a block awaits is awaited at a line of the function around it") {
    const std::string text = test::error_of_run(inside_a_block());
    CHECK(has(text, "\n    inside_a_block ("));
    CHECK(has(text, line_of(block_line) + " > Event.wait > Future"));
}

TEST_CASE("the parts of a deadlock can be read without the text") {
    aio::program p(crossing());
    p.run_to_end();
    REQUIRE(p.outcome() == aio::run_outcome::deadlock);
    try {
        std::rethrow_exception(p.error());
    } catch (const aio::deadlock_error& e) {
        REQUIRE(e.tasks().size() == 3);
        CHECK(e.tasks()[1].kind == aio::wait_kind::lock);
        CHECK(e.tasks()[1].needs == std::vector<aio::task_id>{3});
        CHECK(e.tasks()[0].needs == std::vector<aio::task_id>{2, 3});
        CHECK(e.tasks()[1].function == "take_both");
    }
}

TEST_CASE("a long chain of tasks that await each other is followed without a deep stack") {
    struct program {
        static aio::coro<> link(aio::future<> before) { co_await before; }
        static aio::coro<> main() {
            aio::future<> last = aio::create_future<>();
            for (int i = 0; i < 20'000; ++i) last = aio::create_task(link(last));
            co_await last;
        }
    };
    const std::string text = test::error_of_run(program::main());
    CHECK(has(text, "20001 tasks wait for ever"));
    CHECK(!has(text, "cycle:"));
}

TEST_CASE("coroutines written as lambdas are in the chain, each with its line") {
    std::uint32_t inner_at = 0;
    std::uint32_t outer_at = 0;
    aio::event* never = nullptr;
    const auto innermost = [&]() -> aio::coro<> {
        inner_at = __LINE__ + 1;
        co_await never->wait();
    };
    const auto outermost = [&]() -> aio::coro<> {
        aio::event e("e");
        never = &e;
        outer_at = __LINE__ + 1;
        co_await innermost();
    };
    const std::string text = test::error_of_run(outermost());
    CHECK(has(text, "\n  Task-1 (lambda) waits in event.wait() of event `e`: nothing alive can wake it\n    lambda ("));
    CHECK(has(text, line_of(outer_at) + " > lambda ("));
    CHECK(has(text, line_of(inner_at) + " > Event.wait > Future"));
}

TEST_CASE("where nobody is left who could end a wait, the report says so, whatever is waited for") {
    struct waiters {
        static aio::coro<> on_condition(aio::condition& c) {
            const auto held = co_await c.scoped();
            co_await c.wait();
        }
        static aio::coro<> on_put(aio::queue<int>& q) { co_await q.put(2); }
        static aio::coro<> main() {
            aio::event never("set");
            aio::condition changed("changed");
            aio::queue<int> empty(0, "empty");
            aio::queue<int> full(1, "full");
            aio::barrier three(3, "three");
            const auto promised = aio::create_future<>();
            full.put_nowait(1);
            aio::create_task(never.wait(), "event");
            aio::create_task(on_condition(changed), "condition");
            aio::create_task(empty.get(), "get");
            aio::create_task(on_put(full), "put");
            aio::create_task(full.join(), "join");
            aio::create_task(three.wait(), "barrier");
            co_await promised;
        }
    };
    const std::string text = test::error_of_run(waiters::main());
    const char* const lines[] = {
        "Task-1 (main) waits in a future: nothing alive can wake it\n",
        "event (wait) waits in event.wait() of event `set`: nothing alive can wake it\n",
        "condition (on_condition) waits in condition.wait() of condition `changed`: nothing alive can wake it\n",
        "get (get) waits in queue.get() of queue `empty`: nothing alive can wake it\n",
        "put (on_put) waits in queue.put() of queue `full`: nothing alive can wake it\n",
        "join (join) waits in queue.join() of queue `full` (1 item never marked done): nothing alive can wake it\n",
        "barrier (Barrier.wait) waits in barrier.wait() of barrier `three`: nothing alive can wake it\n",
    };
    CAPTURE(text);
    for (const char* line : lines) {
        CAPTURE(line);
        CHECK(has(text, line));
    }
    CHECK(has(text, "7 tasks wait for ever"));
}

TEST_CASE("a template is named without its arguments, as every compiler names it") {
    const std::string text = test::error_of_run(await_a_template());
    CHECK(has(text, "\n  Task-2 (waits) waits in a future: nothing alive can wake it\n    waits ("));
    CHECK(text.find('<') == std::string::npos);
}
