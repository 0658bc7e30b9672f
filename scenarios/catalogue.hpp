#pragma once
// Every scenario there is, in the order of the picker: by group, in the order in which one learns.

#include <span>

#include "sim/scenario.hpp"

namespace scenarios {

sim::catalogue catalogue();
std::span<const char* const> groups();  // names of the groups, in their order

// What runs when nobody says what.
inline constexpr const char* default_scenario = "downloads";

// basics
extern const sim::scenario hello;
extern const sim::scenario greeting;
extern const sim::scenario regular_and_async;
extern const sim::scenario awaiting;
extern const sim::scenario greet;
extern const sim::scenario sequential;
extern const sim::scenario concurrent;
extern const sim::scenario sleep_result;
extern const sim::scenario first_steps;
extern const sim::scenario calls;

// tasks
extern const sim::scenario first_step;
extern const sim::scenario background_tasks;
extern const sim::scenario task_methods;
extern const sim::scenario chains;
extern const sim::scenario task_states;

// gathering
extern const sim::scenario gather;
extern const sim::scenario gather_two;
extern const sim::scenario taking_turns;
extern const sim::scenario three_fetches;
extern const sim::scenario gather_errors;
extern const sim::scenario settled_outcomes;
extern const sim::scenario gather_or_group;
extern const sim::scenario as_completed;
extern const sim::scenario gathering_tour;
extern const sim::scenario fetches;

// timeouts and waiting
extern const sim::scenario timeout;
extern const sim::scenario timed_out;
extern const sim::scenario wait_first;
extern const sim::scenario wait_modes;

// cancellation
extern const sim::scenario cancellation;

// task groups
extern const sim::scenario task_group;
extern const sim::scenario group_errors;
extern const sim::scenario group_timeout;
extern const sim::scenario growing_group;
extern const sim::scenario limited_group;

// futures
extern const sim::scenario future_by_hand;
extern const sim::scenario future_errors;
extern const sim::scenario future_deadlines;
extern const sim::scenario future_callbacks;
extern const sim::scenario gathered_futures;

// synchronisation
extern const sim::scenario lock_account;
extern const sim::scenario semaphore_rounds;
extern const sim::scenario semaphore_visitors;
extern const sim::scenario event_release;
extern const sim::scenario event_pulse;
extern const sim::scenario condition_update;
extern const sim::scenario condition_stock;
extern const sim::scenario barrier_laps;
extern const sim::scenario queue_handover;
extern const sim::scenario queue_kinds;

// iterators and context managers
extern const sim::scenario resource;
extern const sim::scenario async_range;

// patterns
extern const sim::scenario downloads;
extern const sim::scenario bounded_queue;
extern const sim::scenario producer_consumer;
extern const sim::scenario rate_limit;
extern const sim::scenario retry_later;
extern const sim::scenario periodic;
extern const sim::scenario call_limiter;
extern const sim::scenario parallel_calls;
extern const sim::scenario three_lessons;
extern const sim::scenario pipeline;

// requests
extern const sim::scenario one_or_all;
extern const sim::scenario simulated_session;
extern const sim::scenario sequential_or_concurrent;
extern const sim::scenario streaming;
extern const sim::scenario crawl;
extern const sim::scenario flaky_server;
extern const sim::scenario too_many_requests;
extern const sim::scenario timeout_budget;

// chat
extern const sim::scenario broadcast;
extern const sim::scenario chat_room_of_three;
extern const sim::scenario private_messages;
extern const sim::scenario chat_load;

// blocking code
extern const sim::scenario to_thread;
extern const sim::scenario in_executor;
extern const sim::scenario executor_call;

// mistakes
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
