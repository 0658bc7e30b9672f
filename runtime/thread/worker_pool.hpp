#pragma once
// A thread pool in virtual time. A job runs to its end, on the loop's own thread, at the moment a worker is free for it;
// what it would have taken is the time it spends in blocking_sleep(), and that much later, as an event from outside, its
// end reaches the loop. So a program with worker threads has one order, and costs no threads. real_threads is for jobs
// that need them.

#include <memory>

#include "runtime/core/event_loop.hpp"

namespace aio {

namespace detail {

class pool_state;

// One call. Queued (the pool's), running (it ran already, its end lies ahead; its own), then ended: its future is set.
class pool_job : public external_node {
public:
    pool_job() = default;
    pool_job(const pool_job&) = delete;
    pool_job& operator=(const pool_job&) = delete;
    virtual ~pool_job() = default;

    virtual void perform() noexcept = 0;          // calls the function, keeps what it returns or throws
    virtual bool abandoned() const noexcept = 0;  // nobody wants it any more, as known one iteration after cancel()
    virtual void publish() = 0;                   // sets the future

private:
    friend class pool_state;
    std::shared_ptr<pool_state> pool_;
    std::int64_t end_ns_ = 0;
    std::uint64_t ticket_ = 0;  // of a real thread; 0: none
    task_id sender_ = 0;
};

}  // namespace detail

// Runs jobs on threads of the machine. When one ends there is decided by no clock of ours: so each takes `cost` of virtual
// time, and when that is over the loop stands still until the result is really there. The order of results is that of
// their virtual times, then of submission, whichever thread was first. A job must not use the loop nor what others use.
struct real_threads {
    std::size_t workers;
    duration cost;  // of a job, in virtual time
};

// concurrent.futures.ThreadPoolExecutor, and ProcessPoolExecutor: in virtual time there is no difference.
class worker_pool final : public executor {
public:
    static constexpr std::size_t default_workers = 32;

    explicit worker_pool(std::size_t workers = default_workers);  // of the running loop; throws value_error for 0
    explicit worker_pool(event_loop& loop, std::size_t workers = default_workers);
    worker_pool(event_loop& loop, real_threads threads);
    // `with ThreadPoolExecutor() as pool`: shutdown().
    ~worker_pool() override;

    // Throws runtime_error after shutdown().
    void submit(std::unique_ptr<detail::pool_job> job);
    // Takes no more jobs, and blocks the loop until all are done: only the clock moves meanwhile. In a job, and once the
    // loop is closed, it does not wait.
    void shutdown();
    void when_idle(external_node& n) override;
    std::size_t workers() const noexcept;

    // That of the running loop; made when first used. Throws runtime_error when the loop has an executor of another kind.
    static worker_pool& of_running_loop();

private:
    std::shared_ptr<detail::pool_state> state_;
};

using thread_pool_executor = worker_pool;
using process_pool_executor = worker_pool;

}  // namespace aio
