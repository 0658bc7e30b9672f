#include "sim/recorder.hpp"

#include <vector>

#include "sim/digest.hpp"
#include "sim/trace_block.hpp"
#include "tale.hpp"

using namespace aio;
using tale::event_id;
using tale::event_kind;
using tale::no_event;

namespace {

sim::event last(const tale::story& s) { return s.facts[s.last()]; }

}  // namespace

TEST_CASE("before the first handle nothing has a cause but the main task's readiness") {
    tale::story s;
    s.by.task_created(1, 0, "main", "Task-1");
    CHECK(last(s).cause == no_event);
    CHECK(last(s).task == 1);
    s.by.task_ready(1);
    CHECK(last(s).cause == 0);
}

TEST_CASE("a handle's begin has the cause the loop hands in") {
    tale::story s;
    s.by.task_created(1, 0, "main", "Task-1");
    const event_id ready = s.by.task_ready(1);
    s.by.step_begin(1, ready);
    CHECK(last(s).cause == ready);
    s.by.callback_begin(callback_kind::user, 0, no_event);
    CHECK(last(s).cause == no_event);
    CHECK(last(s).task == 0);
    const event_id timer = s.by.timer_set(1, callback_kind::timer, 1, 5);
    s.by.timer_fired(1, callback_kind::timer, 1, timer);
    CHECK(last(s).cause == timer);
}

TEST_CASE("who is woken is caused by the put, the end, the cancel or the creation that woke it") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(9, object_kind::queue, "jobs", 0);
    s.by.object_changed(9, object_op::put, 1, 0);
    const event_id put = s.last();
    s.by.task_ready(1);
    CHECK(last(s).cause == put);
    s.by.task_created(2, 1, "child", "Task-2");
    const event_id created = s.last();
    s.by.task_ready(2);
    CHECK(last(s).cause == created);
    s.by.cancel_requested(2, "");
    const event_id cancel = s.last();
    s.by.timer_cancelled(4);
    CHECK(last(s).cause == cancel);
    s.by.task_done(1, outcome_kind::result, "");
    const event_id done = s.last();
    s.by.callback_ready(callback_kind::gather_child, 3);
    CHECK(last(s).cause == done);
}

TEST_CASE("what a step does itself is caused by its begin") {
    tale::story s;
    s.start(1, 0, "main");
    const event_id begin = s.last();
    s.by.object_created(1, object_kind::lock, "", 0);
    CHECK(last(s).cause == begin);
    s.by.object_changed(1, object_op::acquire, 1, 0);
    CHECK(last(s).cause == begin);
    s.by.log("hello");
    CHECK(last(s).cause == begin);
    CHECK(last(s).task == 1);
    s.by.task_created(2, 1, "child", "Task-2");
    CHECK(last(s).cause == begin);
    s.by.timer_set(2, callback_kind::timer, 1, 10);
    CHECK(last(s).cause == begin);
    s.by.wait_begin(1, wait_kind::sleep, 2, {});
    CHECK(last(s).cause == begin);
}

TEST_CASE("a callback's events belong to no task") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.wait_begin(1, wait_kind::future, 3, {});
    s.by.callback_begin(callback_kind::user, 0, no_event);
    s.by.object_changed(3, object_op::resolve, 0, 0);
    CHECK(last(s).task == 0);
    s.by.cancel_requested(1, "bye");
    CHECK(last(s).task == 0);
    CHECK(last(s).object == 1);
    CHECK(s.facts.text(last(s).text) == "bye");
}

TEST_CASE("time is what the clock said last, also when a blocking call moves it within a step") {
    tale::story s;
    s.start(1, 0, "main");
    const event_id begin = s.last();
    s.advance(70);
    CHECK(last(s).time == 70);
    CHECK(last(s).value == 0);
    CHECK(last(s).task == 0);
    s.by.log("later");
    CHECK(last(s).time == 70);
    CHECK(last(s).cause == begin);
    CHECK(last(s).task == 1);
}

TEST_CASE("a deadlock is caused by the wait it ends in, an unseen error by the task's end") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_done(1, outcome_kind::exception, "E");
    const event_id done = s.last();
    s.start(2, 0, "other");
    s.by.wait_begin(2, wait_kind::future, 1, {});
    const event_id wait = s.last();
    s.by.deadlocked(2, "other > Future");
    CHECK(last(s).cause == wait);
    s.by.unretrieved(1, "E");
    CHECK(last(s).cause == done);
    s.by.deadlocked(77, "?");
    CHECK(last(s).cause == no_event);
}

TEST_CASE("payloads are where the trace says they are") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_changed(4, object_op::task_done, 3, 5);
    CHECK(last(s).value == 3);
    CHECK(last(s).extra == 5);
    s.by.loop_error(1, "message", "error");
    CHECK(s.facts.text(last(s).text) == "message");
    CHECK(s.facts.text(static_cast<std::uint32_t>(last(s).value)) == "error");
    s.by.choice_made(2, 3);
    CHECK(last(s).value == 2);
    CHECK(last(s).extra == 3);
    s.by.uncancelled(1, 1);
    CHECK(last(s).object == 1);
    CHECK(last(s).value == 1);
    s.by.run_finished(run_outcome::limit, "time");
    CHECK(last(s).detail == static_cast<std::uint8_t>(run_outcome::limit));
    CHECK(last(s).task == 0);
}

TEST_CASE("a wait knows the whole chain of co_awaits, with functions, and a trace file keeps it") {
    sim::trace facts;
    sim::recorder by(facts);
    const aio::call_frame chain[] = {{"acquire", {}}, {"lambda", {"a.cpp", 3}}, {"wait_for", {}}, {"main", {"a.cpp", 9}}};
    by.task_created(1, 0, "main", "Task-1");
    by.step_begin(1, by.task_ready(1));
    by.wait_begin(1, wait_kind::lock, 0, chain);
    by.step_begin(1, by.task_ready(1));
    by.wait_begin(1, wait_kind::lock, 0, std::span(chain).last(1));
    by.step_begin(1, by.task_ready(1));
    by.task_yielded(1, chain);
    const auto text = [](const sim::trace& t, sim::event_id e) {
        std::string all;
        for (const std::uint16_t id : t.chain(t[e].site)) {
            const sim::trace::source_line& s = t.site(id);
            all += s.function + " " + s.file + ":" + std::to_string(s.line) + "; ";
        }
        return all;
    };
    const std::string whole = "lambda a.cpp:3; wait_for :0; main a.cpp:9; ";
    CHECK(text(facts, 3) == whole);
    CHECK(text(facts, 6) == "main a.cpp:9; ");
    CHECK(text(facts, 9) == whole);
    CHECK(facts[3].site == facts[9].site);

    const std::string block(sim::block_encoder().encode(facts, 0, static_cast<sim::event_id>(facts.size())));
    sim::trace back;
    sim::decode_block(block, back);
    CHECK(text(back, 3) == whole);
    CHECK(text(back, 6) == "main a.cpp:9; ");
    CHECK(sim::digest(back) == sim::digest(facts));
}
