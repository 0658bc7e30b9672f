#include "scenarios/catalogue.hpp"

namespace scenarios {

// Each is defined in a file of its own, scenarios/GROUP/NAME.cpp.

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
extern const sim::scenario shielded_save;

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
extern const sim::scenario unheard_error;
extern const sim::scenario last_upload;
extern const sim::scenario not_my_lock;
extern const sim::scenario done_twice;
extern const sim::scenario swallowed_cancellation;
extern const sim::scenario cancelled_with_lock;
extern const sim::scenario gather_siblings;
extern const sim::scenario producer_consumer_sentinel;
extern const sim::scenario lock_order;

std::span<const char* const> groups() {
    static constexpr const char* all[] = {
        "basics",
        "tasks",
        "gathering",
        "timeouts and waiting",
        "cancellation",
        "task groups",
        "futures",
        "synchronisation",
        "iterators and context managers",
        "patterns",
        "requests",
        "chat",
        "blocking code",
        "mistakes",
    };
    return all;
}

sim::catalogue catalogue() {
    static const sim::scenario* const all[] = {
        // basics
        &hello,
        &greeting,
        &regular_and_async,
        &awaiting,
        &greet,
        &sequential,
        &concurrent,
        &sleep_result,
        &first_steps,
        &calls,
        // tasks
        &first_step,
        &background_tasks,
        &task_methods,
        &chains,
        &task_states,
        // gathering
        &gather,
        &gather_two,
        &taking_turns,
        &three_fetches,
        &gather_errors,
        &settled_outcomes,
        &gather_or_group,
        &as_completed,
        &gathering_tour,
        &fetches,
        // timeouts and waiting
        &timeout,
        &timed_out,
        &wait_first,
        &wait_modes,
        // cancellation
        &cancellation,
        &shielded_save,
        // task groups
        &task_group,
        &group_errors,
        &group_timeout,
        &growing_group,
        &limited_group,
        // futures
        &future_by_hand,
        &future_errors,
        &future_deadlines,
        &future_callbacks,
        &gathered_futures,
        // synchronisation
        &lock_account,
        &semaphore_rounds,
        &semaphore_visitors,
        &event_release,
        &event_pulse,
        &condition_update,
        &condition_stock,
        &barrier_laps,
        &queue_handover,
        &queue_kinds,
        // iterators and context managers
        &resource,
        &async_range,
        // patterns
        &downloads,
        &bounded_queue,
        &producer_consumer,
        &rate_limit,
        &retry_later,
        &periodic,
        &call_limiter,
        &parallel_calls,
        &three_lessons,
        &pipeline,
        // requests
        &one_or_all,
        &simulated_session,
        &sequential_or_concurrent,
        &streaming,
        &crawl,
        &flaky_server,
        &too_many_requests,
        &timeout_budget,
        // chat
        &broadcast,
        &chat_room_of_three,
        &private_messages,
        &chat_load,
        // blocking code
        &to_thread,
        &in_executor,
        &executor_call,
        // mistakes
        &forgotten_await,
        &sync_and_async,
        &never_starts,
        &blocking_in_the_loop,
        &computing_in_the_loop,
        &too_many_tasks,
        &unheard_error,
        &last_upload,
        &not_my_lock,
        &done_twice,
        &swallowed_cancellation,
        &cancelled_with_lock,
        &gather_siblings,
        &producer_consumer_sentinel,
        &lock_order,
    };
    return all;
}

}  // namespace scenarios
