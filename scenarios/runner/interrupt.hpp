#pragma once
// Ctrl-C, and the same from another program: work that would leave something half done asks now and then.

#include <atomic>

namespace runner {

// True once a signal came, as long as somebody is interruptible.
std::atomic<bool>& interrupted();

// While it lives, the first signal only sets interrupted(); a later one does what it always does, should stopping take too
// long.
class interruptible {
public:
    interruptible();
    interruptible(const interruptible&) = delete;
    interruptible& operator=(const interruptible&) = delete;
    ~interruptible();

private:
    using handler = void (*)(int);
    handler before_, before_term_;
};

// What a command throws that was told to stop: exit status 130, one line.
struct interruption {};

inline void stop_if_interrupted() {
    if (interrupted().load(std::memory_order_relaxed)) throw interruption{};
}

}  // namespace runner
