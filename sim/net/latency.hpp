#pragma once
// How long a message travels: a distribution of delays. Drawn in integers and correctly rounded operations only, so that
// no mathematics library decides about a run.

#include <cstdint>

#include "runtime/core/clock.hpp"

namespace sim {
class rng;
}

namespace sim::net {

class latency {
public:
    static latency constant(aio::duration);
    static latency uniform(aio::duration least, aio::duration most);            // both ends are possible
    static latency normal(aio::duration mean, aio::duration deviation);         // never below zero
    static latency log_normal(aio::duration median, double sigma);              // sigma of the logarithm, 0 to 4
    static latency exponential(aio::duration mean);

    aio::duration draw(rng&) const;  // constant: draws nothing

private:
    enum class shape : std::uint8_t { constant, uniform, normal, log_normal, exponential };
    shape shape_;
    std::int64_t first_;   // ns: least, mean or median
    std::int64_t second_;  // ns: most or deviation; log_normal: sigma * 2^32

    latency(shape s, std::int64_t first, std::int64_t second) : shape_(s), first_(first), second_(second) {}
};

}  // namespace sim::net
