// Ways to get somewhere: the palette, finding events, what else a cause did, folded lanes, fast and express.

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/draw/cone.hpp"
#include "gui/draw/event_filter.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/panels/palette.hpp"
#include "tests/gui/null_backend.hpp"

namespace {

using namespace gui_test;

sim::event_id cursor(const null_backend& b) { return b.run().cursor(); }

}  // namespace

TEST_CASE("the palette runs any command of the key table by its name") {
    null_backend b("downloads");
    for (const binding& each : key_table()) {
        const auto found = palette_of(b.see(), "> " + std::string(each.label));
        CAPTURE(each.id);
        CHECK(std::any_of(found.begin(), found.end(), [&](const palette_entry& e) { return e.id == each.id && e.what.kind == each.make(b.see()).kind; }));
    }
    b.press("Ctrl+Shift+P");
    b.frames(2);
    CHECK(b.see().show_picker);
    CHECK(b.see().search == ">");
    b.type("dark or");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK_FALSE(b.see().show_picker);
    CHECK(b.see().colours->name == "light");
}

TEST_CASE("the palette finds tasks, events and times; the arrows choose, the mouse too") {
    null_backend b("downloads");
    b.press("End");
    b.press("G");
    b.frames(2);
    CHECK(b.see().search == "@");
    b.type("load[2]");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    REQUIRE(b.see().selected.task != 0);
    CHECK(b.run().history().task(b.see().selected.task)->path == "main/download[2]");

    b.press("G");
    b.frames(2);
    b.press("Down");
    CHECK(b.see().picked == palette_of(b.see(), "@")[1].id);
    b.click(hit_kind::button, "take:main/download[3]");
    CHECK(b.run().history().task(b.see().selected.task)->path == "main/download[3]");
    CHECK_FALSE(b.see().show_picker);

    b.send(toggle_picker, 0, "#");
    b.frames(2);
    b.type("12");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(cursor(b) == 12);
    b.send(toggle_picker, 0, ":");
    b.frames(2);
    b.type("0.3");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(b.run().cursor_time() <= 300'000'000);
    CHECK(b.run().cursor_time() > 250'000'000);
    CHECK(palette_of(b.see(), "#many").empty());
    CHECK(palette_of(b.see(), "@ nobody").empty());
    CHECK(palette_of(b.see(), "downloads").empty());
}

TEST_CASE("Enter in the filter goes from one matching event to the next, and Shift+Enter back") {
    null_backend b("downloads");
    b.press("/");
    b.frames(3);
    CHECK(b.see().tab == "events");
    b.type("kind:prints");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    const sim::event_id first = cursor(b);
    REQUIRE(first != sim::no_event);
    CHECK(b.run().events()[first].kind == sim::event_kind::log);
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(cursor(b) > first);
    CHECK(b.run().events()[cursor(b)].kind == sim::event_kind::log);
    input::modifiers(false, true, false);
    b.tap(ImGuiKey_Enter);
    input::modifiers(false, false, false);
    b.frames(2);
    CHECK(cursor(b) == first);
}

TEST_CASE("what else a cause made happen: each of it once, then from the beginning") {
    null_backend b("downloads");
    const auto& events = b.run().events();
    // The step of main that makes the tasks.
    sim::event_id cause = sim::no_event;
    std::vector<sim::event_id> effects;
    for (sim::event_id e = 0; e < b.run().history().size() && effects.size() < 4; ++e) {
        if (events[e].kind != sim::event_kind::step_begin) continue;
        cause = e;
        effects.clear();
        for (sim::event_id i = e + 1; i < b.run().history().size(); ++i) {
            if (events[i].cause == e) effects.push_back(i);
        }
    }
    REQUIRE(effects.size() >= 4);
    b.send(go_to_text, 0, "#" + std::to_string(cause));
    b.press("]");
    CHECK(cursor(b) == effects[0]);
    for (std::size_t i = 1; i <= effects.size(); ++i) {
        b.press("Ctrl+]");
        CHECK(cursor(b) == effects[i % effects.size()]);
    }
    b.press("Ctrl+[");
    CHECK(cursor(b) == effects.back());
    b.press("[");
    CHECK(cursor(b) == cause);
}

TEST_CASE("a folded task hides its descendants' lanes, which keep a row for arrows and selection") {
    null_backend b("downloads");
    b.press("End");
    const std::size_t all = index_of(b.run()).lanes().size();
    REQUIRE(all == 6);
    b.press("Enter");
    CHECK(b.see().notice.find("select a task first") != std::string::npos);
    b.select(1);
    b.press("Enter");
    CHECK(index_of(b.run()).lanes().size() == 1);
    CHECK(index_of(b.run()).lanes()[0].hidden == 5);
    CHECK(index_of(b.run()).row_of(3) == 0);
    b.frames(2);
    b.press("Enter");
    CHECK(index_of(b.run()).lanes().size() == all);
    // By the mouse, on the mark left of the name.
    const ImVec2 lane = b.place(hit_kind::lane, "main");
    b.click({6, lane.y});
    CHECK(index_of(b.run()).lanes().size() == 1);
    b.click({6, b.place(hit_kind::lane, "main").y});
    CHECK(index_of(b.run()).lanes().size() == all);
    b.press("Down");
    b.press("Enter");
    CHECK(b.see().notice.find("no children") != std::string::npos);
}

TEST_CASE("F6 plays ten times as fast as time, F7 to the end at once, Shift+F11 to the end of a task") {
    null_backend b("downloads");
    b.press("F6");
    CHECK(b.see().playing);
    CHECK(b.see().speed == 10);
    b.press("Home");
    b.press("F7");
    b.frames(2);
    CHECK_FALSE(b.see().playing);
    CHECK(cursor(b) + 1 == b.run().history().size());
    b.press("Home");
    b.press("Shift+F11");
    CHECK(b.see().notice.find("select a task") != std::string::npos);
    b.select(3);
    b.press("Shift+F11");
    CHECK(cursor(b) == b.run().history().task(3)->ended);
}

TEST_CASE("the filter asks for resources and times too") {
    null_backend b("producer-consumer");
    event_filter f;
    const auto& events = b.run().events();
    f.update(b.run(), 1, "res:queue t>1 t<1500ms");
    REQUIRE(f.size(b.run().history()) > 3);
    for (std::size_t i = 0; i < f.size(b.run().history()); ++i) {
        CHECK(events[f[i]].time > 1'000'000'000);
        CHECK(events[f[i]].time < 1'500'000'000);
        CHECK(events[f[i]].object != 0);
    }
    f.update(b.run(), 1, "t>");
    CHECK_FALSE(f.active());
}

TEST_CASE("a cone has what an event may depend on and what may depend on it, and nothing beside it") {
    null_backend b("downloads");
    b.press("End");
    const sim::timeline& history = b.run().history();
    // The first line that download[1] prints: main made it; report and the others did their own things.
    const sim::task_info* one = nullptr;
    for (const auto& task : history.tasks()) {
        if (task.path == "main/download[1]") one = &task;
    }
    REQUIRE(one != nullptr);
    sim::event_id line = sim::no_event;
    for (const auto& log : history.logs()) {
        if (log.task == one->id && line == sim::no_event) line = log.event;
    }
    const causal_cone c = cone_of(history, line);
    CHECK(c.past_until[one->id] == line);
    CHECK(c.future_from[one->id] == line);
    CHECK(c.past_until[1] != sim::no_event);
    CHECK(c.past_until[1] < line);
    for (const auto& task : history.tasks()) {
        CAPTURE(task.path);
        const bool own = task.id == one->id;
        const bool beside = task.path == "main/download[0]" || task.path == "main/download[3]";
        if (beside) CHECK(c.future_from[task.id] == sim::no_event);
        if (!own && c.past_until[task.id] != sim::no_event && c.future_from[task.id] != sim::no_event) CHECK(c.past_until[task.id] < c.future_from[task.id]);
    }
    CHECK(c.future_from[1] > line);  // gather() is told of its end
    b.press("C");
    CHECK(b.see().show_cone);
    b.press("P");
    CHECK_FALSE(b.see().show_cone);
    b.press("C");
    b.press("Esc");
    CHECK_FALSE(b.see().show_cone);
    // An item is seen by who gets it, also where nobody waited for it.
    b.send(open_scenario, 0, "producer-consumer");
    const sim::timeline& queue = b.run().history();
    const auto consumer = std::find_if(queue.tasks().begin(), queue.tasks().end(), [](const auto& task) { return task.path == "main/consumer[0]"; });
    const causal_cone got = cone_of(queue, consumer->ended);
    for (const auto& task : queue.tasks()) {
        if (task.function == "producer") CHECK(got.past_until[task.id] != sim::no_event);
    }
    for (const auto& none : {cone_of(queue, sim::no_event), cone_of(queue, static_cast<sim::event_id>(queue.size()))}) {
        CHECK(std::all_of(none.past_until.begin(), none.past_until.end(), [](sim::event_id e) { return e == sim::no_event; }));
    }
}
