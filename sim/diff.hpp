#pragma once
// Where two runs part.

#include <optional>
#include <string>

#include "sim/timeline.hpp"

namespace sim {

struct divergence {
    event_id event = 0;    // the first that differs, or that only one of them has
    std::string sentence;  // what each of them does there
};

// Whether two runs have the same event there, by what it says: the numbers of texts may differ.
bool same_event(const trace& a, const trace& b, event_id);

// What each of two runs does at an event at which they part; a run that ends before it does nothing. Parts of them that
// have the event, or end where the run does, know enough.
divergence parting(const timeline& a, const timeline& b, event_id);

// Nothing when the runs are the same, source lines aside.
std::optional<divergence> first_divergence(const timeline& a, const timeline& b);

}  // namespace sim
