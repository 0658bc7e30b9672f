#pragma once
// Whether a trace that came from outside can be a trace at all: what the readers of traces rely on.

#include <string>

#include "sim/trace.hpp"

namespace sim {

// "" when it can; else what is wrong with the first event that cannot be. From an event on, before
// which there were so many tasks.
std::string fault_in(const trace&, task_id tasks = 0, event_id from = 0);

}  // namespace sim
