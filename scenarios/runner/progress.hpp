#pragma once
// How far a long work is, on the last line of a terminal: "4312 of 10000, 43 %, 12000 a second, 0:04 left".

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace runner {

inline constexpr std::int64_t progress_after_ms = 1000;  // of work that is mostly over at once

class progress_line {
public:
    // Shows nothing where standard error is not a terminal, nor before so many milliseconds. `total` 0: nobody knows.
    explicit progress_line(std::uint64_t total, std::int64_t shown_after_ms = 200, std::string_view doing = "");
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();  // wipes the line

    void advance(std::uint64_t more = 1);  // so many more are done; from any thread

private:
    using clock = std::chrono::steady_clock;

    std::uint64_t total_;
    std::string_view doing_;  // "reading "
    bool shown_;
    clock::time_point start_ = clock::now();
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::int64_t> next_ms_;  // since the start: nobody reads more than a few lines a second

    void draw(std::uint64_t done, double seconds) const;
};

}  // namespace runner
