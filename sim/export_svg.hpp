#pragma once
// A run as a picture: one lane for each task, a bar for each stretch of its life, in the colours of the window's light
// theme. A few kB of SVG, for pages and books.

#include <cstdint>
#include <iosfwd>
#include <optional>

#include "sim/timeline.hpp"

namespace sim {

struct svg_options {
    std::optional<std::int64_t> from_ns;  // virtual time at the left edge; none: the start
    std::optional<std::int64_t> to_ns;    // at the right edge; none: the end of the run
    std::size_t most_lanes = 32;          // of more tasks a line says how many there are
    std::size_t most_arrows = 24;         // of more wakes every second, third... is drawn
};

void write_svg(std::ostream&, const timeline&, const svg_options& = {});

}  // namespace sim
