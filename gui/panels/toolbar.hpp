#pragma once
// Scenario, transport, speed, time, axis, seed, and what concerns the window.

#include "gui/core/view.hpp"

namespace gui {

void toolbar_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
