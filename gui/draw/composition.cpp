#include "gui/draw/composition.hpp"

#include <algorithm>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/text.hpp"

namespace gui {

composition::composition(ImDrawList& list, const theme& colours, rect lane, float full, float now_x, float scale)
    : list_(list), colours_(colours), lane_(lane), full_(full), now_x_(now_x), width_(std::max(2.0F, std::round(3 * scale))) {
    top_ = std::floor((lane.min.y + lane.max.y - full) / 2);
    for (const auto state : budget_order()) bar_heights_[static_cast<std::size_t>(state)] = bar_height(colours, state, full);
    bar_heights_[static_cast<std::size_t>(sim::task_state::join)] = std::round(6 * scale);
}

void composition::add(sim::task_state state, float x0, float x1) {
    const auto index = static_cast<std::size_t>(state);
    do {
        const bool ghost = x0 >= now_x_ && x1 > now_x_;
        if (open_ && (ghost != column_.ghost || x0 >= column_.from + width_)) {
            close_column();
            ++columns_;
            open_ = false;
        }
        if (!open_) {
            column_ = column{};
            column_.from = column_.to = x0;
            column_.ghost = ghost;
            open_ = true;
        }
        float end = std::min(x1, column_.from + width_);
        if (!ghost && x0 < now_x_) end = std::min(end, now_x_);
        column_.sums[index] += end - x0;
        column_.to = std::max(column_.to, end);
        column_.ran |= state == sim::task_state::running;
        cancelled_ |= state == sim::task_state::cancelling;
        x0 = end;
    } while (x0 < x1);
}

void composition::add(const share& shares, float x0, float x1) {
    for (std::size_t i = 0; i < shares.of.size(); ++i) column_.sums[i] += shares.of[i];
    column_.to = std::max(column_.to, std::max(x0, x1));
    column_.ran |= shares.ran;
    cancelled_ |= shares.cancelled;
}

void composition::close_column() {
    float total = 0, area = 0;
    for (std::size_t i = 0; i < column_.sums.size(); ++i) {
        total += column_.sums[i];
        area += column_.sums[i] * bar_heights_[i];
    }
    const float high = total > 0 ? std::round(area / total) : 0;
    heights h{};
    float before = 0;
    int drawn = 0;
    for (const auto state : budget_order()) {
        const auto i = static_cast<std::size_t>(state);
        before += column_.sums[i];
        const int up_to = total > 0 ? static_cast<int>(std::lround(before / total * high)) : 0;
        h[i] = up_to - drawn;
        drawn = up_to;
    }
    h[sim::task_state_count] = column_.ran ? 1 : 0;
    const bool joins = held_ && held_heights_ == h && held_ghost_ == column_.ghost && column_.from - held_to_ < 0.5F;
    if (!joins) {
        flush();
        held_ = true;
        held_from_ = column_.from;
        held_ghost_ = column_.ghost;
        held_heights_ = h;
    }
    held_to_ = column_.to;
}

void composition::flush() {
    if (!held_) return;
    held_ = false;
    const float alpha = held_ghost_ ? 0.3F : 1.0F;
    const float right = std::max(held_to_, held_from_ + 1);
    int total = 0;
    for (std::size_t i = 0; i < held_heights_.size() - 1; ++i) total += held_heights_[i];
    float y = std::floor((lane_.min.y + lane_.max.y + static_cast<float>(total)) / 2);
    for (const auto state : budget_order()) {
        const int height = held_heights_[static_cast<std::size_t>(state)];
        if (height == 0) continue;
        const float above = y - static_cast<float>(height);
        list_.AddRectFilled(ImVec2(held_from_, above), ImVec2(right, y), faded(colours_.of(state).fill, alpha));
        y = above;
    }
    // Steps take no virtual time: without a mark of their own they would not show at all.
    if (held_heights_[sim::task_state_count] != 0 && held_heights_[static_cast<std::size_t>(sim::task_state::running)] == 0) {
        const ImU32 fill = faded(colours_.of(sim::task_state::running).fill, alpha);
        list_.AddRectFilled(ImVec2(held_from_, y - std::ceil(width_ * 0.6F)), ImVec2(right, y), fill);
    }
}

composition::sliver composition::finish() {
    sliver result;
    if (!open_) return result;
    if (columns_ == 0 && column_.to - column_.from < width_ && (column_.ran || cancelled_)) {
        result = {cancelled_ ? sim::task_state::cancelling : sim::task_state::running, column_.from, column_.ghost};
    } else {
        close_column();
        flush();
    }
    open_ = false;
    cancelled_ = false;
    columns_ = 0;
    return result;
}

void composition::paint(const sliver& s) {
    if (s.state == sim::task_state::unborn) return;
    const float right = std::min(s.x + width_, lane_.max.x);
    if (right <= s.x) return;
    const ImVec2 a(s.x, top_), b(right, top_ + full_);
    list_.AddRectFilled(a, b, faded(colours_.of(s.state).fill, s.ghost ? 0.35F : 1.0F));
    if (colours_.outlined && !s.ghost) {
        list_.AddRectFilled(a, ImVec2(a.x + 1, b.y), faded(colours_.outline, 0.7F));
        list_.AddRectFilled(ImVec2(b.x - 1, a.y), b, faded(colours_.outline, 0.7F));
    }
}

}  // namespace gui
