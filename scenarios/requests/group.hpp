#pragma once
// Scenarios of this group; catalogue.cpp has their order.

#include "sim/scenario.hpp"

namespace scenarios {

extern const sim::scenario one_or_all;
extern const sim::scenario simulated_session;
extern const sim::scenario sequential_or_concurrent;
extern const sim::scenario streaming;
extern const sim::scenario crawl;
extern const sim::scenario flaky_server;
extern const sim::scenario too_many_requests;
extern const sim::scenario timeout_budget;

}  // namespace scenarios
