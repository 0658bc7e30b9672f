#pragma once
// A box around the lanes of a task group's tasks: from where the first was made to where their parent goes on, which is
// not before the last has ended; open at the right where it has not. What the tasks start themselves lies inside.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

// The ground of the boxes and their labels, below the lanes' bars; `right` is how far a box may reach beyond the canvas, for the marks of tasks' ends. A hit
// "group:<parent>" for each.
void paint_group_boxes(ImDrawList&, const view&, const run_index&, const lane_grid&, float right, hit_map&);
// Their outlines, above what marks a lane as selected.
void paint_group_outlines(ImDrawList&, const view&, const run_index&, const lane_grid&, float right);

}  // namespace gui
