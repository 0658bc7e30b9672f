// The key table: every line of it does something, nothing acts while somebody types.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
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
