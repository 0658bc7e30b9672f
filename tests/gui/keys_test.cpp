// The key table: every line of it does something, nothing acts while somebody types.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "gui/app/glfw_keys.hpp"
#include "tests/gui/null_backend.hpp"
#include "tests/scratch_folder.hpp"

using namespace gui_test;

TEST_CASE("no key means two things, and every key can be written down") {
    std::set<std::string> keys, ids;
    for (const binding& b : key_table()) {
        CHECK(ids.insert(std::string(b.id)).second);
        CHECK_FALSE(b.label.empty());
        CHECK_FALSE(b.keys.empty());
        CHECK(find_binding(b.id) == &b);
        for (const chord& c : b.keys) {
            CAPTURE(to_string(c));
            CHECK(keys.insert(to_string(c)).second);
            CHECK(parse_chord(to_string(c)) == c);
            CHECK(find_binding({c, false}, false) == &b);
            CHECK((find_binding({c, true}, false) == &b) == b.repeat);
            CHECK((find_binding({c, false}, true) == &b) == b.while_typing);
        }
    }
}

TEST_CASE("every key of the table reaches the application as one command") {
    for (const binding& each : key_table()) {
        CAPTURE(each.id);
        for (const chord& c : each.keys) {
            null_backend b;
            b.press("End");
            command wanted = each.make(b.see());
            const auto before = b.app->commands_applied();
            const working_folder scratch;  // where a key that writes a file may write it
            b.press(to_string(c));
            CHECK(b.app->commands_applied() == before + 1);
            b.frames(2);
            CHECK(b.app->commands_applied() == before + 1);
            CHECK(b.app->done() == (wanted.kind == quit));
        }
    }
}

TEST_CASE("typing in the search field searches and does nothing else") {
    null_backend b;
    b.press("Right");
    b.press("Ctrl+P");
    b.frames(3);
    REQUIRE(b.see().show_picker);
    const auto cursor = b.run().cursor();
    for (const char* keys : {"D", "O", "W", "N", ".", "5", "T"}) b.press(keys);
    b.press("Space");
    CHECK(b.run().cursor() == cursor);
    CHECK_FALSE(b.see().playing);
    CHECK(b.see().axis.mode() == axis_mode::time);
    b.type("rate");
    CHECK(b.see().search == "rate");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK_FALSE(b.see().show_picker);
    CHECK(b.run().spec().scenario.find("rate") == 0);
}

TEST_CASE("the arrows walk through the picker, and Enter opens what they reached") {
    null_backend b;
    const auto all = scenarios::catalogue();
    b.press("Ctrl+P");
    b.frames(3);
    for (std::size_t i = 0; i < all.size() + 2; ++i) b.press("Up");
    CHECK(b.see().picked == all.front()->name);
    b.press("Down");
    CHECK(b.see().picked == all[1]->name);
    CHECK(b.see().selected.task == 0);
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(b.run().spec().scenario == all[1]->name);
    CHECK_FALSE(b.see().show_picker);
    b.press("Down");
    CHECK(b.see().selected.task != 0);
}

TEST_CASE("the picker opens at the scenario that is open") {
    const auto all = scenarios::catalogue();
    for (const sim::scenario* one : {all.front(), all[all.size() / 2], all.back()}) {
        null_backend b(one->name, ImVec2(1024, 640));
        b.press("Ctrl+P");
        b.frames(3);
        CHECK(b.app->hits().find(hit_kind::button, "open:" + one->name) != nullptr);
    }
}

TEST_CASE("escape closes a sheet even while somebody types, then clears the selection") {
    null_backend b;
    b.press("Down");
    REQUIRE(b.see().selected.task != 0);
    b.press("Ctrl+P");
    b.frames(3);
    b.press("Esc");
    b.frames(2);
    CHECK_FALSE(b.see().show_picker);
    CHECK(b.see().selected.task != 0);
    b.press("Esc");
    CHECK(b.see().selected.task == 0);
}

TEST_CASE("the key sheet opens, closes by a click beside it, and lets nothing through") {
    null_backend b;
    b.press("F1");
    b.frames(3);
    CHECK(b.see().show_help);
    b.click({700, 2});
    CHECK_FALSE(b.see().show_help);
    b.press("F1");
    b.frames(3);
    b.click(hit_kind::button, "close");
    CHECK_FALSE(b.see().show_help);
    CHECK(b.run().cursor() == sim::no_event);
}

TEST_CASE("the key sheet has a line for each key and each gesture") {
    null_backend b;
    b.press("F1");
    b.frames(2);
    const auto line = [&](std::string_view label) { return b.app->hits().find(hit_kind::control, "key:" + std::string(label)) != nullptr; };
    for (const binding& each : key_table()) {
        CAPTURE(each.id);
        const bool one_of_nine = each.id.find("speed_") == 0 || each.id.find("bookmark_") == 0 || each.id.find("store_bookmark_") == 0;
        CHECK(line(each.label) != one_of_nine);
    }
    for (const gesture& each : gesture_table()) {
        CAPTURE(each.label);
        CHECK(line(each.label));
    }
}

TEST_CASE("every gesture of the key sheet does something where it says") {
    for (const gesture& each : gesture_table()) {
        if (each.label.starts_with("In a filter")) continue;  // has a test of its own, among those of the palette
        for (std::string_view way : each.ways) {
            CAPTURE(way);
            null_backend b;
            b.press("W");
            b.frames(2);
            const hit* bar = b.app->hits().find_bar(2, b.run().history().size() - 1);
            REQUIRE(bar != nullptr);
            ImVec2 at{(bar->min.x + bar->max.x) / 2, (bar->min.y + bar->max.y) / 2};
            const auto take = [&](std::string_view text, bool end) {
                if (end ? !way.ends_with(text) : !way.starts_with(text)) return false;
                end ? way.remove_suffix(text.size()) : way.remove_prefix(text.size());
                return true;
            };
            if (each.label.starts_with("Scrub bar")) at = b.place(hit_kind::scrub, "scrub");
            if (take(" on a name", true)) {
                b.press("End");
                at.x = b.app->panels().timeline.min.x + 60;
            }
            const bool ctrl = take("Ctrl+", false), shift = take("Shift+", false);
            const int button = take("middle ", false) ? 2 : take("right ", false) ? 1 : 0;
            const auto before = b.app->commands_applied();
            const int clicks = way == "click" ? 1 : way == "double click" ? 2 : 0;
            input::modifiers(ctrl, shift, false);
            if (way == "wheel") b.turn(at, 1, ctrl, shift);
            else if (way == "drag") b.drag(at, {at.x + 60, at.y + 10}, button);
            else REQUIRE(clicks > 0);
            for (int i = 0; i < clicks; ++i) b.click(at, button);
            b.frame();
            CHECK(b.app->commands_applied() > before);
        }
    }
}

TEST_CASE("every key that the window's page names does something") {
    const char* root = std::getenv("ORRERY_SOURCE_DIR");
    std::ifstream in(std::filesystem::path(root == nullptr ? "." : root) / "docs/window.md");
    REQUIRE(in);
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    const std::regex key("(Ctrl\\+|Alt\\+|Shift\\+)+(Left|Right|Up|Down|Enter|F[0-9]+|[A-Z0-9\\[\\],])|\\bF[0-9]+\\b");
    std::size_t found = 0;
    for (std::sregex_iterator at(page.begin(), page.end(), key), end; at != end; ++at, ++found) {
        const std::string written = at->str();
        CAPTURE(written);
        const auto chord = parse_chord(written);
        REQUIRE(chord);
        const bool in_a_field = std::ranges::any_of(gesture_table(), [&](const gesture& g) { return std::ranges::find(g.ways, written) != g.ways.end(); });
        CHECK((in_a_field || find_binding({*chord, false}, false) != nullptr));
    }
    CHECK(found > 20);
}

TEST_CASE("GLFW's key numbers are understood") {
    CHECK(to_string(chord_of_glfw(32, 0)) == "Space");
    CHECK(to_string(chord_of_glfw(262, 2)) == "Ctrl+Right");
    CHECK(to_string(chord_of_glfw(263, 1)) == "Shift+Left");
    CHECK(to_string(chord_of_glfw(290, 0)) == "F1");
    CHECK(to_string(chord_of_glfw(91, 0)) == "[");
    CHECK(to_string(chord_of_glfw(84, 0)) == "T");
    CHECK(to_string(chord_of_glfw(325, 0)) == "5");
    CHECK(chord_of_glfw(340, 0).key == key_code::none);
}

TEST_CASE("moments people type") {
    CHECK(parse_chord("Ctrl+Nothing") == std::nullopt);
}
