#pragma once
// Where jobs run that block: loop.run_in_executor(), to_thread(). The loop knows no more of it than this.

#include "runtime/core/timer_heap.hpp"

namespace aio {

// Something that happens outside the loop at a time known in advance. `due` is called when the clock is there, before
// the node joins the ready queue.
struct external_node : timer_node {
    void (*due)(external_node&) = nullptr;
};

namespace detail {
// The clock of the job that runs on this thread, null: none.
std::int64_t*& job_clock() noexcept;
}  // namespace detail

class executor {
public:
    executor() = default;
    executor(const executor&) = delete;
    executor& operator=(const executor&) = delete;
    virtual ~executor() = default;

    // Puts `n` in the ready queue by an external event at the time when all jobs are done; one at a time.
    virtual void when_idle(external_node& n) = 0;
};

}  // namespace aio
