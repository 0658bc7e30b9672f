#pragma once
// Warnings: one sentence each, where it happened, and what it means.

#include "gui/core/view.hpp"

namespace gui {

void warnings_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
