#include "sim/timeline.hpp"

#include "tale.hpp"

using namespace aio;
using sim::task_state;
using tale::event_id;
using tale::ms;
using tale::no_event;

TEST_CASE("going to any event gives what applying every event up to it gives") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        tale::story s;
        tale::tell_nonsense(s, seed, 3000);
        const sim::timeline& t = s.read();
        sim::snapshot walked;
        REQUIRE(t.at(no_event).digest() == walked.digest());
        for (event_id e = 0; e < t.size(); ++e) {
            sim::apply(walked, s.facts[e], e);
            const sim::snapshot jumped = t.at(e);
            REQUIRE(jumped.event == e);
            REQUIRE(jumped.digest() == walked.digest());
        }
    }
}

TEST_CASE("spans are contiguous and say what the snapshots say") {
    tale::story s;
    tale::tell_nonsense(s, 11, 2000);
    const sim::timeline& t = s.read();
    for (event_id e = 0; e < t.size(); e += 7) {
        const sim::snapshot now = t.at(e);
        for (const sim::task_info& info : t.tasks()) {
            const task_state state = info.id < now.tasks.size() ? now.tasks[info.id].state : task_state::unborn;
            REQUIRE(t.state_at(info.id, e) == state);
        }
    }
    for (const sim::task_info& info : t.tasks()) {
        REQUIRE(!info.spans.empty());
        REQUIRE(info.spans.front().begin == info.created);
        REQUIRE(info.spans.back().end == info.ended);
        for (std::size_t i = 1; i < info.spans.size(); ++i) {
            REQUIRE(info.spans[i - 1].end == info.spans[i].begin);
            REQUIRE(info.spans[i - 1].end_time == info.spans[i].begin_time);
        }
    }
}

TEST_CASE("reading a trace bit by bit gives the same as reading it at once") {
    tale::story grown;
    for (std::size_t n = 1; n <= 1500; n += 13) {
        tale::story part;
        tale::tell_nonsense(part, 5, n);
        while (grown.facts.size() < part.facts.size()) {
            for (const std::string& text : part.facts.strings()) grown.facts.intern(text);
            grown.facts.append(part.facts[static_cast<event_id>(grown.facts.size())]);
        }
        grown.read();
        const sim::timeline& once = part.read();
        REQUIRE(grown.seen.tasks().size() == once.tasks().size());
        REQUIRE(grown.seen.at(part.last()).digest() == once.at(part.last()).digest());
        for (std::size_t i = 0; i < once.tasks().size(); ++i) {
            REQUIRE(grown.seen.tasks()[i].spans.size() == once.tasks()[i].spans.size());
            REQUIRE(grown.seen.tasks()[i].spans.back().end_time == once.tasks()[i].spans.back().end_time);
        }
    }
}

TEST_CASE("tasks are named by their parents and their place among equal siblings") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_created(2, 1, "download", "Task-2");
    s.by.task_created(3, 1, "download", "special");
    s.by.task_created(4, 1, "show", "Task-4");
    s.by.task_created(5, 3, "part", "Task-5");
    s.by.task_created(6, 0, "main", "Task-6");
    const sim::timeline& t = s.read();
    CHECK(t.task(1)->path == "main");
    CHECK(t.task(2)->path == "main/download[0]");
    CHECK(t.task(3)->path == "main/download[1]");
    CHECK(t.task(3)->name == "special");
    CHECK(t.task(4)->path == "main/show[0]");
    CHECK(t.task(5)->path == "main/download[1]/part[0]");
    CHECK(t.task(6)->path == "main[1]");
    CHECK(t.task(2)->alone == false);
    CHECK(t.task(4)->alone == true);
    CHECK(t.task(0) == nullptr);
    CHECK(t.task(7) == nullptr);
}

TEST_CASE("objects have the name they were given, or kind and number") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::queue, "jobs", 5);
    s.by.object_created(3, object_kind::queue, "", 0);
    s.by.object_created(2, object_kind::lock, "", 0);
    s.by.object_created(4, object_kind::timer, "", 0);
    const sim::timeline& t = s.read();
    REQUIRE(t.objects().size() == 3);
    CHECK(t.object(1)->name == "jobs");
    CHECK(t.object(1)->capacity == 5);
    CHECK(t.object(3)->name == "queue-2");
    CHECK(t.object(2)->name == "lock-1");
    CHECK(t.object(4) == nullptr);
    CHECK(t.object(99) == nullptr);
}

TEST_CASE("the semaphore story has the spans, levels and lines it was told") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    const sim::task_info& second = *t.task(3);
    std::vector<task_state> states;
    for (const sim::span& span : second.spans) states.push_back(span.state);
    CHECK(states == std::vector<task_state>{task_state::ready, task_state::running, task_state::lock, task_state::ready, task_state::running});
    CHECK(second.spans[2].begin_time == 0);
    CHECK(second.spans[2].end_time == 250 * ms);
    CHECK(t.source().site(second.spans[2].site).line == 30);
    CHECK(second.outcome == outcome_kind::exception);
    CHECK(second.error == "ValueError: bad");
    CHECK(t.state_at(3, t.task(3)->ended) == task_state::failed);
    CHECK(t.state_at(3, 0) == task_state::unborn);
    REQUIRE(t.object(1)->levels.size() == 4);
    CHECK(t.object(1)->levels[1].op == object_op::release);
    CHECK(t.object(1)->levels[1].task == 2);
    REQUIRE(t.logs().size() == 1);
    CHECK(t.logs()[0].text == "working");
    CHECK(t.logs()[0].task == 3);
    CHECK(t.end_time() == 250 * ms);
}

TEST_CASE("a time is the last event at or before it") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    CHECK(t.event_at(-1) == no_event);
    const event_id before = t.event_at(250 * ms - 1);
    CHECK(s.facts[before].time == 0);
    CHECK(s.facts[before + 1].time == 250 * ms);
    CHECK(t.event_at(0) == before);
    CHECK(t.event_at(250 * ms) == s.last());
    CHECK(t.event_at(999 * ms) == s.last());
}

TEST_CASE("next_of and previous_of visit the events of one task in both directions") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    std::vector<event_id> forwards;
    for (event_id e = t.next_of(3, no_event); e != no_event; e = t.next_of(3, e)) forwards.push_back(e);
    std::vector<event_id> backwards;
    for (event_id e = t.previous_of(3, s.last() + 1); e != no_event; e = t.previous_of(3, e)) backwards.insert(backwards.begin(), e);
    CHECK(forwards == backwards);
    CHECK(forwards.size() == 11);
    CHECK(t.next_of(0, no_event) == no_event);
    CHECK(t.previous_of(3, no_event) == no_event);
}

TEST_CASE("the level of a condition and of a barrier is how many tasks wait there") {
    tale::story s;
    for (const task_id id : {1, 2, 3}) s.start(id, id == 1 ? 0 : 1, id == 1 ? "main" : "racer");
    s.by.object_created(1, object_kind::barrier, "start", 3);
    s.by.wait_begin(2, wait_kind::barrier, 1, {});
    s.by.step_begin(3, no_event);
    s.by.wait_begin(3, wait_kind::barrier, 1, {});
    s.by.cancel_requested(3, "");
    s.by.step_begin(3, s.by.task_ready(3));
    s.by.task_done(3, outcome_kind::cancelled, "");
    s.by.step_begin(2, s.by.task_ready(2));
    std::vector<std::int64_t> values;
    std::vector<task_id> who;
    for (const sim::level& l : s.read().objects()[0].levels) {
        values.push_back(l.value);
        who.push_back(l.task);
    }
    CHECK(values == std::vector<std::int64_t>{1, 2, 1, 0});
    CHECK(who == std::vector<task_id>{2, 3, 3, 2});
}

TEST_CASE("an empty trace has a state and no tasks") {
    tale::story s;
    const sim::timeline& t = s.read();
    CHECK(t.size() == 0);
    CHECK(t.at(5).event == no_event);
    CHECK(t.event_at(0) == no_event);
    CHECK(t.span_at(1, 0) == nullptr);
}

TEST_CASE("with many tasks, checkpoints stay in proportion to the trace and every state is still exact") {
    tale::story s;
    s.start(1, 0, "main");
    for (task_id id = 2; id <= 4000; ++id) {
        s.by.task_created(id, 1, "worker", "Task-" + std::to_string(id));
        s.by.task_ready(id);
    }
    s.by.wait_begin(1, wait_kind::gather, 1, {});
    for (task_id id = 2; id <= 4000; ++id) {
        s.by.step_begin(id, no_event);
        s.by.task_done(id, outcome_kind::result, "");
    }
    const sim::timeline& t = s.read();
    sim::snapshot walked;
    for (event_id e = 0; e < t.size(); ++e) {
        sim::apply(walked, s.facts[e], e);
        if (e % 997 == 0) REQUIRE(t.at(e).digest() == walked.digest());
    }
    CHECK(walked.ready.empty());
    CHECK(t.at(8000).ready.size() == 3999);
}
