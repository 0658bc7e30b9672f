// What somebody sees who has never seen it.

#include <doctest/doctest.h>

#include <set>

#include "gui/draw/sentences.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

TEST_CASE("the first ten seconds: it plays by itself, stops at the first wait, and is over with a what-if") {
    null_backend b("downloads", ImVec2(1440, 900), true);
    sim::run_spec spec = b.run().spec();
    spec.parameters.emplace_back("limit", std::int64_t{2});
    b.app = std::make_unique<application>(spec, scenarios::catalogue(), application_options{});
    std::set<std::string> said;
    bool lock_bar = false, pill = false, coached = false;
    int frames = 0;
    for (; frames < 600 && b.see().coach != "outcome"; ++frames) {
        b.frame();
        if (b.see().now.event != sim::no_event) said.insert(sentence_of(b.run(), b.see().now.event));
        for (const hit& h : b.app->hits().all()) {
            if (h.kind == hit_kind::bar && b.run().history().state_at(h.task, h.event) == sim::task_state::lock) lock_bar = true;
            if (h.kind == hit_kind::control && h.label.find("2/2") != std::string::npos) pill = true;
        }
        if (b.see().coach == "blocked" && !coached) {
            coached = true;
            CHECK_FALSE(b.see().playing);
            b.frame();
            CHECK(b.app->hits().find(hit_kind::control, "card:coach") != nullptr);
            b.press("Space");
            CHECK(b.see().playing);
            CHECK(b.see().coach.empty());
        }
    }
    CHECK(coached);
    CHECK(lock_bar);
    CHECK(pill);
    CHECK(said.size() >= 5);
    CHECK(frames < 600);
    REQUIRE(b.see().coach == "outcome");
    CHECK(b.app->chosen().toured);
    b.frames(2);
    const auto before = b.run().history().end_time();
    b.click(hit_kind::button, "coach:what-if");
    CHECK(b.run().history().end_time() < before);
    CHECK(b.see().coach.empty());
}

TEST_CASE("who has seen the tour, or wants no motion, is left alone") {
    {
        null_backend b("hello");
        application_options seen;
        seen.chosen.toured = true;
        b.app = std::make_unique<application>(b.run().spec(), scenarios::catalogue(), seen);
        for (int i = 0; i < 900; ++i) b.frame();
        CHECK(b.see().coach.empty());
        CHECK(b.run().cursor() + 1 == b.run().history().size());
    }
    null_backend b("hello");
    application_options still;
    still.chosen.reduced_motion = true;
    b.app = std::make_unique<application>(b.run().spec(), scenarios::catalogue(), still);
    for (int i = 0; i < 200; ++i) b.frame();
    CHECK(b.run().cursor() == sim::no_event);
    CHECK(b.app->next_change() > 1e9);
}

TEST_CASE("settings change what they say, and recent runs open again") {
    null_backend b("hello");
    b.send(open_scenario, 0, "downloads");
    b.press("Ctrl+,");
    b.frames(2);
    REQUIRE(b.see().show_settings);
    b.click(hit_kind::button, "colour-free");
    CHECK(b.see().colours->colour_free);
    b.click(hit_kind::button, "theme:light");
    CHECK(b.see().colours->colour_free);
    CHECK(b.see().colours->name == "light");
    b.click(hit_kind::button, "reduced-motion");
    CHECK(b.app->chosen().reduced_motion);
    b.click(hit_kind::button, "scale:more");
    CHECK(b.see().user_scale == doctest::Approx(1.25));
    b.frames(2);
    b.click(hit_kind::button, "recent:1");
    CHECK(b.run().spec().scenario == "hello");
    CHECK_FALSE(b.see().show_settings);
}
