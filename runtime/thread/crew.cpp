#include "runtime/thread/crew.hpp"

namespace aio::detail {

namespace {

bool& aboard_here() noexcept {
    static constinit thread_local bool here = false;
    return here;
}

}  // namespace

bool crew::aboard() noexcept { return aboard_here(); }

crew::crew(std::size_t threads) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

crew::~crew() {
    {
        const std::lock_guard lock(mutex_);
        leaving_ = true;
    }
    work_.notify_all();
    for (std::thread& t : threads_) t.join();
}

std::uint64_t crew::begin(std::function<void()> job) {
    std::uint64_t ticket = 0;
    {
        const std::lock_guard lock(mutex_);
        ticket = ++last_ticket_;
        waiting_.emplace_back(ticket, std::move(job));
    }
    work_.notify_one();
    return ticket;
}

void crew::wait(std::uint64_t ticket) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return ended_.contains(ticket); });
    ended_.erase(ticket);
}

void crew::run() {
    aboard_here() = true;
    std::unique_lock lock(mutex_);
    for (;;) {
        work_.wait(lock, [&] { return leaving_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto [ticket, job] = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        ended_.insert(ticket);
        done_.notify_all();
    }
}

}  // namespace aio::detail
