#include "sim/snapshot.hpp"

#include "tale.hpp"

using namespace aio;
using sim::task_state;
using tale::ms;
using tale::no_event;

namespace {

sim::snapshot now(tale::story& s) { return s.read().at(s.last()); }

}  // namespace

TEST_CASE("a task is ready once created, running in its step, and where it waits afterwards") {
    const std::pair<wait_kind, task_state> waits[] = {
        {wait_kind::sleep, task_state::sleeping}, {wait_kind::lock, task_state::lock},
        {wait_kind::semaphore, task_state::lock}, {wait_kind::event, task_state::lock},
        {wait_kind::queue_get, task_state::queue}, {wait_kind::queue_put, task_state::queue},
        {wait_kind::queue_join, task_state::queue}, {wait_kind::task, task_state::join},
        {wait_kind::gather, task_state::join}, {wait_kind::future, task_state::join},
        {wait_kind::condition, task_state::lock}, {wait_kind::barrier, task_state::lock}};
    for (const auto& w : waits) {
        tale::story s;
        s.by.task_created(1, 0, "main", "Task-1");
        CHECK(now(s).tasks[1].state == task_state::ready);
        const auto ready = s.by.task_ready(1);
        REQUIRE(now(s).ready.size() == 1);
        CHECK(now(s).ready.front().task == 1);
        s.by.step_begin(1, ready);
        CHECK(now(s).running == 1);
        CHECK(now(s).ready.empty());
        CHECK(now(s).tasks[1].state == task_state::running);
        s.by.wait_begin(1, w.first, 1, tale::at("a.cpp", 4));
        CHECK(now(s).running == 0);
        CHECK(now(s).tasks[1].state == w.second);
        CHECK(now(s).tasks[1].wait == w.first);
        CHECK(now(s).tasks[1].site == 1);
    }
}

TEST_CASE("sleep(0) puts a task at the tail of the ready queue") {
    tale::story s;
    s.by.task_created(1, 0, "main", "Task-1");
    s.by.step_begin(1, s.by.task_ready(1));
    s.by.task_created(2, 1, "child", "Task-2");
    s.by.task_ready(2);
    s.by.task_yielded(1, {});
    REQUIRE(now(s).ready.size() == 2);
    CHECK(now(s).ready[0].task == 2);
    CHECK(now(s).ready[1].task == 1);
    CHECK(now(s).tasks[1].state == task_state::ready);
}

TEST_CASE("another order than the front's takes from the middle of the ready queue") {
    tale::story s;
    s.start(1, 0, "main");
    for (task_id id = 2; id <= 4; ++id) {
        s.by.task_created(id, 1, "child", "");
        s.by.task_ready(id);
    }
    s.by.task_done(1, outcome_kind::result, "");
    s.by.step_begin(3, no_event);
    REQUIRE(now(s).ready.size() == 2);
    CHECK(now(s).ready[0].task == 2);
    CHECK(now(s).ready[1].task == 4);
}

TEST_CASE("a task that is asked to cancel is cancelling whenever it does not run, until it ends or is let off") {
    tale::story s;
    s.start(1, 0, "main");
    s.start(2, 1, "worker");
    s.by.wait_begin(2, wait_kind::sleep, 0, {});
    s.by.cancel_requested(2, "");
    CHECK(now(s).tasks[2].state == task_state::cancelling);
    CHECK(now(s).tasks[2].wait == wait_kind::sleep);
    s.by.task_ready(2);
    CHECK(now(s).tasks[2].state == task_state::cancelling);
    s.by.step_begin(2, no_event);
    CHECK(now(s).tasks[2].state == task_state::running);
    s.by.cancel_requested(2, "");
    CHECK(now(s).tasks[2].state == task_state::running);
    CHECK(now(s).tasks[2].cancelling == 2);
    s.by.wait_begin(2, wait_kind::lock, 0, {});
    CHECK(now(s).tasks[2].state == task_state::cancelling);
    s.by.uncancelled(2, 1);
    CHECK(now(s).tasks[2].state == task_state::cancelling);
    s.by.uncancelled(2, 0);
    CHECK(now(s).tasks[2].state == task_state::lock);
    s.by.cancel_requested(2, "");
    s.by.step_begin(2, s.by.task_ready(2));
    s.by.task_done(2, outcome_kind::cancelled, "");
    CHECK(now(s).tasks[2].state == task_state::cancelled);
    s.by.cancel_requested(2, "");
    CHECK(now(s).tasks[2].state == task_state::cancelled);
}

TEST_CASE("the end of a task is one of three") {
    for (const auto& [outcome, state] : {std::pair{outcome_kind::result, task_state::done},
                                         std::pair{outcome_kind::exception, task_state::failed},
                                         std::pair{outcome_kind::cancelled, task_state::cancelled}}) {
        tale::story s;
        s.start(1, 0, "main");
        s.by.task_done(1, outcome, "");
        CHECK(now(s).tasks[1].state == state);
        CHECK(now(s).running == 0);
    }
}

TEST_CASE("timers are pending by deadline, then by order of setting, until they fire or are dropped") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.timer_set(1, callback_kind::timer, 1, 30);
    s.by.timer_set(2, callback_kind::timer, 1, 10);
    s.by.timer_set(3, callback_kind::timer, 1, 30);
    s.by.timer_set(4, callback_kind::timeout, 1, 20);
    std::vector<object_id> order;
    for (const auto& timer : now(s).timers) order.push_back(timer.id);
    CHECK(order == std::vector<object_id>{2, 4, 1, 3});
    s.by.timer_cancelled(1);
    s.by.timer_fired(2, callback_kind::timer, 1, no_event);
    CHECK(now(s).timers.size() == 2);
    REQUIRE(now(s).ready.size() == 1);
    CHECK(now(s).ready.front().object == 2);
    CHECK(now(s).ready.front().task == 0);
    s.by.callback_begin(callback_kind::timer, 2, no_event);
    CHECK(now(s).ready.empty());
    s.by.timer_fired(4, callback_kind::timeout, 1, no_event);
    s.by.timer_cancelled(4);
    CHECK(now(s).ready.empty());
}

TEST_CASE("holders come in order of acquisition; who releases without holding takes from the first") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::semaphore, "slots", 3);
    CHECK(now(s).objects[1].value == 3);
    s.by.object_changed(1, object_op::acquire, 2, 0);
    s.start(2, 1, "worker");
    s.by.object_changed(1, object_op::acquire, 1, 0);
    CHECK(now(s).objects[1].holders == std::vector<task_id>{1, 2});
    CHECK(now(s).objects[1].value == 1);
    s.by.object_changed(1, object_op::release, 2, 0);
    CHECK(now(s).objects[1].holders == std::vector<task_id>{1});
    s.start(3, 1, "worker");
    s.by.object_changed(1, object_op::release, 3, 0);
    CHECK(now(s).objects[1].holders.empty());
    s.by.object_changed(1, object_op::release, 4, 0);
    CHECK(now(s).objects[1].value == 4);
}

TEST_CASE("objects are found by id however sparse the ids are") {
    tale::story s;
    s.start(1, 0, "main");
    s.by.object_created(1'000'000'000, object_kind::queue, "far", 0);
    s.by.object_created(5, object_kind::queue, "near", 0);
    s.by.object_changed(1'000'000'000, object_op::put, 7, 9);
    const sim::snapshot n = now(s);
    CHECK(n.objects[1'000'000'000].value == 7);
    CHECK(n.objects[1'000'000'000].aux == 9);
    CHECK(n.objects[5].value == 0);
    CHECK(n.objects[6].value == 0);
    CHECK(n.objects.count() == 2);
    CHECK(n.objects.size() == 1'000'000'001);
}

TEST_CASE("the digest of a state sees every part of it but the source lines") {
    tale::story s;
    tale::tell_semaphore(s);
    const sim::timeline& t = s.read();
    const sim::snapshot base = t.at(12);
    sim::snapshot other = base;
    CHECK(other.digest() == base.digest());
    other.tasks[1].site += 1;
    CHECK(other.digest() == base.digest());
    const auto differs = [&base](auto change) {
        sim::snapshot changed = base;
        change(changed);
        return changed.digest() != base.digest();
    };
    CHECK(differs([](sim::snapshot& x) { x.time += 1; }));
    CHECK(differs([](sim::snapshot& x) { x.running = 3; }));
    CHECK(differs([](sim::snapshot& x) { x.tasks[2].state = task_state::done; }));
    CHECK(differs([](sim::snapshot& x) { x.tasks[2].cancelling = 1; }));
    CHECK(differs([](sim::snapshot& x) { x.ready.push_back({}); }));
    CHECK(differs([](sim::snapshot& x) { x.objects.add(1).value += 1; }));
    CHECK(differs([](sim::snapshot& x) { x.objects.add(1).holders.push_back(9); }));
}

TEST_CASE("a fifo reads the same whatever was taken from its front") {
    sim::fifo<int> f;
    std::vector<int> expected;
    sim::rng dice(4);
    for (int i = 0; i < 2000; ++i) {
        if (dice.randbelow(5) < 3 || expected.empty()) {
            f.push_back(i);
            expected.push_back(i);
        } else {
            const auto at = dice.randbelow(4) == 0 ? static_cast<std::ptrdiff_t>(dice.randbelow(expected.size())) : 0;
            f.erase(f.begin() + at);
            expected.erase(expected.begin() + at);
        }
        REQUIRE(std::vector<int>(f.begin(), f.end()) == expected);
    }
    const sim::fifo<int> copy = f;
    CHECK(std::vector<int>(copy.begin(), copy.end()) == expected);
    const sim::fifo<int> moved = std::move(f);
    CHECK(moved.size() == expected.size());
    CHECK(f.empty());
}
