#include "gui/panels/card.hpp"

#include <algorithm>
#include <cmath>

#include "gui/core/keys.hpp"
#include "gui/draw/linked_block.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

constexpr int most_lines = 9, most_lines_of_detail = 4;

struct measure {
    float pad, gap, close, line, button;
};

measure measure_of(const view& v) {
    measure m{};
    m.pad = std::round(14 * v.scale);
    m.gap = std::round(6 * v.scale);
    m.close = std::round(20 * v.scale);
    m.line = std::ceil(font_size(v.text->small) * 1.28F) + 2 * v.scale;
    m.button = std::round(26 * v.scale);
    return m;
}

// A title that is too long for one line has a second one.
float title_height(const view& v, const card& c, float inner) {
    const float line = std::ceil(font_size(v.text->large) * 1.28F);
    return (text_width(v.text->large, c.title) > inner - measure_of(v).close ? 2 * line : line) + 4 * v.scale;
}

// Buttons side by side; what has no room begins another row. Their boxes as from a corner at 0.
std::vector<rect> button_places(const view& v, const card& c, float inner) {
    const measure m = measure_of(v);
    std::vector<rect> places;
    float x = 0, y = 0;
    for (const card_button& b : c.buttons) {
        const float w = std::min(button_width(v, b.text, icon::none), inner);
        if (x > 0 && x + w > inner) {
            x = 0;
            y += m.button + m.gap;
        }
        places.push_back(box_at(x, y, w, m.button));
        x += w + m.gap;
    }
    return places;
}

float height_of(const view& v, const card& c, float inner) {
    const measure m = measure_of(v);
    ImDrawList& none = *ImGui::GetWindowDrawList();
    float h = 2 * m.pad + title_height(v, c, inner);
    if (!c.body.text.empty()) h += linked_block(v, none, v.text->normal, {}, 0, c.body, inner, most_lines, 0, nullptr, nullptr);
    for (const auto& line : c.lines) h += linked_block(v, none, v.text->small, {}, 0, line, inner, most_lines_of_detail, 0, nullptr, nullptr) + 3 * v.scale;
    if (!c.lines.empty()) h += 6 * v.scale;
    if (!c.footer.empty()) h += m.line + 4 * v.scale;
    if (!c.buttons.empty()) h += button_places(v, c, inner).back().max.y + 8 * v.scale;
    return std::ceil(h);
}

}  // namespace

rect place_card(const view& v, const card& c, rect within) {
    float width = std::min(std::round(c.width * v.scale), within.width() - 8 * v.scale);
    float needed = height_of(v, c, width - 2 * measure_of(v).pad);
    // In a small window it may lie over what is below the lanes, but never be cut.
    if (needed + 8 * v.scale > within.height()) within.max.y = std::max(within.max.y, ImGui::GetIO().DisplaySize.y - 28 * v.scale);
    if (const ImVec2 window = ImGui::GetIO().DisplaySize; needed + 8 * v.scale > within.height()) {  // over all but the toolbar
        within.min.y = std::min(within.min.y, 44 * v.scale);
        within.max.x = std::max(within.max.x, window.x);
        width = std::min(std::round(1.7F * c.width * v.scale), within.width() - 8 * v.scale);
        needed = height_of(v, c, width - 2 * measure_of(v).pad);
    }
    const float height = std::min(needed, within.height() - 8 * v.scale);
    const float gap = 34 * v.scale;
    const auto inside_x = [&](float x) { return std::clamp(x, within.min.x + 4 * v.scale, std::max(within.min.x + 4 * v.scale, within.max.x - width - 4 * v.scale)); };
    const auto inside_y = [&](float y) { return std::clamp(y, within.min.y + 4 * v.scale, std::max(within.min.y + 4 * v.scale, within.max.y - height - 4 * v.scale)); };
    const bool below_all = c.free_from + 8 * v.scale + height <= within.max.y;
    if (c.pointing && !below_all && c.many_lanes && c.seen_to > c.seen_from) {
        // Beside it, where there is room for lines that are not too short.
        const float least = std::min(width, 280 * v.scale), air = 10 * v.scale;
        const float right = within.max.x - c.seen_to - 2 * air, left = c.seen_from - within.min.x - 2 * air;
        if (const float room = std::max(right, left); room >= least) {
            const float narrow = std::floor(std::min(width, room));
            const float tall = std::min(height_of(v, c, narrow - 2 * measure_of(v).pad), within.height() - 8 * v.scale);
            return box_at(std::floor(right >= left ? c.seen_to + air : c.seen_from - air - narrow), std::floor(std::clamp(c.target.y - tall / 2, within.min.y + 4 * v.scale, within.max.y - tall - 4 * v.scale)), narrow, tall);
        }
    }
    if (!c.pointing) {
        const float y = below_all ? c.free_from + 24 * v.scale : (within.min.y + within.max.y - height) / 2;
        return box_at(std::floor(inside_x((within.min.x + within.max.x - width) / 2)), std::floor(inside_y(y)), width, height);
    }
    const bool below = c.target.y + gap + height <= within.max.y || c.target.y - within.min.y < within.max.y - c.target.y;
    float y = below ? c.target.y + gap : c.target.y - gap - height;
    if (below_all) y = std::max(y, c.free_from + 8 * v.scale);
    return box_at(std::floor(inside_x(c.target.x - width * 0.35F)), std::floor(inside_y(y)), width, height);
}

void draw_card(const view& v, const card& c, const char* name, rect place, ImDrawList& under, command close, command_bus& bus, hit_map& hits) {
    const theme& t = *v.colours;
    const measure m = measure_of(v);
    const bool inside = c.target.x >= place.min.x && c.target.x <= place.max.x && c.target.y >= place.min.y && c.target.y <= place.max.y;
    if (c.pointing && !inside) {
        const bool beside = c.target.y > place.min.y && c.target.y < place.max.y;
        const float edge = 24 * v.scale;
        const float y = beside ? std::clamp(c.target.y, place.min.y + edge, place.max.y - edge) : c.target.y < place.min.y ? place.min.y : place.max.y;
        const float x = !beside ? std::clamp(c.target.x, place.min.x + edge, place.max.x - edge) : c.target.x < place.min.x ? place.min.x : place.max.x;
        under.AddLine(c.target, {x, y}, faded(t.background, 0.8F), 5 * v.scale);
        under.AddLine(c.target, {x, y}, c.colour, 2 * v.scale);
        under.AddCircleFilled(c.target, 5 * v.scale, t.background, 16);
        under.AddCircleFilled(c.target, 3.5F * v.scale, c.colour, 16);
    }
    ImGui::SetCursorScreenPos(place.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::BeginChild(name, ImVec2(place.width(), place.height()), false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float round = 7 * v.scale;
    list.AddRectFilled(place.min, place.max, mixed(t.background, t.raised, 0.35F), round);
    list.AddRect({place.min.x + 1, place.min.y + 1}, {place.max.x - 1, place.max.y - 1}, c.colour, round, 0, 2 * v.scale);
    push_control(hits, place, std::string("card:") + name);

    const float left = place.min.x + m.pad, right = place.max.x - m.pad, width = right - left;
    float y = place.min.y + m.pad;
    const float x_size = m.close;
    button_look look;
    look.mark = icon::close;
    look.quiet = true;
    if (button(v, hits, box_at(place.max.x - m.pad - x_size + 4 * v.scale, y - 3 * v.scale, x_size, x_size), std::string("close:") + name, "", look)) bus.push(std::move(close));
    text_block(list, v.text->large, {left, y - 2 * v.scale}, t.text, c.title, width - x_size, 2);
    y += title_height(v, c, width);
    int id = 1;
    if (!c.body.text.empty()) y += linked_block(v, list, v.text->normal, {left, y}, t.text, c.body, width, most_lines, id++, &bus, &hits);
    if (!c.lines.empty()) y += 6 * v.scale;
    for (const auto& line : c.lines) y += linked_block(v, list, v.text->small, {left, y}, mixed(t.text, t.muted, 0.5F), line, width, most_lines_of_detail, id++, &bus, &hits) + 3 * v.scale;
    if (!c.footer.empty()) {
        y += 4 * v.scale;
        text_line(list, v.text->small, {left, y}, t.muted, c.footer, width);
        y += m.line;
    }
    if (!c.buttons.empty()) y += 8 * v.scale;
    const std::vector<rect> places = button_places(v, c, width);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const card_button& b = c.buttons[i];
        button_look one;
        one.key = b.key;
        const rect r = places[i];
        if (button(v, hits, {{left + r.min.x, y + r.min.y}, {left + r.max.x, y + r.max.y}}, b.label, b.text, one)) bus.push(b.send);
    }
    ImGui::EndChild();
}

}  // namespace gui
