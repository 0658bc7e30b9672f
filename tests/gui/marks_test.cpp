// Bookmarks and breakpoints: how they are set, shown and reached.

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/draw/marks.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

std::vector<const hit*> marks(const null_backend& b, std::string_view label, rect within) {
    std::vector<const hit*> found;
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::marker && h.label == label && h.min.y >= within.min.y && h.max.y <= within.max.y) found.push_back(&h);
    }
    return found;
}

}  // namespace

TEST_CASE("bookmarks are set and removed where the playhead is, and walked in a circle; another run has none of them") {
    null_backend b;
    b.press("M");
    CHECK(b.see().bookmarks.empty());
    b.send(go_to_text, 0, "#40");
    b.press("M");
    b.send(go_to_text, 0, "#20");
    b.press("M");
    CHECK(b.see().bookmarks == std::vector<bookmark>{{20, 2}, {40, 1}});
    b.press("Home");
    for (const sim::event_id expected : {20U, 40U, 20U}) {
        b.press("Shift+M");
        CHECK(b.run().cursor() == expected);
    }
    b.press("Shift+F5");
    CHECK(b.see().bookmarks.size() == 2);
    b.press("Alt+2");
    CHECK(b.run().cursor() == 20);
    b.press("M");
    CHECK(b.see().bookmarks == std::vector<bookmark>{{40, 1}});
    b.press("Ctrl+R");
    CHECK(b.see().bookmarks.empty());
    b.press("Shift+M");
    CHECK(b.see().notice.find("no bookmark") != std::string::npos);
}

TEST_CASE("Ctrl and a digit sets the bookmark of that number, Alt and the digit goes to it") {
    null_backend b;
    b.press("Ctrl+3");
    CHECK(b.see().bookmarks.empty());
    b.press("Alt+3");
    CHECK(b.see().notice == "there is no bookmark 3: Ctrl+3 sets it");
    for (int n = 1; n <= 9; ++n) {
        b.send(go_to_text, 0, "#" + std::to_string(100 - 10 * n));
        b.press("Ctrl+" + std::to_string(n));
    }
    CHECK(b.see().bookmarks.size() == 9);
    for (int n = 1; n <= 9; ++n) {
        b.press("Alt+" + std::to_string(n));
        CHECK(b.run().cursor() == static_cast<sim::event_id>(100 - 10 * n));
    }
    CHECK(b.see().notice == "bookmark 9");
    // All numbers are taken: one more has none.
    b.send(go_to_text, 0, "#5");
    b.press("M");
    CHECK(b.see().bookmarks.front() == bookmark{5, 0});
    // A number is in one place, and a place has one number.
    b.press("Ctrl+9");
    CHECK(b.see().bookmarks.size() == 9);
    CHECK(b.see().bookmarks.front() == bookmark{5, 9});
    b.press("Ctrl+9");
    CHECK(b.see().bookmarks.size() == 8);
}

TEST_CASE("a bookmark has a flag in the scrub bar and on the ruler") {
    null_backend b;
    b.send(go_to_text, 0, "#40");
    b.press("Ctrl+2");
    for (const rect& where : {b.app->panels().scrub, b.app->panels().timeline}) {
        const auto flags = marks(b, "bookmark", where);
        REQUIRE(flags.size() == 1);
        CHECK(flags.front()->event == 40);
        CHECK(flags.front()->max.x == doctest::Approx(b.see().axis.x(40, b.run().history())).epsilon(0.01));
    }
    CHECK(mark_text(b.see(), b.see().axis, b.see().axis.x(40, b.run().history()) + 2) == "bookmark 2");
}

TEST_CASE("a breakpoint of a task has a sign in its lane, which a click removes, and one wherever playing stops") {
    null_backend b;
    b.select(2);
    const std::string sign = "breakpoint:" + b.run().history().task(2)->path;
    CHECK(b.app->hits().find(hit_kind::control, sign) == nullptr);
    CHECK(marks(b, "stop", b.app->panels().scrub).empty());
    b.press("F9");
    REQUIRE(b.app->hits().find(hit_kind::control, sign) != nullptr);
    const auto stops = stops_of(b.see());
    REQUIRE_FALSE(stops.empty());
    for (const sim::event_id e : stops) {
        CHECK(b.run().events()[e].task == 2);
        CHECK(b.run().events()[e].kind == sim::event_kind::step_begin);
    }
    for (const rect& where : {b.app->panels().scrub, b.app->panels().timeline}) {
        const auto signs = marks(b, "stop", where);
        REQUIRE_FALSE(signs.empty());
        CHECK(signs.front()->event == stops.front());
        for (std::size_t i = 1; i < signs.size(); ++i) CHECK(signs[i]->min.x >= signs[i - 1]->max.x);
    }
    CHECK(mark_text(b.see(), b.see().axis, b.see().axis.x(stops.back(), b.run().history())).starts_with("breakpoint of "));
    b.click(hit_kind::control, sign);
    CHECK(b.see().task_breakpoints.empty());
    CHECK(b.see().selected.task == 2);
    CHECK(b.app->hits().find(hit_kind::control, sign) == nullptr);
    CHECK(stops_of(b.see()).empty());
}

TEST_CASE("a breakpoint of an object has a sign in its row, which a click removes") {
    null_backend b("producer-consumer");
    const sim::object_id queue = b.object_named("queue");
    REQUIRE(queue != 0);
    command c;
    c.kind = select_object;
    c.object = queue;
    b.send(c);
    b.press("F9");
    b.frame();
    CHECK(b.see().object_breakpoints == std::vector<sim::object_id>{queue});
    REQUIRE(b.app->hits().find(hit_kind::control, "breakpoint:queue") != nullptr);
    CHECK_FALSE(marks(b, "stop", b.app->panels().scrub).empty());
    b.click(hit_kind::control, "breakpoint:queue");
    CHECK(b.see().object_breakpoints.empty());
    CHECK(b.app->hits().find(hit_kind::control, "breakpoint:queue") == nullptr);
}

TEST_CASE("signs of a million stops are drawn as far apart as they are wide") {
    null_backend b("downloads", ImVec2(1024, 640));
    b.set("chunk", 1);
    while (b.app->computing()) b.app->compute();
    for (sim::task_id task = 1; task <= 4; ++task) {
        b.select(task);
        b.press("F9");
    }
    b.frame();
    const auto signs = marks(b, "stop", b.app->panels().scrub);
    CHECK(signs.size() > 10);
    CHECK(static_cast<float>(signs.size()) <= b.app->panels().scrub.width() / 8);
}

TEST_CASE("the key sheet has one line for nine keys of a kind") {
    null_backend b;
    b.press("F1");
    b.frames(2);
    CHECK(b.app->hits().find(hit_kind::control, "key:Bookmark of that number here") != nullptr);
    CHECK(b.app->hits().find(hit_kind::control, "key:To the bookmark of that number") != nullptr);
    CHECK(b.app->hits().find(hit_kind::control, "key:Bookmark 2 here") == nullptr);
}
