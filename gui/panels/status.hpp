#pragma once
// One line: how the run stands or the last notice, what comes next, how much there is.

#include "gui/core/view.hpp"

namespace gui {

void status_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
