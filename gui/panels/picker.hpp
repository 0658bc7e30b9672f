#pragma once
// The catalogue with search: a sheet over the window, `area` is the window.

#include "gui/core/view.hpp"

namespace gui {

void picker_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
