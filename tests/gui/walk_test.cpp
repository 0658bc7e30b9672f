// Anything in any order: nothing breaks, and a window that nobody touches does nothing.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>

#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

void check_sane(const null_backend& b) {
    const view& v = b.see();
    REQUIRE(std::isfinite(v.axis.first()));
    REQUIRE(v.axis.last() > v.axis.first());
    const auto size = b.run().history().size();
    REQUIRE((b.run().cursor() == sim::no_event || b.run().cursor() < size));
    REQUIRE(v.now.event == b.run().cursor());
    REQUIRE((v.selected.event == sim::no_event || v.selected.event < size));
    REQUIRE((v.selected.task == 0 || b.run().history().task(v.selected.task) != nullptr));
}

command random_command(std::mt19937& random, const null_backend& b) {
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const auto all = scenarios::catalogue();
    command c;
    c.kind = static_cast<command_kind>(below(static_cast<unsigned>(save_screenshot)));
    const auto events = static_cast<unsigned>(b.run().history().size());
    c.event = below(10) == 0 ? sim::no_event : below(events + 3);
    c.task = below(static_cast<unsigned>(b.run().history().tasks().size()) + 3);
    c.object = below(40);
    c.time_ns = static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
    c.time_ns_2 = static_cast<std::int64_t>(random()) * 2 - (std::int64_t{1} << 31);
    constexpr std::array numbers = {0.0, 1.0, -1.0, 0.5, 2.0, 1e9, -1e9, 1e-9, 1e300};
    c.number = numbers[below(numbers.size())];
    if (below(50) == 0) c.number = std::nan("");
    constexpr std::array words = {"dark", "light", "tree", "right", "bottom", "now", "resources", "events", "warnings", "parameters", "#3", "0.2", "", "con"};
    c.text = words[below(words.size())];
    if (c.kind == open_scenario) {
        if (below(4) != 0) c.kind = step;
        else c.text = all[below(static_cast<unsigned>(all.size()))]->name;
    }
    if (c.kind == set_parameter && !b.run().what().parameters.empty()) {
        const auto& parameters = b.run().what().parameters;
        const sim::parameter& p = parameters[below(static_cast<unsigned>(parameters.size()))];
        c.text = p.name;
        c.value = p.standard;
        if (p.type == sim::parameter_type::integer) c.value = static_cast<std::int64_t>(p.minimum) + below(20);
        if (p.type == sim::parameter_type::flag) c.value = below(2) == 0;
    }
    if (c.kind == set_seed) c.text.clear();
    if (c.kind == set_scale || c.kind == set_theme) c.number = below(3) == 0 ? 1.25 : 1;
    // Each of these builds the fonts again; a few are enough.
    if ((c.kind == set_scale || c.kind == set_theme || c.kind == set_colour_free) && below(20) != 0) c.kind = step_back;
    return c;
}

}  // namespace

TEST_CASE("100 000 random commands leave the window in order") {
    std::mt19937 random(20240717);
    null_backend b;
    for (int i = 0; i < 100'000; ++i) {
        const command c = random_command(random, b);
        CAPTURE(static_cast<int>(c.kind));
        b.app->apply(c);
        if (i % 50 == 0) b.frame(i % 5 == 0 ? 0.2 : 0.01);
        if (i % 50 == 0) check_sane(b);
    }
}

TEST_CASE("clicks, drags and the wheel anywhere leave the window in order") {
    std::mt19937 random(7);
    null_backend b("producer-consumer", ImVec2(1024, 640));
    const auto somewhere = [&] { return ImVec2(static_cast<float>(random() % 1024), static_cast<float>(random() % 640)); };
    for (int i = 0; i < 1'500; ++i) {
        const auto what = random() % 8;
        if (what < 4) b.click(somewhere(), static_cast<int>(random() % 3));
        else if (what < 6) b.drag(somewhere(), somewhere(), static_cast<int>(random() % 3));
        else b.turn(somewhere(), static_cast<float>(random() % 7) - 3, random() % 2 == 0, random() % 2 == 0);
        if (random() % 20 == 0) b.press("Esc");
        check_sane(b);
    }
}

TEST_CASE("an idle window pushes no commands and draws the same picture") {
    for (const char* scenario : {"downloads", "producer-consumer"}) {
        for (const char* tab : {"resources", "events", "warnings", "parameters"}) {
            null_backend b(scenario);
            b.send(set_tab, 0, tab);
            command c;
            c.kind = go_to_event;
            c.event = 40;
            b.send(c);
            b.move({600, 300});
            b.frames(5);
            const auto commands = b.app->commands_applied();
            const auto picture = [] {
                std::uint64_t hash = 14695981039346656037ULL;
                const ImDrawData* data = ImGui::GetDrawData();
                for (int i = 0; i < data->CmdListsCount; ++i) {
                    const ImDrawList* list = data->CmdLists[i];
                    for (const ImDrawVert& v : list->VtxBuffer) {
                        for (const float f : {v.pos.x, v.pos.y}) hash = (hash ^ static_cast<std::uint64_t>(std::lround(f * 16))) * 1099511628211ULL;
                        hash = (hash ^ v.col) * 1099511628211ULL;
                    }
                }
                return hash;
            };
            const auto before = picture();
            for (int i = 0; i < 50; ++i) {
                b.frame();
                CHECK(picture() == before);
            }
            CHECK(b.app->commands_applied() == commands);
            CHECK(b.app->next_change() > 1e9);
        }
    }
}
