#pragma once
// Scenarios of this group; catalogue.cpp has their order.

#include "sim/scenario.hpp"

namespace scenarios {

extern const sim::scenario taking_turns;
extern const sim::scenario settled_outcomes;
extern const sim::scenario fetches;

}  // namespace scenarios
