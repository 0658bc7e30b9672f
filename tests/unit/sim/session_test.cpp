#include "sim/digest.hpp"
#include "sim/why.hpp"
#include "sim/session.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "runtime/aio.hpp"
#include "sim/narration.hpp"
#include "sim/recorder.hpp"
#include "sim/transcript.hpp"
#include "sim/world.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> download(sim::world& w, aio::semaphore& slots, int number) {
    auto permit = co_await slots.scoped();
    const double seconds = w.random().uniform(0.1, 0.5);
    co_await aio::sleep(aio::seconds(seconds));
    w.print("file {} done", number);
    w.progress("files", number, 4);
}

aio::coro<> downloads(sim::world& w) {
    aio::semaphore slots(w.integer("limit"), "slots");
    std::vector<aio::task<>> tasks;
    for (int i = 0; i < 4; ++i) {
        tasks.push_back(aio::create_task(download(w, slots, i)));
    }
    for (auto& t : tasks) {
        co_await t;
    }
    w.print("all done at {}", w.time() > 0);
}

aio::coro<> stuck(sim::world& w) {
    aio::event never("never");
    w.print("waiting");
    co_await never.wait();
}

aio::coro<> fails(sim::world&) {
    co_await aio::sleep(20ms);
    throw aio::value_error("no luck");
}

aio::coro<> endless(sim::world& w) {
    for (int i = 0;; ++i) {
        w.print("tick {}", i);
        co_await aio::sleep(1s);
    }
}

aio::coro<> speak(sim::world& w, int number) {
    w.print("{}", number);
    co_return;
}

aio::coro<> three(sim::world& w) {
    auto a = aio::create_task(speak(w, 1));
    auto b = aio::create_task(speak(w, 2));
    auto c = aio::create_task(speak(w, 3));
    co_await a;
    co_await b;
    co_await c;
}

struct prints_late {
    sim::world& w;
    ~prints_late() { w.print("too late"); }
};

aio::coro<> dies_with_guard(sim::world& w) {
    const prints_late guard{w};
    co_await aio::sleep(1s);
}

struct library {
    std::vector<sim::scenario> scenarios;
    std::vector<const sim::scenario*> list;

    library() {
        add("downloads", downloads, {sim::integer("limit", 2, 1, 9, "")});
        add("stuck", stuck);
        add("fails", fails);
        add("endless", endless);
        add("three", three);
        add("guard", dies_with_guard);
        for (const sim::scenario& s : scenarios) list.push_back(&s);
    }
    void add(const char* name, aio::coro<> (*program)(sim::world&), std::vector<sim::parameter> parameters = {}) {
        sim::scenario s;
        s.name = name;
        s.program = program;
        s.parameters = std::move(parameters);
        scenarios.push_back(std::move(s));
    }
    sim::session open(const char* name, std::uint64_t seed = 42, std::vector<sim::choice_taken> choices = {}) const {
        sim::run_spec spec;
        spec.scenario = name;
        spec.seed = seed;
        spec.choices = std::move(choices);
        return sim::session(spec, list);
    }
};

const library shelf;

}  // namespace

TEST_CASE("a run to the end is told in its transcript, and is the same every time") {
    sim::session s = shelf.open("downloads");
    CHECK(s.state() == sim::run_state::running);
    CHECK(s.run_to_end() == sim::run_state::ok);
    const std::string text = sim::transcript(s.history());
    CHECK(text.find("all done at true\n") != std::string::npos);
    CHECK(text.find("[end t=") != std::string::npos);
    sim::session again = shelf.open("downloads");
    again.run_to_end();
    CHECK(sim::digest(again.events()) == sim::digest(s.events()));
    CHECK(sim::transcript(again.history()) == text);
    sim::session other = shelf.open("downloads", 43);
    other.run_to_end();
    CHECK(sim::digest(other.events()) != sim::digest(s.events()));
    CHECK(s.events()[static_cast<sim::event_id>(s.events().size() - 1)].kind == sim::event_kind::run_finished);
    CHECK(!s.step_handle());
}

TEST_CASE("handle by handle, event by event, by time or in one go: the same run") {
    sim::session whole = shelf.open("downloads");
    whole.run_to_end();
    const std::string expected = sim::digest(whole.events());
    sim::session handles = shelf.open("downloads");
    while (handles.step_handle()) handles.history();
    CHECK(sim::digest(handles.events()) == expected);
    sim::session events = shelf.open("downloads");
    while (events.step_forward()) {
    }
    CHECK(sim::digest(events.events()) == expected);
    sim::session times = shelf.open("downloads");
    for (std::int64_t ns = 0; times.state() == sim::run_state::running; ns += 37'000'000) times.go_to_time(ns);
    CHECK(sim::digest(times.events()) == expected);
}

TEST_CASE("every state on the way back is the state on the way there") {
    sim::session s = shelf.open("downloads");
    std::vector<std::uint64_t> there{s.state_digest()};
    while (s.step_forward()) there.push_back(s.state_digest());
    CHECK(there.size() == s.events().size() + 1);
    for (std::size_t i = there.size(); i-- > 0;) {
        REQUIRE(s.state_digest() == there[i]);
        CHECK(s.step_back() == (i > 0));
    }
    CHECK(s.cursor() == sim::no_event);
}

TEST_CASE("going to the past leaves the live end where it is") {
    sim::session s = shelf.open("downloads");
    s.go_to(40);
    const std::size_t recorded = s.events().size();
    CHECK(s.cursor() == 40);
    s.go_to(5);
    CHECK(s.cursor() == 5);
    CHECK(s.events().size() == recorded);
    CHECK(s.now().event == 5);
    s.go_to_start();
    CHECK(s.cursor() == sim::no_event);
    CHECK(s.cursor_time() == 0);
    s.go_to(1'000'000);
    CHECK(s.cursor() == s.events().size() - 1);
    CHECK(s.state() == sim::run_state::ok);
    s.go_to_start();
    s.go_to_end();
    CHECK(s.cursor() == s.events().size() - 1);
}

TEST_CASE("a task is stepped to the end of its next step, and back to before its last") {
    sim::session s = shelf.open("downloads");
    CHECK(s.step_task(2));
    const sim::event e = s.events()[s.cursor()];
    CHECK(e.kind == sim::event_kind::wait_begin);
    CHECK(e.task == 2);
    const sim::event_id first = s.cursor();
    CHECK(s.step_task(2));
    CHECK(s.cursor() > first);
    CHECK(s.step_task_back(2));
    CHECK(s.events()[s.cursor() + 1].kind == sim::event_kind::step_begin);
    CHECK(s.events()[s.cursor() + 1].task == 2);
    CHECK(s.step_task_back(2));
    CHECK(!s.step_task_back(2));
    while (s.step_task(2)) {
    }
    CHECK(s.events()[s.cursor()].kind == sim::event_kind::task_done);
    CHECK(!s.step_task(99));
}

TEST_CASE("a time is gone to by its last event") {
    sim::session s = shelf.open("endless");
    s.go_to_time(2'500'000'000);
    CHECK(s.cursor_time() == 2'000'000'000);
    CHECK(s.cursor() == s.events().size() - 1);
    CHECK(s.state() == sim::run_state::running);
    s.go_to_time(1'000'000'000);
    CHECK(s.cursor_time() == 1'000'000'000);
    CHECK(s.events()[s.cursor() + 1].time == 2'000'000'000);
}

TEST_CASE("a deadlock, an error and a limit end a run in their own ways") {
    sim::session a = shelf.open("stuck");
    CHECK(a.run_to_end() == sim::run_state::deadlock);
    CHECK(sim::transcript(a.history()) ==
          "[t=0.000] waiting\n[t=0.000] !deadlock Task-1 (stuck) waiting stuck > Event.wait > Future\n[end t=0.000] deadlock\n");
    CHECK(sim::why(a.history(), 1, a.cursor()) == "stuck has not been created yet.");
    a.go_to_end();
    CHECK(sim::why(a.history(), 1, a.cursor()) == "stuck waits until event `never` is set. Nothing alive can wake it.");
    CHECK(!a.error().empty());

    sim::session b = shelf.open("fails");
    CHECK(b.run_to_end() == sim::run_state::exception);
    CHECK(b.error() == "ValueError: no luck");
    CHECK(sim::transcript(b.history()) == "[end t=0.020] exception ValueError: no luck\n");

    sim::session c = shelf.open("endless");
    sim::limits limits;
    limits.until_ns = 1'500'000'000;
    CHECK(c.run_to_end(limits) == sim::run_state::limit);
    CHECK(sim::transcript(c.history()) ==
          "[t=0.000] tick 0\n[t=1.000] tick 1\n[end t=1.000] limit LimitError: virtual time limit: 1.500\n");
    CHECK(!c.step_handle());

    sim::session d = shelf.open("endless");
    limits = {};
    limits.max_steps = 10;
    CHECK(d.run_to_end(limits) == sim::run_state::limit);
    CHECK(d.error() == "LimitError: step limit: 10");
}

TEST_CASE("a scheduling choice runs another ready handle first, and is in the trace") {
    sim::session plain = shelf.open("three");
    plain.run_to_end();
    CHECK(sim::transcript(plain.history()).find("1\n[t=0.000] 2\n[t=0.000] 3\n") != std::string::npos);
    sim::session other = shelf.open("three", 42, {{0, 2}});
    other.run_to_end();
    CHECK(sim::transcript(other.history()).find("3\n[t=0.000] 1\n[t=0.000] 2\n") != std::string::npos);
    CHECK(sim::digest(other.events()) != sim::digest(plain.events()));
    const sim::run_spec spec = sim::from_token(sim::to_token(other.spec(), shelf.list), shelf.list);
    sim::session again(spec, shelf.list);
    again.run_to_end();
    CHECK(sim::digest(again.events()) == sim::digest(other.events()));
}

TEST_CASE("parameters reach the program, and a wrong name in the program is a fault in it") {
    sim::run_spec spec;
    spec.scenario = "downloads";
    spec.parameters = {{"limit", std::int64_t{4}}};
    sim::session s(spec, shelf.list);
    s.run_to_end();
    REQUIRE(!s.history().objects().empty());
    CHECK(s.history().objects()[0].name == "slots");
    CHECK(s.history().objects()[0].capacity == 4);
    const sim::world w(s.what(), s.spec());
    CHECK(w.integer("limit") == 4);
    CHECK_THROWS_AS(w.integer("nope"), std::logic_error);
    CHECK_THROWS_AS(w.flag("limit"), std::logic_error);
}

TEST_CASE("progress is an object with levels") {
    sim::session s = shelf.open("downloads");
    s.run_to_end();
    const auto objects = s.history().objects();
    const auto bar = std::find_if(objects.begin(), objects.end(), [](const sim::object_info& o) { return o.name == "files"; });
    REQUIRE(bar != objects.end());
    CHECK(bar->kind == aio::object_kind::progress);
    CHECK(bar->capacity == 4);
    CHECK(bar->levels.size() == 4);
}

TEST_CASE("restart begins again with another spec; a wrong one leaves the session as it was") {
    sim::session s = shelf.open("downloads");
    s.go_to_end();
    sim::run_spec spec = s.spec();
    spec.scenario = "nothing like it";
    CHECK_THROWS_AS(s.restart(spec), sim::usage_error);
    CHECK(s.state() == sim::run_state::ok);
    spec.scenario = "three";
    s.restart(spec);
    CHECK(s.what().name == "three");
    CHECK(s.cursor() == sim::no_event);
    CHECK(s.state() == sim::run_state::running);
    sim::session moved = std::move(s);
    moved.go_to_end();
    CHECK(moved.state() == sim::run_state::ok);
}

TEST_CASE("a session that is dropped half-way takes its coroutines with it") {
    sim::session s = shelf.open("guard");
    s.go_to_time(0);
    CHECK(s.events().size() > 3);
}

TEST_CASE("streams of a world do not disturb each other") {
    const sim::session s = shelf.open("downloads");
    sim::world a(s.what(), s.spec());
    sim::world b(s.what(), s.spec());
    a.stream("network").bits32();
    CHECK(a.random().bits32() == b.random().bits32());
    CHECK(&a.stream("program") == &a.random());
    CHECK(&a.stream("network") == &a.stream("network"));
    CHECK(b.stream("network").bits32() != a.stream("network").bits32());
}

TEST_CASE("a run whose events are packed as it grows reads as one whose are not") {
    const library all;
    sim::session plain = all.open("endless"), packed = all.open("endless");
    plain.run_to_event(20'000);
    for (int i = 0; i < 100'000 && packed.events().size() <= 20'000; ++i) {
        packed.step_handle();
        if (i % 700 == 0) packed.pack();
    }
    REQUIRE(packed.events().size() == plain.events().size());
    CHECK(sim::digest(packed.events()) == sim::digest(plain.events()));
    CHECK(sim::transcript(packed.history()) == sim::transcript(plain.history()));
    for (sim::event_id e = 0; e < plain.events().size(); e += 997) {
        CHECK(packed.history().at(e).digest() == plain.history().at(e).digest());
        CHECK(packed.history().event_at(plain.events()[e].time) == plain.history().event_at(plain.events()[e].time));
    }
    packed.go_to(5000);
    CHECK(packed.step_back());
    CHECK(packed.cursor_time() == plain.events()[4999].time);
}
