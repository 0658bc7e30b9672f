#include "runtime/thread/worker_pool.hpp"

#include <deque>

#include "runtime/thread/crew.hpp"

namespace aio {

namespace detail {

// Lives as long as the pool or a job that has begun.
class pool_state : public std::enable_shared_from_this<pool_state> {
public:
    pool_state(event_loop& loop, std::size_t workers) : loop_(loop), workers_(workers) {
        if (workers == 0) throw value_error("max_workers must be greater than 0");
    }
    void use_threads(duration cost) {
        crew_ = std::make_unique<crew>(workers_);
        cost_ = cost;
    }

    std::size_t workers() const noexcept { return workers_; }
    void submit(std::unique_ptr<pool_job> job);
    void shutdown();
    void when_idle(external_node& n);

private:
    event_loop& loop_;
    std::size_t workers_;
    std::size_t busy_ = 0;  // workers
    std::deque<std::unique_ptr<pool_job>> queued_;  // first come, first served
    external_node* idle_ = nullptr;
    std::unique_ptr<crew> crew_;  // null: jobs run on the loop's thread
    duration cost_{0};
    bool shut_down_ = false;

    static void job_due(external_node&);
    static void job_ended(ready_node&);
    void start(std::unique_ptr<pool_job> job, std::int64_t at_ns);
    void perform_now(pool_job& job, std::int64_t at_ns) const;
    void free_worker(std::int64_t at_ns);
    void await_thread(pool_job& job) const {
        if (job.ticket_ != 0) crew_->wait(std::exchange(job.ticket_, 0));
    }
};

void pool_state::submit(std::unique_ptr<pool_job> job) {
    if (shut_down_) throw runtime_error("cannot schedule new futures after shutdown");
    job->callback = callback_kind::user_timer;
    job->run = &job_ended;
    job->due = &job_due;
    const job_context* outer = current_job();
    job->sender_ = outer != nullptr ? outer->owner : loop_.current() != nullptr ? loop_.current()->task_number() : 0;
    if (busy_ < workers_) {
        start(std::move(job), outer != nullptr ? outer->now : loop_.time().time_since_epoch().count());
    } else {
        queued_.push_back(std::move(job));
    }
}

void pool_state::start(std::unique_ptr<pool_job> job, std::int64_t at_ns) {
    ++busy_;
    job->pool_ = shared_from_this();
    if (crew_ != nullptr) {
        job->end_ns_ = deadline(at_ns, cost_);
        job->ticket_ = crew_->begin([j = job.get()] { j->perform(); });
    } else {
        perform_now(*job, at_ns);
    }
    job->owned = true;
    const std::int64_t end = job->end_ns_;
    loop_.arm_external(*job.release(), end);
}

void pool_state::perform_now(pool_job& job, std::int64_t at_ns) const {
    job_context context{&loop_, at_ns, job.sender_};
    const outside_loop_scope scope;
    job_context* const outer = std::exchange(current_job(), &context);
    job.perform();
    current_job() = outer;
    job.end_ns_ = context.now;
}

// The clock has reached the end of a job: its worker takes the next one, and the loop will set its future.
void pool_state::job_due(external_node& node) {
    auto& job = static_cast<pool_job&>(node);
    job.pool_->await_thread(job);
    job.pool_->free_worker(job.end_ns_);
}

void pool_state::free_worker(std::int64_t at_ns) {
    --busy_;
    while (!queued_.empty() && busy_ < workers_) {
        std::unique_ptr<pool_job> next = std::move(queued_.front());
        queued_.pop_front();
        if (!next->abandoned()) start(std::move(next), at_ns);
    }
    if (busy_ == 0 && idle_ != nullptr) {
        external_node* idle = std::exchange(idle_, nullptr);
        loop_.arm_external(*idle, at_ns);
    }
}

void pool_state::job_ended(ready_node& node) {
    const std::unique_ptr<pool_job> job(&static_cast<pool_job&>(static_cast<timer_node&>(node)));
    pool_state& pool = *job->pool_;
    pool.await_thread(*job);
    if (!pool.loop_.closed()) pool.loop_.guarded([&] { job->publish(); });
}

void pool_state::shutdown() {
    shut_down_ = true;
    if (loop_.closed() || event_loop::running() != &loop_) return;
    while (busy_ > 0 && loop_.block_until_external()) {
    }
}

void pool_state::when_idle(external_node& n) {
    if (busy_ > 0) {
        idle_ = &n;
    } else {
        loop_.arm_external(n, loop_.time().time_since_epoch().count());
    }
}

}  // namespace detail

worker_pool::worker_pool(std::size_t workers) : worker_pool(get_running_loop(), workers) {}

worker_pool::worker_pool(event_loop& loop, std::size_t workers)
    : state_(std::make_shared<detail::pool_state>(loop, workers)) {}

worker_pool::worker_pool(event_loop& loop, real_threads threads) : worker_pool(loop, threads.workers) {
    if (threads.cost.count() < 0) throw value_error("a job's cost must not be negative");
    state_->use_threads(threads.cost);
}

worker_pool::~worker_pool() { shutdown(); }

worker_pool& worker_pool::of_running_loop() {
    event_loop& loop = get_running_loop();
    if (loop.default_executor() == nullptr) loop.set_default_executor(std::make_unique<worker_pool>(loop));
    auto* pool = dynamic_cast<worker_pool*>(loop.default_executor());
    if (pool == nullptr) throw runtime_error("the loop's executor is not a worker_pool");
    return *pool;
}

void worker_pool::submit(std::unique_ptr<detail::pool_job> job) { state_->submit(std::move(job)); }

void worker_pool::shutdown() { state_->shutdown(); }

void worker_pool::when_idle(external_node& n) { state_->when_idle(n); }

std::size_t worker_pool::workers() const noexcept { return state_->workers(); }

}  // namespace aio
