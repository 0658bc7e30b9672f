#pragma once
// Mistakes that are legal, in words.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/timeline.hpp"

namespace sim {

enum class task_name : std::uint8_t { brief, path };  // "worker[2]", "main/worker[2]"

// A clause: "main let go of coroutine `tea`, which was never awaited (scenarios/tea.cpp:8)". For a diagnostic event only.
std::string diagnosis(const timeline&, event_id, task_name);

// For a terminal, in the order in which they were found: "warning: [t=0.250] main/worker[2] ...".
std::vector<std::string> warnings(const timeline&);

}  // namespace sim
