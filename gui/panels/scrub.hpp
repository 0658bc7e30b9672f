#pragma once
// The whole run in one strip: who was in which state, where the view and the playhead are; beside it the legend.

#include "gui/core/view.hpp"

namespace gui {

void scrub_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
