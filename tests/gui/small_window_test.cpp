// Nothing that matters is cut where room is short: everything at twice the size, the smallest window, very long names.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "gui/draw/text.hpp"
#include "runtime/aio.hpp"
#include "sim/world.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

aio::coro<> wait_on_the_name_of_a_function_that_nobody_would_want_to_type_twice_and_yet_somebody_wrote(aio::event& gate) { co_await gate.wait(); }

aio::coro<void> long_names(sim::world& world) {
    aio::event gate("a gate whose name goes on and on, far beyond what any column of any window has room for");
    aio::task<> one = aio::create_task(wait_on_the_name_of_a_function_that_nobody_would_want_to_type_twice_and_yet_somebody_wrote(gate));
    aio::task<> other = aio::create_task(wait_on_the_name_of_a_function_that_nobody_would_want_to_type_twice_and_yet_somebody_wrote(gate));
    world.print("{}", std::string(3000, 'w'));
    co_await aio::sleep(1.0);
    gate.set();
    co_await one;
    co_await other;
}

sim::catalogue long_named() {
    static const sim::scenario one = make_scenario("a-scenario-with-a-name-of-which-there-is-no-end-" + std::string(200, 'x'), long_names);
    static const std::array list = {&one};
    return list;
}

bool within(const hit& inner, const hit& outer) {
    return inner.min.x >= outer.min.x && inner.max.x <= outer.max.x && inner.min.y >= outer.min.y && inner.max.y <= outer.max.y;
}

}  // namespace

TEST_CASE("at twice the size in the smallest window a card shows all of its answer and every button") {
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1440, 900)}) {
        for (const double scale : {1.0, 2.0}) {
            CAPTURE(size.x);
            CAPTURE(scale);
            null_backend b("downloads", size);
            b.set("limit", 2);
            b.send(set_scale, scale);
            b.send(go_to_text, 0, "0.18");
            b.select(5);
            b.press("Y");
            b.frames(2);
            const hit* card = b.app->hits().find(hit_kind::control, "card:why");
            REQUIRE(card != nullptr);
            CHECK(card->max.y <= size.y);
            CHECK(card->max.x <= size.x);
            std::vector<hit> buttons;
            for (const hit& h : b.app->hits().all()) {
                if (h.kind == hit_kind::button && h.label.starts_with("why:")) buttons.push_back(h);
            }
            REQUIRE(buttons.size() == 3);
            for (const hit& h : buttons) {
                CAPTURE(h.label);
                CHECK(within(h, *card));
                CHECK(h.max.x - h.min.x > 24 * b.see().scale);
            }
        }
    }
}

TEST_CASE("the key sheet has no more columns than its lines have room for") {
    for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
        null_backend b("downloads", ImVec2(1024, 640));
        b.send(set_scale, scale);
        b.press("F1");
        b.frames(2);
        int lines = 0;
        for (const hit& h : b.app->hits().all()) {
            if (!h.label.starts_with("key:")) continue;
            ++lines;
            CHECK(h.max.x - h.min.x >= 230 * b.see().scale);
            CHECK(h.max.x <= 1024);
        }
        CHECK(lines > 5);
    }
}

TEST_CASE("a number and its unit stay in one line, however narrow the column") {
    null_backend b("downloads");
    b.set("limit", 2);
    b.send(go_to_text, 0, "0.18");
    b.select(5);
    for (double scale = 1; scale < 2.5; scale += 0.05) {
        CAPTURE(scale);
        b.send(set_scale, scale);
        b.frames(2);
        float y = -1;
        for (const hit& h : b.app->hits().all()) {
            if (h.label != "link:0.228 s") continue;
            if (y >= 0) CHECK(h.min.y == y);
            y = h.min.y;
        }
        CHECK(y >= 0);
    }
}

TEST_CASE("a line of the inspector that is too long goes on in a second one") {
    null_backend b("group-errors");
    b.press("End");
    for (const auto& task : b.run().history().tasks()) {
        if (task.path == "main/fetch_data[6]") b.select(task.id);
    }
    const hit* const lengthy = b.app->hits().find(hit_kind::control, "Cancelled by");
    const hit* const brief = b.app->hits().find(hit_kind::control, "Created by");
    REQUIRE(lengthy != nullptr);
    REQUIRE(brief != nullptr);
    CHECK(lengthy->max.y - lengthy->min.y > 1.5F * (brief->max.y - brief->min.y));
}

TEST_CASE("the mark of a task's end is never cut by the edge of the lanes") {
    for (const double scale : {1.0, 2.0, 3.0}) {
        null_backend b("hello");
        b.send(set_scale, scale);
        b.press("End");
        b.frames(2);
        for (const hit& h : b.app->hits().all()) {
            if (h.kind != hit_kind::marker || h.task == 0) continue;
            CHECK(h.max.x <= b.app->panels().timeline.max.x);
        }
    }
}

TEST_CASE("what is wanted larger than a window has room for is as large as it has room for") {
    null_backend b;
    b.send(set_scale, 3);
    for (const auto& [size, most] : {std::pair(ImVec2(1024, 640), 2.0F), {ImVec2(640, 400), 1.25F}, {ImVec2(1920, 1200), 3.0F}}) {
        b.resize(size);
        CHECK(b.see().scale == most);
        CHECK(b.see().user_scale == 3);
        CHECK(b.app->panels().timeline.height() > 60 * most);
        CHECK(b.app->hits().find(hit_kind::lane, "main") != nullptr);
    }
}

TEST_CASE("very long names of tasks, objects and scenarios break nothing, wherever they are shown") {
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1440, 900)}) {
        null_backend b(long_named()[0]->name, long_named());
        b.resize(size);
        b.send(go_to_text, 0, "0.5");
        for (const double scale : {0.75, 1.0, 2.0}) {
            b.send(set_scale, scale);
            for (const char* key : {"Down", "Down", "F9", "Y", "Esc", "Tab", "Tab", "Tab", "Tab", "G", "Esc", "Ctrl+P", "Esc", "Ctrl+,", "Esc", "M", "V", "V"}) {
                b.press(key);
                b.frame();
            }
            b.move({60, b.app->panels().timeline.min.y + 80});
            b.frames(2);
            for (const hit& h : b.app->hits().all()) {
                if (h.kind != hit_kind::button) continue;
                CAPTURE(h.label);
                CHECK(h.max.x <= size.x + 1);
            }
        }
    }
}

TEST_CASE("of a wait with long names the loop strip shows what is waited for and who waits, and no more than has room") {
    null_backend b(long_named()[0]->name, long_named());
    for (const float width : {1024.0F, 1440.0F}) {
        b.resize({width, 800});
        b.send(go_to_text, 0, "0.5");
        const auto& all = b.app->hits().all();
        const auto pill = std::find_if(all.begin(), all.end(), [](const hit& h) { return h.kind == hit_kind::control && h.object != 0 && h.label.find("\xe2\x86\x90") != h.label.npos; });
        REQUIRE(pill != all.end());
        CAPTURE(pill->label);
        CHECK(pill->label.starts_with("a gate"));
        CHECK(pill->label.find("  \xe2\x86\x90 wait") != pill->label.npos);
        CHECK(text_width(b.see().text->small, pill->label) <= pill->max.x - pill->min.x);
    }
}
