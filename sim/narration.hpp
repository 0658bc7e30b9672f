#pragma once
// A run in words. Every sentence is made from the trace, so it cannot say what did not happen.

#include <string>

#include "sim/timeline.hpp"

namespace sim {

// What just happened, one short sentence: "download[2] asks for a permit of `slots` - all 3 are taken, so it waits."
std::string narrate(const timeline&, event_id);

// One or two words for an event's kind in a table: "timer fired", "waits for queue".
std::string label(const timeline&, event_id);

// Short name of a task for people: last part of its path ("download[2]").
std::string short_name(const timeline&, task_id);

// Name of an object with its kind: "queue `jobs`".
std::string describe(const timeline&, object_id);

}  // namespace sim
