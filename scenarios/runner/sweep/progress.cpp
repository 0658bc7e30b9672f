#include "scenarios/runner/sweep/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace runner {

progress_line::progress_line(std::uint64_t total) : total_(total), shown_(isatty(STDERR_FILENO) == 1) {}

progress_line::~progress_line() {
    if (shown_) std::fputs("\r\033[K", stderr);
}

void progress_line::advance() {
    const std::uint64_t done = done_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (!shown_) return;
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start_).count();
    std::int64_t next = next_ms_.load(std::memory_order_relaxed);
    if (since < next || !next_ms_.compare_exchange_strong(next, since + 100)) return;
    draw(done, static_cast<double>(since) / 1000);
}

void progress_line::draw(std::uint64_t done, double seconds) const {
    const double rate = static_cast<double>(done) / seconds;
    const auto left = static_cast<std::uint64_t>(static_cast<double>(total_ - done) / rate);
    const std::uint64_t filled = done * 24 / total_;
    fmt::print(stderr, "\r[{:<24}] {} of {}, {} %, {:.0f} a second, {}:{:02} left\033[K", std::string(filled, '#'), done, total_,
               done * 100 / total_, rate, left / 60, left % 60);
    std::fflush(stderr);
}

}  // namespace runner
