// More than one task selected, and only those shown; the step that is seen on its way.

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/draw/lanes.hpp"
#include "gui/draw/run_index.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

ImVec2 name_of(const null_backend& b, sim::task_id task) {
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::lane && h.task == task) return {h.min.x + 60, (h.min.y + h.max.y) / 2};
    }
    throw std::logic_error("no lane");
}

void click_with(null_backend& b, sim::task_id task, bool ctrl, bool shift) {
    input::modifiers(ctrl, shift, false);
    b.click(name_of(b, task));
    input::modifiers(false, false, false);
    b.frame();
}

std::vector<sim::task_id> set_of(const null_backend& b) {
    std::vector<sim::task_id> all = b.see().selected.others;
    if (b.see().selected.task != 0) all.push_back(b.see().selected.task);
    std::sort(all.begin(), all.end());
    return all;
}

using tasks = std::vector<sim::task_id>;

}  // namespace

TEST_CASE("with Ctrl a click on a task's name adds it to what is selected or takes it away, with Shift all up to it") {
    null_backend b;
    b.click(name_of(b, 2));
    click_with(b, 4, true, false);
    CHECK(set_of(b) == tasks{2, 4});
    CHECK(b.see().selected.task == 4);
    CHECK(b.see().notice == "2 tasks selected: X shows only them");
    click_with(b, 2, true, false);
    CHECK(set_of(b) == tasks{4});
    click_with(b, 4, true, false);
    CHECK(set_of(b).empty());
    b.click(name_of(b, 2));
    click_with(b, 5, false, true);
    CHECK(set_of(b) == tasks{2, 3, 4, 5});
    CHECK(b.see().selected.task == 2);
    b.click(name_of(b, 3));
    CHECK(set_of(b) == tasks{3});
}

TEST_CASE("Shift and the arrows grow the selection and shrink it again") {
    null_backend b;
    b.select(2);
    b.press("Shift+Down");
    b.press("Shift+Down");
    CHECK(set_of(b) == tasks{2, 3, 4});
    b.press("Shift+Up");
    CHECK(set_of(b) == tasks{2, 3});
    b.press("Shift+Up");
    CHECK(set_of(b) == tasks{2});
    b.press("Shift+Up");
    b.press("Shift+Up");
    CHECK(set_of(b) == tasks{1, 2});
    b.press("Down");
    CHECK(set_of(b).size() == 1);
    b.press("Shift+Down");
    b.press("Esc");
    CHECK(set_of(b).empty());
}

TEST_CASE("only the selected tasks have lanes after X, and all again after X, Esc, or a way to another task") {
    null_backend b;
    const auto all = index_of(b.run()).lanes().size();
    b.press("X");
    CHECK(b.see().notice.find("select tasks first") == 0);
    CHECK(index_of(b.run()).lanes().size() == all);
    for (const char* back : {"X", "Esc", "G"}) {
        b.select(2);
        b.press("Shift+Down");
        b.press("X");
        REQUIRE(index_of(b.run()).lanes().size() == 2);
        CHECK(index_of(b.run()).lanes()[0].task == 2);
        CHECK(index_of(b.run()).row_of(3) == 1);
        CHECK(index_of(b.run()).row_of(1) == -1);
        b.press("V");
        b.press("End");
        b.press("Y");
        b.press("P");
        b.frames(2);
        b.press("Y");
        b.press("P");
        b.press("V");
        CHECK(index_of(b.run()).lanes().size() == 2);
        if (back[0] == 'G') b.select(5);
        else b.press(back);
        CHECK(index_of(b.run()).lanes().size() == all);
    }
    b.select(2);
    b.press("X");
    b.press("Ctrl+R");
    CHECK(index_of(b.run()).lanes().size() == b.run().history().tasks().size());
}

TEST_CASE("F fits the lives of all that is selected") {
    null_backend b("producer-consumer");
    b.select(3);
    b.press("F");
    const double one = visible_length(b);
    b.press("Ctrl+0");
    b.select(3);
    b.press("Shift+Down");
    b.press("F");
    CHECK(visible_length(b) > one);
}

TEST_CASE("F4 steps one event: the playhead glides there first, and its arrow grows") {
    null_backend b;
    b.send(go_to_text, 0, "#60");
    b.frame();
    const float from = playhead_x(b.see());
    const float to = b.see().axis.x(61, b.run().history());
    b.press("F4");
    CHECK(b.app->next_change() == 0);
    float before = from;
    int frames = 0;
    while (b.run().cursor() == 60 && frames < 200) {
        const float here = playhead_x(b.see());
        CHECK(here >= before);
        CHECK(here <= to + 0.01F);
        before = here;
        b.frame(0.02);
        ++frames;
    }
    CHECK(b.run().cursor() == 61);
    CHECK(frames > 10);
    CHECK(frames < 60);
    CHECK(playhead_x(b.see()) == to);
    b.frames(2);
    CHECK(b.app->next_change() > 0);
}

TEST_CASE("F4 goes on at once when asked again, is given up for another way to go, and steps plainly without motion") {
    null_backend b;
    b.press("F4");
    CHECK(b.run().cursor() == sim::no_event);
    b.press("F4");
    CHECK(b.run().cursor() == 0);
    b.press("End");
    const auto end = b.run().cursor();
    for (int i = 0; i < 60; ++i) b.frame(0.02);
    CHECK(b.run().cursor() == end);
    b.press("F4");
    CHECK(b.run().cursor() == end);
    b.press("Home");
    b.send(set_reduced_motion, 1);
    b.press("F4");
    CHECK(b.run().cursor() == 0);
    CHECK(b.see().gliding_to == sim::no_event);
}

TEST_CASE("F4 has where it goes in view") {
    null_backend b;
    b.send(go_to_text, 0, "#60");
    command range;
    range.kind = set_view_range;
    range.time_ns = b.run().cursor_time() - 1000;
    range.time_ns_2 = b.run().cursor_time() + 1000;
    b.send(range);
    for (int i = 0; i < 12; ++i) {
        b.press("F4");
        const sim::event_id to = b.see().gliding_to;
        if (to == sim::no_event) continue;
        const double there = b.see().axis.position(to, b.run().history());
        CHECK(there >= b.see().axis.first());
        CHECK(there <= b.see().axis.last());
    }
}
