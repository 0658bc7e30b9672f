#pragma once
// Every scenario there is, in the order of the picker.

#include "sim/scenario.hpp"

namespace scenarios {

sim::catalogue catalogue();

// What runs when nobody says what.
inline constexpr const char* default_scenario = "downloads";

extern const sim::scenario hello;
extern const sim::scenario regular_and_async;
extern const sim::scenario awaiting;
extern const sim::scenario sequential;
extern const sim::scenario concurrent;
extern const sim::scenario first_steps;
extern const sim::scenario background_tasks;
extern const sim::scenario task_methods;
extern const sim::scenario chains;
extern const sim::scenario task_states;
extern const sim::scenario gather;
extern const sim::scenario gather_errors;
extern const sim::scenario gather_or_group;
extern const sim::scenario as_completed;
extern const sim::scenario gathering_tour;
extern const sim::scenario timeout;
extern const sim::scenario wait_first;
extern const sim::scenario cancellation;
extern const sim::scenario resource;
extern const sim::scenario async_range;
extern const sim::scenario downloads;
extern const sim::scenario producer_consumer;
extern const sim::scenario rate_limit;
extern const sim::scenario call_limiter;
extern const sim::scenario parallel_calls;
extern const sim::scenario to_thread;
extern const sim::scenario in_executor;
extern const sim::scenario forgotten_await;
extern const sim::scenario sync_and_async;
extern const sim::scenario never_starts;
extern const sim::scenario blocking_in_the_loop;
extern const sim::scenario computing_in_the_loop;
extern const sim::scenario too_many_tasks;
extern const sim::scenario swallowed_cancellation;
extern const sim::scenario cancelled_with_lock;
extern const sim::scenario gather_siblings;
extern const sim::scenario producer_consumer_sentinel;
extern const sim::scenario lock_order;

}  // namespace scenarios
