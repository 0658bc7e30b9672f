#pragma once
// The lanes: every task of the run, parents before children, on the common axis; to the left of each its header.
//
// Mouse: wheel scrolls lanes, Ctrl+wheel zooms at the mouse, Shift+wheel pans; dragging the canvas pans both ways.
// On the ruler, pressing and dragging moves the cursor. A click on a bar, a lane or a header selects the task and leaves
// the cursor where it is; a click on the mark of a task's end goes to that event; a double click on a bar selects the
// task and fills the view with the bar; a double click on a header goes to where the task is in its present state.

#include "gui/core/view.hpp"

namespace gui {

void timeline_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
