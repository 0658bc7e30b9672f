#pragma once
// How things look and move, and the runs one had open.

#include "gui/core/view.hpp"

namespace gui {

void settings_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
