#pragma once
// Mistakes that are legal, in words.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/timeline.hpp"

namespace sim {

enum class task_name : std::uint8_t { brief, path };  // "worker[2]", "main/worker[2]"

// The events that warn: diagnostics, and exceptions nobody looked at.
constexpr bool is_mistake(event_kind k) { return k == event_kind::diagnostic || k == event_kind::unretrieved; }

// A clause: "main let go of coroutine `tea`, which was never awaited (scenarios/tea.cpp:8)". Of such an event.
std::string diagnosis(const timeline&, event_id, task_name);

// For a terminal, in the order in which they were found: "warning: [t=0.250] main/worker[2] ...".
std::vector<std::string> warnings(const timeline&);

}  // namespace sim
