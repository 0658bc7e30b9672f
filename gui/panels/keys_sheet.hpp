#pragma once
// All keys, from the key table: a sheet over the window, `area` is the window.

#include "gui/core/view.hpp"

namespace gui {

void keys_sheet_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
