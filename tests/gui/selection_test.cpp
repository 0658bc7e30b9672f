// Selection is linked: lanes, events, causes.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "runtime/aio.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

command event_command(sim::event_id e) {
    command c;
    c.kind = select_event;
    c.event = e;
    return c;
}

}  // namespace

TEST_CASE("an event selected moves the cursor and selects its task") {
    null_backend b;
    b.send(event_command(50));
    CHECK(b.run().cursor() == 50);
    CHECK(b.see().selected.event == 50);
    CHECK(b.see().selected.task == b.run().events()[50].task);
    b.send(event_command(4'000'000));
    CHECK(b.run().cursor() == 50);
}

TEST_CASE("up and down walk the lanes from top to bottom and stop there") {
    null_backend b;
    const auto count = b.run().history().tasks().size();
    b.press("Down");
    const auto first = b.see().selected.task;
    CHECK(first == 1);
    for (std::size_t i = 0; i < count + 3; ++i) b.press("Down");
    const auto last = b.see().selected.task;
    CHECK(last != first);
    for (std::size_t i = 0; i < count + 3; ++i) b.press("Up");
    CHECK(b.see().selected.task == first);
    b.press("Esc");
    CHECK(b.see().selected.task == 0);
}

TEST_CASE("causes lead back to the beginning of the run") {
    null_backend b;
    b.press("End");
    int hops = 0;
    sim::event_id before = sim::no_event;
    while (b.run().cursor() != before && hops < 1000) {
        before = b.run().cursor();
        b.press("[");
        CHECK(b.run().cursor() <= before);
        ++hops;
    }
    CHECK(hops > 3);
    CHECK(b.see().notice == "nothing in the run made this happen");
}

TEST_CASE("an effect's cause is where we came from") {
    null_backend b;
    const auto& events = b.run().events();
    for (sim::event_id e = 0; e < events.size(); ++e) {
        b.app->apply(event_command(e));
        command along;
        along.kind = go_to_effect;
        b.app->apply(along);
        if (b.run().cursor() != e) CHECK(events[b.run().cursor()].cause == e);
    }
}

TEST_CASE("a task or object that is not there cannot be selected") {
    null_backend b;
    command c;
    c.kind = select_task;
    c.task = 9999;
    b.send(c);
    CHECK(b.see().selected.task == 0);
    c.kind = select_object;
    c.object = 9999;
    b.send(c);
    CHECK(b.see().selected.object == 0);
}

TEST_CASE("a click on a lane's bar selects its task, and hovering is seen by all panels") {
    null_backend b;
    b.press("End");
    const hit* bar = nullptr;
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::bar && h.task > 1 && h.max.x - h.min.x > 30) bar = &h;
    }
    REQUIRE(bar != nullptr);
    const auto task = bar->task;
    const ImVec2 middle((bar->min.x + bar->max.x) / 2, (bar->min.y + bar->max.y) / 2);
    b.move(middle);
    b.frames(2);
    CHECK(b.see().hovered_task == task);
    b.click(middle);
    CHECK(b.see().selected.task == task);
}

TEST_CASE("the wheel over the lanes zooms at the mouse with Ctrl and pans with Shift") {
    null_backend b;
    const rect lanes = b.app->panels().timeline;
    const ImVec2 at(b.see().axis.left() + 300, lanes.min.y + 80);
    const double all = visible_length(b);
    const double under = b.see().axis.at(at.x);
    b.turn(at, 3, true);
    CHECK(visible_length(b) < all);
    CHECK(b.see().axis.at(at.x) == doctest::Approx(under).epsilon(0.01));
    const double first = b.see().axis.first();
    b.turn(at, -1, false, true);
    CHECK(b.see().axis.first() != first);
    b.turn(at, -30, true);
    CHECK(visible_length(b) == doctest::Approx(all));
}

namespace {

aio::coro<> innermost() { co_await aio::sleep(std::chrono::seconds(1)); }

aio::coro<> middle() { co_await innermost(); }

aio::coro<> outermost(sim::world&) { co_await middle(); }

}  // namespace

TEST_CASE("the inspector shows every coroutine between a task and what it waits for, with its line") {
    sim::scenario nested;
    nested.name = "nested";
    nested.group = "test";
    nested.title = "Nested";
    nested.source = "tests/gui/selection_test.cpp";
    nested.program = outermost;
    const std::array<const sim::scenario*, 1> all = {&nested};
    null_backend b("nested", all);
    b.send(set_split, 0.2, "now");
    b.send(go_to_time);
    b.select(1);
    b.frames(2);
    for (const char* name : {"await:innermost", "await:middle", "await:outermost"}) CHECK(b.app->hits().find(hit_kind::control, name) != nullptr);
    const ImVec2 outer = b.place(hit_kind::control, "await:outermost"), inner = b.place(hit_kind::control, "await:innermost");
    CHECK(outer.y < inner.y);
}

TEST_CASE("a barrier and a condition have a plot of how many wait there, and the inspector counts them") {
    for (const auto& [name, kind, most] : {std::tuple("barrier-laps", aio::object_kind::barrier, 2), std::tuple("condition-stock", aio::object_kind::condition, 3)}) {
        CAPTURE(name);
        null_backend b(name);
        const auto objects = b.run().history().objects();
        const auto o = std::find_if(objects.begin(), objects.end(), [&](const sim::object_info& each) { return each.kind == kind; });
        REQUIRE(o != objects.end());
        std::int64_t seen = 0;
        for (const sim::level& l : o->levels) seen = std::max(seen, l.value);
        CHECK(seen == most);
        CHECK(o->levels.back().value == 0);
        CHECK(b.app->hits().find(hit_kind::plot, o->name) != nullptr);
        command c;
        c.kind = select_object;
        c.object = o->id;
        b.send(c);
        b.press("End");
        CHECK(b.see().selected.object == o->id);
    }
}
