#include "gui/draw/causality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gui/draw/bars.hpp"
#include "gui/draw/lanes.hpp"
#include "gui/draw/sentences.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

constexpr float receded = 0.62F;

struct visible_rows {
    int first, last;
};

visible_rows rows_in(const run_index& index, const lane_grid& g) {
    const int first = std::max(0, static_cast<int>((g.canvas.min.y - g.top) / g.height));
    return {first, std::min(static_cast<int>(index.lanes().size()), first + static_cast<int>(g.canvas.height() / g.height) + 2)};
}

void recede(ImDrawList& list, const view& v, const lane_grid& g, int row, float x0, float x1) {
    if (x1 > x0) list.AddRectFilled({x0, g.y(row)}, {x1, g.y(row) + g.height}, faded(v.colours->background, receded));
}

std::string root_text(const view& v, const sim::wait_chain& chain) {
    const sim::wait_link& last = chain.links.back();
    switch (chain.root) {
        case sim::wait_root::runs: return "runs";
        case sim::wait_root::timer: return fmt::format("timer at {}", moment_text(last.end_time));
        case sim::wait_root::program: {
            const sim::timeline& history = v.session->history();
            if (last.ends == sim::no_event) return "not known yet";
            return fmt::format("#{} at {}", last.ends, moment_text(history.source()[last.ends].time));
        }
        case sim::wait_root::nothing: return "nothing alive will wake it";
        case sim::wait_root::circle: return "a circle: each waits for the next";
        case sim::wait_root::ended: return "it is over";
    }
    return "";
}

}  // namespace

sim::task_id subject_of(const view& v) {
    if (v.selected.task != 0) return v.selected.task;
    if (v.now.event == sim::no_event || v.session->history().size() == 0) return 0;
    const sim::task_id task = v.session->events()[v.now.event].task;
    return task != 0 ? task : std::max<sim::task_id>(v.now.running, 1);
}

sim::event_id path_end(const view& v) { return v.selected.event != sim::no_event ? v.selected.event : v.now.event; }

void paint_chain(ImDrawList& list, const view& v, const run_index& index, const lane_grid& g) {
    const sim::wait_chain& chain = chain_shown(*v.session, subject_of(v), v.now.event);
    if (chain.links.empty()) return;
    const auto in_chain = [&](sim::task_id task) {
        return std::any_of(chain.links.begin(), chain.links.end(), [&](const sim::wait_link& l) { return l.task == task; });
    };
    const visible_rows rows = rows_in(index, g);
    for (int row = rows.first; row < rows.last; ++row) {
        if (!in_chain(index.lanes()[static_cast<std::size_t>(row)].task)) recede(list, v, g, row, g.canvas.min.x, g.canvas.max.x);
    }
    const theme& t = *v.colours;
    const bool stuck = chain.root == sim::wait_root::nothing || chain.root == sim::wait_root::circle;
    const ImU32 ink = stuck ? alarm_colour(t) : t.selection;
    const float x = std::clamp(std::round(playhead_x(v)), g.canvas.min.x, g.canvas.max.x);
    const float line = 2 * v.scale;
    float rail = std::min(x + 12 * v.scale, g.canvas.max.x - 8 * v.scale);
    int before = -1;
    std::vector<ImVec2> marks;
    for (std::size_t i = 0; i < chain.links.size(); ++i) {
        const int row = index.row_of(chain.links[i].task);
        if (row < 0) continue;
        const float middle = std::floor(g.y(row) + g.height / 2);
        if (const sim::span* s = v.session->history().span_at(chain.links[i].task, v.now.event); s != nullptr) {
            const float x0 = std::max(v.axis.x(span_begin(v.axis, *s)), g.canvas.min.x - 4);
            const float x1 = std::min(v.axis.x(span_end(v.axis, *s, v.session->history())), g.canvas.max.x + 4);
            list.AddRect({x0 - 2, g.y(row) + 1}, {std::max(x1, x0 + 3) + 2, g.y(row) + g.height - 1}, ink, 3, 0, line);
        }
        if (before >= 0) {
            const float from = std::floor(g.y(before) + g.height / 2);
            const float down = middle > from ? 1.0F : -1.0F;
            const float tip = middle - 9 * v.scale * down, neck = tip - 6 * v.scale * down;
            list.AddLine({rail, from}, {rail, neck}, t.background, line + 4 * v.scale);
            list.AddLine({rail, from}, {rail, neck}, ink, line);
            list.AddTriangleFilled({rail - 5 * v.scale, neck}, {rail + 5 * v.scale, neck}, {rail, tip}, ink);
        }
        marks.push_back({rail, middle});
        before = row;
    }
    for (std::size_t i = 0; i < marks.size(); ++i) {
        list.AddCircleFilled(marks[i], 8 * v.scale, t.background, 20);
        list.AddCircle(marks[i], 8 * v.scale, ink, 20, line * 0.75F);
        const std::string number = fmt::format("{}", i + 1);
        const float w = text_width(v.text->small, number);
        text_line(list, v.text->small, {marks[i].x - w / 2, marks[i].y - font_size(v.text->small) / 2 - 1}, t.text, number, w + 2);
    }
    if (before < 0) return;
    const std::string text = root_text(v, chain);
    const float w = text_width(v.text->small, text) + 12 * v.scale, h = font_size(v.text->small) + 6 * v.scale;
    float left = rail + 12 * v.scale;
    if (left + w > g.canvas.max.x) left = rail - 12 * v.scale - w;
    const float y = std::floor(g.y(before) + (g.height - h) / 2);
    list.AddRectFilled({left, y}, {left + w, y + h}, t.raised, 3);
    list.AddRect({left, y}, {left + w, y + h}, ink, 3);
    text_line(list, v.text->small, {left + 6 * v.scale, y + 2 * v.scale}, t.text, text, w);
}

// Each hop of a cancellation as a number where it happened; hops of one instant stand side by side, the first leftmost.
void paint_hops(ImDrawList& list, const view& v, const run_index& index, const lane_grid& g) {
    const auto hops = sim::cancel_hops(v.session->history(), subject_of(v), v.now.event);
    const float size = 7 * v.scale, step = 2 * size + 2 * v.scale;
    const ImU32 ink = alarm_colour(*v.colours);
    std::map<int, float> free_from;  // by row
    for (std::size_t i = 0; i < hops.size(); ++i) {
        const int row = index.row_of(hops[i].task);
        if (row < 0) continue;
        // So far left that those of the same instant that follow have room up to it.
        std::size_t later = 0;
        for (std::size_t j = i + 1; j < hops.size(); ++j) later += hops[j].task == hops[i].task && v.session->events()[hops[j].event].time == v.session->events()[hops[i].event].time;
        const bool by_time = v.axis.mode() != axis_mode::event;
        float x = v.axis.x(hops[i].event, v.session->history()) - size - 3 * v.scale - (by_time ? static_cast<float>(later) * step : 0);
        if (const auto taken = free_from.find(row); taken != free_from.end()) x = std::max(x, taken->second);
        if (x < g.canvas.min.x || x > g.canvas.max.x) continue;
        free_from[row] = x + step;
        const ImVec2 c(std::round(x), std::floor(g.y(row) + g.height - size - 1));
        list.AddCircleFilled(c, size, ink, 20);
        const std::string number = fmt::format("{}", i + 1);
        const float w = text_width(v.text->small, number);
        text_line(list, v.text->small, {c.x - w / 2, c.y - font_size(v.text->small) / 2 - 1}, IM_COL32_WHITE, number, w + 2);
    }
}

void paint_path(ImDrawList& list, const view& v, const run_index& index, const lane_grid& g) {
    const auto& path = path_shown(*v.session, path_end(v));
    const sim::timeline& history = v.session->history();
    const theme& t = *v.colours;
    std::map<int, float> clear_from;  // by row: what lies left of it has receded already
    const visible_rows rows = rows_in(index, g);
    float last_x = 0;
    int last_row = -1;
    const float line = std::max(1.0F, std::round(2 * v.scale));
    const auto seen = [&](int row) { return row >= rows.first && row < rows.last; };
    struct outline {
        ImVec2 min, max;
    };
    std::vector<outline> boxes, links;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const int row = index.row_of(path[i].task);
        if (row < 0) continue;
        // A wake takes no time of its own: the path goes on in the next task where this one made it ready.
        const float x0 = v.axis.x(path[i].first, history);
        const float x1 = std::max(v.axis.x(i + 1 < path.size() ? path[i + 1].first : path[i].last, history), x0 + 2);
        const float from = std::clamp(x0, g.canvas.min.x, g.canvas.max.x), to = std::clamp(x1, g.canvas.min.x, g.canvas.max.x);
        if (last_row >= 0 && last_row != row && x0 >= g.canvas.min.x && x0 <= g.canvas.max.x) {
            const float a = g.y(last_row) + g.height / 2, b = g.y(row) + g.height / 2;
            links.push_back({{x0, std::min(a, b)}, {x0 + line, std::max(a, b)}});
        }
        if (seen(row) && x1 >= g.canvas.min.x && x0 <= g.canvas.max.x) {
            float& clear = clear_from.try_emplace(row, g.canvas.min.x).first->second;
            recede(list, v, g, row, clear, from);
            clear = std::max(clear, to);
            boxes.push_back({{from - 1, g.y(row) + 1}, {to + 1, g.y(row) + g.height - 1}});
        }
        last_x = x1;
        last_row = row;
    }
    for (int row = rows.first; row < rows.last; ++row) {
        const auto known = clear_from.find(row);
        recede(list, v, g, row, known == clear_from.end() ? g.canvas.min.x : known->second, g.canvas.max.x);
    }
    for (const outline& l : links) list.AddRectFilled(l.min, l.max, t.selection);
    for (const outline& b : boxes) {
        if (b.max.x - b.min.x < 3 * line) list.AddRectFilled(b.min, {b.min.x + line, b.max.y}, t.selection);
        else list.AddRect(b.min, b.max, t.selection, 0, 0, line);
    }
    if (seen(last_row) && last_x >= g.canvas.min.x && last_x <= g.canvas.max.x) {
        list.AddCircleFilled({last_x, g.y(last_row) + g.height / 2}, 4 * v.scale, t.selection, 16);
    }
}

}  // namespace gui
