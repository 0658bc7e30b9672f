#pragma once
// Every event as a row of a table: number, time, task, what happened, a sentence, the cause. The row of the cursor is
// kept in view; a click moves the cursor; a click on a cause goes there. The field on top filters: words must all occur
// in the task's path, the kind, the object's name or the text; `task:` and `kind:` look at one of them only.

#include "gui/core/view.hpp"

namespace gui {

void events_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
