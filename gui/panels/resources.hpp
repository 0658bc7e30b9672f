#pragma once
// Queues, semaphores, locks, events and progress as step plots on the common axis: level, capacity, who holds and who
// waits at the cursor. Objects of one kind of progress share a row. A click selects the object; the wheel scrolls.

#include "gui/core/view.hpp"

namespace gui {

void resources_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
