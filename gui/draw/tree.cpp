#include "gui/draw/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/marks.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

std::string second_line(const view& v, const run_index& index, sim::task_id task) {
    const sim::timeline& history = v.session->history();
    std::string text;
    if (const auto* progress = index.progress_of(history, task); progress != nullptr && progress->capacity > 0) {
        const sim::level* level = level_at(*progress, v.now.event);
        const auto done = level == nullptr ? 0 : level->value;
        text = fmt::format("{} %", 100 * done / progress->capacity);
    }
    const auto said = index.last_log(history, task, v.now.event);
    if (!said.empty()) text += (text.empty() ? "" : "  ") + std::string(said);
    return text;
}

constexpr float indent = 12;

bool has_budget(const view& v, rect area) { return area.width() >= 196 * v.scale; }

}  // namespace

rect fold_mark(const view& v, const lane_row& row, rect area) {
    const float left = area.min.x + (13 + static_cast<float>(std::min(row.depth, 8)) * indent) * v.scale;
    return {{left - 13 * v.scale, area.min.y}, {left, area.max.y}};
}

rect breakpoint_mark(const view& v, rect area) {
    const float right = area.max.x - (has_budget(v, area) ? 8 + 44 + 8 + 22 + 4 : 8 + 22 + 4) * v.scale;
    return {{right - 16 * v.scale, area.min.y}, {right, area.max.y}};
}

void paint_lane_header(ImDrawList& list, const view& v, const run_index& index, const lane_row& row, rect area) {
    const sim::timeline& history = v.session->history();
    const theme& t = *v.colours;
    const float s = v.scale;
    const auto state = v.now.tasks[row.task].state;
    const bool born = state != sim::task_state::unborn;
    const float middle = std::floor((area.min.y + area.max.y) / 2);
    const float height = std::min(14 * s, area.height() - 2);

    float right = area.max.x - 8 * s;
    if (has_budget(v, area)) {
        const rect budget{{right - 44 * s, middle - std::round(3 * s)}, {right, middle + std::round(3 * s)}};
        if (born) paint_budget(list, t, index.times(*history.task(row.task), v.now.event, v.now.time), budget);
        right = budget.min.x - 8 * s;
    }
    const rect chip{{right - 22 * s, middle - std::floor(height / 2)}, {right, middle - std::floor(height / 2) + height}};
    paint_state_chip(list, v, state, chip);
    right = chip.min.x - 6 * s;
    const bool own = has_breakpoint(v, row.task);
    const bool under = !own && row.hidden > 0 && std::any_of(v.task_breakpoints.begin(), v.task_breakpoints.end(), [&](sim::task_id task) {
        const int at = index.row_of(task);
        return at >= 0 && index.lanes()[static_cast<std::size_t>(at)].task == row.task;
    });
    if (own || under) {
        const rect mark = breakpoint_mark(v, area);
        paint_breakpoint(list, t, {(mark.min.x + mark.max.x) / 2, middle}, std::round(12 * s), under);
        right = mark.min.x - 2 * s;
    }

    const int depth = std::min(row.depth, 8);
    for (int d = 0; d < depth; ++d) {
        const float x = std::floor(area.min.x + 12 * s + static_cast<float>(d) * indent * s);
        list.AddRectFilled(ImVec2(x, area.min.y), ImVec2(x + 1, area.max.y), faded(t.muted, 0.22F));
    }
    const float left = area.min.x + (14 + static_cast<float>(depth) * indent) * s;
    if (row.children > 0) {
        const rect mark = fold_mark(v, row, area);
        const ImVec2 c((mark.min.x + mark.max.x) / 2, middle);
        const float a = 3.5F * s;
        const ImU32 shade = faded(t.muted, born ? 1.0F : 0.5F);
        if (row.folded) list.AddTriangleFilled({c.x - a * 0.6F, c.y - a}, {c.x + a * 0.8F, c.y}, {c.x - a * 0.6F, c.y + a}, shade);
        else list.AddTriangleFilled({c.x - a, c.y - a * 0.6F}, {c.x + a, c.y - a * 0.6F}, {c.x, c.y + a * 0.8F}, shade);
    }
    const float size = font_size(v.text->normal), small = font_size(v.text->small);
    const ImU32 ink = born ? (sim::ended(state) ? mixed(t.text, t.muted, 0.6F) : t.text) : faded(t.muted, 0.55F);
    const std::string below = born && area.height() >= size + small + 6 * s ? second_line(v, index, row.task) : "";
    const float y = below.empty() ? middle - std::floor(size / 2) - 1 : middle - std::floor((size + small + 2 * s) / 2);
    const std::string more = row.hidden > 0 ? fmt::format("+{}", row.hidden) : "";
    const float reserved = more.empty() ? 0 : text_width(v.text->small, more) + 6 * s;
    const float room = right - left - reserved;
    const float used = text_line(list, v.text->normal, ImVec2(left, y), ink, fitted_name(v.text->normal, sim::short_name(history, row.task), room), room + 1);
    if (!more.empty()) text_line(list, v.text->small, ImVec2(left + used + 6 * s, y + 2 * s), t.muted, more, reserved);
    if (!below.empty()) text_line(list, v.text->small, ImVec2(left, y + size + 2 * s), t.muted, below, right - left);
}

}  // namespace gui
