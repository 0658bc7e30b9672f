#pragma once
// The strip above the bottom panel that says what it shows.

#include "gui/core/view.hpp"

namespace gui {

void tabs_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
