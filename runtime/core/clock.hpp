#pragma once
// Virtual time: int64 nanoseconds since the program started. It moves only when nothing is ready to run.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <ratio>

namespace aio {

using duration = std::chrono::nanoseconds;

struct virtual_clock {
    using duration = aio::duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<virtual_clock, duration>;
    static constexpr bool is_steady = true;
};

using time_point = virtual_clock::time_point;

// A Python duration: round half to even to whole nanoseconds, but never 0 for a positive one (a program that sleeps for
// what is left of a period would otherwise spin for ever).
inline duration seconds(double s) {
    const auto ns = static_cast<std::int64_t>(std::nearbyint(s * 1e9));
    return duration{ns == 0 && s > 0 ? 1 : ns};
}

inline double to_seconds(duration d) { return static_cast<double>(d.count()) / 1e9; }

}  // namespace aio
