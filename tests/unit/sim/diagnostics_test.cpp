// Legal mistakes as events of a trace, in words, and as lines for a terminal.

#include "sim/why.hpp"
#include "sim/diagnostics.hpp"
#include "sim/digest.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>

#include "runtime/aio.hpp"
#include "scenarios/catalogue.hpp"
#include "sim/export.hpp"
#include "sim/narration.hpp"
#include "sim/session.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"
#include "sim/world.hpp"
#include "tests/unit/sim/tale.hpp"

using namespace std::chrono_literals;

namespace {

using aio::diagnostic_kind;

aio::coro<> forgotten() { co_return; }

aio::coro<> thief(aio::lock& door) {
    door.release();
    co_return;
}

aio::coro<> stubborn() {
    try {
        co_await aio::sleep(1h);
    } catch (const aio::cancelled_error&) {
    }
}

aio::coro<> careless(sim::world& world) {
    aio::lock door("door");
    co_await door.acquire();
    { const aio::coro<> lost = forgotten(); }
    co_await aio::create_task(thief(door));
    aio::task<> t = aio::create_task(stubborn());
    co_await aio::sleep(1ms);
    t.cancel();
    co_await t;
    aio::blocking_sleep(250ms);
    world.print("done");
}

aio::coro<> crossed(aio::lock& first, aio::lock& second) {
    const auto a = co_await first.scoped();
    co_await aio::sleep(1ms);
    const auto b = co_await second.scoped();
}

aio::coro<> crossing(sim::world&) {
    aio::lock x("x");
    aio::lock y("y");
    aio::coro<> left = crossed(x, y);
    aio::coro<> right = crossed(y, x);
    co_await aio::gather(std::move(left), std::move(right));
}

sim::scenario made(const char* name, aio::coro<> (*program)(sim::world&)) {
    sim::scenario s;
    s.name = name;
    s.program = program;
    return s;
}

const sim::scenario careless_scenario = made("careless", careless);
const sim::scenario crossing_scenario = made("crossing", crossing);
const sim::scenario* const shelf[] = {&careless_scenario, &crossing_scenario};

sim::session opened(const char* name) {
    sim::run_spec spec;
    spec.scenario = name;
    return sim::session(spec, shelf);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A main task that waits, a lock it holds, a semaphore and a queue.
void begin(tale::story& s) {
    s.start(1, 0, "main");
    s.by.object_created(1, aio::object_kind::lock, "door", 1);
    s.by.object_created(2, aio::object_kind::semaphore, "slots", 2);
    s.by.object_created(3, aio::object_kind::queue, "jobs", 0);
    s.by.object_changed(1, aio::object_op::acquire, 1, 0);
    s.by.wait_begin(1, aio::wait_kind::future, 0, tale::at("a.cpp", 5));
    s.by.task_created(2, 1, "worker", "Task-2");
    s.by.step_begin(2, s.by.task_ready(2));
}

std::string told(diagnostic_kind kind, aio::task_id task, aio::object_id object, std::string_view text) {
    tale::story s;
    begin(s);
    s.by.diagnosed(kind, task, object, aio::site{"a.cpp", 7}, text);
    return sim::narrate(s.read(), s.last());
}

}  // namespace

TEST_CASE("every diagnostic has a sentence that names the task, what it is about, and the line") {
    CHECK(told(diagnostic_kind::never_awaited, 2, 0, "tea") ==
          "Worker let go of coroutine `tea`, which was never awaited (a.cpp:7).");
    CHECK(told(diagnostic_kind::loop_blocked, 2, 0, "0.250 s") == "Worker blocked the loop for 0.250 s (a.cpp:7).");
    CHECK(told(diagnostic_kind::loop_blocked, 0, 0, "0.250 s") == "A callback blocked the loop for 0.250 s (a.cpp:7).");
    CHECK(told(diagnostic_kind::cancellation_swallowed, 2, 0, "") ==
          "Worker was cancelled, caught that and ended as if nothing had happened (a.cpp:7).");
    CHECK(told(diagnostic_kind::not_held, 2, 1, "") == "Worker released lock `door`, which is held by main (a.cpp:7).");
    CHECK(told(diagnostic_kind::not_held, 2, 2, "") ==
          "Worker gave semaphore `slots` a permit that was never taken from it (a.cpp:7).");
    CHECK(told(diagnostic_kind::destroyed_pending, 1, 0, "main > Future") ==
          "Main was destroyed while pending in main > Future (a.cpp:7).");
    CHECK(told(diagnostic_kind::task_done_too_often, 2, 3, "") ==
          "Worker called task_done() of queue `jobs` more often than items were put (a.cpp:7).");
    CHECK(told(diagnostic_kind::never_retrieved, 2, 0, "ValueError: boom") ==
          "Worker let go of a future, whose error nobody ever looked at: ValueError: boom (a.cpp:7).");
}

TEST_CASE("a careless program gets one warning for each mistake, with path and line, and its transcript is as ever") {
    sim::session s = opened("careless");
    CHECK(s.run_to_end() == sim::run_state::ok);
    const std::vector<std::string> lines = sim::warnings(s.history());
    REQUIRE(lines.size() == 4);
    CHECK(has(lines[0], "warning: [t=0.000] careless let go of coroutine `forgotten`, which was never awaited ("));
    CHECK(has(lines[1], "warning: [t=0.000] careless/thief[0] released lock `door`, which is held by careless ("));
    CHECK(has(lines[2], "warning: [t=0.001] careless/stubborn[0] was cancelled, caught that and ended as if nothing had happened ("));
    CHECK(has(lines[3], "warning: [t=0.251] careless blocked the loop for 0.250 s ("));
    for (const std::string& line : lines) {
        CHECK(has(line, "diagnostics_test.cpp:"));
        CHECK(line.find('\n') == std::string::npos);
    }
    CHECK(sim::transcript(s.history()) == "[t=0.251] done\n[end t=0.251] ok\n");
}

TEST_CASE("diagnostics are in the exports and come back from a file") {
    sim::session s = opened("careless");
    s.run_to_end();
    std::ostringstream json;
    sim::write_json(json, s.history(), "token");
    CHECK(has(json.str(), R"("kind":"diagnostic","detail":"never_awaited")"));
    CHECK(has(json.str(), R"("kind":"diagnostic","detail":"not_held")"));
    std::ostringstream csv;
    sim::write_csv(csv, s.history());
    CHECK(has(csv.str(), ",diagnostic,cancellation_swallowed,careless/stubborn[0],"));
    const sim::saved_run back = sim::decode_run(sim::encode_run(s.events(), "token"));
    sim::timeline again(back.events);
    again.extend();
    CHECK(sim::warnings(again) == sim::warnings(s.history()));
    CHECK(sim::digest(back.events) == sim::digest(s.events()));
}

TEST_CASE("no scenario of the catalogue gets a warning, whatever its seed, but those that show a mistake or block on purpose") {
    const std::vector<std::string> blocking = {"regular-and-async", "first-steps", "calls"};
    for (const sim::scenario* scenario : scenarios::catalogue()) {
        if (scenario->group == "mistakes") continue;  // tests/golden/mistakes_test.cpp
        if (scenario->name == "lock-account" || scenario->name == "semaphore-visitors") continue;  // show what is refused
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            sim::run_spec spec;
            spec.scenario = scenario->name;
            spec.seed = seed;
            sim::session s(spec, scenarios::catalogue());
            s.run_to_end();
            std::vector<std::string> lines = sim::warnings(s.history());
            if (std::find(blocking.begin(), blocking.end(), scenario->name) != blocking.end()) {
                std::erase_if(lines, [](const std::string& line) { return has(line, "blocked the loop"); });
            }
            CHECK_MESSAGE(lines.empty(), scenario->name, ": ", lines.empty() ? "" : lines[0]);
        }
    }
}

TEST_CASE("the report of a deadlock and why() tell the same holders, and the trace keeps the first line") {
    sim::session s = opened("crossing");
    CHECK(s.run_to_end() == sim::run_state::deadlock);
    const std::string report(s.error());
    CHECK(has(report, "Task-2 (crossed) waits in lock.acquire() of lock `y`, held by Task-3 (crossed)"));
    CHECK(has(report, "cycle: Task-2 (crossed) waits for lock `y` held by Task-3 (crossed); "));
    s.go_to_end();
    CHECK(has(sim::why(s.history(), 2, s.cursor()), "waits for lock `y`, held by crossed[1]"));
    const sim::event end = s.events().back();
    CHECK(s.events().text(end.text) ==
          "DeadlockError: deadlock: nothing is ready, no timer is set, and 3 tasks wait for ever");
    CHECK(sim::warnings(s.history()).empty());
}
