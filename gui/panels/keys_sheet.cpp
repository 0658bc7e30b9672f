#include "gui/panels/keys_sheet.hpp"

#include <algorithm>
#include <cmath>

#include "gui/core/keys.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

struct line {
    std::string label;
    std::vector<std::string> keys;
    bool heading = false;
};

// What nine bindings have in common; "": it is not one of nine.
std::string_view numbered(std::string_view id) {
    if (id.starts_with("speed_")) return "Speed, 0.1x to max";
    if (id.starts_with("store_bookmark_")) return "Bookmark of that number here";
    if (id.starts_with("bookmark_")) return "To the bookmark of that number";
    return "";
}

void add_gestures(std::vector<line>& lines) {
    lines.push_back({"Mouse and fields", {}, true});
    for (const gesture& g : gesture_table()) lines.push_back({std::string(g.label), {g.ways.begin(), g.ways.end()}});
}

std::vector<line> all_lines() {
    std::vector<line> lines;
    std::string_view category;
    for (const binding& b : key_table()) {
        if (b.category != category) {
            // Where the columns are then of one length.
            if (b.category == "View") add_gestures(lines);
            category = b.category;
            lines.push_back({std::string(category), {}, true});
        }
        // Nine keys of the same kind are one line.
        const std::string_view kind = numbered(b.id);
        if (!kind.empty() && !b.id.ends_with('1')) continue;
        line l;
        if (!kind.empty()) {
            l.label = kind;
            l.keys = {to_string(b.keys.front()) + " to 9"};
        } else {
            l.label = b.label;
            for (const chord& c : b.keys) l.keys.push_back(to_string(c));
        }
        lines.push_back(std::move(l));
    }
    return lines;
}

// Categories stay whole: the least height in which `columns` columns take them all, in order.
std::size_t rows_needed(const std::vector<line>& lines, std::size_t columns) {
    std::vector<std::size_t> sizes;
    for (const line& l : lines) {
        if (l.heading) sizes.push_back(0);
        ++sizes.back();
    }
    for (std::size_t rows = *std::max_element(sizes.begin(), sizes.end());; ++rows) {
        std::size_t column = 1, used = 0;
        for (const std::size_t size : sizes) {
            if (used > 0 && used + size > rows) {
                ++column;
                used = 0;
            }
            used += size;
        }
        if (column <= columns) return rows;
    }
}

void draw_line(const view& v, const line& l, rect row) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImFont* font = l.heading ? v.text->normal : v.text->small;
    const ImVec2 text(row.min.x, row.min.y + std::floor((row.height() - font_size(font)) / 2));
    if (l.heading) {
        text_line(list, font, text, v.colours->text, l.label, row.width());
        return;
    }
    float right = row.max.x;
    // Aliases that do not fit beside the label are left out, the key itself never.
    const float label = text_width(font, l.label);
    for (std::size_t i = 0; i < l.keys.size(); ++i) {
        const float width = text_width(v.text->small, l.keys[i]) + px(12);
        if (i > 0 && right - width < row.min.x + label + px(8)) break;
        text_chip(list, v.text->small, ImVec2(right - width, row.min.y + px(2)), row.height() - px(4), v.colours->raised,
                  i == 0 ? v.colours->text : v.colours->muted, l.keys[i], width);
        right -= width + px(4);
    }
    text_line(list, font, text, v.colours->muted, l.label, right - row.min.x - px(4));
}

}  // namespace

void keys_sheet_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    const std::vector<line> lines = all_lines();
    const float width = std::min(px(960), area.width() - px(32));
    const auto columns = static_cast<std::size_t>(std::clamp(std::floor(width / px(300)), 1.0F, 3.0F));  // wide enough for the longest line
    const std::size_t rows = rows_needed(lines, columns);
    // As dense as can be read; what then has no room is scrolled to.
    const float step = std::clamp(std::floor((area.height() - px(32) - px(72)) / static_cast<float>(rows)), font_size(v.text->small) + px(5), px(22));
    const float height = std::min(px(72) + static_cast<float>(rows) * step, area.height() - px(32));
    const ImVec2 corner(std::floor((area.min.x + area.max.x - width) / 2), std::floor((area.min.y + area.max.y - height) / 2));
    const rect sheet = box_at(corner.x, corner.y, width, height);
    push_control(hits, sheet, "keys_sheet");

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(sheet.min, sheet.max, v.colours->panel, px(6));
    list.AddRect(sheet.min, sheet.max, mixed(v.colours->raised, v.colours->muted, 0.35F), px(6));
    text_line(list, v.text->large, ImVec2(sheet.min.x + px(24), sheet.min.y + px(18)), v.colours->text, "Keys", width / 2);
    button_look look;
    look.mark = icon::close;
    look.quiet = true;
    if (button(v, hits, box_at(sheet.max.x - px(40), sheet.min.y + px(12), px(28), px(28)), "close", "", look)) bus.push(command_kind::dismiss);

    const float gap = px(32);
    const float column = std::floor((width - px(48) - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    const rect body{{sheet.min.x + px(24), sheet.min.y + px(52)}, {sheet.max.x - px(8), sheet.max.y - px(8)}};
    ImGui::SetCursorScreenPos(body.min);
    ImGui::BeginChild("keys", {body.width(), body.height()}, false, ImGuiWindowFlags_NoNav);
    const float top = std::floor(body.min.y - ImGui::GetScrollY());
    float x = body.min.x;
    std::size_t used = 0;
    for (std::size_t i = 0; i < lines.size(); ++i, ++used) {
        const auto end = std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(), [](const line& l) { return l.heading; });
        const auto size = static_cast<std::size_t>(end - lines.begin()) - i;
        if (lines[i].heading && used > 0 && used + size > rows) {
            x += column + gap;
            used = 0;
        }
        const float y = top + static_cast<float>(used) * step;
        if (y + step < body.min.y || y > body.max.y) continue;
        draw_line(v, lines[i], {{x, y}, {x + column, y + step}});
        push_control(hits, {{x, y}, {x + column, y + step}}, "key:" + lines[i].label);
    }
    end_scrolling(body, top, top + static_cast<float>(rows) * step);
}

}  // namespace gui
