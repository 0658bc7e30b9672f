#include "gui/draw/bars.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gui/draw/text.hpp"

namespace gui {

namespace {

constexpr std::array order = {sim::task_state::running, sim::task_state::ready, sim::task_state::cancelling,
                              sim::task_state::sleeping, sim::task_state::io, sim::task_state::lock, sim::task_state::queue,
                              sim::task_state::join};

float next_multiple(float x, float step) { return std::ceil(x / step) * step; }

// A 45 degree line of the family x + slope * y = c, cut to the box by hand: clip rectangles would split the draw call.
void slanted_line(ImDrawList& list, const rect& box, float c, bool rising, ImU32 colour, float width) {
    const float h = box.height();
    float x0 = c, y0 = box.max.y, x1 = c + h, y1 = box.min.y;  // rising: from bottom left to top right
    if (x0 < box.min.x) { y0 -= box.min.x - x0; x0 = box.min.x; }
    if (x1 > box.max.x) { y1 += x1 - box.max.x; x1 = box.max.x; }
    if (x1 <= x0) return;
    if (rising) {
        list.AddLine(ImVec2(x0, y0), ImVec2(x1, y1), colour, width);
    } else {
        const float sum = box.min.y + box.max.y;
        list.AddLine(ImVec2(x0, sum - y0), ImVec2(x1, sum - y1), colour, width);
    }
}

void hatch(ImDrawList& list, const rect& box, float step, bool rising, ImU32 colour, float width) {
    for (float c = next_multiple(box.min.x - box.height(), step); c < box.max.x; c += step)
        slanted_line(list, box, c, rising, colour, width);
}

}  // namespace

float bar_height(const theme& colours, sim::task_state state, float full) {
    return std::max(3.0F, std::round(colours.of(state).height / 18.0F * full));
}

void paint_texture(ImDrawList& list, texture pattern, rect box, ImU32 colour, float scale) {
    const float line = std::max(1.0F, std::round(scale));
    switch (pattern) {
        case texture::solid: return;
        case texture::dotted_line: {
            const float dot = std::round(1.6F * scale);
            const float y = box.max.y - dot - line;
            for (float x = next_multiple(box.min.x + 1, 6 * scale); x + dot < box.max.x; x += 6 * scale)
                list.AddRectFilled(ImVec2(x, y), ImVec2(x + dot, y + dot), colour);
            return;
        }
        case texture::horizontal:
            for (float y = box.min.y + 3 * scale; y < box.max.y - line; y += 4 * scale)
                list.AddRectFilled(ImVec2(box.min.x, y), ImVec2(box.max.x, y + line), colour);
            return;
        case texture::vertical:
            for (float x = next_multiple(box.min.x + 1, 5 * scale); x + line < box.max.x; x += 5 * scale)
                list.AddRectFilled(ImVec2(x, box.min.y), ImVec2(x + line, box.max.y), colour);
            return;
        case texture::diagonal: hatch(list, box, 6 * scale, true, colour, 1.2F * scale); return;
        case texture::cross:
            hatch(list, box, 7 * scale, true, colour, 1.2F * scale);
            hatch(list, box, 7 * scale, false, colour, 1.2F * scale);
            return;
        case texture::dots: {
            const float dot = std::round(1.6F * scale);
            bool odd = false;
            for (float y = box.min.y + 2 * scale; y + dot < box.max.y; y += 4 * scale, odd = !odd) {
                const float start = next_multiple(box.min.x + 1, 8 * scale) + (odd ? 4 * scale : 0);
                for (float x = start; x + dot < box.max.x; x += 8 * scale)
                    list.AddRectFilled(ImVec2(x, y), ImVec2(x + dot, y + dot), colour);
            }
            return;
        }
    }
}

void paint_bar(ImDrawList& list, const theme& colours, sim::task_state state, rect box, bar_tone tone, float scale) {
    const state_style& style = colours.of(state);
    const float alpha = tone == bar_tone::solid ? 1.0F : tone == bar_tone::ghost ? 0.28F : 0.6F;
    list.AddRectFilled(box.min, box.max, faded(style.fill, alpha));
    if (box.width() >= 12 * scale && tone == bar_tone::solid)
        paint_texture(list, style.pattern, box, faded(style.label, 0.42F * alpha), scale);
    if (box.width() < 4 * scale) return;
    if (tone == bar_tone::ghost)
        list.AddRect(box.min, box.max, faded(style.fill, 0.6F));
    else if (colours.outlined)
        list.AddRect(box.min, box.max, faded(colours.outline, tone == bar_tone::quiet ? 0.5F : 1.0F));
}

ImU32 alarm_colour(const theme& colours) {
    if (colours.colour_free) return colours.text;
    return mixed(colours.of(sim::task_state::cancelling).fill, IM_COL32(255, 64, 48, 255), 0.5F);
}

ImU32 terminal_colour(const theme& colours, sim::task_state state) {
    return state == sim::task_state::failed ? alarm_colour(colours) : colours.muted;
}

void paint_terminal(ImDrawList& list, const theme& colours, sim::task_state state, ImVec2 c, float size, float alpha) {
    const float r = std::floor(size / 2);
    const float line = std::max(1.3F, size / 9);
    const ImU32 colour = faded(terminal_colour(colours, state), alpha);
    const ImU32 ground = faded(colours.background, alpha);
    if (state == sim::task_state::failed) {
        const float d = r * 1.2F;
        list.AddQuadFilled(ImVec2(c.x, c.y - d), ImVec2(c.x + d, c.y), ImVec2(c.x, c.y + d), ImVec2(c.x - d, c.y), colour);
        const ImU32 mark = colours.colour_free ? ground : faded(IM_COL32_WHITE, alpha);
        list.AddLine(ImVec2(c.x, c.y - r * 0.6F), ImVec2(c.x, c.y + r * 0.15F), mark, line);
        list.AddRectFilled(ImVec2(c.x - line / 2, c.y + r * 0.4F), ImVec2(c.x + line / 2, c.y + r * 0.4F + line), mark);
    } else if (state == sim::task_state::cancelled) {
        const float ring = r * 0.85F;
        list.AddCircleFilled(c, ring, ground, 20);
        list.AddCircle(c, ring, colour, 20, line);
        list.AddLine(ImVec2(c.x - ring * 0.6F, c.y + ring * 0.6F), ImVec2(c.x + ring * 0.6F, c.y - ring * 0.6F), colour, line);
    } else {
        const float s = r * 0.85F;
        list.AddRectFilled(ImVec2(c.x - s, c.y - s), ImVec2(c.x + s, c.y + s), colour);
        const std::array tick = {ImVec2(c.x - s * 0.5F, c.y), ImVec2(c.x - s * 0.1F, c.y + s * 0.45F), ImVec2(c.x + s * 0.6F, c.y - s * 0.5F)};
        list.AddPolyline(tick.data(), static_cast<int>(tick.size()), ground, 0, line);
    }
}

void paint_state_chip(ImDrawList& list, const view& v, sim::task_state state, rect box) {
    if (state == sim::task_state::unborn) return;
    if (sim::ended(state)) {
        const ImVec2 centre((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2);
        paint_terminal(list, *v.colours, state, centre, std::min(box.height(), 13 * v.scale), 1);
        return;
    }
    const state_style& style = v.colours->of(state);
    text_chip(list, v.text->small, box.min, box.height(), style.fill, style.label, style.code, box.width());
    if (v.colours->outlined) list.AddRect(box.min, box.max, v.colours->outline, 2);
}

std::span<const sim::task_state> budget_order() { return order; }

void paint_budget(ImDrawList& list, const theme& colours, const state_times& times, rect box) {
    const auto total = std::accumulate(times.begin(), times.end(), std::int64_t{0});
    if (total == 0) {
        list.AddRectFilled(box.min, box.max, faded(colours.grid, 0.6F));
        return;
    }
    std::int64_t before = 0;
    for (const auto state : order) {
        const auto time = times[static_cast<std::size_t>(state)];
        if (time == 0) continue;
        const auto edge = [&](std::int64_t t) {
            return box.min.x + static_cast<float>(static_cast<double>(t) / static_cast<double>(total)) * box.width();
        };
        list.AddRectFilled(ImVec2(edge(before), box.min.y), ImVec2(edge(before + time), box.max.y), colours.of(state).fill);
        before += time;
    }
    if (colours.outlined) list.AddRect(box.min, box.max, faded(colours.outline, 0.5F));
}

}  // namespace gui
