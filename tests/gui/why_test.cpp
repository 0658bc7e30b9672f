// Why, the critical path, iterations, warnings: asked with keys, answered on the screen.

#include <doctest/doctest.h>

#include "gui/draw/run_index.hpp"
#include "gui/draw/warnings.hpp"
#include "sim/why.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

// A moment at which a task waits for a permit.
sim::task_id wait_for_permit(null_backend& b) {
    b.send(go_to_text, 0, "0.1");
    for (const sim::task_info& task : b.run().history().tasks()) {
        if (b.run().history().state_at(task.id, b.run().cursor()) == sim::task_state::lock) return task.id;
    }
    throw std::logic_error("nobody waits");
}

}  // namespace

TEST_CASE("Y opens the answer about the selected task; each name in it leads there") {
    null_backend b("downloads");
    b.set("limit", 2);
    const sim::task_id waits = wait_for_permit(b);
    b.select(waits);
    b.press("Y");
    b.frames(2);
    REQUIRE(b.app->hits().find(hit_kind::control, "card:why") != nullptr);
    const hit* holder = b.app->hits().find(hit_kind::control, "link:download[0]");
    REQUIRE(holder != nullptr);
    const sim::task_id other = holder->task;
    CHECK(other != waits);
    b.click(hit_kind::control, "link:download[0]");
    CHECK(b.see().selected.task == other);
    b.select(waits);
    b.frames(2);
    b.click(hit_kind::control, "link:semaphore `slots`");
    CHECK(b.run().history().object(b.see().selected.object)->name == "slots");
    b.select(waits);
    b.frames(2);
    b.click(hit_kind::button, "close:why");
    CHECK_FALSE(b.see().show_why);
}

TEST_CASE("a moment in the answer is a link to its event") {
    null_backend b("hello");
    b.send(go_to_text, 0, "#5");
    b.press("Y");
    b.frames(2);
    CHECK(b.app->hits().find(hit_kind::control, "card:why") != nullptr);
    b.press("Esc");
    CHECK_FALSE(b.see().show_why);
}

TEST_CASE("the path, all arrows and every axis draw for every scenario at every tenth of its run") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        null_backend b(s->name);
        b.press("Y");
        b.press("P");
        b.press("V");
        for (int tenth = 0; tenth <= 10; ++tenth) {
            command c;
            c.kind = go_to_event;
            c.event = static_cast<sim::event_id>(b.run().history().size() * static_cast<std::size_t>(tenth) / 11);
            b.send(c);
            b.press("T");
            b.press("Down");
            CHECK(b.see().now.event == b.run().cursor());
        }
    }
}

TEST_CASE("iterations of the loop are walked forwards and backwards") {
    null_backend b("producer-consumer");
    const auto starts = index_of(b.run()).loop().starts();
    REQUIRE(starts.size() > 10);
    for (std::size_t i = 0; i < 5; ++i) {
        b.press("I");
        CHECK(b.run().cursor() == starts[i]);
    }
    b.press("Shift+I");
    CHECK(b.run().cursor() == starts[3]);
    for (int i = 0; i < 10; ++i) b.press("Shift+I");
    CHECK(b.run().cursor() == sim::no_event);
    b.press("End");
    b.press("I");
    CHECK(b.see().notice == "the loop has no later iteration");
}

TEST_CASE("the selected task's events are walked one by one") {
    null_backend b("producer-consumer");
    b.select(3);
    sim::event_id before = sim::no_event;
    for (int i = 0; i < 5; ++i) {
        b.press("Alt+Shift+Right");
        CHECK(b.run().events()[b.run().cursor()].task == 3);
        if (before != sim::no_event) CHECK(b.run().cursor() > before);
        before = b.run().cursor();
    }
    b.press("Alt+Shift+Left");
    CHECK(b.run().cursor() < before);
    CHECK(b.see().selected.task == 3);
}

TEST_CASE("a deadlock is among the warnings; show goes there, learn says what it means") {
    null_backend b("producer-consumer-sentinel");
    const auto all = warnings_of(b.run());
    REQUIRE_FALSE(all.empty());
    b.send(set_tab, 0, "warnings");
    b.frames(2);
    const std::string number = std::to_string(all[0].event);
    b.click(hit_kind::button, "learn:" + number);
    CHECK(b.see().learning == all[0].event);
    b.click(hit_kind::button, "show:" + number);
    CHECK(b.run().cursor() == all[0].event);
    b.press("Home");
    b.press("N");
    CHECK(b.run().cursor() == all[0].event);
    CHECK(b.see().tab == "warnings");
}

TEST_CASE("a run without mistakes has no warnings and says so") {
    null_backend b("hello");
    b.send(set_tab, 0, "warnings");
    CHECK(warnings_of(b.run()).empty());
    b.press("N");
    CHECK(b.see().notice == "nothing to warn of in this run");
}
