#include "sim/why.hpp"
#include "sim/narration.hpp"
#include "tale.hpp"

using namespace aio;
using tale::event_id;
using tale::ms;
using tale::no_event;

namespace {

std::string reason(tale::story& s, task_id task) { return sim::why(s.read(), task, s.last()); }

}  // namespace

TEST_CASE("why follows a chain of tasks to the timer at its root") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_created(2, 1, "download", "");
    s.by.task_created(3, 1, "download", "");
    s.by.wait_begin(1, wait_kind::task, 3, {});
    s.by.step_begin(3, no_event);
    s.by.timer_set(7, callback_kind::timer, 3, 670 * ms);
    s.by.wait_begin(3, wait_kind::sleep, 7, {});
    CHECK(reason(s, 3) == "download[1] sleeps until 0.670 s.");
    CHECK(reason(s, 1) == "main waits for download[1], which sleeps until 0.670 s.");
}

TEST_CASE("why names permits and holders, and goes on where there is one holder") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::semaphore, "slots", 2);
    for (task_id id = 2; id <= 4; ++id) {
        s.by.task_created(id, 1, "download", "");
    }
    s.by.step_begin(2, no_event);
    s.by.object_changed(1, object_op::acquire, 1, 0);
    s.by.wait_begin(2, wait_kind::event, 0, {});
    s.by.step_begin(3, no_event);
    s.by.object_changed(1, object_op::acquire, 0, 0);
    s.by.wait_begin(3, wait_kind::event, 0, {});
    s.by.step_begin(4, no_event);
    s.by.wait_begin(4, wait_kind::semaphore, 1, {});
    CHECK(reason(s, 4) == "download[2] waits for a permit of semaphore `slots` (2 of 2 held by download[0] and download[1]).");
    s.by.step_begin(2, no_event);
    s.by.object_changed(1, object_op::release, 1, 0);
    CHECK(reason(s, 4) == "download[2] waits for a permit of semaphore `slots` (1 of 2 held by download[1], which waits until nothing is set).");
}

TEST_CASE("why finds a circle of locks and says that nothing can wake it") {
    tale::story s;
    s.start(1, 0, "left");
    s.start(2, 0, "right");
    s.by.object_created(1, object_kind::lock, "a", 0);
    s.by.object_created(2, object_kind::lock, "b", 0);
    s.by.step_begin(1, no_event);
    s.by.object_changed(1, object_op::acquire, 1, 0);
    s.by.step_begin(2, no_event);
    s.by.object_changed(2, object_op::acquire, 1, 0);
    s.by.wait_begin(2, wait_kind::lock, 1, {});
    s.by.step_begin(1, no_event);
    s.by.wait_begin(1, wait_kind::lock, 2, {});
    const std::string circle = "left waits for lock `b`, held by right, which waits for lock `a`, held by left: a circle.";
    CHECK(reason(s, 1) == circle);
    s.by.deadlocked(1, "left > Lock.acquire > Future");
    s.by.deadlocked(2, "right > Lock.acquire > Future");
    s.by.run_finished(run_outcome::deadlock, "");
    CHECK(reason(s, 1) == circle + " Nothing alive can wake it.");
    CHECK(reason(s, 2).find("Nothing alive can wake it.") != std::string::npos);
}

TEST_CASE("why tells from the rest of the trace when a wait ends") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::event, "go", 0);
    s.by.wait_begin(1, wait_kind::event, 1, {});
    const event_id wait = s.last();
    CHECK(reason(s, 1) == "main waits until event `go` is set.");
    s.advance(300 * ms);
    s.by.task_ready(1);
    CHECK(sim::why(s.read(), 1, wait) == "main waits until event `go` is set. It goes on at 0.300 s.");
}

TEST_CASE("why names the children a gather still waits for, once the trace has them") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_created(2, 1, "download", "");
    s.by.task_created(3, 1, "show", "");
    s.by.object_created(5, object_kind::gather, "", 0);
    s.by.wait_begin(1, wait_kind::gather, 5, {});
    const event_id wait = s.last();
    CHECK(reason(s, 1) == "main waits until everything in gather `gather-1` has ended.");
    s.by.step_begin(2, no_event);
    s.by.task_done(2, outcome_kind::result, "");
    const event_id first = s.by.callback_ready(callback_kind::gather_child, 5);
    s.by.step_begin(3, no_event);
    s.by.task_done(3, outcome_kind::result, "");
    s.by.callback_ready(callback_kind::gather_child, 5);
    CHECK(sim::why(s.read(), 1, wait) == "main waits for download and show in gather `gather-1`.");
    CHECK(sim::why(s.read(), 1, first) == "main waits for show in gather `gather-1`, which is ready to run.");
}

TEST_CASE("why says who ends a wait, when the trace knows") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::queue, "jobs", 0);
    s.start(2, 1, "consumer");
    s.by.wait_begin(2, wait_kind::queue_get, 1, {});
    const event_id wait = s.last();
    s.advance(300 * ms);
    s.by.step_begin(1, no_event);
    s.by.object_changed(1, object_op::put, 1, 1);
    s.by.task_ready(2);
    CHECK(sim::why(s.read(), 2, wait) ==
          "consumer waits for an item in queue `jobs` (empty). It goes on at 0.300 s, when main puts an item into queue `jobs`.");
}

TEST_CASE("why says when a wait will be cut short by a cancel") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.timer_set(7, callback_kind::timer, 1, 5000 * ms);
    s.by.wait_begin(1, wait_kind::sleep, 7, {});
    const event_id wait = s.last();
    s.advance(2000 * ms);
    s.by.cancel_requested(1, "");
    CHECK(sim::why(s.read(), 1, wait) == "main sleeps until 5.000 s. It is asked to cancel at 2.000 s.");
}

TEST_CASE("why names the child whose end decides a gather by the causes of its end") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_created(2, 1, "download", "");
    s.by.object_created(5, object_kind::gather, "", 0);
    s.by.wait_begin(1, wait_kind::gather, 5, {});
    const event_id wait = s.last();
    s.by.step_begin(2, no_event);
    s.by.task_done(2, outcome_kind::result, "");
    s.by.callback_begin(callback_kind::gather_child, 0, s.by.callback_ready(callback_kind::gather_child, 0));
    s.by.object_changed(5, object_op::resolve, 0, 0);
    s.by.task_ready(1);
    CHECK(sim::why(s.read(), 1, wait) ==
          "main waits until everything in gather `gather-1` has ended; it is decided by download, which is ready to run.");
}

TEST_CASE("why has an answer for every state") {
    tale::story s;
    s.start(1, 0, "main");
    const event_id early = s.last();
    for (task_id id = 2; id <= 5; ++id) {
        s.by.task_created(id, 1, "job", "");
        s.by.task_ready(id);
    }
    CHECK(reason(s, 1) == "main is running: nothing else runs until it awaits something.");
    CHECK(reason(s, 2) == "job[0] is ready and next to run.");
    CHECK(reason(s, 4) == "job[2] is ready, behind 2 others.");
    CHECK(sim::why(s.read(), 2, early) == "job[0] has not been created yet.");
    CHECK(reason(s, 9) == "There is no such task.");
    CHECK(sim::why(s.read(), 1, no_event) == "main has not been created yet.");
    s.advance(100 * ms);
    s.by.step_begin(2, no_event);
    s.by.task_done(2, outcome_kind::result, "");
    CHECK(reason(s, 2) == "job[0] has done its work: it ended at 0.100 s.");
    s.by.step_begin(3, no_event);
    s.by.task_done(3, outcome_kind::exception, "KeyError: 1");
    CHECK(reason(s, 3) == "job[1] failed at 0.100 s with KeyError: 1.");
    s.by.step_begin(4, no_event);
    s.by.task_done(4, outcome_kind::cancelled, "");
    CHECK(reason(s, 4) == "job[2] was cancelled and ended at 0.100 s.");
    s.by.step_begin(1, no_event);
    s.by.cancel_requested(5, "");
    CHECK(reason(s, 5) == "job[3] was asked to cancel by main at 0.100 s; for now it is ready to run.");
    s.by.task_yielded(1, {});
    CHECK(reason(s, 1) == "main is ready, behind 1 other.");
}

TEST_CASE("why says how deep a queue is") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::queue, "jobs", 2);
    s.by.object_changed(1, object_op::put, 2, 4);
    s.by.wait_begin(1, wait_kind::queue_put, 1, {});
    CHECK(reason(s, 1) == "main waits for room in queue `jobs` (2 of 2 items in it).");
    s.by.step_begin(1, no_event);
    s.by.wait_begin(1, wait_kind::queue_join, 1, {});
    CHECK(reason(s, 1) == "main waits until 4 items of queue `jobs` are dealt with.");
    s.by.step_begin(1, no_event);
    s.by.object_changed(1, object_op::get, 0, 4);
    s.by.wait_begin(1, wait_kind::queue_get, 1, {});
    CHECK(reason(s, 1) == "main waits for an item in queue `jobs` (empty).");
}
