#pragma once
// Threads of the machine that run jobs, and a way to wait for each.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace aio::detail {

class crew {
public:
    explicit crew(std::size_t threads);
    crew(const crew&) = delete;
    crew& operator=(const crew&) = delete;
    ~crew();  // waits for all jobs

    std::uint64_t begin(std::function<void()> job);  // a ticket, from 1
    void wait(std::uint64_t ticket);                 // until that job is done; once for each ticket

    // True on the threads of a crew: what belongs to a loop must not be used there.
    static bool aboard() noexcept;

private:
    std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable done_;
    std::deque<std::pair<std::uint64_t, std::function<void()>>> waiting_;
    std::set<std::uint64_t> ended_;
    std::uint64_t last_ticket_ = 0;
    bool leaving_ = false;
    std::vector<std::thread> threads_;

    void run();
};

}  // namespace aio::detail
