// Transport: buttons, keys and commands move the cursor over the run.

#include <doctest/doctest.h>

#include "tests/gui/null_backend.hpp"

using namespace gui_test;

TEST_CASE("the window opens with the whole run computed and the cursor before its first event") {
    null_backend b;
    CHECK(b.run().state() == sim::run_state::ok);
    CHECK(b.run().history().size() > 100);
    CHECK(b.run().cursor() == sim::no_event);
    CHECK_FALSE(b.see().playing);
    CHECK(b.see().now.event == sim::no_event);
}

TEST_CASE("every transport button is on the screen and does what it says") {
    null_backend b;
    const auto last = static_cast<sim::event_id>(b.run().history().size() - 1);
    b.click(hit_kind::button, "step");
    CHECK(b.run().cursor() == 0);
    b.click(hit_kind::button, "step");
    CHECK(b.run().cursor() == 1);
    CHECK(b.see().now.event == 1);
    b.click(hit_kind::button, "step_back");
    CHECK(b.run().cursor() == 0);
    b.click(hit_kind::button, "go_to_end");
    CHECK(b.run().cursor() == last);
    b.click(hit_kind::button, "go_to_start");
    CHECK(b.run().cursor() == sim::no_event);
    b.click(hit_kind::button, "toggle_play");
    CHECK(b.see().playing);
    b.click(hit_kind::button, "toggle_play");
    CHECK_FALSE(b.see().playing);
}

TEST_CASE("playing moves through virtual time at its speed and stops at the end") {
    null_backend b;
    b.send(set_speed, 0.5);
    b.press("Space");
    for (int i = 0; i < 30; ++i) b.frame(0.01);
    const auto time = b.run().cursor_time();
    CHECK(time > 100'000'000);
    CHECK(time <= 155'000'000);
    for (int i = 0; i < 400; ++i) b.frame(0.01);
    CHECK_FALSE(b.see().playing);
    CHECK(b.run().cursor() + 1 == b.run().history().size());
    CHECK(b.app->next_change() > 1e9);
}

TEST_CASE("play at the end starts over") {
    null_backend b;
    b.press("End");
    b.press("Space");
    CHECK(b.see().playing);
    CHECK(b.run().cursor_time() < 50'000'000);
}

TEST_CASE("at full speed the end is one frame away") {
    null_backend b;
    b.press("9");
    CHECK(b.see().speed == 0);
    b.press("Space");
    b.frame();
    CHECK(b.run().cursor() + 1 == b.run().history().size());
    CHECK_FALSE(b.see().playing);
}

TEST_CASE("on the event axis playing visits events at an even pace") {
    null_backend b;
    b.press("T");
    b.press("4");
    b.press("Space");
    sim::event_id before = b.run().cursor();
    for (int i = 0; i < 120; ++i) {
        b.frame(1 / 60.0);
        const sim::event_id now = b.run().cursor();
        CHECK((now == before || now == before + 1));
        before = now;
    }
    CHECK(before >= 14);
    CHECK(before <= 17);
}

TEST_CASE("autoplay begins after a second, unless somebody does something first") {
    {
        null_backend b("downloads", ImVec2(1440, 900), true);
        CHECK_FALSE(b.see().playing);
        CHECK(b.app->next_change() < 1);
        for (int i = 0; i < 70; ++i) b.frame(1 / 60.0);
        CHECK(b.see().playing);
    }
    null_backend b("downloads", ImVec2(1440, 900), true);
    b.press("Right");
    for (int i = 0; i < 120; ++i) b.frame(1 / 60.0);
    CHECK_FALSE(b.see().playing);
    CHECK(b.run().cursor() == 0);
}

TEST_CASE("time can be typed") {
    null_backend b;
    const auto enter = [&](const char* text) {
        b.press("Ctrl+G");
        b.frames(3);
        b.type(text);
        b.tap(ImGuiKey_Enter);
        b.frames(2);
    };
    enter("#17");
    CHECK(b.run().cursor() == 17);
    enter("0.3");
    CHECK(b.run().cursor_time() <= 300'000'000);
    const auto there = b.run().cursor_time();
    CHECK(there > 100'000'000);
    enter("-100ms");
    CHECK(b.run().cursor_time() <= there - 100'000'000);
    enter("soon");
    CHECK(b.see().notice.find("'soon' is no moment") == 0);
}

TEST_CASE("the selected task can be stepped alone") {
    null_backend b;
    b.press("Ctrl+Right");
    CHECK(b.see().notice.find("select a task first") == 0);
    b.select(2);
    b.press("Ctrl+Right");
    const auto first = b.run().cursor();
    REQUIRE(first != sim::no_event);
    CHECK(b.run().events()[first].task == 2);
    b.press("Ctrl+Right");
    CHECK(b.run().cursor() > first);
    b.press("Ctrl+Left");
    b.press("Ctrl+Left");
    CHECK(b.run().cursor() < first);
}

TEST_CASE("dragging on the scrub bar moves the cursor along") {
    null_backend b;
    const hit* scrub = b.app->hits().find(hit_kind::scrub, "scrub");
    REQUIRE(scrub != nullptr);
    const float y = (scrub->min.y + scrub->max.y) / 2;
    const float left = scrub->min.x, right = scrub->max.x;
    b.drag({left + 100, y}, {right - 40, y});
    CHECK(b.run().cursor_time() > b.run().history().end_time() * 8 / 10);
    b.drag({right - 40, y}, {left + 1, y});
    CHECK(b.run().cursor() == sim::no_event);
}

TEST_CASE("the speed control snaps to its stops") {
    null_backend b;
    const hit* speed = b.app->hits().find(hit_kind::control, "speed");
    REQUIRE(speed != nullptr);
    const float y = (speed->min.y + speed->max.y) / 2;
    const float left = speed->min.x, right = speed->max.x;
    b.drag({left + 20, y}, {right - 2, y});
    CHECK(b.see().speed == 0);
    b.drag({right - 20, y}, {left + 2, y});
    CHECK(b.see().speed == 0.1);
}

TEST_CASE("playing stops at a breakpoint of a task each time it runs, at every speed, and not once it is taken away") {
    for (const char* speed : {"4", "9"}) {
        null_backend b;
        b.press("F9");
        CHECK(b.see().notice.find("select a task or an object first") == 0);
        b.select(2);
        b.press("F9");
        b.press(speed);
        sim::event_id before = sim::no_event;
        for (int stop = 0; stop < 3; ++stop) {
            b.press("Space");
            for (int i = 0; i < 400 && b.see().playing; ++i) b.frame(0.01);
            const sim::event_id here = b.run().cursor();
            REQUIRE(here != sim::no_event);
            CHECK((before == sim::no_event || here > before));
            CHECK(b.run().events()[here].task == 2);
            CHECK(b.run().events()[here].kind == sim::event_kind::step_begin);
            CHECK(b.see().now.event == here);
            for (sim::event_id e = before + 1; e < here; ++e) {
                CHECK_FALSE((b.run().events()[e].task == 2 && b.run().events()[e].kind == sim::event_kind::step_begin));
            }
            before = here;
        }
        b.press("Shift+F5");
        CHECK(b.see().task_breakpoints.size() == 1);
        b.select(2);
        b.press("F9");
        CHECK(b.see().task_breakpoints.empty());
        b.press("9");
        b.press("Space");
        b.frame();
        CHECK(b.run().cursor() + 1 == b.run().history().size());
    }
}

TEST_CASE("playing stops where an object with a breakpoint changes or is waited for") {
    null_backend b("producer-consumer");
    const sim::object_id queue = b.object_named("queue");
    REQUIRE(queue != 0);
    command c;
    c.kind = select_object;
    c.object = queue;
    b.send(c);
    b.press("F9");
    b.press("9");
    b.press("Space");
    b.frame();
    REQUIRE(b.run().cursor() != sim::no_event);
    CHECK(b.run().events()[b.run().cursor()].object == queue);
    CHECK(b.run().cursor() + 1 < b.run().history().size());
    CHECK(b.see().notice.find("breakpoint: #") == 0);
}

TEST_CASE("full screen is asked of the backend once") {
    null_backend b;
    CHECK_FALSE(b.app->take_full_screen_request());
    b.press("Alt+Enter");
    CHECK(b.app->take_full_screen_request());
    CHECK_FALSE(b.app->take_full_screen_request());
}
