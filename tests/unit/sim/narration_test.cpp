#include "sim/why.hpp"
#include "sim/narration.hpp"

#include "tale.hpp"

using namespace aio;
using tale::event_id;
using tale::ms;
using tale::no_event;

namespace {

std::string said(tale::story& s) { return sim::narrate(s.read(), s.last()); }

// A main task and, when asked for, a sibling pair of downloads.
void begin(tale::story& s, bool downloads = false) {
    s.start(1, 0, "main");
    if (downloads) {
        s.by.task_created(2, 1, "download", "Task-2");
        s.by.task_ready(2);
        s.by.task_created(3, 1, "download", "Task-3");
        s.by.task_ready(3);
    }
}

// What a wait of this kind is for.
object_kind object_of(wait_kind kind) {
    switch (kind) {
        case wait_kind::lock: return object_kind::lock;
        case wait_kind::semaphore: return object_kind::semaphore;
        case wait_kind::event: return object_kind::event;
        case wait_kind::queue_get:
        case wait_kind::queue_put:
        case wait_kind::queue_join: return object_kind::queue;
        case wait_kind::gather: return object_kind::gather;
        case wait_kind::condition: return object_kind::condition;
        case wait_kind::barrier: return object_kind::barrier;
        case wait_kind::sleep: return object_kind::timer;
        default: return object_kind::future;
    }
}

// The last of what an event of this kind may have for its detail.
int last_detail(sim::event_kind kind) {
    switch (kind) {
        case sim::event_kind::wait_begin: return static_cast<int>(wait_kind::barrier);
        case sim::event_kind::object_created: return static_cast<int>(object_kind::gauge);
        case sim::event_kind::object_changed: return static_cast<int>(object_op::level);
        case sim::event_kind::task_done: return static_cast<int>(outcome_kind::cancelled);
        case sim::event_kind::run_finished: return static_cast<int>(run_outcome::limit);
        case sim::event_kind::diagnostic: return static_cast<int>(diagnostic_kind::never_retrieved);
        default: return static_cast<int>(callback_kind::stop);
    }
}

}  // namespace

TEST_CASE("a task is called by the last part of its path, without a number where it is alone") {
    tale::story s;
    begin(s, true);
    s.by.task_created(4, 2, "part", "Task-4");
    const sim::timeline& t = s.read();
    CHECK(sim::short_name(t, 1) == "main");
    CHECK(sim::short_name(t, 2) == "download[0]");
    CHECK(sim::short_name(t, 3) == "download[1]");
    CHECK(sim::short_name(t, 4) == "part");
    CHECK(sim::short_name(t, 99) == "task 99");
}

TEST_CASE("an object is called by kind and name") {
    tale::story s;
    begin(s);
    s.by.object_created(1, object_kind::queue, "jobs", 2);
    s.by.object_created(2, object_kind::gather, "", 0);
    CHECK(sim::describe(s.read(), 1) == "queue `jobs`");
    CHECK(sim::describe(s.read(), 2) == "gather `gather-1`");
    CHECK(sim::describe(s.read(), 3) == "object 3");
}

TEST_CASE("the semaphore story reads as it happened") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    const char* const expected[] = {
        "The program starts with main.",
        "main will run next.",
        "main starts.",
        "Semaphore `slots` is made with 1 permit.",
        "main creates worker[0].",
        "worker[0] will run next.",
        "main creates worker[1].",
        "worker[1] joins the ready queue behind 1 other.",
        "main waits for worker[0] to end.",
        "worker[0] starts.",
        "worker[0] takes a permit of semaphore `slots`: 0 of 1 left.",
        "worker[0] sets its alarm for 0.250 s.",
        "worker[0] sleeps until 0.250 s.",
        "worker[1] starts.",
        "worker[1] asks for a permit of semaphore `slots` - it is taken, so it waits.",
        "Nothing is ready, so the clock moves from 0.000 s to 0.250 s.",
        "It is 0.250 s: the alarm of worker[0] goes off.",
        "The loop ends the sleep of worker[0].",
        "Its sleep is over, so worker[0] is next to run.",
        "worker[0] goes on after sleeping for 0.250 s.",
        "worker[0] gives a permit back to semaphore `slots`: 1 of 1 left.",
        "worker[0] let go of semaphore `slots`, so worker[1] is next to run.",
        "worker[0] is done.",
        "worker[0] has ended, so main joins the ready queue behind 1 other.",
        "worker[1] goes on after waiting for 0.250 s.",
        "worker[1] takes a permit of semaphore `slots`: 0 of 1 left.",
        "worker[1] prints: working",
        "worker[1] gives a permit back to semaphore `slots`: 1 of 1 left.",
        "worker[1] fails with ValueError: bad.",
        "main goes on after waiting for 0.250 s.",
        "main is done.",
        "Nobody ever looked at the error of worker[1]: ValueError: bad.",
        "The program has ended at 0.250 s.",
    };
    REQUIRE(t.size() == std::size(expected));
    for (event_id e = 0; e < t.size(); ++e) CHECK(sim::narrate(t, e) == expected[e]);
}

TEST_CASE("waits on queues name the queue and its depth") {
    tale::story s;
    begin(s);
    s.by.object_created(1, object_kind::queue, "jobs", 2);
    CHECK(said(s) == "Queue `jobs` is made with room for 2 items.");
    s.by.object_changed(1, object_op::put, 2, 0);
    CHECK(said(s) == "main puts an item into queue `jobs`: 2 of 2 items in it.");
    s.by.wait_begin(1, wait_kind::queue_put, 1, {});
    CHECK(said(s) == "main wants to put an item into queue `jobs` - it is full (2 of 2 items in it), so it waits.");
    s.by.step_begin(1, no_event);
    s.by.object_changed(1, object_op::get, 1, 0);
    CHECK(said(s) == "main takes an item from queue `jobs`: 1 of 2 items in it.");
    s.by.object_changed(1, object_op::task_done, 1, 3);
    CHECK(said(s) == "main has dealt with an item of queue `jobs`: 3 to go.");
    s.by.wait_begin(1, wait_kind::queue_join, 1, {});
    CHECK(said(s) == "main waits until every item of queue `jobs` is dealt with (3 to go).");
    s.by.step_begin(1, no_event);
    s.by.wait_begin(1, wait_kind::queue_get, 1, {});
    CHECK(said(s) == "main asks queue `jobs` for an item - it is empty, so it waits.");
    s.by.object_created(2, object_kind::queue, "", 0);
    CHECK(said(s) == "Queue `queue-2` is made, without a limit.");
}

TEST_CASE("waits on locks name who holds them") {
    tale::story s;
    begin(s, true);
    s.by.object_created(1, object_kind::lock, "door", 0);
    s.by.object_changed(1, object_op::acquire, 1, 0);
    CHECK(said(s) == "main takes lock `door`.");
    s.by.step_begin(2, no_event);
    s.by.wait_begin(2, wait_kind::lock, 1, {});
    CHECK(said(s) == "download[0] asks for lock `door` - it is held by main, so it waits.");
}

TEST_CASE("every kind of wait says for what") {
    const std::pair<wait_kind, std::string> waits[] = {
        {wait_kind::none, "main waits."},
        {wait_kind::sleep, "main goes to sleep."},
        {wait_kind::lock, "main asks for lock `thing` - it is taken, so it waits."},
        {wait_kind::semaphore, "main asks for a permit of semaphore `thing` - others were first, so it waits."},
        {wait_kind::event, "main waits until event `thing` is set."},
        {wait_kind::queue_get, "main asks queue `thing` for an item - it is empty, so it waits."},
        {wait_kind::queue_put, "main wants to put an item into queue `thing` - it is full (0 of 2 items in it), so it waits."},
        {wait_kind::queue_join, "main waits until every item of queue `thing` is dealt with (0 to go)."},
        {wait_kind::task, "main waits for download[0] to end."},
        {wait_kind::gather, "main waits until everything in gather `thing` has ended."},
        {wait_kind::future, "main waits for future `thing`."},
        {wait_kind::condition, "main waits until condition `thing` is notified."},
        {wait_kind::barrier, "main waits for the others at barrier `thing`."},
    };
    static_assert(std::size(waits) == static_cast<std::size_t>(wait_kind::barrier) + 1);
    for (const auto& [kind, sentence] : waits) {
        tale::story s;
        begin(s, true);
        s.by.object_created(2, object_of(kind), "thing", 2);
        s.by.wait_begin(1, kind, 2, {});
        CHECK(said(s) == sentence);
    }
}

TEST_CASE("cancels, timeouts and loop errors say who and why") {
    tale::story s;
    begin(s, true);
    s.by.cancel_requested(2, "enough");
    CHECK(said(s) == "main asks download[0] to cancel (\"enough\").");
    s.by.task_ready(2);
    CHECK(said(s) == "To be told that it is cancelled, download[0] joins the ready queue behind 2 others.");
    s.by.cancel_requested(1, "");
    CHECK(said(s) == "main asks itself to cancel.");
    s.by.uncancelled(1, 0);
    CHECK(said(s) == "A cancel request of main is taken back: none is left.");
    s.by.wait_begin(1, wait_kind::event, 0, {});
    s.by.callback_begin(callback_kind::user, 0, no_event);
    s.by.cancel_requested(3, "");
    CHECK(said(s) == "The loop asks download[1] to cancel.");
    const event_id timer = s.by.timer_set(8, callback_kind::timeout, 1, 500 * ms);
    CHECK(said(s) == "main must be done by 0.500 s, or it times out.");
    s.by.callback_begin(callback_kind::timeout, 8, s.by.timer_fired(8, callback_kind::timeout, 1, timer));
    CHECK(said(s) == "The loop ends the wait of main: timeout.");
    s.by.cancel_requested(1, "");
    CHECK(said(s) == "The timeout cancels main.");
    s.by.loop_error(2, "Exception in callback", "KeyError: 'x'");
    CHECK(said(s) == "The loop reports: Exception in callback (KeyError: 'x').");
    s.by.timer_set(9, callback_kind::timer, 2, 40'000);
    CHECK(said(s) == "download[0] sets its alarm for 40 us.");
    s.by.timer_cancelled(9);
    CHECK(said(s) == "The timer for the sleep of download[0] (due at 40 us) is no longer needed.");
}

TEST_CASE("every kind of event and every detail has a sentence and a label") {
    for (int kind = 0; kind < sim::event_kind_count; ++kind) {
        const auto k = static_cast<sim::event_kind>(kind);
        for (int detail = 0; detail <= last_detail(k); ++detail) {
            tale::story s;
            begin(s, true);
            s.by.object_created(1, object_kind::queue, "jobs", 5);
            sim::event e;
            e.kind = k;
            e.detail = static_cast<std::uint8_t>(detail);
            e.task = e.kind == sim::event_kind::task_created ? 4 : 2;
            e.object = e.kind == sim::event_kind::object_created ? 2 : 1;
            e.text = s.facts.intern("words");
            e.extra = 1;
            s.facts.append(e);
            const std::string sentence = said(s);
            CHECK_MESSAGE(sentence.size() > 8, "kind ", kind, " detail ", detail);
            CHECK_MESSAGE((sentence.back() == '.' || e.kind == sim::event_kind::log), sentence);
            CHECK(sentence.find("  ") == std::string::npos);
            const std::string label = sim::label(s.read(), s.last());
            CHECK(!label.empty());
            CHECK(label.size() <= 20);
        }
    }
}

TEST_CASE("nonsense is narrated without harm, and what is not there is nothing") {
    tale::story s;
    tale::tell_nonsense(s, 21, 3000);
    const sim::timeline& t = s.read();
    for (event_id e = 0; e < t.size(); ++e) {
        REQUIRE(!sim::narrate(t, e).empty());
        REQUIRE(!sim::why(t, 1 + e % 9, e).empty());
    }
    CHECK(sim::narrate(t, static_cast<event_id>(t.size())).empty());
    CHECK(sim::label(t, no_event).empty());
}
