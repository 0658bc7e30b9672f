#include "gui/core/layout.hpp"

#include <algorithm>
#include <cmath>

namespace gui {

namespace {

// Edges lie on whole pixels of a 4-px grid, so that lines stay crisp while a splitter moves.
float snap(float pixels, float scale) { return std::round(std::round(pixels / (4 * scale)) * 4 * scale); }

float between(float value, float low, float high) { return std::max(low, std::min(value, high)); }

}  // namespace

layout make_layout(ImVec2 size, float scale, const splits& s) {
    const float w = std::max(size.x, smallest_width);
    const float h = std::max(size.y, smallest_height);
    const auto px = [scale](float pixels) { return std::round(pixels * scale); };

    const float toolbar = px(44), scrub = px(56), tabs = px(32), status = px(24);
    const float top = toolbar + scrub;
    const float body = h - top - status;
    const float tree = snap(between(s.tree * w, std::min(px(180), w * 0.25F), w * 0.35F), scale);
    const float right = snap(between(s.right * w, std::min(px(272), w * 0.35F), w * 0.5F), scale);
    const float bottom = snap(between(s.bottom * h, tabs + px(80), std::max(tabs + px(80), body - px(160))), scale);
    const float now = snap(between(s.now * body, std::min(px(208), body * 0.6F), body - px(96)), scale);

    const float x1 = w - right;
    const float y1 = h - status - bottom;
    const float y2 = h - status;

    layout l;
    l.toolbar = {{0, 0}, {w, toolbar}};
    l.scrub = {{0, toolbar}, {w, top}};
    l.timeline = {{0, top}, {x1, y1}};
    l.tabs = {{0, y1}, {x1, y1 + tabs}};
    l.bottom = {{0, y1 + tabs}, {x1, y2}};
    l.now = {{x1, top}, {w, top + now}};
    l.inspector = {{x1, top + now}, {w, y2}};
    l.status = {{0, y2}, {w, h}};

    const float grip = px(3);
    l.tree_splitter = {{tree - grip, top}, {tree + grip, y1}};
    l.right_splitter = {{x1 - grip, top}, {x1 + grip, y2}};
    l.bottom_splitter = {{0, y1 - grip}, {x1 - grip, y1 + grip}};
    l.now_splitter = {{x1 + grip, top + now - grip}, {w, top + now + grip}};
    l.axis_left = tree;
    l.axis_right = x1 - px(8);
    return l;
}

float most_lane_scroll(const layout& l, float scale, std::size_t lanes) {
    const auto rows = static_cast<float>(std::max<std::size_t>(lanes, 1));
    const float body = l.timeline.height() - std::round(24 * scale);
    const float height = std::floor(between(body / rows, 18 * scale, 44 * scale));
    return std::max(0.0F, rows * height - body);
}

float share_at(const layout& l, ImVec2 size, std::string_view which, ImVec2 mouse) {
    const float w = std::max(size.x, smallest_width);
    const float h = std::max(size.y, smallest_height);
    const float body = l.now.height() + l.inspector.height();
    if (which == "tree") return mouse.x / w;
    if (which == "right") return (w - mouse.x) / w;
    if (which == "bottom") return (l.status.min.y - mouse.y) / h;
    if (which == "now") return (mouse.y - l.now.min.y) / body;
    return 0;
}

}  // namespace gui
