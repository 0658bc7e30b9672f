#pragma once
// Events as they are written in files: the names of the enumerators.

#include <string_view>

#include "sim/trace.hpp"

namespace sim {

std::string_view to_string(event_kind);     // "task_created"
std::string_view detail_name(const event&);  // of what its detail is for this kind: "queue_get"; "" where it has none
int detail_count(event_kind);                // how many values its detail may have; 1 where it has none

inline bool value_is_text(event_kind kind) { return kind == event_kind::task_created || kind == event_kind::loop_error; }

}  // namespace sim
