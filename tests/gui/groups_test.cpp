// Task groups: which tasks are in one, and the boxes around their lanes.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "gui/draw/run_index.hpp"
#include "runtime/aio.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

std::vector<hit> boxes(const null_backend& b) {
    std::vector<hit> found;
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::group) found.push_back(h);
    }
    return found;
}

const hit& lane_of(const null_backend& b, sim::task_id task) {
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::lane && h.task == task) return h;
    }
    throw std::logic_error("no lane");
}

aio::coro<> nap(int tenths) { co_await aio::sleep(0.1 * tenths); }

aio::coro<> inner() {
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(1));
        group.create_task(nap(2));
        co_return;
    });
    co_await aio::sleep(0.1);
}

// Two groups one after the other, a group in a task of a group, a task of nobody's, and a future that is no group's.
aio::coro<void> groups(sim::world&) {
    aio::task<> loner = aio::create_task(nap(9));
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(2));
        group.create_task(inner());
        co_return;
    });
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(1));
        co_return;
    });
    aio::future<> resolved = aio::create_future<>();
    aio::get_running_loop().call_later(aio::seconds(0.1), [resolved]() mutable { resolved.set_result(); });
    co_await resolved;
    co_await loner;
}

aio::coro<> stuck() { co_await aio::create_future<>(); }

// The group waits for a task that never ends; so does a task of nobody's.
aio::coro<void> endless(sim::world&) {
    aio::task<> loner = aio::create_task(stuck());
    co_await aio::sleep(0.1);
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(2));
        group.create_task(stuck());
        co_return;
    });
}

// Two groups that have nobody to wait for when their blocks end; between them a task of nobody's.
aio::coro<void> patient(sim::world&) {
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(1));
        group.create_task(nap(2));
        co_await aio::sleep(0.3);
        co_await aio::sleep(0.2);
    });
    aio::task<> loner = aio::create_task(nap(1));
    co_await loner;
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(1));
        co_await aio::sleep(0.3);
    });
}

// The block of a group waits for a future, of which the group knows nothing.
aio::coro<void> inside(sim::world&) {
    aio::future<> resolved = aio::create_future<>();
    aio::get_running_loop().call_later(aio::seconds(0.5), [resolved]() mutable { resolved.set_result(); });
    co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
        group.create_task(nap(1));
        co_await resolved;
        group.create_task(nap(2));
    });
}

sim::catalogue groups_only() {
    static const std::array all = {make_scenario("groups", groups), make_scenario("endless", endless), make_scenario("patient", patient), make_scenario("inside", inside)};
    static const std::array list = {&all[0], &all[1], &all[2], &all[3]};
    return list;
}

}  // namespace

TEST_CASE("a group that never ends has a box that is open at the right, around its tasks and nobody else's") {
    null_backend b("endless", groups_only());
    const auto& history = b.run().history();
    const auto& known = index_of(b.run()).groups();
    // main, loner, nap, stuck
    const task_group* outer = known.of(history, 3);
    REQUIRE(outer != nullptr);
    CHECK(outer->end == sim::no_event);
    CHECK(known.of(history, 2) == nullptr);
    CHECK(known.of(history, 4) == outer);
    CHECK(known.closing(outer->closes) == outer);
    CHECK(known.unfinished(history, *outer, outer->closes).size() == 2);
    CHECK(known.unfinished(history, *outer, static_cast<sim::event_id>(history.size() - 1)) == std::vector<sim::task_id>{4});
    const auto found = boxes(b);
    REQUIRE(found.size() == 1);
    CHECK(found[0].max.x >= b.see().axis.right());
    CHECK(found[0].min.y > lane_of(b, 2).min.y);
    CHECK(found[0].max.y >= lane_of(b, 4).max.y - 1);
}

TEST_CASE("a group whose tasks had all ended before its block did has a box up to there") {
    null_backend b("patient", groups_only());
    const auto& history = b.run().history();
    const auto found = boxes(b);
    REQUIRE(found.size() == 2);
    std::vector<const task_group*> of;
    for (const auto& task : history.tasks()) of.push_back(index_of(b.run()).groups().of(history, task.id));
    REQUIRE(of.size() == 5);
    CHECK(of[1] == of[2]);
    CHECK(of[3] == nullptr);
    for (const std::size_t member : {1, 4}) {
        REQUIRE(of[member] != nullptr);
        CHECK(of[member]->closes == sim::no_event);
    }
    CHECK(history.source()[of[1]->end].time == 500'000'000);
    CHECK(history.source()[of[4]->end].time == 900'000'000);
}

TEST_CASE("a wait for a future in a group's block is not the group's own") {
    null_backend b("inside", groups_only());
    const auto& history = b.run().history();
    const auto& known = index_of(b.run()).groups();
    REQUIRE(known.of(history, 2) != nullptr);
    CHECK(known.of(history, 2) == known.of(history, 3));
    std::vector<bool> closing;
    for (const sim::span& s : history.task(1)->spans) {
        if (s.wait == aio::wait_kind::future) closing.push_back(known.closing(s.begin) != nullptr);
    }
    CHECK(closing == std::vector<bool>{false, true});
}

TEST_CASE("groups are the same whether the run was computed at once or in pieces") {
    for (const char* name : {"groups", "endless", "patient", "inside"}) {
        CAPTURE(name);
        application_options slow;
        slow.first_slice = 1;
        std::vector<hit> seen;
        {
            null_backend b(name, groups_only());
            seen = boxes(b);
        }
        null_backend b(name, groups_only(), slow);
        b.frames(5);
        const auto again = boxes(b);
        REQUIRE(again.size() == seen.size());
        for (std::size_t i = 0; i < seen.size(); ++i) {
            CHECK(again[i].event == seen[i].event);
            CHECK(again[i].max.x == seen[i].max.x);
            CHECK(again[i].max.y == seen[i].max.y);
        }
    }
}

TEST_CASE("the loop strip calls the wait for a group by its tasks, and a click on it selects who waits") {
    null_backend b("task-group");
    b.send(go_to_text, 0, "0.5");
    const hit* pill = b.app->hits().find(hit_kind::control, "TaskGroup  [fetch_data[0], fetch_data[1]]  \xe2\x86\x90 main");
    REQUIRE(pill != nullptr);
    b.click({(pill->min.x + pill->max.x) / 2, (pill->min.y + pill->max.y) / 2});
    CHECK(b.see().selected.task == 1);
    b.send(go_to_text, 0, "1.5");
    CHECK(b.app->hits().find(hit_kind::control, "TaskGroup  [fetch_data[1]]  \xe2\x86\x90 main") != nullptr);
}

TEST_CASE("who calls wait() for his tasks has made no group") {
    for (const char* name : {"wait-modes", "wait-first"}) {
        CAPTURE(name);
        null_backend b(name);
        CHECK(index_of(b.run()).groups().empty());
    }
}

TEST_CASE("a group is known by the wait that ends it, and its tasks by their reports") {
    null_backend b("groups", groups_only());
    const auto& history = b.run().history();
    const auto& known = index_of(b.run()).groups();
    std::vector<const task_group*> of;
    for (const auto& task : history.tasks()) of.push_back(known.of(history, task.id));
    // main, loner, nap, inner, nap, nap, nap
    REQUIRE(of.size() == 7);
    CHECK(of[0] == nullptr);
    CHECK(of[1] == nullptr);
    REQUIRE(of[2] != nullptr);
    CHECK(of[3] == of[2]);
    REQUIRE(of[4] != nullptr);
    CHECK(of[5] == of[4]);
    CHECK(of[4] != of[2]);
    REQUIRE(of[6] != nullptr);
    CHECK(of[6] != of[2]);
    CHECK(of[2]->parent == 1);
    CHECK(of[4]->parent == 4);
    CHECK(of[6]->parent == 1);
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (of[i] == nullptr) continue;
        CHECK(history.tasks()[i].created >= of[i]->begin);
        CHECK(history.tasks()[i].ended < of[i]->end);
    }
    CHECK(known.unfinished(history, *of[2], of[2]->closes).size() == 2);
    CHECK(known.unfinished(history, *of[2], of[2]->end).empty());
    CHECK(known.closing(of[2]->closes) == of[2]);
}

TEST_CASE("a box is around the lanes of a group and no others, from its first task to its end") {
    null_backend b("groups", groups_only());
    const auto found = boxes(b);
    REQUIRE(found.size() == 3);
    const auto& history = b.run().history();
    const auto& known = index_of(b.run()).groups();
    for (const auto& task : history.tasks()) {
        const hit& lane = lane_of(b, task.id);
        for (const hit& box : found) {
            const float middle = (lane.min.y + lane.max.y) / 2;
            const bool inside = middle > box.min.y && middle < box.max.y;
            bool member = false;
            for (const sim::task_info* t = &task; t != nullptr; t = history.task(t->parent)) {
                const task_group* g = known.of(history, t->id);
                member |= g != nullptr && g->begin == box.event;
            }
            CHECK(inside == member);
        }
    }
    for (const hit& box : found) {
        const task_group& g = *known.of(history, history.source()[box.event].task);
        CHECK(box.min.x == doctest::Approx(b.see().axis.x(g.begin, history)).epsilon(0.02));
        CHECK(box.max.x >= b.see().axis.x(g.end, history));
        CHECK(box.max.x <= b.app->panels().timeline.max.x);
    }
}

TEST_CASE("a group of which a task fails is one group, and waits for the rest a second time") {
    null_backend b("group-errors");
    const auto& history = b.run().history();
    const auto& known = index_of(b.run()).groups();
    std::vector<std::size_t> sizes;
    const task_group* last = nullptr;
    for (const auto& task : history.tasks()) {
        const task_group* g = known.of(history, task.id);
        if (g == nullptr) continue;
        if (g == last) ++sizes.back();
        else sizes.push_back(1);
        last = g;
    }
    CHECK(sizes == std::vector<std::size_t>{3, 4, 2, 1});
    std::size_t waits = 0;
    for (const sim::span& s : history.task(1)->spans) waits += s.wait == aio::wait_kind::future && known.closing(s.begin) != nullptr;
    CHECK(waits > sizes.size());
}

TEST_CASE("folded, a group has no box; scrolled away or too short for one, it has none either") {
    null_backend b("groups", groups_only());
    b.select(1);
    b.press("Enter");
    CHECK(boxes(b).empty());
    b.press("Enter");
    CHECK(boxes(b).size() == 3);
    command range;
    range.kind = set_view_range;
    range.time_ns = 800'000'000;
    range.time_ns_2 = 900'000'000;
    b.send(range);
    CHECK(boxes(b).empty());
}

TEST_CASE("every scenario's boxes lie in the lanes, at every axis and size") {
    for (const char* name : {"task-group", "group-errors", "growing-group", "limited-group", "group-timeout", "fetches", "gather-or-group"}) {
        CAPTURE(name);
        null_backend b(name, ImVec2(1024, 640));
        CHECK_FALSE(index_of(b.run()).groups().empty());
        for (int axis = 0; axis < 3; ++axis) {
            b.press("T");
            for (const hit& box : boxes(b)) {
                CHECK(box.max.x <= b.app->panels().timeline.max.x);
                CHECK(box.max.x > box.min.x);
                CHECK(box.max.y > box.min.y);
            }
        }
    }
}
