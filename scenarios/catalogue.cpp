#include "scenarios/catalogue.hpp"

namespace scenarios {

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
        &swallowed_cancellation,
        &cancelled_with_lock,
        &gather_siblings,
        &producer_consumer_sentinel,
        &lock_order,
    };
    return all;
}

}  // namespace scenarios
