#pragma once
// A thread pool in virtual time. A job runs to its end, on the loop's own thread, at the moment a worker is free for it;
// what it would have taken is the time it spends in blocking_sleep(), and that much later, as an event from outside, its
// end reaches the loop. So a program with worker threads has one order, and costs no threads.

#include <memory>
#include <vector>

#include "runtime/core/event_loop.hpp"

namespace aio {

class worker_pool;

namespace detail {

// One call. Queued, running (it ran already, its end lies ahead), then ended: its future is set.
class pool_job : public external_node {
public:
    pool_job() = default;
    pool_job(const pool_job&) = delete;
    pool_job& operator=(const pool_job&) = delete;
    virtual ~pool_job() = default;

private:
    friend class aio::worker_pool;

    event_loop* loop_ = nullptr;
    worker_pool* pool_ = nullptr;
    std::int64_t end_ns_ = 0;

    virtual void perform() noexcept = 0;       // calls the function, keeps what it returns or throws
    virtual bool abandoned() const noexcept = 0;  // nobody wants it any more, as known one iteration after cancel()
    virtual void publish() = 0;                // sets the future
};

}  // namespace detail

class worker_pool final : public executor {
public:
    static constexpr std::size_t default_workers = 32;

    explicit worker_pool(event_loop& loop, std::size_t workers = default_workers);  // throws value_error for 0
    ~worker_pool() override;

    void submit(std::unique_ptr<detail::pool_job> job);
    void when_idle(external_node& n) override;
    std::size_t workers() const noexcept { return workers_; }

    // That of the running loop; made when first used. Throws runtime_error when the loop has an executor of another kind.
    static worker_pool& of_running_loop();

private:
    using jobs = std::vector<std::unique_ptr<detail::pool_job>>;

    event_loop& loop_;
    std::size_t workers_;
    std::size_t busy_ = 0;  // workers
    jobs running_;          // begun, and not told the loop yet; in no particular order
    jobs queued_;           // first come, first served
    external_node* idle_ = nullptr;

    static void job_due(external_node&);
    static void job_ended(ready_node&);
    void start(std::unique_ptr<detail::pool_job> job, std::int64_t at_ns);
    void free_worker(std::int64_t at_ns);
};

}  // namespace aio
