#pragma once
// Scenarios of this group; catalogue.cpp has their order.

#include "sim/scenario.hpp"

namespace scenarios {

extern const sim::scenario greet;
extern const sim::scenario calls;

}  // namespace scenarios
