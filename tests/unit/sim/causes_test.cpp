// Links in sentences, chains of waits, chains of causes, cancellations hop by hop.
#include "sim/why.hpp"

#include "scenarios/catalogue.hpp"
#include "sim/narration.hpp"
#include "sim/session.hpp"
#include "tale.hpp"

using namespace aio;
using tale::event_id;
using tale::ms;
using tale::no_event;

TEST_CASE("marks in a text become links and leave the text as it reads") {
    const sim::linked_text t = sim::linked("why " + sim::link_to_task("a[1]", 12) + " waits for " + sim::link_to_object("lock `x`", 3) + " at " +
                                           sim::link_to_event("1.000 s", 128));
    CHECK(t.text == "why a[1] waits for lock `x` at 1.000 s");
    REQUIRE(t.links.size() == 3);
    CHECK(t.text.substr(t.links[0].begin, t.links[0].end - t.links[0].begin) == "a[1]");
    CHECK(t.links[0].task == 12);
    CHECK(t.links[1].object == 3);
    CHECK(t.links[2].event == 128);
    CHECK(sim::linked(sim::without_marks("\1t5\2x\3")).links.empty());
    CHECK(sim::linked("\3\1").text.size() <= 2);
}

TEST_CASE("a wait for a permit says who gives it back, when and after what, and the chain ends in that timer") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    event_id waits = no_event;
    for (event_id e = 0; e < t.size(); ++e) {
        const auto& event = t.source()[e];
        if (event.kind == sim::event_kind::wait_begin && event.task == 3) waits = e;
    }
    REQUIRE(waits != no_event);
    const sim::linked_text text = sim::explain(t, 3, waits);
    CHECK(text.text == "worker[1] waits for a permit of semaphore `slots` (1 of 1 held by worker[0]); worker[0] gives it back at 0.250 s, when its sleep ends.");
    REQUIRE(text.links.size() == 5);
    CHECK(text.links[0].task == 3);
    CHECK(text.links[2].task == 2);
    CHECK(text.links[4].event != no_event);
    const sim::wait_chain chain = sim::chain_of(t, 3, waits);
    REQUIRE(chain.links.size() == 2);
    CHECK(chain.links[0].object == 1);
    CHECK(chain.links[1].task == 2);
    CHECK(chain.links[1].end_time == 250 * ms);
    CHECK(chain.root == sim::wait_root::timer);
}

TEST_CASE("two locks taken crosswise are a circle, and a wait nobody ends has no root") {
    tale::story s;
    s.start(1, 0, "left");
    s.start(2, 0, "right");
    s.start(3, 0, "alone");
    s.by.object_created(1, object_kind::lock, "a", 0);
    s.by.object_created(2, object_kind::lock, "b", 0);
    s.by.object_created(3, object_kind::event, "go", 0);
    s.by.step_begin(1, no_event);
    s.by.object_changed(1, object_op::acquire, 1, 0);
    s.by.step_begin(2, no_event);
    s.by.object_changed(2, object_op::acquire, 1, 0);
    s.by.wait_begin(2, wait_kind::lock, 1, {});
    s.by.step_begin(1, no_event);
    s.by.wait_begin(1, wait_kind::lock, 2, {});
    s.by.step_begin(3, no_event);
    s.by.wait_begin(3, wait_kind::event, 3, {});
    s.by.run_finished(run_outcome::deadlock, "");
    CHECK(sim::chain_of(s.read(), 1, s.last()).root == sim::wait_root::circle);
    CHECK(sim::chain_of(s.read(), 1, s.last()).links.size() == 2);
    CHECK(sim::chain_of(s.read(), 3, s.last()).root == sim::wait_root::nothing);
    CHECK(sim::chain_of(s.read(), 99, s.last()).links.empty());
    CHECK(sim::chain_of(s.read(), 1, no_event).links.empty());
}

TEST_CASE("the critical path follows causes back to the start, task by task") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    const auto path = sim::critical_path(t, s.last());
    REQUIRE(path.size() >= 2);
    for (std::size_t i = 0; i < path.size(); ++i) {
        CHECK(path[i].first <= path[i].last);
        if (i > 0) CHECK(path[i - 1].last < path[i].first);
        if (i > 0) CHECK(path[i - 1].task != path[i].task);
    }
    CHECK(sim::critical_path(t, no_event).empty());
    CHECK(sim::critical_path(t, s.last(), 1).size() == 1);
}

TEST_CASE("a cancellation is told from the request to the end") {
    tale::story s;
    s.start(1, 0, "main");
    s.start(2, 1, "job");
    s.by.timer_set(7, callback_kind::timer, 2, 5000 * ms);
    s.by.wait_begin(2, wait_kind::sleep, 7, {});
    s.by.step_begin(1, no_event);
    s.by.cancel_requested(2, "");
    const event_id ready = s.by.task_ready(2);
    s.by.wait_begin(1, wait_kind::task, 2, {});
    s.by.step_begin(2, ready);
    s.by.task_done(2, outcome_kind::cancelled, "");
    const auto hops = sim::cancel_hops(s.read(), 2, s.last());
    REQUIRE(hops.size() == 3);
    CHECK(sim::to_string(s.read(), hops[0]) == "main asks job to cancel");
    CHECK(sim::to_string(s.read(), hops[1]) == "CancelledError reaches job at its await");
    CHECK(sim::to_string(s.read(), hops[2]) == "job has ended");
    CHECK(sim::cancel_hops(s.read(), 1, s.last()).empty());
}

TEST_CASE("a gather in a deadlock names its children, and the chain goes on through the first of them") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.task_created(2, 1, "left", "Task-2");
    s.by.task_created(3, 1, "right", "Task-3");
    s.by.object_created(5, object_kind::gather, "", 0);
    s.by.object_created(6, object_kind::event, "go", 0);
    s.by.wait_begin(1, wait_kind::gather, 5, {});
    const event_id waits = s.last();
    s.by.step_begin(2, no_event);
    s.by.wait_begin(2, wait_kind::event, 6, {});
    s.by.step_begin(3, no_event);
    s.by.wait_begin(3, wait_kind::event, 6, {});
    CHECK(sim::gathered_for_ever(s.read(), 1).empty());
    s.by.deadlocked(1, "main > gather[Task-2, Task-3, Task-9]");
    s.by.deadlocked(2, "left > Event.wait > Future");
    s.by.run_finished(run_outcome::deadlock, "");
    CHECK(sim::gathered_for_ever(s.read(), 1) == std::vector<task_id>{2, 3});
    CHECK(sim::why(s.read(), 1, s.last()).find("main waits for left and right in gather `gather-1`.") == 0);
    const sim::wait_chain chain = sim::chain_of(s.read(), 1, s.last());
    REQUIRE(chain.links.size() == 2);
    CHECK(chain.links[1].task == 2);
    CHECK(chain.root == sim::wait_root::nothing);
    CHECK(sim::chain_of(s.read(), 1, waits).links.size() >= 1);
}

namespace {

// The hops of the last cancellation of a task of a scenario, as lines.
std::vector<std::string> hops_of(const std::string& scenario, const std::string& path) {
    sim::run_spec spec;
    spec.scenario = scenario;
    sim::session session(spec, scenarios::catalogue());
    session.run_to_end();
    const sim::timeline& t = session.history();
    std::vector<std::string> lines;
    for (const sim::task_info& task : t.tasks()) {
        if (task.path != path) continue;
        for (const sim::cancel_hop& hop : sim::cancel_hops(t, task.id, static_cast<event_id>(t.size() - 1))) lines.push_back(sim::without_marks(sim::to_string(t, hop)));
    }
    return lines;
}

}  // namespace

TEST_CASE("a group that cancels names the task whose failure made it, and takes the request back when its block is over") {
    CHECK(hops_of("group-errors", "main/fetch_data[0]") == std::vector<std::string>{"fetch_data[1] has failed, so its group asks fetch_data[0] to cancel",
                                                                                    "CancelledError reaches fetch_data[0] at its await", "fetch_data[0] has ended"});
    const auto main = hops_of("group-timeout", "main");
    REQUIRE(main.size() >= 3);
    CHECK(main.front() == "Its timeout asks main to cancel");
    CHECK(main.back() == "the request is taken back: only a block of main was meant, which goes on after it");
}

TEST_CASE("who is cancelled by a group or a timeout is told so, in the answer to why and wherever else it stands") {
    const auto asked = [](const char* scenario, const char* path) {
        sim::run_spec spec;
        spec.scenario = scenario;
        sim::session session(spec, scenarios::catalogue());
        session.run_to_end();
        const sim::timeline& t = session.history();
        for (const sim::task_info& task : t.tasks()) {
            if (task.path != path) continue;
            const auto hops = sim::cancel_hops(t, task.id, static_cast<sim::event_id>(t.size() - 1));
            if (!hops.empty()) return sim::without_marks(sim::why(t, task.id, hops.front().event));
        }
        return std::string();
    };
    CHECK(asked("group-errors", "main/fetch_data[0]").starts_with("fetch_data[0] was asked to cancel by its group, as fetch_data[1] has failed, at 0.500 s; "));
    CHECK(asked("group-timeout", "main").starts_with("main was asked to cancel by its timeout at "));
}

TEST_CASE("who waits at the end of a task group is told whom it still waits for") {
    sim::run_spec spec;
    spec.scenario = "task-group";
    sim::session session(spec, scenarios::catalogue());
    session.run_to_end();
    const sim::timeline& t = session.history();
    CHECK(sim::why(t, 1, t.event_at(300'000'000)) == "main waits for the end of fetch_data[0] and fetch_data[1] (future `future-1`). It goes on at 2.000 s.");
    CHECK(sim::why(t, 1, t.event_at(1'500'000'000)) == "main waits for the end of fetch_data[1] (future `future-1`), which sleeps until 2.000 s.");
}
