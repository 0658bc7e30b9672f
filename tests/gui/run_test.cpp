// What is run: scenarios, parameters, seeds, tokens, and runs that go wrong.

#include <doctest/doctest.h>

#include "gui/core/moment.hpp"
#include "gui/panels/picker_search.hpp"
#include "sim/digest.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

// Without a frame.
void apply(null_backend& b, command_kind kind) {
    command c;
    c.kind = kind;
    b.app->apply(c);
}

}  // namespace

TEST_CASE("every scenario opens, plays and shows every tab") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        null_backend b;
        b.send(open_scenario, 0, s->name);
        CHECK(b.see().notice.empty());
        CHECK(b.run().spec().scenario == s->name);
        CHECK(b.run().cursor() == sim::no_event);
        CHECK(b.run().history().size() > 0);
        for (const char* tab : {"resources", "events", "warnings", "parameters"}) {
            b.send(set_tab, 0, tab);
            b.press("Right");
        }
        b.press("9");
        b.press("Space");
        b.frames(2);
        CHECK(b.run().cursor() + 1 == b.run().history().size());
        for (int i = 0; i < 20; ++i) b.press("Left");
    }
}

TEST_CASE("every scenario is stepped to its end with every panel open") {
    constexpr const char* tabs[] = {"resources", "events", "warnings", "parameters"};
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        null_backend b(s->name, ImVec2(1024, 640));
        b.press("V");
        const std::size_t size = b.run().history().size();
        for (std::size_t i = 0; i < std::min<std::size_t>(size, 150); ++i) {
            apply(b, step);
            if (i % 12 != 0) continue;
            b.send(set_tab, 0, tabs[i / 12 % 4]);
            if (i % 36 == 0) b.press("Y");
            if (i % 24 == 0) b.press("P");
            if (i % 60 == 0) b.press("Down");
        }
        for (sim::event_id before = sim::no_event; b.run().cursor() != before && b.run().cursor() + 1 != size;) {
            before = b.run().cursor();
            apply(b, size > 2000 ? next_iteration : step);
        }
        b.frame();
        CHECK(b.run().cursor() != sim::no_event);
        CHECK(b.see().now.event == b.run().cursor());
    }
}

TEST_CASE("the picker lists what the search finds, and a click opens it") {
    null_backend b;
    b.click(hit_kind::button, "picker");
    b.frames(3);
    REQUIRE(b.see().show_picker);
    b.type("consumer");
    CHECK(b.app->hits().find(hit_kind::button, "open:hello") == nullptr);
    b.click(hit_kind::button, "open:producer-consumer");
    CHECK(b.run().spec().scenario == "producer-consumer");
    CHECK_FALSE(b.see().show_picker);
}

TEST_CASE("a click beside the picker closes it and does nothing else") {
    null_backend b;
    b.press("Ctrl+P");
    b.frames(3);
    b.click({1300, 22});
    CHECK_FALSE(b.see().show_picker);
    CHECK_FALSE(b.see().show_help);
}

TEST_CASE("search takes every word, in any case") {
    const auto all = scenarios::catalogue();
    CHECK(search(all, "").size() == all.size());
    CHECK(search(all, "  ").size() == all.size());
    CHECK_FALSE(search(all, "PRODUCER consumer").empty());
    CHECK(search(all, "no such thing").empty());
    for (const sim::scenario* s : all) {
        const auto found = search(all, s->name);
        REQUIRE_FALSE(found.empty());
        CHECK(best_match(found, s->name)->name.starts_with(s->name));
    }
}

TEST_CASE("a parameter changes the run and keeps the view") {
    null_backend b("producer-consumer");
    const sim::parameter* number = nullptr;
    for (const sim::parameter& p : b.run().what().parameters) {
        if (p.type == sim::parameter_type::integer) number = &p;
    }
    REQUIRE(number != nullptr);
    const std::string before = sim::digest(b.run().events());
    b.press("W");
    const double first = b.see().axis.first();
    command c;
    c.kind = set_parameter;
    c.text = number->name;
    c.value = static_cast<std::int64_t>(number->minimum) + (std::get<std::int64_t>(number->standard) == static_cast<std::int64_t>(number->minimum));
    b.send(c);
    CHECK(b.run().spec().parameters.size() == 1);
    CHECK(sim::digest(b.run().events()) != before);
    CHECK(b.run().cursor() == sim::no_event);
    CHECK(b.see().axis.first() == doctest::Approx(first));
    c.value = number->standard;
    b.send(c);
    CHECK(b.run().spec().parameters.empty());
    CHECK(sim::digest(b.run().events()) == before);

    c.value = static_cast<std::int64_t>(number->maximum) + 1;
    b.send(c);
    CHECK(b.run().spec().parameters.empty());
    CHECK_FALSE(b.see().notice.empty());
    c.text = "no-such-parameter";
    b.send(c);
    CHECK_FALSE(b.see().notice.empty());
}

TEST_CASE("every parameter has a control, and a changed one a way back") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        null_backend b(s->name, ImVec2(1440, 900));
        b.send(set_tab, 0, "parameters");
        for (const sim::parameter& p : s->parameters) {
            CAPTURE(s->name);
            CAPTURE(p.name);
            const hit* control = b.app->hits().find(hit_kind::control, "parameter:" + p.name);
            REQUIRE(control != nullptr);
            CHECK(b.app->hits().find(hit_kind::button, "reset:" + p.name) == nullptr);
            if (p.type != sim::parameter_type::integer && p.type != sim::parameter_type::flag) continue;
            if (p.type == sim::parameter_type::integer && std::get<std::int64_t>(p.standard) == static_cast<std::int64_t>(p.minimum)) continue;
            // The far left of a slider is its minimum; a box is toggled.
            b.click({control->min.x + 6, (control->min.y + control->max.y) / 2});
            if (p.maximum - p.minimum > 1000) continue;  // a number to drag: a click changes nothing
            REQUIRE(b.run().spec().parameters.size() == 1);
            CHECK(b.run().spec().parameters.front().first == p.name);
            b.move({-10, -10});
            b.frames(2);
            b.click(hit_kind::button, "reset:" + p.name);
            CHECK(b.run().spec().parameters.empty());
        }
    }
}

TEST_CASE("the seed is typed, thrown, and refused when it is none") {
    null_backend b;
    b.click(hit_kind::button, "next_seed");
    CHECK(b.run().spec().seed == 43);
    b.click(hit_kind::control, "seed");
    b.frames(2);
    b.type("7");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(b.run().spec().seed == 7);
    b.send(set_seed, 0, "18446744073709551615");
    CHECK(b.run().spec().seed == 18446744073709551615ULL);
    b.send(set_seed, 0, "-3");
    CHECK(b.see().notice.find("'-3' is no seed") == 0);
    b.send(set_seed, -1);
    CHECK(b.run().spec().seed == 18446744073709551615ULL);
}

TEST_CASE("the token on the clipboard brings the same run back") {
    null_backend b;
    b.send(set_seed, 99);
    const std::string digest = sim::digest(b.run().events());
    b.click(hit_kind::button, "copy_token");
    const std::string token = null_backend::clipboard();
    CHECK(b.see().notice == "copied " + token);
    b.send(open_scenario, 0, "hello");
    CHECK(sim::digest(b.run().events()) != digest);
    b.send(open_scenario, 0, token);
    CHECK(sim::digest(b.run().events()) == digest);
    b.send(open_scenario, 0, token + "x");
    CHECK_FALSE(b.see().notice.empty());
    CHECK(sim::digest(b.run().events()) == digest);
}

TEST_CASE("an unknown scenario is a notice, and the window stays as it was") {
    null_backend b;
    b.press("Right");
    b.send(open_scenario, 0, "downlods");
    CHECK(b.see().notice.find("downlods") != std::string::npos);
    CHECK(b.run().spec().scenario == "downloads");
    CHECK(b.run().cursor() == 0);
}

TEST_CASE("moments as people type them") {
    CHECK(parse_duration("1.5s") == 1'500'000'000);
    CHECK(parse_duration("250ms") == 250'000'000);
    CHECK(parse_duration(" 2 ") == 2'000'000'000);
    CHECK(parse_duration("3us") == 3'000);
    CHECK_FALSE(parse_duration("1.5x"));
    CHECK_FALSE(parse_duration("-1"));
    CHECK_FALSE(parse_duration(""));
    CHECK(parse_moment("#12")->event == 12);
    CHECK(parse_moment("+0.5")->time_ns == 500'000'000);
    CHECK(parse_moment("-0.5")->kind == skip_time);
    CHECK_FALSE(parse_moment("#"));
    CHECK_FALSE(parse_moment("#1.5"));
    CHECK_FALSE(parse_moment("99999999999999"));
}

TEST_CASE("a change of a parameter or the seed can be undone and done again; a new change ends that") {
    null_backend b("downloads");
    b.press("Ctrl+Z");
    CHECK(b.see().notice.find("to undo") != std::string::npos);
    b.press("Ctrl+R");
    b.press("Ctrl+R");
    CHECK(b.run().spec().seed == 44);
    b.press("Ctrl+Z");
    CHECK(b.run().spec().seed == 43);
    b.press("Ctrl+Z");
    CHECK(b.run().spec().seed == 42);
    b.press("Ctrl+Shift+Z");
    CHECK(b.run().spec().seed == 43);
    b.set("limit", 2);
    b.press("Ctrl+Shift+Z");
    CHECK(b.see().notice == "nothing to redo");
    b.press("Ctrl+Z");
    CHECK(b.run().spec().parameters.empty());
    CHECK(b.run().spec().seed == 43);
    b.send(open_scenario, 0, "hello");
    b.press("Ctrl+Z");
    CHECK(b.run().spec().scenario == "hello");
}

TEST_CASE("with the wheel set to zoom it zooms over the lanes, and with Shift it pans") {
    null_backend b("downloads");
    const ImVec2 lanes{700, 200};
    const double before = visible_length(b);
    b.turn(lanes, 1);
    CHECK(visible_length(b) == doctest::Approx(before));
    b.send(set_wheel_zooms, 1);
    b.turn(lanes, 1);
    CHECK(visible_length(b) < before * 0.9);
    CHECK(b.app->chosen().wheel_zooms);
}
