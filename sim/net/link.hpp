#pragma once
// One direction of a line between two hosts: how long bytes occupy it, and when they are there.

#include <cstdint>

#include "sim/net/latency.hpp"

namespace sim::net {

struct link_options {
    latency delay = latency::constant(std::chrono::milliseconds(20));
    std::int64_t bandwidth = 0;  // bytes a second; 0: no limit
    double loss = 0;             // of a piece, 0 to 1; it is sent again, as TCP does, so loss is delay
    aio::duration retransmit = std::chrono::milliseconds(200);  // until it is sent again; doubles with every loss
};

// When a piece has left the sender, and when it has arrived.
struct transit {
    aio::time_point left;
    aio::time_point arrives;
};

// Pieces go one after the other, first come first served. Who sends a long body in pieces, each when the last has left,
// shares the line fairly with others who do the same.
class link {
public:
    explicit link(link_options options) : options_(options) {}

    transit send(std::int64_t bytes, aio::time_point now, rng&);
    aio::duration delay(rng& random) const { return options_.delay.draw(random); }  // of a piece without a size

private:
    link_options options_;
    aio::time_point free_{};  // when the last piece has left
};

}  // namespace sim::net
