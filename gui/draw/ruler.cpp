#include "gui/draw/ruler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/lanes.hpp"
#include "gui/draw/run_index.hpp"
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

// Ticks of time where jumps are shortened: round moments outside the jumps, and the end of each jump.
std::vector<tick> collapsed_ticks(const view& v, float spacing) {
    const time_axis& axis = v.axis;
    const idle_gaps& gaps = *axis.gaps();
    const step s = good_step(std::max(axis.per_pixel() * static_cast<double>(spacing), 1.0));
    const double most = static_cast<double>(std::max<std::int64_t>(std::abs(axis.time_of(axis.last())), 1));
    std::vector<tick> ticks;
    float taken = axis.left() - spacing;
    const auto add = [&](double ns, double precision) {
        const float x = std::round(axis.x(gaps.position(static_cast<std::int64_t>(ns))));
        if (x < taken + spacing * 0.8F) return;
        ticks.push_back({x, true, time_label(ns, precision, most)});
        taken = x;
    };
    double ns = std::max(0.0, std::ceil(static_cast<double>(axis.time_of(axis.first())) / s.length) * s.length);
    const auto all = gaps.gaps();
    auto gap = std::partition_point(all.begin(), all.end(), [&](const idle_gaps::gap& g) { return g.end < axis.first(); });
    const double last = static_cast<double>(axis.time_of(axis.last()));
    while (ns <= last && ticks.size() < 500) {
        while (gap != all.end() && static_cast<double>(gap->to) <= ns) ++gap;
        if (gap != all.end() && static_cast<double>(gap->from) < ns) {
            add(static_cast<double>(gap->to), s.length / 10);
            ns = std::ceil(static_cast<double>(gap->to) / s.length) * s.length;
            continue;
        }
        add(ns, s.length);
        ns += s.length;
    }
    return ticks;
}

}  // namespace

std::vector<tick> ruler_ticks(const view& v, float spacing) {
    const time_axis& axis = v.axis;
    if (axis.mode() == axis_mode::collapsed) return collapsed_ticks(v, spacing);
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

void paint_instants(ImDrawList& list, const view& v, const run_index& index, rect area) {
    const time_axis& axis = v.axis;
    const sim::timeline& history = v.session->history();
    if (history.size() == 0) return;
    ImFont* font = v.text->small;
    if (const idle_gaps* gaps = axis.gaps(); gaps != nullptr) {
        const auto all = gaps->gaps();
        auto g = std::partition_point(all.begin(), all.end(), [&](const idle_gaps::gap& each) { return each.end < axis.first(); });
        for (; g != all.end() && g->begin <= axis.last(); ++g) {
            const float x0 = std::max(axis.x(g->begin), area.min.x), x1 = std::min(axis.x(g->end), area.max.x);
            if (x1 - x0 < 6 * v.scale) continue;
            list.AddRectFilled({x0, area.min.y}, {x1, area.max.y}, faded(v.colours->muted, 0.08F));
            const std::string text = duration_text(g->to - g->from);
            const float w = text_width(font, text);
            if (x1 - x0 > w + 8 * v.scale)
                text_line(list, font, {(x0 + x1 - w) / 2, area.max.y - font_size(font) - 5 * v.scale}, v.colours->muted, text, w + 1);
        }
        return;
    }
    if (axis.mode() != axis_mode::event) return;
    // One instant after the other: while the band is one colour, virtual time stands still.
    const double per_event = 1 / axis.per_pixel();
    const auto first = static_cast<sim::event_id>(std::max(0.0, std::floor(axis.first())));
    const auto last = static_cast<sim::event_id>(std::clamp(std::ceil(axis.last()), 0.0, static_cast<double>(history.size() - 1)));
    if (per_event * static_cast<double>(last - std::min(first, last)) < 1 || per_event < 0.25) return;
    const auto starts = index.loop().starts();
    auto begin = std::upper_bound(starts.begin(), starts.end(), first);
    if (per_event >= 1) {
        for (; begin != starts.end() && *begin <= last; ++begin) {
            const float x = std::floor(axis.x(static_cast<double>(*begin)));
            for (float y = area.min.y; y < area.max.y; y += 6 * v.scale) list.AddRectFilled({x, y}, {x + 1, std::min(y + 3 * v.scale, area.max.y)}, faded(v.colours->muted, 0.30F));
        }
    }
    std::int64_t time = history.source()[std::min(first, last)].time;
    sim::event_id from = std::min(first, last);
    bool odd = false;
    for (sim::event_id e = from; e <= last + 1; ++e) {
        if (e <= last && history.source()[e].time == time) continue;
        const float x0 = axis.x(static_cast<double>(from)), x1 = axis.x(static_cast<double>(e));
        if (odd) list.AddRectFilled({std::max(x0, area.min.x), area.min.y}, {std::min(x1, area.max.x), area.max.y}, faded(v.colours->muted, 0.09F));
        const std::string text = moment_text(time);
        const float w = text_width(font, text);
        if (x1 - x0 > w + 10 * v.scale)
            text_line(list, font, {std::max(x0, area.min.x) + 5 * v.scale, area.max.y - font_size(font) - 5 * v.scale}, v.colours->muted, text, w + 1);
        if (e > last) break;
        odd = !odd;
        from = e;
        time = history.source()[e].time;
    }
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
    const std::int64_t ns = axis.time_of(here);
    const auto since = ns - v.now.time;
    const std::string distance = duration_text(since);
    return fmt::format("{:.{}f} s  {}{}", std::max(0.0, static_cast<double>(ns) / 1e9), static_cast<int>(digits), since >= 0 ? "+" : "", distance);
}

}  // namespace gui
