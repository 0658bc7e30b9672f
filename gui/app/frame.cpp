#include <algorithm>
#include <cmath>

#include "gui/app/application.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/events.hpp"
#include "gui/panels/inspector.hpp"
#include "gui/panels/keys_sheet.hpp"
#include "gui/panels/now.hpp"
#include "gui/panels/parameters.hpp"
#include "gui/panels/picker.hpp"
#include "gui/panels/resources.hpp"
#include "gui/panels/scrub.hpp"
#include "gui/panels/settings_sheet.hpp"
#include "gui/panels/status.hpp"
#include "gui/panels/tabs.hpp"
#include "gui/panels/timeline.hpp"
#include "gui/panels/toolbar.hpp"
#include "gui/panels/warnings.hpp"
#include "gui/panels/why.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

constexpr ImGuiWindowFlags bare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                  ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav;

// A full-window ImGui window without padding of its own.
void begin_window(const char* name, ImVec2 size, ImGuiWindowFlags flags) {
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin(name, nullptr, bare | flags);
    ImGui::PopStyleVar(3);
}

struct drawer {
    const view& v;
    command_bus& bus;
    hit_map& hits;

    void operator()(const char* name, panel draw, rect area) const {
        if (area.width() < 1 || area.height() < 1) return;
        ImGui::SetCursorScreenPos(area.min);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
        ImGui::BeginChild(name, ImVec2(area.width(), area.height()), false,
                          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
        ImGui::PopStyleVar();
        draw(v, area, bus, hits);
        ImGui::EndChild();
    }
};

}  // namespace

void application::draw_splitter(const char* name, const rect& r, bool upright, ImVec2 size) {
    // In a window of its own: it lies over the edges of two panels, which are windows too.
    ImGui::SetCursorScreenPos(r.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild(name, ImVec2(std::max(1.0F, r.width()), std::max(1.0F, r.height())), false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    ImGui::InvisibleButton(name, ImVec2(std::max(1.0F, r.width()), std::max(1.0F, r.height())));
    const bool held = ImGui::IsItemActive();
    const bool over = ImGui::IsItemHovered();
    if (held || over) {
        ImGui::SetMouseCursor(upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
        const ImU32 colour = faded(view_.colours->muted, held ? 0.9F : 0.5F);
        const float middle = std::floor(upright ? (r.min.x + r.max.x) / 2 : (r.min.y + r.max.y) / 2);
        const rect line = upright ? rect{{middle - 1, r.min.y}, {middle + 1, r.max.y}} : rect{{r.min.x, middle - 1}, {r.max.x, middle + 1}};
        ImGui::GetWindowDrawList()->AddRectFilled(line.min, line.max, colour);
    }
    ImGui::EndChild();
    if (held && ImGui::IsMouseDragging(0, 1)) {
        command c;
        c.kind = command_kind::set_split;
        c.text = name;
        c.number = static_cast<double>(share_at(layout_, size, name, ImGui::GetIO().MousePos));
        bus_.push(std::move(c));
    }
    hits_.push({.min = r.min, .max = r.max, .kind = hit_kind::splitter, .label = name});
}

void application::draw_panels(ImVec2 size) {
    const theme& t = *view_.colours;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const layout& l = layout_;
    // The panels' own ground is what the frame was cleared with.
    list.AddRectFilled(l.timeline.min, l.timeline.max, t.background);
    list.AddRectFilled(l.bottom.min, l.bottom.max, t.background);

    const drawer draw{view_, bus_, hits_};
    draw("timeline", timeline_panel, l.timeline);
    if (view_.tab == "resources") draw("resources", resources_panel, l.bottom);
    if (view_.tab == "events") draw("events", events_panel, l.bottom);
    draw("now", now_panel, l.now);
    draw("inspector", inspector_panel, l.inspector);
    if (view_.tab == "warnings") draw("warnings", warnings_panel, l.bottom);
    if (view_.tab == "parameters") draw("parameters", parameters_panel, l.bottom);
    draw("tabs", tabs_panel, l.tabs);
    draw("scrub", scrub_panel, l.scrub);
    draw("status", status_panel, l.status);
    draw("toolbar", toolbar_panel, l.toolbar);

    // Over the lanes, each in a window of its own.
    if (view_.show_why) why_panel(view_, l.timeline, bus_, hits_);
    else if (!view_.coach.empty()) coach_panel(view_, l.timeline, bus_, hits_);

    const auto line = [&](ImVec2 from, ImVec2 to) { list.AddRectFilled(from, to, t.grid); };
    const float w = l.toolbar.max.x;
    line({0, l.toolbar.max.y - 1}, {w, l.toolbar.max.y});
    line({0, l.scrub.max.y - 1}, {w, l.scrub.max.y});
    line({0, l.tabs.min.y}, {l.tabs.max.x, l.tabs.min.y + 1});
    line({0, l.bottom.min.y - 1}, {l.tabs.max.x, l.bottom.min.y});
    line({l.now.min.x, l.now.min.y}, {l.now.min.x + 1, l.inspector.max.y});
    line({l.now.min.x, l.now.max.y}, {w, l.now.max.y + 1});
    line({0, l.status.min.y}, {w, l.status.min.y + 1});

    draw_splitter("tree", l.tree_splitter, true, size);
    draw_splitter("right", l.right_splitter, true, size);
    draw_splitter("bottom", l.bottom_splitter, false, size);
    draw_splitter("now", l.now_splitter, false, size);
}

void application::draw_overlays(ImVec2 size) {
    if (!view_.show_help && !view_.show_picker && !view_.show_settings) return;
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, view_.show_help ? faded(view_.colours->background, 0.6F) : 0);
    begin_window("overlay", size, 0);
    ImGui::PopStyleColor();
    const rect area{{0, 0}, size};
    push_control(hits_, area, "shade");
    const std::size_t first = hits_.all().size();
    if (view_.show_help) keys_sheet_panel(view_, area, bus_, hits_);
    else if (view_.show_settings) settings_panel(view_, area, bus_, hits_);
    else picker_panel(view_, area, bus_, hits_);
    // A click beside the sheet closes it, and does nothing else.
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto& all = hits_.all();
    const bool inside = std::any_of(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(), [&](const hit& h) {
        return mouse.x >= h.min.x && mouse.x < h.max.x && mouse.y >= h.min.y && mouse.y < h.max.y;
    });
    if (!inside && ImGui::IsMouseClicked(0)) bus_.push(command_kind::dismiss);
    ImGui::End();
}

// What is under the mouse is known after all has been drawn; panels show it in the next frame.
void application::hover() {
    const hit* over = ImGui::IsMousePosValid() ? hits_.at(ImGui::GetIO().MousePos) : nullptr;
    view_.hovered_task = over == nullptr ? 0 : over->task;
    view_.hovered_object = over == nullptr ? 0 : over->object;
}

void application::frame(double seconds) {
    if (announced_ && said_so_) read_announced();
    advance(seconds);
    if (said_so_) nothing_is_read();
    for (const command& c : bus_.take()) apply(c);
    if (seconds > 0) {
        const float rate = static_cast<float>(1 / seconds);
        view_.frames_per_second = view_.frames_per_second == 0 ? rate : view_.frames_per_second * 0.9F + rate * 0.1F;
    }
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    layout_ = make_layout(size, view_.scale, splits_);
    view_.axis.set_area(layout_.axis_left, layout_.axis_right);
    if (follow_) show_cursor();
    follow_ = false;
    showed_all_ = view_.axis.shows_all(session_.history());

    ImGui::NewFrame();
    hits_.clear();
    const ImVec2 canvas = layout_.status.max;
    begin_window("orrery", canvas, ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground);
    draw_panels(canvas);
    ImGui::End();
    draw_overlays(canvas);
    view_.focus.clear();
    hover();
    ImGui::Render();
    said_so_ = !view_.reading.empty();
    for (const command& c : bus_.take()) apply(c);
}

}  // namespace gui
