#pragma once
// What just happened, in a sentence, and where everybody is: running, in the ready queue, on a timer, waiting. Chips
// select their task, pills their object; the line under the sentence goes to the cause.

#include "gui/core/view.hpp"

namespace gui {

void now_panel(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
