// The one axis: what zooming, panning and fitting keep.

#include <doctest/doctest.h>

#include <cmath>

#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

command zoom_at(double factor, double position) {
    command c;
    c.kind = zoom;
    c.number = factor;
    c.position = position;
    return c;
}

}  // namespace

TEST_CASE("zooming keeps the fixed point where it is") {
    null_backend b;
    time_axis axis = b.see().axis;
    for (const double share : {0.0, 0.25, 0.5, 0.9}) {
        const double fixed = axis.first() + (axis.last() - axis.first()) * share;
        const float before = axis.x(fixed);
        axis.zoom(1.7, fixed);
        CHECK(axis.x(fixed) == doctest::Approx(before).epsilon(1e-4));
        axis.zoom(1 / 1.7, fixed);
        CHECK(axis.x(fixed) == doctest::Approx(before).epsilon(1e-4));
    }
}

TEST_CASE("a run that takes no time opens on the axis of events, the next one on the axis that was chosen") {
    null_backend b("greeting");
    REQUIRE(b.run().run_end_time() == 0);
    CHECK(b.see().axis.mode() == axis_mode::event);
    b.send(open_scenario, 0, "downloads");
    CHECK(b.see().axis.mode() == axis_mode::time);
    b.send(cycle_axis);
    b.send(cycle_axis);
    b.send(open_scenario, 0, "greeting");
    CHECK(b.see().axis.mode() == axis_mode::event);
    b.send(open_scenario, 0, "downloads");
    CHECK(b.see().axis.mode() == axis_mode::collapsed);
}

TEST_CASE("x and position are inverses, in both modes") {
    null_backend b;
    for (int mode = 0; mode < 2; ++mode) {
        const time_axis& axis = b.see().axis;
        for (float x = axis.left(); x <= axis.right(); x += 37) CHECK(axis.x(axis.at(x)) == doctest::Approx(x).epsilon(1e-4));
        b.press("T");
    }
}

TEST_CASE("fit shows the whole run, and zooming out further does not lose it") {
    null_backend b;
    const double all = visible_length(b);
    const double end = static_cast<double>(b.run().history().end_time());
    CHECK(b.see().axis.first() < 0);
    CHECK(b.see().axis.last() > end);
    b.send(zoom_at(0.001, end / 2));
    CHECK(visible_length(b) == doctest::Approx(all));
    b.send(zoom_at(50, end / 3));
    CHECK(visible_length(b) == doctest::Approx(all / 50));
    b.press("Ctrl+0");
    CHECK(visible_length(b) == doctest::Approx(all));
}

TEST_CASE("panning keeps the length and half of the view on the run") {
    null_backend b;
    const double end = static_cast<double>(b.run().history().end_time());
    b.send(zoom_at(10, end / 2));
    const double length = visible_length(b);
    for (int i = 0; i < 500; ++i) b.press("D");
    CHECK(visible_length(b) == doctest::Approx(length));
    CHECK(b.see().axis.first() < end);
    for (int i = 0; i < 1000; ++i) b.press("A");
    CHECK(b.see().axis.last() > 0);
    CHECK(visible_length(b) == doctest::Approx(length));
}

TEST_CASE("zooming in ends at a microsecond and at four events") {
    null_backend b;
    for (int i = 0; i < 200; ++i) b.send(zoom_at(2, 1000));
    CHECK(visible_length(b) == doctest::Approx(1000));
    b.press("Ctrl+0");
    b.press("T");
    for (int i = 0; i < 200; ++i) b.send(zoom_at(2, 10));
    CHECK(visible_length(b) == doctest::Approx(4));
}

TEST_CASE("the previous view comes back, a whole gesture at a time") {
    null_backend b;
    const double all = visible_length(b);
    for (int i = 0; i < 5; ++i) b.press("W");
    const double near = visible_length(b);
    CHECK(near < all);
    b.press("D");
    b.press("Backspace");
    CHECK(visible_length(b) == doctest::Approx(near));
    b.press("Backspace");
    CHECK(visible_length(b) == doctest::Approx(all));
    b.press("Backspace");
    CHECK(visible_length(b) == doctest::Approx(all));
}

TEST_CASE("a view left behind comes again, until the view is changed otherwise") {
    null_backend b;
    const double all = visible_length(b);
    b.press("W");
    const double near = visible_length(b);
    b.press("Alt+Left");
    CHECK(visible_length(b) == doctest::Approx(all));
    b.press("Alt+Right");
    CHECK(visible_length(b) == doctest::Approx(near));
    b.press("Alt+Right");
    CHECK(visible_length(b) == doctest::Approx(near));
    b.press("Alt+Left");
    b.press("W");
    b.press("W");
    b.press("Alt+Right");
    CHECK(visible_length(b) < near);
}

TEST_CASE("changing the axis keeps about the same part of the run in view") {
    null_backend b;
    const auto& history = b.run().history();
    b.send(zoom_at(4, static_cast<double>(history.end_time()) / 2));
    const auto middle_event = [&] {
        const time_axis& axis = b.see().axis;
        return axis.event_at((axis.left() + axis.right()) / 2, history);
    };
    const auto first = b.see().axis.event_at(b.see().axis.left(), history);
    const auto last = b.see().axis.event_at(b.see().axis.right(), history);
    b.press("T");
    CHECK(b.see().axis.mode() == axis_mode::event);
    CHECK(middle_event() >= first);
    CHECK(middle_event() <= last);
    b.press("T");
    CHECK(b.see().axis.mode() == axis_mode::collapsed);
    b.press("T");
    CHECK(b.see().axis.mode() == axis_mode::time);
}

TEST_CASE("an event lies at or left of where it is asked for") {
    null_backend b;
    const auto& history = b.run().history();
    for (int mode = 0; mode < 2; ++mode) {
        const time_axis& axis = b.see().axis;
        for (float x = axis.left(); x <= axis.right(); x += 3) {
            const auto event = axis.event_at(x, history);
            if (event != sim::no_event) CHECK(axis.x(event, history) <= x + 0.5F);
        }
        b.press("T");
    }
}

TEST_CASE("the view follows the cursor out of sight") {
    null_backend b;
    b.send(zoom_at(20, 0));
    b.press("End");
    const double cursor = b.see().axis.position(b.run().cursor(), b.run().history());
    CHECK(cursor >= b.see().axis.first());
    CHECK(cursor <= b.see().axis.last());
}

TEST_CASE("nonsense leaves the axis usable") {
    null_backend b;
    for (const double bad : {std::nan(""), 0.0, -3.0, HUGE_VAL}) {
        b.send(zoom_at(bad, 0));
        b.send(zoom_at(2, bad == 0 ? std::nan("") : bad));
        b.send(pan, bad);
        CHECK(std::isfinite(b.see().axis.first()));
        CHECK(b.see().axis.last() > b.see().axis.first());
    }
}

TEST_CASE("time without long gaps goes on in order, and leads back to the same moment") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        null_backend b(s->name);
        const sim::timeline& history = b.run().history();
        const idle_gaps gaps(history);
        double before = -1;
        for (sim::event_id e = 0; e < history.size(); e += 1 + static_cast<sim::event_id>(history.size() / 200)) {
            const std::int64_t ns = history.source()[e].time;
            const double position = gaps.position(ns);
            CHECK(position >= before);
            CHECK(position <= static_cast<double>(ns) + 1);
            CHECK(std::abs(gaps.time(position) - ns) <= 1 + ns / 1'000'000);
            before = position;
        }
        CHECK(gaps.length() <= static_cast<double>(history.end_time()) + 1);
        for (const idle_gaps::gap& g : gaps.gaps()) {
            CHECK(g.to - g.from > gaps.longest());
            CHECK(g.end > g.begin);
        }
    }
}

TEST_CASE("a range marked with Ctrl, Shift or the middle button fills the view; a click of that button on a bar does too") {
    null_backend b("downloads");
    b.press("End");
    const layout& l = b.app->panels();
    const float y = l.timeline.min.y + 60;
    const auto x_of = [&](double ms) { return b.see().axis.x(ms * 1e6); };
    for (const bool ctrl : {true, false}) {
        b.press("Ctrl+0");
        const ImVec2 from(x_of(200), y), to(x_of(400), y);
        input::modifiers(ctrl, !ctrl, false);
        b.drag(from, to);
        input::modifiers(false, false, false);
        b.frames(2);
        CHECK(b.see().axis.first() == doctest::Approx(200e6).epsilon(0.02));
        CHECK(b.see().axis.last() == doctest::Approx(400e6).epsilon(0.02));
        b.press("Backspace");
    }
    b.press("Ctrl+0");
    b.drag({x_of(400), y}, {x_of(200), y}, 2);
    CHECK(b.see().axis.first() == doctest::Approx(200e6).epsilon(0.02));
    CHECK(b.see().axis.last() == doctest::Approx(400e6).epsilon(0.02));
    b.press("Ctrl+0");
    const double whole = visible_length(b);
    const hit* bar = nullptr;
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::bar && h.max.x - h.min.x > 60 && h.max.x - h.min.x < 300) bar = &h;
    }
    REQUIRE(bar != nullptr);
    b.click({(bar->min.x + bar->max.x) / 2, (bar->min.y + bar->max.y) / 2}, 2);
    CHECK(visible_length(b) < whole / 2);
}

TEST_CASE("where tasks wait for ever the axis has room after the end, and none where they do not") {
    const auto spare = [](const char* scenario) {
        null_backend b(scenario);
        const double end = static_cast<double>(b.run().history().end_time());
        b.press("Ctrl+0");
        CHECK(ends_in_deadlock(b.run().history()) == (b.run().state() == sim::run_state::deadlock));
        return (b.see().axis.last() - end) / end;
    };
    CHECK(spare("lock-order") == doctest::Approx(0.12));
    CHECK(spare("downloads") == doctest::Approx(0.02));
}
