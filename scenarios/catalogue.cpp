#include "scenarios/catalogue.hpp"

namespace scenarios {

sim::catalogue catalogue() {
    static const sim::scenario* const all[] = {
        &hello,
        &regular_and_async,
        &awaiting,
        &sequential,
        &concurrent,
        &first_steps,
        &background_tasks,
        &task_methods,
        &chains,
        &task_states,
        &gather,
        &gather_errors,
        &gather_or_group,
        &as_completed,
        &gathering_tour,
        &timeout,
        &wait_first,
        &cancellation,
        &resource,
        &async_range,
        &downloads,
        &producer_consumer,
        &rate_limit,
        &call_limiter,
        &parallel_calls,
        &to_thread,
        &in_executor,
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
