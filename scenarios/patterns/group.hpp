#pragma once
// Scenarios of this group; catalogue.cpp has their order.

#include "sim/scenario.hpp"

namespace scenarios {

extern const sim::scenario bounded_queue;
extern const sim::scenario retry_later;
extern const sim::scenario periodic;
extern const sim::scenario pipeline;

}  // namespace scenarios
