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

// Nothing when the runs are the same, source lines aside.
std::optional<divergence> first_divergence(const timeline& a, const timeline& b);

}  // namespace sim
