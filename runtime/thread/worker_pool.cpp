#include "runtime/thread/worker_pool.hpp"

#include <algorithm>

namespace aio {

worker_pool::worker_pool(event_loop& loop, std::size_t workers) : loop_(loop), workers_(workers) {
    if (workers == 0) throw value_error("max_workers must be greater than 0");
}

worker_pool::~worker_pool() {
    for (const auto& job : running_) loop_.disarm_external(*job);
}

worker_pool& worker_pool::of_running_loop() {
    event_loop& loop = get_running_loop();
    if (loop.default_executor() == nullptr) loop.set_default_executor(std::make_unique<worker_pool>(loop));
    auto* pool = dynamic_cast<worker_pool*>(loop.default_executor());
    if (pool == nullptr) throw runtime_error("the loop's executor is not a worker_pool");
    return *pool;
}

void worker_pool::submit(std::unique_ptr<detail::pool_job> job) {
    job->loop_ = &loop_;
    job->pool_ = this;
    job->callback = callback_kind::user_timer;
    job->run = &job_ended;
    job->due = &job_due;
    const std::int64_t* outer = detail::job_clock();
    if (busy_ < workers_) {
        start(std::move(job), outer != nullptr ? *outer : loop_.time().time_since_epoch().count());
    } else {
        queued_.push_back(std::move(job));
    }
}

void worker_pool::start(std::unique_ptr<detail::pool_job> job, std::int64_t at_ns) {
    ++busy_;
    std::int64_t clock = at_ns;
    {
        const outside_loop_scope scope;
        std::int64_t* const outer = std::exchange(detail::job_clock(), &clock);
        job->perform();
        detail::job_clock() = outer;
    }
    job->end_ns_ = clock;
    loop_.arm_external(*job, clock);
    running_.push_back(std::move(job));
}

// The clock has reached the end of a job: its worker takes the next one, and the loop will set its future.
void worker_pool::job_due(external_node& node) {
    auto& job = static_cast<detail::pool_job&>(node);
    job.pool_->free_worker(job.end_ns_);
}

void worker_pool::free_worker(std::int64_t at_ns) {
    --busy_;
    while (!queued_.empty() && busy_ < workers_) {
        std::unique_ptr<detail::pool_job> next = std::move(queued_.front());
        queued_.erase(queued_.begin());
        if (!next->abandoned()) start(std::move(next), at_ns);
    }
    if (busy_ == 0 && idle_ != nullptr) {
        external_node* idle = std::exchange(idle_, nullptr);
        loop_.arm_external(*idle, at_ns);
    }
}

void worker_pool::job_ended(ready_node& node) {
    auto& job = static_cast<detail::pool_job&>(static_cast<timer_node&>(node));
    jobs& running = job.pool_->running_;
    const auto it = std::find_if(running.begin(), running.end(), [&](const auto& j) { return j.get() == &job; });
    const std::unique_ptr<detail::pool_job> ended = std::move(*it);
    running.erase(it);
    ended->loop_->guarded([&] { ended->publish(); });
}

void worker_pool::when_idle(external_node& n) {
    if (busy_ > 0) {
        idle_ = &n;
    } else {
        loop_.arm_external(n, loop_.time().time_since_epoch().count());
    }
}

}  // namespace aio
