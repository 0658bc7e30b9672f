#pragma once
// The selected task or object in full; without a selection the task of the cursor's event. First why it is as it is,
// then where its time went, its place in the source, and who wakes whom.

#include "gui/core/view.hpp"

namespace gui {

void inspector_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
