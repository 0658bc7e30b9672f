#include "gui/draw/ruler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/lanes.hpp"
#include "gui/draw/text.hpp"

namespace gui {

namespace {

struct unit {
    double ns;
    const char* name;
};

constexpr std::array units = {unit{1e9, "s"}, unit{1e6, "ms"}, unit{1e3, "us"}, unit{1, "ns"}};

struct step {
    double length;  // axis units
    int minors;     // divisions of one step
};

step good_step(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const int factor : {1, 2, 5, 10})
        if (power * factor >= least * 0.999) return {power * factor, factor == 2 ? 4 : 5};
    return {power * 10, 5};
}

// The largest unit in which what is in view is not all below one; as many decimals as the step needs.
std::string time_label(double ns, double step_ns, double most) {
    const auto u = std::find_if(units.begin(), units.end() - 1, [&](const unit& each) { return most >= each.ns * 0.999; });
    const double step_in_unit = step_ns / u->ns;
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step_in_unit) - 1e-6)), 0, 9);
    const double value = ns / u->ns;
    return fmt::format("{:.{}f} {}", value == 0 ? 0.0 : value, decimals, u->name);
}

}  // namespace

std::vector<tick> ruler_ticks(const view& v, float spacing) {
    const time_axis& axis = v.axis;
    const bool by_time = axis.mode() == axis_mode::time;
    step s = good_step(std::max(axis.per_pixel() * static_cast<double>(spacing), 1e-3));
    if (s.length < 1) s = {1, 1};
    if (s.length / s.minors < 1) s.minors = 1;
    const double minor = s.length / s.minors;
    const double most = std::max(std::abs(axis.first()), std::abs(axis.last()));
    std::vector<tick> ticks;
    const double start = std::max(0.0, std::ceil(axis.first() / minor));
    for (double i = start; i * minor <= axis.last() && ticks.size() < 2000; ++i) {
        const double position = i * minor;
        tick t;
        t.x = std::round(axis.x(position));
        t.major = std::fmod(i, s.minors) == 0;
        if (t.major) t.label = by_time ? time_label(position, s.length, most) : fmt::format("#{:.0f}", position);
        ticks.push_back(std::move(t));
    }
    return ticks;
}

void paint_ruler(ImDrawList& list, const view& v, rect area, const std::vector<tick>& ticks) {
    ImFont* font = v.text->small;
    for (const tick& t : ticks) {
        const float height = (t.major ? 8 : 4) * v.scale;
        list.AddRectFilled(ImVec2(t.x, area.max.y - height), ImVec2(t.x + 1, area.max.y), faded(v.colours->muted, t.major ? 0.9F : 0.5F));
        const float left = t.x + 4 * v.scale;
        if (t.major && left + text_width(font, t.label) < area.max.x)
            text_line(list, font, ImVec2(left, area.min.y + 2 * v.scale), v.colours->muted, t.label, area.max.x - left);
    }
}

void paint_grid(ImDrawList& list, const view& v, rect area, const std::vector<tick>& ticks) {
    for (const tick& t : ticks)
        if (t.major) list.AddRectFilled(ImVec2(t.x, area.min.y), ImVec2(t.x + 1, area.max.y), faded(v.colours->grid, 0.8F));
}

void paint_playhead(ImDrawList& list, const view& v, rect area, bool handle) {
    const float x = std::round(playhead_x(v));
    if (x < v.axis.left() - 1 || x > area.max.x + 1) return;
    const float half = std::max(1.0F, std::round(v.scale));
    const ImU32 colour = v.colours->playhead;
    list.AddRectFilled(ImVec2(x - half, area.min.y), ImVec2(x + half, area.max.y), colour);
    if (!handle) return;
    const float w = 6 * v.scale;
    list.AddTriangleFilled(ImVec2(x - w, area.min.y), ImVec2(x + w, area.min.y), ImVec2(x, area.min.y + 1.5F * w), colour);
}

std::string hover_text(const view& v, float x) {
    const time_axis& axis = v.axis;
    const double here = axis.at(x);
    if (axis.mode() == axis_mode::event) {
        const double event = std::max(0.0, std::floor(here));
        const double now = axis.position(v.now.event, v.session->history());
        return fmt::format("#{:.0f}  {:+.0f}", event, event - now);
    }
    const double digits = std::clamp(std::floor(-std::log10(axis.per_pixel() / 1e9)), 0.0, 9.0);
    const auto since = static_cast<std::int64_t>(here) - v.now.time;
    const std::string distance = duration_text(since);
    return fmt::format("{:.{}f} s  {}{}", std::max(0.0, here / 1e9), static_cast<int>(digits), since >= 0 ? "+" : "", distance);
}

}  // namespace gui
