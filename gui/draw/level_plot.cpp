#include "gui/draw/level_plot.hpp"

#include <algorithm>
#include <cmath>

#include "gui/draw/lanes.hpp"
#include "gui/draw/text.hpp"

namespace gui {

std::int64_t shown_level(const sim::object_info& object, std::int64_t value) {
    return object.kind == aio::object_kind::semaphore ? object.capacity - value : value;
}

float level_y(const level_plot& p, double value) {
    const double share = (value - p.least) / std::max(1e-9, p.most - p.least);
    return std::round(p.area.max.y - static_cast<float>(std::clamp(share, 0.0, 1.0)) * p.area.height());
}

namespace {

constexpr std::size_t many = 8;

}  // namespace

void paint_levels(ImDrawList& list, const view& v, const level_plot& p) {
    const time_axis& axis = v.axis;
    const auto& levels = p.object->levels;
    const sim::timeline& history = v.session->history();
    const auto at = [&](const sim::level& l) { return axis.position(l.time, l.event); };
    // Whole columns are told by integers: an axis need not be asked for each of a million levels.
    const bool by_event = axis.mode() == axis_mode::event;
    const auto key = [&](const sim::level& l) { return by_event ? static_cast<std::int64_t>(l.event) : l.time; };
    const auto key_at = [&](float x) {
        const double position = axis.at(x);
        return by_event ? static_cast<std::int64_t>(std::ceil(position)) : axis.time_of(position);
    };
    const double start = axis.position(history.source()[p.object->created].time, p.object->created);
    const auto raw = [&](const sim::level& l) { return p.aux ? static_cast<std::int64_t>(l.aux) : l.value; };
    const auto shown = [&](std::int64_t value) { return static_cast<double>(p.aux ? value : shown_level(*p.object, value)); };
    const auto value_of = [&](const sim::level& l) { return shown(raw(l)); };
    const float left = p.area.min.x, right = p.area.max.x;
    const float now_x = std::clamp(playhead_x(v), left, right);
    const float half = p.stroke / 2;

    const auto flat = [&](float x0, float x1, double value, bool past) {
        if (x1 <= x0) return;
        const float y = level_y(p, value);
        const float alpha = past ? 1.0F : 0.35F;
        if (p.filled && y < p.area.max.y) list.AddRectFilled(ImVec2(x0, y), ImVec2(x1, p.area.max.y), faded(p.colour, 0.22F * alpha));
        list.AddRectFilled(ImVec2(x0, y - half), ImVec2(x1, y + half), faded(p.colour, alpha));
    };
    const auto line = [&](float x0, float x1, double value) {
        flat(x0, std::min(x1, now_x), value, true);
        flat(std::max(x0, now_x), x1, value, false);
    };
    const auto rise = [&](float x, double low, double high, bool past) {
        list.AddRectFilled(ImVec2(x - half, level_y(p, high) - half), ImVec2(x + half, level_y(p, low) + half), faded(p.colour, past ? 1.0F : 0.35F));
    };
    // Columns of many changes touch each other: where they overlapped there would be stripes.
    struct {
        float x = 0;
        double low = 0, high = 0;
        bool past = false, open = false;
    } dense;
    const auto close_dense = [&](float next) {
        if (!dense.open) return;
        dense.open = false;
        const float to = next - dense.x <= 2.5F ? next : dense.x + 1;
        list.AddRectFilled(ImVec2(dense.x, level_y(p, dense.high) - half), ImVec2(to, level_y(p, dense.low) + half), faded(p.colour, dense.past ? 0.8F : 0.3F));
    };

    const double first = axis.first();
    const double to_pixels = 1 / axis.per_pixel();
    const auto x_of = [&](double position) {
        return std::clamp(axis.left() + static_cast<float>((position - first) * to_pixels), left, right);
    };
    auto next = std::partition_point(levels.begin(), levels.end(), [&](const sim::level& l) { return at(l) < first; });
    const bool fresh = next == levels.begin();
    double value = fresh ? 0.0 : value_of(*(next - 1));
    float x = fresh ? x_of(start) : left;
    while (next != levels.end() && at(*next) <= axis.last()) {
        const float column = x_of(at(*next));
        close_dense(column);
        line(x, column, value);
        const bool past = v.now.event != sim::no_event && next->event <= v.now.event;
        const auto start_of_column = next;
        const std::int64_t limit = key_at(column + 1), farther = key_at(column + 2);
        std::int64_t least = raw(*next), most = least;
        std::size_t whole = 0;
        do {
            const auto number = static_cast<std::size_t>(next - levels.begin());
            if (number % level_block_size == 0 && number / level_block_size + 1 < p.range->blocks.size()) {
                const level_block& block = p.range->blocks[number / level_block_size];
                // In a column of many blocks the one that lies across its border belongs to it.
                if ((by_event ? static_cast<std::int64_t>(block.end) : block.end_time) < (whole < many ? limit : farther)) {
                    least = std::min(least, p.aux ? block.least_aux : block.least);
                    most = std::max(most, p.aux ? block.most_aux : block.most);
                    next += level_block_size;
                    ++whole;
                    continue;
                }
            }
            least = std::min(least, raw(*next));
            most = std::max(most, raw(*next));
            ++next;
        } while (next != levels.end() && key(*next) < limit);
        const double low = std::min({value, shown(least), shown(most)}), high = std::max({value, shown(least), shown(most)});
        value = value_of(*(next - 1));
        const auto changes = next - start_of_column;
        if (high > low && changes > 3) dense = {column, low, high, past, true};
        else if (high > low) rise(column, low, high, past);
        x = column;
    }
    close_dense(x + 1);
    line(x, std::min(right, x_of(axis.position(history.end_time(), static_cast<sim::event_id>(history.size())))), value);
}

}  // namespace gui
