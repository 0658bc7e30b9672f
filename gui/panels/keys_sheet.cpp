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

std::vector<line> all_lines() {
    std::vector<line> lines;
    std::string_view category;
    for (const binding& b : key_table()) {
        if (b.category != category) {
            category = b.category;
            lines.push_back({std::string(category), {}, true});
        }
        // Nine keys of the same kind are one line.
        if (b.id.starts_with("speed_") && b.id != "speed_1") continue;
        line l;
        if (b.id == "speed_1") {
            l.label = "Speed, 0.1x to max";
            l.keys = {"1 to 9"};
        } else {
            l.label = b.label;
            for (const chord& c : b.keys) l.keys.push_back(to_string(c));
        }
        lines.push_back(std::move(l));
    }
    return lines;
}

struct pen {
    const view& v;
    rect column;
    float y;
    float step;

    void draw(const line& l) {
        const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
        ImDrawList& list = *ImGui::GetWindowDrawList();
        ImFont* font = l.heading ? v.text->normal : v.text->small;
        const float text_y = y + std::floor((step - font_size(font)) / 2);
        if (l.heading) {
            text_line(list, font, ImVec2(column.min.x, text_y), v.colours->text, l.label, column.width());
            y += step;
            return;
        }
        float right = column.max.x;
        // Aliases that do not fit beside the label are left out, the key itself never.
        const float label = text_width(font, l.label);
        for (std::size_t i = 0; i < l.keys.size(); ++i) {
            const float width = text_width(v.text->small, l.keys[i]) + px(12);
            if (i > 0 && right - width < column.min.x + label + px(8)) break;
            text_chip(list, v.text->small, ImVec2(right - width, y + px(2)), step - px(4), v.colours->raised,
                      i == 0 ? v.colours->text : v.colours->muted, l.keys[i], width);
            right -= width + px(4);
        }
        text_line(list, font, ImVec2(column.min.x, text_y), v.colours->muted, l.label, right - column.min.x - px(4));
        y += step;
    }
};

}  // namespace

void keys_sheet_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const auto px = [&](float pixels) { return std::round(pixels * v.scale); };
    const std::vector<line> lines = all_lines();
    const float width = std::min(px(960), area.width() - px(32));
    const std::size_t columns = width < px(640) ? 2 : 3;
    const std::size_t rows = (lines.size() + columns - 1) / columns + 1;
    const float step = std::min(px(22), std::floor((area.height() - px(32) - px(72)) / static_cast<float>(rows)));
    const float height = px(72) + static_cast<float>(rows) * step;
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
    std::size_t next = 0;
    for (std::size_t c = 0; c < columns; ++c) {
        const float x = sheet.min.x + px(24) + static_cast<float>(c) * (column + gap);
        pen p{v, {{x, sheet.min.y + px(52)}, {x + column, sheet.max.y}}, sheet.min.y + px(52), step};
        for (std::size_t i = 0; i < rows && next < lines.size(); ++i, ++next) {
            if (lines[next].heading && i + 1 >= rows) break;  // a heading is never the last of its column
            if (lines[next].heading && i == 0) p.y = p.column.min.y;
            p.draw(lines[next]);
        }
    }
}

}  // namespace gui
