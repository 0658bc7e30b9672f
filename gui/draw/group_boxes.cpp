#include "gui/draw/group_boxes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gui/draw/lanes.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

struct box {
    const task_group* group = nullptr;
    int first = 0, last = 0;  // rows
};

// The groups a task is in, directly or because one of its ancestors is.
std::vector<const task_group*> groups_around(const run_index& index, const sim::timeline& history, sim::task_id task) {
    std::vector<const task_group*> found;
    for (const sim::task_info* t = history.task(task); t != nullptr; t = history.task(t->parent)) {
        if (const task_group* g = index.groups().of(history, t->id); g != nullptr) found.push_back(g);
    }
    return found;
}

// A task of no group between two of one splits its box in two.
std::vector<box> boxes_in(const run_index& index, const sim::timeline& history, int first, int last) {
    std::vector<box> done, open;
    for (int row = first; row < last; ++row) {
        const auto around = groups_around(index, history, index.lanes()[static_cast<std::size_t>(row)].task);
        for (auto b = open.begin(); b != open.end();) {
            if (std::find(around.begin(), around.end(), b->group) != around.end()) {
                (b++)->last = row;
                continue;
            }
            done.push_back(*b);
            b = open.erase(b);
        }
        for (const task_group* g : around) {
            if (std::none_of(open.begin(), open.end(), [&](const box& b) { return b.group == g; })) open.push_back({g, row, row});
        }
    }
    done.insert(done.end(), open.begin(), open.end());
    return done;
}

class box_painter {
public:
    box_painter(ImDrawList& list, const view& v, const run_index& index, const lane_grid& grid, float right)
        : list_(list), v_(v), index_(index), grid_(grid), history_(v.session->history()), right_(right) {}

    rect place_of(const box& b) const {
        const float s = v_.scale;
        // The marks of tasks that ended lie right of their ends.
        // That of a group which has not ended goes on beyond what is seen.
        const float end = b.group->end == sim::no_event ? right_ + 2 * round() : std::min(std::floor(v_.axis.x(b.group->end, history_) + 22 * s), right_);
        return {{std::floor(v_.axis.x(b.group->begin, history_) - 4 * s), std::floor(grid_.y(b.first)) + 1}, {end, std::floor(grid_.y(b.last + 1)) - 1}};
    }

    bool seen(const box& b) const {
        const float x0 = v_.axis.x(b.group->begin, history_), x1 = b.group->end == sim::no_event ? right_ : v_.axis.x(b.group->end, history_);
        return x1 - x0 >= 6 * v_.scale && x1 + 22 * v_.scale > grid_.canvas.min.x && x0 < grid_.canvas.max.x;
    }

    void ground(const rect& r) const { list_.AddRectFilled(r.min, r.max, faded(v_.colours->of(sim::task_state::join).fill, 0.05F), round()); }

    void outline(const rect& r, float alpha) const {
        const ImU32 fill = v_.colours->of(sim::task_state::join).fill;
        const ImU32 line = v_.colours->outlined ? mixed(fill, v_.colours->text, 0.25F) : fill;
        list_.AddRect(r.min, r.max, faded(line, 0.75F * alpha), round(), 0, std::max(1.0F, std::round(v_.scale)));
    }

    // Where a lane has room beside the task's life.
    void label(const box& b, const rect& r) const {
        ImFont* font = v_.text->small;
        const float edge = 7 * v_.scale, left = std::max(r.min.x, grid_.canvas.min.x) + edge, right = std::min(r.max.x, right_) - edge;
        for (const std::string& text : {long_text(*b.group), std::string("TaskGroup")}) {
            const float width = text_width(font, text);
            for (int row = b.first; row <= b.last; ++row) {
                const float y = std::floor(grid_.y(row) + (grid_.height - font_size(font)) / 2) - 1;
                if (y < grid_.canvas.min.y || y + font_size(font) > grid_.canvas.max.y) continue;
                const sim::task_info& task = *history_.task(index_.lanes()[static_cast<std::size_t>(row)].task);
                const float born = v_.axis.x(task.created, history_) - edge, over = task.ended == sim::no_event ? right_ : v_.axis.x(task.ended, history_) + 26 * v_.scale;
                const float at = right - width >= over ? right - width : born - width >= left ? born - width : -1;
                if (at < left) continue;
                text_line(list_, font, {at, y}, v_.colours->muted, text, width + 1);
                return;
            }
        }
    }

private:
    float round() const { return 5 * v_.scale; }

    ImDrawList& list_;
    const view& v_;
    const run_index& index_;
    const lane_grid& grid_;
    const sim::timeline& history_;
    float right_;

    std::string long_text(const task_group& g) const {
        const bool closes = v_.now.event != sim::no_event && v_.now.event >= g.closes && v_.now.event < g.end;
        const auto rest = closes ? index_.groups().unfinished(history_, g, v_.now.event) : std::vector<sim::task_id>();
        if (rest.empty()) return "TaskGroup of " + sim::short_name(history_, g.parent);
        std::string text = "TaskGroup closes: waits for " + sim::short_name(history_, rest.front());
        return rest.size() == 1 ? text : fmt::format("{} and {} more", text, rest.size() - 1);
    }
};

// Those to draw.
std::vector<box> boxes_seen(const view& v, const run_index& index, const lane_grid& grid, const box_painter& painter) {
    const int rows = static_cast<int>(index.lanes().size());
    // One row more on each side, so that a box that goes on there has no edge here.
    const int first = std::max(0, static_cast<int>((grid.canvas.min.y - grid.top) / grid.height) - 1);
    const int last = std::min(rows, first + static_cast<int>(grid.canvas.height() / grid.height) + 4);
    if (index.groups().empty()) return {};
    std::vector<box> boxes = boxes_in(index, v.session->history(), first, last);
    std::erase_if(boxes, [&](const box& b) { return !painter.seen(b); });
    return boxes;
}

}  // namespace

void paint_group_boxes(ImDrawList& list, const view& v, const run_index& index, const lane_grid& grid, float right, hit_map& hits) {
    const box_painter painter(list, v, index, grid, right);
    for (const box& b : boxes_seen(v, index, grid, painter)) {
        const rect r = painter.place_of(b);
        painter.ground(r);
        painter.label(b, r);
        hits.push({.min = r.min, .max = r.max, .kind = hit_kind::group, .task = b.group->parent, .event = b.group->begin, .label = "group:" + v.session->history().task(b.group->parent)->path});
    }
}

void paint_group_outlines(ImDrawList& list, const view& v, const run_index& index, const lane_grid& grid, float right) {
    const box_painter painter(list, v, index, grid, right);
    std::vector<box> boxes = boxes_seen(v, index, grid, painter);
    std::erase_if(boxes, [&](const box& b) {
        const bool over = v.now.event != sim::no_event && b.group->end <= v.now.event;
        if (over) painter.outline(painter.place_of(b), 1);
        return over;
    });
    if (boxes.empty()) return;
    // What has not happened yet is fainter, as in the lanes.
    const float now = std::clamp(playhead_x(v), grid.canvas.min.x, right);
    const auto side = [&](float from, float to, float alpha) {
        if (to <= from) return;
        list.PushClipRect({from, grid.canvas.min.y}, {to, grid.canvas.max.y}, true);
        for (const box& b : boxes) painter.outline(painter.place_of(b), alpha);
        list.PopClipRect();
    };
    side(grid.canvas.min.x, now, 1);
    side(now, right, 0.45F);
}

}  // namespace gui
