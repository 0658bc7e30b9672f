#pragma once
// Columns of many short states: each column is divided by share of time (of events, on the event axis) and as high as the
// bars it stands for are on average. Fed from left to right; neighbouring equal columns become one rectangle.

#include <imgui.h>

#include <algorithm>
#include <array>

#include "gui/core/view.hpp"

namespace gui {

class composition {
public:
    // `now_x`: columns right of it are ghosts.
    composition(ImDrawList&, const theme&, rect lane, float full, float now_x, float scale);

    // One short stretch from x0 to x1; stretches join each other.
    void add(sim::task_state, float x0, float x1);
    // Many short stretches at once, `shares` px of each state, from x0 to x1, which lies left of border().
    struct share {
        std::array<float, sim::task_state_count> of{};
        bool ran = false, cancelled = false;
    };
    void add(const share&, float x0, float x1);
    // Where the column that is open ends; where none is open, left of everything.
    float border() const {
        if (!open_) return -1e9F;
        return column_.ghost ? column_.from + width_ : std::min(column_.from + width_, now_x_);
    }
    // Ends a run of short stretches. Narrower than a column it becomes one sliver, which is returned instead of drawn:
    // it belongs on top of the bar that follows. `state` unborn: nothing to draw.
    struct sliver {
        sim::task_state state = sim::task_state::unborn;
        float x = 0;
        bool ghost = false;
    };
    sliver finish();
    void paint(const sliver&);
    float sliver_width() const { return width_; }

private:
    using heights = std::array<int, sim::task_state_count + 1>;
    struct column {
        float from = 0, to = 0;
        bool ghost = false;
        bool ran = false;  // a step ran here, maybe without taking time
        std::array<float, sim::task_state_count> sums{};
    };
    ImDrawList& list_;
    const theme& colours_;
    rect lane_;
    float full_, top_, now_x_, width_;
    std::array<float, sim::task_state_count> bar_heights_{};
    bool open_ = false;
    bool cancelled_ = false;
    int columns_ = 0;
    column column_;
    // the rectangle that equal columns are still added to
    bool held_ = false;
    float held_from_ = 0, held_to_ = 0;
    bool held_ghost_ = false;
    heights held_heights_{};

    void close_column();
    void flush();
};

}  // namespace gui
