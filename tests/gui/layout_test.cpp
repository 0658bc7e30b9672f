// Where the panels are, and that every control is inside the window, at the sizes that are promised.

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>

#include "gui/draw/text.hpp"
#include "tests/gui/null_backend.hpp"

using namespace gui_test;

namespace {

bool overlap(const rect& a, const rect& b) {
    return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

void check_layout(ImVec2 size, float scale, const splits& s) {
    CAPTURE(size.x);
    CAPTURE(size.y);
    CAPTURE(scale);
    const layout l = make_layout(size, scale, s);
    const std::array panels = {l.toolbar, l.scrub, l.timeline, l.tabs, l.bottom, l.now, l.inspector, l.status};
    float area = 0;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        CHECK(panels[i].width() > 0);
        CHECK(panels[i].height() > 0);
        CHECK(panels[i].min.x >= 0);
        CHECK(panels[i].min.y >= 0);
        CHECK(panels[i].max.x <= size.x);
        CHECK(panels[i].max.y <= size.y);
        area += panels[i].width() * panels[i].height();
        for (std::size_t k = i + 1; k < panels.size(); ++k) CHECK_FALSE(overlap(panels[i], panels[k]));
    }
    CHECK(area == doctest::Approx(size.x * size.y));
    CHECK(l.axis_left < l.axis_right);
    CHECK(l.axis_right <= l.timeline.max.x);
}

}  // namespace

TEST_CASE("panels tile the window without overlap, wherever the splitters are") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 640), ImVec2(1920, 1080), ImVec2(640, 400), ImVec2(3840, 2160)}) {
        check_layout(size, 1, {});
        if (size.x >= 1440) check_layout(size, 1.5F, {});
        for (const float share : {0.0F, 0.1F, 0.5F, 1.0F}) {
            check_layout(size, 1, {share, share, share, share});
            check_layout(size, 1, {share, 1 - share, share, 1 - share});
        }
    }
}

TEST_CASE("the sizes of the design at 1440x900") {
    const layout l = make_layout(ImVec2(1440, 900), 1, {});
    CHECK(l.toolbar.height() == 44);
    CHECK(l.scrub.height() == 56);
    CHECK(l.status.height() == 24);
    CHECK(l.axis_left == 236);
    CHECK(l.now.width() == 340);
    CHECK(l.tabs.height() + l.bottom.height() == 236);
}

TEST_CASE("every control lies inside the window and no two buttons overlap") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 640), ImVec2(1280, 720), ImVec2(800, 500), ImVec2(640, 400)}) {
        for (const char* scenario : {"downloads", "producer-consumer", "hello"}) {
            null_backend b(scenario, size);
            b.send(go_to_time, 0);
            for (const char* tab : {"resources", "events", "parameters"}) {
                b.send(set_tab, 0, tab);
                b.frames(2);
                const auto& hits = b.app->hits().all();
                for (std::size_t i = 0; i < hits.size(); ++i) {
                    const hit& h = hits[i];
                    if (h.kind != hit_kind::button && h.kind != hit_kind::control && h.kind != hit_kind::scrub) continue;
                    CAPTURE(size.x);
                    CAPTURE(h.label);
                    CHECK(h.min.x >= 0);
                    CHECK(h.min.y >= 0);
                    CHECK(h.max.x <= size.x);
                    if (!h.label.starts_with("parameter:") && !h.label.starts_with("reset:")) CHECK(h.max.y <= size.y);
                    for (std::size_t k = i + 1; k < hits.size(); ++k) {
                        const hit& other = hits[k];
                        if (other.kind != hit_kind::button && other.kind != hit_kind::control) continue;
                        CAPTURE(other.label);
                        CHECK_FALSE(overlap({h.min, h.max}, {other.min, other.max}));
                    }
                }
            }
        }
    }
}

TEST_CASE("splitters can be dragged and stop before a panel vanishes") {
    null_backend b;
    const float tree = b.app->panels().axis_left;
    const rect grip = b.app->panels().tree_splitter;
    const ImVec2 middle((grip.min.x + grip.max.x) / 2, (grip.min.y + grip.max.y) / 2);
    b.drag(middle, {middle.x + 80, middle.y});
    CHECK(b.app->panels().axis_left == doctest::Approx(tree + 80).epsilon(0.02));
    CHECK(b.see().axis.left() == b.app->panels().axis_left);
    b.drag({b.app->panels().axis_left, middle.y}, {5, middle.y});
    CHECK(b.app->panels().axis_left >= 180);
    const rect bottom = b.app->panels().bottom_splitter;
    b.drag({600, (bottom.min.y + bottom.max.y) / 2}, {600, 500});
    CHECK(b.app->panels().tabs.min.y == doctest::Approx(500).epsilon(0.02));
    const splits kept = b.app->chosen().shares;
    CHECK(kept.bottom > 0.4F);
}

TEST_CASE("lanes that do not fit scroll to the last one and no further") {
    null_backend b("rate-limit");
    b.press("PgDn");
    CHECK(b.see().lane_scroll == 0);
    b.set("requests", 100);
    for (int i = 0; i < 50; ++i) b.press("PgDn");
    const float most = b.see().lane_scroll;
    CHECK(most == doctest::Approx(101 * 18 - (b.app->panels().timeline.height() - 24)));
    const hit* lane = nullptr;
    for (const hit& h : b.app->hits().all()) {
        if (h.kind == hit_kind::lane && h.task == 101) lane = &h;
    }
    REQUIRE(lane != nullptr);
    CHECK(lane->max.y == doctest::Approx(b.app->panels().timeline.max.y).epsilon(0.02));
    b.press("PgUp");
    CHECK(b.see().lane_scroll < most);
    // Selecting a task scrolls to it.
    b.press("Down");
    b.frames(2);
    CHECK(b.see().lane_scroll == 0);
}

TEST_CASE("the window follows the scale") {
    null_backend b("downloads", ImVec2(2880, 1800));
    b.app->set_display_scale(2);
    b.frames(3);
    CHECK(b.see().scale == 2);
    CHECK(b.app->panels().toolbar.height() == 88);
    CHECK(b.app->panels().axis_left == 472);
    b.press("Ctrl+=");
    b.frame();
    CHECK(b.see().user_scale == doctest::Approx(1.1));
    CHECK(b.see().scale == doctest::Approx(2.2));
}

TEST_CASE("sheets that do not fit scroll: no key is written over another, and every setting can be reached") {
    null_backend b("downloads", ImVec2(1024, 640));
    b.send(set_scale, 2);
    b.press("F1");
    b.frames(3);
    std::set<std::string> seen;
    for (int notch = 0; notch < 30; ++notch) {
        for (const hit& h : b.app->hits().all()) {
            if (!h.label.starts_with("key:")) continue;
            seen.insert(h.label.substr(4));
            CAPTURE(h.label);
            CHECK(h.max.y - h.min.y >= font_size(b.see().text->small));
        }
        if (notch == 0) CHECK(seen.size() < 60);
        b.turn({500, 400}, -1);
    }
    for (const binding& key : key_table()) {
        CAPTURE(key.label);
        const bool one_of_nine = key.id[key.id.size() - 2] == '_';
        if (!one_of_nine) CHECK(seen.contains(std::string(key.label)));
    }
    b.press("Esc");

    b.press("Ctrl+,");
    b.frames(3);
    CHECK(b.app->hits().find(hit_kind::button, "export:json") == nullptr);
    b.move({560, 340});  // away from where the wheel was turned last, which ImGui remembers for a while
    b.frames(2);
    b.turn({560, 340}, -100);
    CHECK(b.app->hits().find(hit_kind::button, "export:json") != nullptr);
    CHECK(b.app->hits().find(hit_kind::control, "open_file") != nullptr);
}

TEST_CASE("a task's name that is cut keeps its number") {
    null_backend b;
    const ImFont* font = b.see().text->normal;
    const float room = text_width(font, "down\xe2\x80\xa6[12]") + 2;
    CHECK(fitted_name(font, "download[12]", 1000) == "download[12]");
    const std::string cut = fitted_name(font, "download[12]", room);
    CHECK(cut.ends_with("\xe2\x80\xa6[12]"));
    CHECK(text_width(font, cut) <= room + 1);
    CHECK(fitted_name(font, "a-name-without-a-number", room).ends_with("\xe2\x80\xa6"));
    CHECK(text_width(font, fitted_name(font, "download[12]", 20)) <= 20);
    CHECK(fitted_name(font, "song.mp3 [######    ] image.png", room) == fitted(font, "song.mp3 [######    ] image.png", room));
}
