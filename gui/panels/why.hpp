#pragma once
// The answer to "why?", and the marks of the tour: sheets over the lanes.

#include "gui/core/view.hpp"

namespace gui {

// `area`: the lanes with their ruler. The sheets stay inside its canvas.
void why_panel(const view&, rect area, command_bus&, hit_map&);
void coach_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
