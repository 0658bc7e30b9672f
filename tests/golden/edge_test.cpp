// Programs at the edges of asyncio: what the end of run() does, equal timers, a blocked loop, shapes of cancellation,
// executors. Their transcripts, tests/golden/transcripts/x0N.txt, are what CPython 3.13 prints under a virtual clock.

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/aio.hpp"
#include "sim/session.hpp"
#include "sim/transcript.hpp"
#include "sim/world.hpp"
#include "tests/golden/golden.hpp"

namespace {

using sim::world;

const char* text(bool value) { return value ? "True" : "False"; }

std::string transcript_of(aio::coro<> (*program)(world&)) {
    sim::scenario scenario;
    scenario.name = "edge";
    scenario.program = program;
    const sim::scenario* const all[] = {&scenario};
    sim::run_spec spec;
    spec.scenario = "edge";
    sim::session session(spec, all);
    session.run_to_end();
    return sim::transcript(session.history());
}

std::string expected(const std::string& name) {
    std::string recorded = golden::read_file("tests/golden/transcripts/" + name + ".txt");
    REQUIRE_FALSE(recorded.empty());
    return recorded;
}

namespace x01 {

aio::coro<> leftover(world& w, std::string name, double cleanup) {
    std::exception_ptr cancelled;
    try {
        co_await aio::sleep(100.0);
    } catch (const aio::cancelled_error&) {
        w.print("{} cancelled", name);
        cancelled = std::current_exception();
    }
    if (cleanup > 0) {
        co_await aio::sleep(cleanup);
        w.print("{} cleaned up", name);
    }
    if (cancelled) std::rethrow_exception(cancelled);
}

aio::coro<int> swallower(world& w) {
    try {
        co_await aio::sleep(100.0);
    } catch (const aio::cancelled_error&) {
        w.print("swallower returns a value");
    }
    co_return 1;
}

aio::coro<> bad_cleanup() {
    try {
        co_await aio::sleep(100.0);
    } catch (...) {
    }
    throw aio::runtime_error("cleanup failed");
}

aio::coro<> never_started(world& w) {
    w.print("never printed");
    co_return;
}

aio::coro<> main(world& w) {
    aio::create_task(leftover(w, "first", 0.5));
    aio::create_task(leftover(w, "second", 0));
    aio::create_task(swallower(w));
    aio::create_task(bad_cleanup());
    co_await aio::sleep(1.0);
    aio::create_task(never_started(w));
    aio::event_loop& loop = aio::get_running_loop();
    loop.call_soon([&w] { w.print("scheduled by main, runs before the cancels"); });
    loop.call_later(aio::duration{0}, [&w] { w.print("timer due now"); });
    w.print("main returns");
}

}  // namespace x01

namespace x02 {

std::string job(world& w, std::string name, double cost) {
    w.print("{} starts at {:.1f}", name, w.time());
    aio::blocking_sleep(aio::seconds(cost));
    w.print("{} ends at {:.1f}", name, w.time());
    return name;
}

aio::coro<> ticker(world& w) {
    for (int i = 0; i < 7; ++i) {
        w.print("tick {}", i);
        co_await aio::sleep(0.5);
    }
}

aio::coro<> main(world& w) {
    const aio::task<> t = aio::create_task(ticker(w));
    {
        aio::thread_pool_executor pool(2);
        const auto send = [&](const char* name, double cost) {
            return aio::run_in_executor(pool, [&w, name, cost] { return job(w, name, cost); });
        };
        const auto a = send("a", 1.0), b = send("b", 0.7), c = send("c", 1.0);
        const auto [x, y, z] = co_await aio::gather(a, b, c);
        w.print("['{}', '{}', '{}']", x, y, z);
        const auto d = send("d", 1.0), e = send("e", 1.0), f = send("f", 1.0);
        co_await aio::sleep(0.25);
        const bool running = d.cancel(), queued = f.cancel();
        w.print("cancel running: {} cancel queued: {}", text(running), text(queued));
        const auto [i, j, k] = co_await aio::gather_settled(d, e, f);
        const auto shown = [](const auto& end) { return end.cancelled() ? "CancelledError('')" : "'" + end.value() + "'"; };
        w.print("[{}, {}, {}]", shown(i), shown(j), shown(k));
        pool.shutdown();
    }
    co_await t;
    try {
        co_await aio::to_thread([] { throw aio::error("ZeroDivisionError", "division by zero"); });
    } catch (const aio::error& e) {
        w.print("error crosses back: {}", e.what());
    }
}

}  // namespace x02

namespace x03 {

aio::coro<> tick(world& w, int n, double d) {
    co_await aio::sleep(d);
    w.print("timer {} due at {}", n, d);
}

aio::coro<> main(world& w) {
    std::vector<aio::task<>> tasks;
    int n = 0;
    for (const double d : {0.3, 0.1, 0.2, 1.5}) tasks.push_back(aio::create_task(tick(w, n++, d)));
    co_await aio::sleep(0.0);
    w.print("blocking");
    aio::blocking_sleep(aio::seconds(1));
    w.print("unblocked");
    co_await aio::gather(tasks);
}

}  // namespace x03

namespace x04 {

aio::coro<> wait(world& w, std::string i, double d) {
    co_await aio::sleep(d);
    w.print("timer {}", i);
}

aio::coro<> main(world& w) {
    std::vector<aio::coro<>> equal;
    for (int i = 0; i < 10; ++i) equal.push_back(wait(w, std::to_string(i), 1));
    co_await aio::gather(std::move(equal));
    w.print("--");
    co_await aio::gather(wait(w, "0.3", 0.3), wait(w, "0.1+0.2/0", 0.1), wait(w, "0.1+0.2/1", 0.1));
}

}  // namespace x04

namespace x05 {

aio::coro<> fails() {
    throw aio::value_error("nobody looks");
    co_return;
}

aio::coro<> main(world& w) {
    const aio::task<> t = aio::create_task(fails());
    aio::get_running_loop().call_soon([] { throw aio::error("KeyError", "'missing'"); });
    co_await aio::sleep(1.0);
    w.print("main done, task done: {}", text(t.done()));
}

}  // namespace x05

namespace x06 {

aio::coro<> never(world& w) {
    w.print("never runs");
    co_return;
}

aio::coro<> self_cancel(world& w) {
    aio::current_task().cancel("self");
    w.print("still running until the next await");
    try {
        co_await aio::sleep(1.0);
    } catch (const aio::cancelled_error& e) {
        w.print("self cancelled: ('{}',)", e.message());
        throw;
    }
}

aio::coro<std::string> swallow(world& w) {
    for (int i = 0; i < 3; ++i) {
        try {
            co_await aio::sleep(1.0);
            w.print("slept {}", i);
        } catch (const aio::cancelled_error&) {
            const aio::any_task t = aio::current_task();
            const int before = t.cancelling();
            w.print("swallowed {} cancelling {} uncancel {}", i, before, t.uncancel());
        }
    }
    co_return "survived";
}

aio::coro<> inner(world& w) {
    try {
        co_await aio::sleep(10.0);
    } catch (...) {
        w.print("inner finally");
        throw;
    }
}

aio::coro<> outer(aio::task<> t) { co_await t; }

aio::coro<std::string> ends(aio::task<> t) {  // repr(await gather(t, return_exceptions=True))
    const auto [end] = co_await aio::gather_settled(t);
    co_return end.cancelled() ? "[CancelledError('')]" : "[None]";
}

aio::coro<> main(world& w) {
    const aio::task<> a = aio::create_task(never(w));
    const bool asked = a.cancel();
    w.print("{} {}", text(asked), text(a.cancelled()));
    const std::string first = co_await ends(a);
    w.print("{} {}", text(a.cancelled()), first);
    const aio::task<> b = aio::create_task(self_cancel(w));
    const std::string second = co_await ends(b);
    w.print_line(second);
    const aio::task<std::string> c = aio::create_task(swallow(w));
    co_await aio::sleep(0.5);
    c.cancel();
    c.cancel();
    w.print("cancelling {}", c.cancelling());
    const std::string survived = co_await c;
    w.print("{} {} {}", survived, text(c.cancelled()), c.cancelling());
    const aio::task<> i = aio::create_task(inner(w));
    const aio::task<> o = aio::create_task(outer(i));
    co_await aio::sleep(0.1);
    o.cancel("through");
    try {
        co_await o;
    } catch (const aio::cancelled_error& e) {
        w.print("outer: ('{}',) inner cancelled: {}", e.message(), text(i.cancelled()));
    }
}

}  // namespace x06

namespace x07 {

class rate_limiter {
public:
    rate_limiter(world& w, std::size_t max_calls, double period) : world_(w), max_calls_(max_calls), period_(period) {}

    aio::coro<> enter() {
        while (calls_.size() >= max_calls_) {
            const double now = world_.time();
            std::erase_if(calls_, [&](double t) { return now - t >= period_; });
            if (calls_.size() >= max_calls_) co_await aio::sleep(period_ - (now - calls_.front()));
        }
        calls_.push_back(world_.time());
    }

private:
    world& world_;
    std::size_t max_calls_;
    double period_;
    std::vector<double> calls_;
};

aio::coro<> call(world& w, int i, rate_limiter& limiter) {
    co_await aio::sleep(w.random().uniform(0, 0.5));
    co_await limiter.enter();
    w.print("call {}", i);
}

aio::coro<> main(world& w) {
    rate_limiter limiter(w, 2, 1);
    std::vector<aio::coro<>> calls;
    for (int i = 0; i < 7; ++i) calls.push_back(call(w, i, limiter));
    co_await aio::gather(std::move(calls));
}

}  // namespace x07

// How many iterations of the loop run() makes after main has returned: a callback counts them.
namespace x08 {

void chain(world& w, int n) {
    w.print("chain {}", n);
    aio::get_running_loop().call_soon([&w, n] { chain(w, n + 1); });
}

aio::coro<> main(world& w) {
    aio::get_running_loop().call_soon([&w] { chain(w, 1); });
    w.print("main returns");
    co_return;
}

}  // namespace x08

namespace x09 {

aio::coro<> left(world& w) {
    try {
        co_await aio::sleep(9.0);
    } catch (const aio::cancelled_error&) {
        w.print("left cancelled");
        throw;
    }
}

aio::coro<> main(world& w) {
    aio::create_task(left(w));
    co_await aio::sleep(0.0);
    aio::get_running_loop().call_soon([&w] { x08::chain(w, 1); });
    w.print("main returns");
}

}  // namespace x09

}  // namespace

TEST_CASE("run() cancels what main leaves behind, in order of creation, and waits for it") {
    CHECK(transcript_of(x01::main) == expected("x01"));
}

TEST_CASE("a pool of two workers runs three jobs, drops a queued one, and lets a running one go on unheard") {
    CHECK(transcript_of(x02::main) == expected("x02"));
}

TEST_CASE("timers that fell due while the loop was blocked fire together, in order of their deadlines") {
    CHECK(transcript_of(x03::main) == expected("x03"));
}

TEST_CASE("equal deadlines fire in order of creation") { CHECK(transcript_of(x04::main) == expected("x04")); }

TEST_CASE("a failed task nobody awaits and a failing callback are reported") {
    CHECK(transcript_of(x05::main) == expected("x05"));
}

TEST_CASE("cancellation before the start, by itself, swallowed, and through another task") {
    CHECK(transcript_of(x06::main) == expected("x06"));
}

TEST_CASE("a sleep of less than a nanosecond still lets time pass") { CHECK(transcript_of(x07::main) == expected("x07")); }

TEST_CASE("after main has returned run() makes five iterations, and eight with a task to cancel") {
    CHECK(transcript_of(x08::main) == expected("x08"));
    CHECK(transcript_of(x09::main) == expected("x09"));
}
