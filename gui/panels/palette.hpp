#pragma once
// What the search field of the picker offers besides scenarios: "> words" commands, "@ words" tasks, "#128" an event,
// ":1.8" a time.

#include <string>
#include <string_view>
#include <vector>

#include "gui/core/view.hpp"

namespace gui {

struct palette_entry {
    std::string id;     // "step_back", a task's path, the moment as typed
    std::string label;
    std::string hint;   // the key, or what the task does
    command what;
};

bool is_palette(std::string_view typed);

// What matches, the best first; at most a few hundred.
std::vector<palette_entry> palette_of(const view&, std::string_view typed);

// The one that Enter takes: what the arrows went to, else the first; nullptr: there is none.
const palette_entry* chosen_of(const std::vector<palette_entry>&, std::string_view picked);

}  // namespace gui
