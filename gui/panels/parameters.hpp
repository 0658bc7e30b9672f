#pragma once
// What the scenario can be asked for: one control a parameter; a change runs it again.

#include "gui/core/view.hpp"

namespace gui {

void parameters_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
