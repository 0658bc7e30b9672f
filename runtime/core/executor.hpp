#pragma once
// Where jobs run that block: loop.run_in_executor(), to_thread(). The loop knows no more of it than this.

#include <string>
#include <vector>

#include "runtime/core/timer_heap.hpp"

namespace aio {

// Something that happens outside the loop at a time known in advance. `due` is called when the clock is there, before
// the node joins the ready queue.
struct external_node : timer_node {
    void (*due)(external_node&) = nullptr;
};

class event_loop;

namespace detail {

// A job while it runs: it has a clock of its own, ahead of the loop's.
struct job_context {
    event_loop* loop;
    std::int64_t now;
    task_id owner;  // the task that sent it
};

// That of the job that runs on this thread, null: none.
job_context*& current_job() noexcept;

// What jobs have printed at times the loop's clock has yet to reach, in order of time, then of printing.
class late_lines {
public:
    struct line {
        std::int64_t when;
        task_id by;
        std::string text;
    };

    bool due(std::int64_t now) const noexcept { return !lines_.empty() && lines_.front().when <= now; }
    void add(line);
    line take();  // the first

private:
    std::vector<line> lines_;
};

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
