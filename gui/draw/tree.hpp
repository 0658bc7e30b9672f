#pragma once
// The header of a lane: where the task belongs, what it is called, how it stands, where its time went.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

// One row of the task tree, as high as its lane.
// Where a click folds or unfolds the task's children.
rect fold_mark(const view&, const lane_row&, rect area);

// Where the sign of a breakpoint on the task is, and a click removes it.
rect breakpoint_mark(const view&, rect area);

void paint_lane_header(ImDrawList&, const view&, const run_index&, const lane_row&, rect area);

}  // namespace gui
