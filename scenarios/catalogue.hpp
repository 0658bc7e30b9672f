#pragma once
// Every scenario there is, in the order of the picker.

#include "sim/scenario.hpp"

namespace scenarios {

sim::catalogue catalogue();

// What runs when nobody says what.
inline constexpr const char* default_scenario = "downloads";

extern const sim::scenario hello;
extern const sim::scenario sequential;
extern const sim::scenario concurrent;
extern const sim::scenario cancellation;
extern const sim::scenario timeout;
extern const sim::scenario downloads;
extern const sim::scenario producer_consumer;
extern const sim::scenario rate_limit;
extern const sim::scenario producer_consumer_sentinel;

}  // namespace scenarios
