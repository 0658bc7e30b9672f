#include "gui/panels/picker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "gui/draw/text.hpp"
#include "gui/panels/palette.hpp"
#include "gui/panels/picker_search.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

void open(command_bus& bus, const sim::scenario& s) {
    command c;
    c.kind = command_kind::open_scenario;
    c.text = s.name;
    bus.push(std::move(c));
}

// Returns the scenario under the mouse.
const sim::scenario* list_of(const view& v, const std::vector<const sim::scenario*>& shown, const sim::scenario* marked, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImGui::SetCursorScreenPos(area.min);
    ImGui::BeginChild("scenarios", ImVec2(area.width(), area.height()));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const sim::scenario* over = nullptr;
    std::string_view group;
    float y = origin.y;
    for (const sim::scenario* s : shown) {
        if (s->group != group) {
            group = s->group;
            if (y > origin.y) y += px(8);
            text_line(list, v.text->small, ImVec2(origin.x + px(8), y + px(6)), v.colours->muted, group, width - px(16));
            y += px(24);
        }
        const rect row = box_at(origin.x, y, width, px(28));
        ImGui::SetCursorScreenPos(row.min);
        ImGui::PushID(s->name.c_str());
        const bool clicked = ImGui::InvisibleButton("open", ImVec2(row.width(), row.height()));
        const bool hovered = ImGui::IsItemHovered();
        ImGui::PopID();
        const bool current = s == marked;
        if (current && (v.focus == "picked" || ImGui::IsWindowAppearing()) && (row.min.y < area.min.y || row.max.y > area.max.y)) ImGui::SetScrollHereY();
        if (hovered || current) {
            list.AddRectFilled(row.min, row.max, current ? v.colours->accent : mixed(v.colours->panel, v.colours->raised, 0.8F), px(4));
        }
        text_line(list, v.text->normal, ImVec2(row.min.x + px(8), row.min.y + std::floor((row.height() - font_size(v.text->normal)) / 2)),
                  v.colours->text, s->title, row.width() - px(16));
        if (row.min.y >= area.min.y && row.max.y <= area.max.y) hits.push({.min = row.min, .max = row.max, .kind = hit_kind::button, .label = "open:" + s->name});
        if (clicked) open(bus, *s);
        if (hovered) over = s;
        y += px(28);
    }
    if (shown.empty()) {
        text_line(list, v.text->normal, ImVec2(origin.x + px(8), y + px(6)), v.colours->muted, "Nothing is called that.", width - px(16));
        y += px(28);
    }
    ImGui::SetCursorScreenPos(ImVec2(origin.x, y));
    ImGui::Dummy(ImVec2(1, 1));
    ImGui::EndChild();
    return over;
}

void details_of(const view& v, const sim::scenario& s, rect area) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = area.min.y;
    const float x = area.min.x, width = area.width();
    list.PushClipRect(area.min, area.max, true);
    y += text_block(list, v.text->large, ImVec2(x, y), v.colours->text, s.title, width, 2) + px(4);
    text_line(list, v.text->small, ImVec2(x, y), v.colours->muted, fmt::format("{}   {}", s.name, s.source), width);
    y += px(24);
    y += text_block(list, v.text->normal, ImVec2(x, y), v.colours->text, s.lesson, width, 4) + px(8);
    if (!s.look.empty()) y += text_block(list, v.text->normal, ImVec2(x, y), mixed(v.colours->text, v.colours->muted, 0.5F), s.look, width, 7) + px(8);
    if (!s.document.empty()) {
        text_line(list, v.text->small, ImVec2(x, y), v.colours->muted,
                  fmt::format("After document {}{}{}", s.document, s.section.empty() ? "" : ", ", s.section), width);
        y += px(24);
    }
    if (!s.parameters.empty()) {
        text_line(list, v.text->small, ImVec2(x, y), v.colours->muted, "Parameters", width);
        y += px(20);
    }
    for (const sim::parameter& p : s.parameters) {
        const float name = px(112);
        text_line(list, v.text->normal, ImVec2(x, y), v.colours->text, p.name, name - px(8));
        text_line(list, v.text->normal, ImVec2(x + name, y), v.colours->text, sim::to_string(p, p.standard), px(72));
        text_line(list, v.text->small, ImVec2(x + name + px(80), y + px(2)), v.colours->muted, p.help, width - name - px(80));
        y += px(22);
    }
    list.PopClipRect();
}

// The sheet closes first: what is chosen may open another.
void take(command_bus& bus, const palette_entry& e) {
    bus.push(command_kind::toggle_picker);
    bus.push(e.what);
}

void palette_list(const view& v, const std::vector<palette_entry>& shown, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImGui::SetCursorScreenPos(area.min);
    ImGui::BeginChild("palette", ImVec2(area.width(), area.height()));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const palette_entry* marked = chosen_of(shown, v.picked);
    float y = origin.y;
    for (const palette_entry& e : shown) {
        const rect row = box_at(origin.x, y, width, px(28));
        ImGui::SetCursorScreenPos(row.min);
        ImGui::PushID(static_cast<int>(&e - shown.data()));
        const bool clicked = ImGui::InvisibleButton("take", ImVec2(row.width(), row.height()));
        const bool hovered = ImGui::IsItemHovered();
        ImGui::PopID();
        const bool current = &e == marked;
        if (current && v.focus == "picked" && (row.min.y < area.min.y || row.max.y > area.max.y)) ImGui::SetScrollHereY();
        if (hovered || current) list.AddRectFilled(row.min, row.max, current ? v.colours->accent : mixed(v.colours->panel, v.colours->raised, 0.8F), px(4));
        const float text = row.min.y + std::floor((row.height() - font_size(v.text->normal)) / 2);
        const float hint = text_width(v.text->small, e.hint);
        text_line(list, v.text->normal, ImVec2(row.min.x + px(8), text), v.colours->text, e.label, row.width() - hint - px(32));
        text_right(list, v.text->small, ImVec2(row.max.x - px(10), text + px(1)), v.colours->muted, e.hint, hint + 1);
        if (row.min.y >= area.min.y && row.max.y <= area.max.y) hits.push({.min = row.min, .max = row.max, .kind = hit_kind::button, .task = e.what.task, .label = "take:" + e.id});
        if (clicked) take(bus, e);
        y += px(28);
    }
    if (shown.empty()) {
        const bool moment = v.search.front() == '#' || v.search.front() == ':';
        text_line(list, v.text->normal, ImVec2(origin.x + px(8), y + px(6)), v.colours->muted,
                  moment ? "A moment, as in #128, :1.8 or :250ms" : "Nothing is called that.", width - px(16));
        y += px(28);
    }
    ImGui::SetCursorScreenPos(ImVec2(origin.x, y));
    ImGui::Dummy(ImVec2(1, 1));
    ImGui::EndChild();
}

}  // namespace

void picker_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    const float width = std::min(px(800), area.width() - px(16));
    const float height = std::min(px(600), area.height() - px(64));
    const rect sheet = box_at(area.min.x + px(8), area.min.y + px(44), width, height);
    push_control(hits, sheet, "picker");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(sheet.min, sheet.max, v.colours->panel, px(6));
    list.AddRect(sheet.min, sheet.max, mixed(v.colours->raised, v.colours->muted, 0.35F), px(6));

    const float left = std::min(px(304), std::floor(width * 0.45F));
    const auto shown = search(v.session->scenarios(), v.search);
    std::array<char, 128> buffer{};
    v.search.copy(buffer.data(), buffer.size() - 1);
    const bool palette = is_palette(v.search);
    const rect field = box_at(sheet.min.x + px(12), sheet.min.y + px(12), palette ? width - px(24) : left - px(16), px(28));
    const bool entered = text_field(v, hits, field, "search", buffer.data(), buffer.size(), v.focus == "search", false, "Scenarios   > commands   @ tasks   : time");
    if (ImGui::IsItemEdited() && v.search != buffer.data()) {
        command c;
        c.kind = command_kind::set_search;
        c.text = buffer.data();
        bus.push(std::move(c));
    }
    if (palette || is_palette(buffer.data())) {
        const auto offered = palette_of(v, buffer.data());
        if (entered) {
            if (const palette_entry* e = chosen_of(offered, v.picked)) take(bus, *e);
        }
        if (palette) palette_list(v, palette_of(v, v.search), {{sheet.min.x + px(12), field.max.y + px(8)}, {sheet.max.x - px(12), sheet.max.y - px(12)}}, bus, hits);
        return;
    }
    if (entered) {
        const auto found = search(v.session->scenarios(), buffer.data());
        if (const sim::scenario* chosen = chosen_of(found, buffer.data(), v.picked)) open(bus, *chosen);
    }
    const rect rows{{sheet.min.x + px(12), field.max.y + px(8)}, {field.max.x, sheet.max.y - px(12)}};
    const sim::scenario* marked = v.search.empty() && v.picked.empty() ? &v.session->what() : chosen_of(shown, v.search, v.picked);
    const sim::scenario* over = list_of(v, shown, marked, rows, bus, hits);

    const float middle = sheet.min.x + left + px(8);
    list.AddLine(ImVec2(middle, sheet.min.y + px(12)), ImVec2(middle, sheet.max.y - px(12)), v.colours->grid);
    const rect details{{middle + px(16), sheet.min.y + px(16)}, {sheet.max.x - px(16), sheet.max.y - px(16)}};
    const sim::scenario* about = over != nullptr ? over : marked;
    if (about != nullptr) details_of(v, *about, details);
}

}  // namespace gui
