#pragma once
// How far a long work is, on the last line of a terminal: "4312 of 10000, 43 %, 12000 a second, 0:04 left".

#include <atomic>
#include <chrono>
#include <cstdint>

namespace runner {

class progress_line {
public:
    // Shows nothing where standard error is not a terminal.
    explicit progress_line(std::uint64_t total);
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();  // wipes the line

    void advance();  // one more is done; from any thread

private:
    using clock = std::chrono::steady_clock;

    std::uint64_t total_;
    bool shown_;
    clock::time_point start_ = clock::now();
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::int64_t> next_ms_{200};  // since the start: nobody reads more than a few lines a second

    void draw(std::uint64_t done, double seconds) const;
};

}  // namespace runner
