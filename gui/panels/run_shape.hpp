#pragma once
// How many tasks were in which state over the whole run, one column a pixel: exact shares of time, however many tasks
// and events there are.

#include <array>
#include <vector>

#include "gui/core/time_axis.hpp"
#include "gui/core/view.hpp"

namespace gui {

struct run_shape {
    using column = std::array<float, sim::task_state_count>;  // tasks in each state, averaged over the column
    std::vector<column> columns;
    std::vector<std::uint32_t> events;  // that happened in the column
    std::uint32_t most_events = 0;      // of any column
    std::vector<std::int64_t> depth;    // items in the program's fullest queue, at its fullest in the column
    std::int64_t most_depth = 0;
    float most = 1;                     // tasks alive in the fullest column
    std::array<bool, sim::task_state_count> present{};  // states that occur at all, however short
};

// `whole` shows the whole run from its left() to its right().
run_shape compose(const sim::timeline&, const time_axis& whole);
// The same of a run in a file, from what its blocks say: where a column is finer than a block, the block's average.
run_shape compose(const sim::recording&, const time_axis& whole);

// The one of the run on the screen, made again only when the run or the axis changed.
// While a run grows its shape is made anew after each third: at every frame it would cost more than the run.
const run_shape& run_shape_of(const sim::session&, const time_axis& whole, bool growing);

// The axis of the scrub bar: that of the view, with the whole run in it. Of a run in a file it is one of time or of
// events: where the clock jumps far in other parts nobody knows.
time_axis whole_axis(const view&);
// Where an event, or a position on the view's axis, is on that axis.
double position_on_whole(const view&, const time_axis& whole, sim::event_id);
double position_on_whole(const view&, const time_axis& whole, double);

}  // namespace gui
