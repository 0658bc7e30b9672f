#include "gui/draw/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "gui/draw/bars.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

bool among(const auto& all, auto one) { return std::find(all.begin(), all.end(), one) != all.end(); }

float x_of(const view& v, const time_axis& axis, sim::event_id e) { return std::round(axis.x(axis.position(v.session->time_near(e), e))); }

void push_mark(hit_map& hits, rect r, sim::event_id event, const char* label) {
    hits.push({.min = r.min, .max = r.max, .kind = hit_kind::marker, .event = event, .label = label});
}

float stop_gap(const view& v) { return std::round(9 * v.scale); }

// The first stop whose sign would be drawn at or right of x.
const sim::event_id* stop_from(const view& v, const time_axis& axis, std::span<const sim::event_id> stops, float x) {
    return std::to_address(std::partition_point(stops.begin(), stops.end(), [&](sim::event_id e) { return x_of(v, axis, e) < x; }));
}

}  // namespace

bool has_breakpoint(const view& v, sim::task_id task) { return among(v.task_breakpoints, task); }

bool object_has_breakpoint(const view& v, sim::object_id object) { return among(v.object_breakpoints, object); }

bool stops_at(const view& v, const sim::event& event) {
    if (event.kind == sim::event_kind::step_begin) return has_breakpoint(v, event.task);
    const auto wait = static_cast<aio::wait_kind>(event.detail);
    const bool waits = event.kind == sim::event_kind::wait_begin && wait != aio::wait_kind::task && wait != aio::wait_kind::sleep;
    return (waits || event.kind == sim::event_kind::object_changed) && object_has_breakpoint(v, event.object);
}

std::span<const sim::event_id> stops_of(const view& v) {
    struct key {
        std::uint64_t run = 0;
        std::vector<sim::task_id> tasks;
        std::vector<sim::object_id> objects;
        bool operator==(const key&) const = default;
    };
    static key known;
    static std::vector<sim::event_id> found;
    static sim::event_id looked_at = 0;  // events before this one
    if (v.task_breakpoints.empty() && v.object_breakpoints.empty()) return {};
    const auto& events = v.session->events();
    const auto size = static_cast<sim::event_id>(v.session->history().size());
    key wanted{index_of(*v.session).generation(), v.task_breakpoints, v.object_breakpoints};
    if (!(wanted == known) || size < looked_at) {
        known = std::move(wanted);
        found.clear();
        looked_at = events.first();
    }
    for (; looked_at < size; ++looked_at) {
        if (stops_at(v, events[looked_at])) found.push_back(looked_at);
    }
    return found;
}

void paint_breakpoint(ImDrawList& list, const theme& colours, ImVec2 c, float size, bool hollow) {
    const float r = size / 2, cut = r * 0.42F;
    const std::array corners = {ImVec2(c.x - cut, c.y - r), ImVec2(c.x + cut, c.y - r), ImVec2(c.x + r, c.y - cut), ImVec2(c.x + r, c.y + cut),
                                ImVec2(c.x + cut, c.y + r), ImVec2(c.x - cut, c.y + r), ImVec2(c.x - r, c.y + cut), ImVec2(c.x - r, c.y - cut)};
    const int count = static_cast<int>(corners.size());
    const ImU32 colour = alarm_colour(colours);
    if (hollow) {
        list.AddPolyline(corners.data(), count, colour, ImDrawFlags_Closed, std::max(1.3F, size / 8));
        return;
    }
    list.AddConvexPolyFilled(corners.data(), count, colour);
    if (size < 9) return;
    const float half = std::max(1.0F, std::round(size / 14));
    const float y = std::round(c.y);
    list.AddRectFilled({c.x - r * 0.55F, y - half}, {c.x + r * 0.55F, y + half}, colours.colour_free ? colours.background : IM_COL32_WHITE);
}

void paint_bookmarks(ImDrawList& list, const view& v, const time_axis& axis, rect area, hit_map& hits) {
    ImFont* font = v.text->small;
    const float height = std::round(11 * v.scale), width = std::round(12 * v.scale), size = font_size(font);
    for (const bookmark& b : v.bookmarks) {
        const float x = x_of(v, axis, b.event);
        if (x < area.min.x - 1 || x > area.max.x) continue;
        // It flies to the left, where the ruler's labels begin to the right.
        const bool left = x - width >= area.min.x;
        const float tip = left ? x + 1 - width : x + width, notch = std::round(3 * v.scale) * (left ? 1.0F : -1.0F);
        const float pole = left ? x + 1 : x, top = area.min.y, bottom = top + height, middle = (top + bottom) / 2;
        const rect flag{{std::min(pole, tip), top}, {std::max(pole, tip), bottom}};
        const ImU32 ink = v.colours->text;
        list.AddRectFilled({x, area.min.y}, {x + 1, area.max.y}, faded(ink, 0.55F));
        if (b.number == 0) {
            list.AddTriangleFilled({pole, top}, {tip, middle}, {pole, bottom}, ink);
        } else {
            list.AddRectFilled({std::min(pole, tip + notch), top}, {std::max(pole, tip + notch), bottom}, ink);
            list.AddTriangleFilled({tip + notch, top}, {tip, top}, {tip + notch, middle}, ink);
            list.AddTriangleFilled({tip + notch, middle}, {tip, bottom}, {tip + notch, bottom}, ink);
            const std::string digit = fmt::format("{}", b.number);
            const float centre = (pole + tip + notch) / 2;
            text_line(list, font, {std::round(centre - text_width(font, digit) / 2), top + std::floor((height - size) / 2)}, v.colours->background, digit, width);
        }
        push_mark(hits, {flag.min, {flag.max.x, area.max.y}}, b.event, "bookmark");
    }
}

void paint_stops(ImDrawList& list, const view& v, const time_axis& axis, rect area, hit_map& hits) {
    const auto stops = stops_of(v);
    if (stops.empty()) return;
    const float size = std::round(8 * v.scale), y = area.max.y - size / 2 - 1, gap = stop_gap(v);
    const sim::event_id* const end = stops.data() + stops.size();
    for (const sim::event_id* stop = stop_from(v, axis, stops, area.min.x - size); stop != end;) {
        const float x = x_of(v, axis, *stop);
        if (x > area.max.x + size) return;
        list.AddCircleFilled({x, y}, size / 2 + 1.5F * v.scale, v.colours->background, 12);
        paint_breakpoint(list, *v.colours, {x, y}, size);
        push_mark(hits, {{x - size / 2, y - size / 2}, {x + size / 2, area.max.y}}, *stop, "stop");
        stop = stop_from(v, axis, stops, x + gap);
    }
}

std::string mark_text(const view& v, const time_axis& axis, float x) {
    const float near = 6 * v.scale;
    for (const bookmark& b : v.bookmarks) {
        const float flag = x_of(v, axis, b.event);
        if (std::abs(x - flag) > near) continue;
        return b.number == 0 ? std::string("bookmark") : fmt::format("bookmark {}", b.number);
    }
    const auto stops = stops_of(v);
    const sim::event_id* const stop = stop_from(v, axis, stops, x - near);
    if (stop == stops.data() + stops.size() || x_of(v, axis, *stop) > x + near) return "";
    const sim::event& event = v.session->events()[*stop];
    const bool task = event.kind == sim::event_kind::step_begin;
    return "breakpoint of " + (task ? sim::short_name(v.session->history(), event.task) : sim::describe(v.session->history(), event.object));
}

}  // namespace gui
