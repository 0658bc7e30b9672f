#include "gui/panels/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/warnings.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

constexpr std::size_t most_rows = 500;

class warnings_view {
public:
    warnings_view(const view& v, rect area, command_bus& bus, hit_map& hits) : v_(v), area_(area), bus_(bus), hits_(hits), s_(v.scale) {}

    void run() {
        ImGui::SetCursorScreenPos(area_.min);
        ImGui::BeginChild("rows", {area_.width(), area_.height()}, false, ImGuiWindowFlags_NoNav);
        list_ = ImGui::GetWindowDrawList();
        const auto all = warnings_of(*v_.session);
        const float top = std::floor(area_.min.y - ImGui::GetScrollY());
        y_ = top + 6 * s_;
        if (all.empty()) nothing();
        for (std::size_t i = 0; i < std::min(all.size(), most_rows); ++i) row(all[i]);
        if (all.size() > most_rows) {
            text_line(*list_, v_.text->small, {area_.min.x + 12 * s_, y_}, v_.colours->muted, fmt::format("and {} more", all.size() - most_rows), 200 * s_);
            y_ += 20 * s_;
        }
        end_scrolling(area_, top, y_);
    }

private:
    const view& v_;
    rect area_;
    command_bus& bus_;
    hit_map& hits_;
    float s_;
    ImDrawList* list_ = nullptr;
    float y_ = 0;

    void nothing() {
        text_block(*list_, v_.text->normal, {area_.min.x + 12 * s_, y_ + 4 * s_}, v_.colours->muted,
                   std::string("Nothing to warn of in this ") + (v_.session->recorded() != nullptr ? "part of the run" : "run") + ". Coroutines that are never awaited, swallowed cancellations, blocking calls, exceptions "
                   "nobody looks at, deadlocks and failures of the program would be listed here.",
                   std::min(area_.width() - 24 * s_, 620 * s_), 4);
    }

    void row(const warning& w) {
        const theme& t = *v_.colours;
        const bool open = v_.learning == w.event;
        const float small = font_size(v_.text->small), normal = font_size(v_.text->normal);
        const float left = area_.min.x + 36 * s_, right = area_.max.x - 16 * s_;
        const float height = std::round(normal + small + 16 * s_);
        const bool later = v_.now.event == sim::no_event || w.event > v_.now.event;
        const ImU32 ink = later ? mixed(t.text, t.muted, 0.7F) : t.text;
        if (v_.selected.event == w.event) list_->AddRectFilled({area_.min.x, y_}, {area_.max.x, y_ + height}, faded(t.accent, 0.4F));
        paint_terminal(*list_, t, sim::task_state::failed, {area_.min.x + 19 * s_, std::floor(y_ + height / 2)}, 13 * s_, later ? 0.6F : 1);
        const float button_height = std::round(24 * s_);
        const float learn = button_width(v_, "learn", icon::none), show = button_width(v_, "show", icon::none);
        const float y = std::floor(y_ + (height - button_height) / 2);
        const float room = right - learn - show - 16 * s_ - left;
        const sim::event& e = v_.session->events()[w.event];
        text_line(*list_, v_.text->normal, {left, y_ + 5 * s_}, ink, w.sentence, room);
        text_line(*list_, v_.text->small, {left, y_ + 8 * s_ + normal}, t.muted, fmt::format("{}   #{} at {}", w.title, w.event, moment_text(e.time)), room);
        button_look look;
        look.tooltip = "Go to where it happened";
        if (visible(y, button_height) && button(v_, hits_, box_at(right - show, y, show, button_height), fmt::format("show:{}", w.event), "show", look)) {
            command c;
            c.kind = command_kind::select_event;
            c.event = w.event;
            bus_.push(std::move(c));
        }
        look.tooltip = "What this means";
        look.active = open;
        if (visible(y, button_height) && button(v_, hits_, box_at(right - show - 6 * s_ - learn, y, learn, button_height), fmt::format("learn:{}", w.event), "learn", look)) {
            command c;
            c.kind = command_kind::learn_warning;
            c.event = open ? sim::no_event : w.event;
            bus_.push(std::move(c));
        }
        y_ += height;
        if (open) lesson(w, left, right);
        list_->AddRectFilled({area_.min.x, y_}, {area_.max.x, y_ + 1}, faded(t.grid, 0.7F));
        y_ += 1;
    }

    bool visible(float y, float height) const { return y >= area_.min.y && y + height <= area_.max.y; }

    void lesson(const warning& w, float left, float right) {
        const float width = std::min(right - left, 640 * s_);
        y_ += text_block(*list_, v_.text->normal, {left, y_}, v_.colours->text, w.meaning, width, 6) + 6 * s_;
        const sim::scenario* shown = scenario_showing(v_.session->scenarios(), w);
        if (shown == nullptr || shown->name == v_.session->what().name) return;
        const std::string text = fmt::format("See it in \"{}\"", shown->title);
        const float height = std::round(24 * s_);
        if (visible(y_, height) && button(v_, hits_, box_at(left, y_, button_width(v_, text, icon::none), height), fmt::format("open:{}", shown->name), text, {})) {
            command c;
            c.kind = command_kind::open_scenario;
            c.text = shown->name;
            bus_.push(std::move(c));
        }
        y_ += height + 8 * s_;
    }
};

}  // namespace

void warnings_panel(const view& v, rect area, command_bus& bus, hit_map& hits) { warnings_view(v, area, bus, hits).run(); }

}  // namespace gui
