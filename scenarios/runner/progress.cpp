#include "scenarios/runner/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace runner {

progress_line::progress_line(std::uint64_t total, std::int64_t shown_after_ms, std::string_view doing)
    : total_(total), doing_(doing), shown_(isatty(STDERR_FILENO) == 1), next_ms_(shown_after_ms) {}

progress_line::~progress_line() {
    if (shown_) std::fputs("\r\033[K", stderr);
}

void progress_line::advance(std::uint64_t more) {
    const std::uint64_t done = done_.fetch_add(more, std::memory_order_relaxed) + more;
    if (!shown_) return;
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start_).count();
    std::int64_t next = next_ms_.load(std::memory_order_relaxed);
    if (since < next || !next_ms_.compare_exchange_strong(next, since + 100)) return;
    draw(done, static_cast<double>(since) / 1000);
}

void progress_line::draw(std::uint64_t done, double seconds) const {
    const double rate = static_cast<double>(done) / seconds;
    if (total_ == 0) {
        fmt::print(stderr, "\r{}{}, {:.0f} a second\033[K", doing_, done, rate);
    } else {
        const std::uint64_t shown = std::min(done, total_);
        const auto left = static_cast<std::uint64_t>(static_cast<double>(total_ - shown) / rate);
        fmt::print(stderr, "\r{}[{:<24}] {} of {}, {} %, {:.0f} a second, {}:{:02} left\033[K", doing_, std::string(shown * 24 / total_, '#'),
                   shown, total_, shown * 100 / total_, rate, left / 60, left % 60);
    }
    std::fflush(stderr);
}

}  // namespace runner
