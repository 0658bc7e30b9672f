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

// Further away than any deadline: "never".
inline constexpr std::int64_t never_ns = std::int64_t{1} << 62;

[[noreturn]] void throw_not_a_number();

// A Python duration: round half to even to whole nanoseconds, but never 0 for a positive one (a program that sleeps for
// what is left of a period would otherwise spin for ever). Infinite ones become never_ns. Throws value_error for a NaN.
inline duration seconds(double s) {
    if (s == 0) return duration{0};  // sleep(0) is on the hot path, and rounding is a call
    const double ns = std::nearbyint(s * 1e9);
    if (std::isnan(ns)) throw_not_a_number();
    if (ns >= static_cast<double>(never_ns)) return duration{never_ns};
    if (ns <= -static_cast<double>(never_ns)) return duration{-never_ns};
    return duration{ns == 0 && s > 0 ? 1 : static_cast<std::int64_t>(ns)};
}

// When a delay from `now_ns` is over; what would overflow is never_ns.
inline std::int64_t deadline(std::int64_t now_ns, duration delay) noexcept {
    std::int64_t when = 0;
    if (__builtin_add_overflow(now_ns, delay.count(), &when) || when > never_ns) return never_ns;
    return when;
}

inline double to_seconds(duration d) { return static_cast<double>(d.count()) / 1e9; }

}  // namespace aio
