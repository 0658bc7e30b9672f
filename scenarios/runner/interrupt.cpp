#include "scenarios/runner/interrupt.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>

namespace runner {

namespace {

std::atomic<bool> came{false};

std::atomic<std::int64_t> came_at{0};

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// `timeout` sends a signal twice at once, which is not somebody who grew impatient.
extern "C" void on_interrupt(int signal) {
    constexpr std::int64_t impatient_ms = 500;
    if (!came.exchange(true)) {
        came_at = now_ms();
    } else if (now_ms() - came_at > impatient_ms) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

}  // namespace

std::atomic<bool>& interrupted() { return came; }

interruptible::interruptible() {
    before_ = std::signal(SIGINT, on_interrupt);
    before_term_ = std::signal(SIGTERM, on_interrupt);
}

interruptible::~interruptible() {
    std::signal(SIGINT, before_);
    std::signal(SIGTERM, before_term_);
    came = false;
}

}  // namespace runner
