#pragma once
// Where a run's clock jumps far, and virtual time with those jumps made short: for runs that wait hours between
// milliseconds of work.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/timeline.hpp"

namespace gui {

class idle_gaps {
public:
    struct gap {
        std::int64_t from = 0, to = 0;        // virtual ns
        double begin = 0, end = 0;            // in shortened ns
    };

    explicit idle_gaps(const sim::timeline&);

    // Jumps longer than this are shortened, to this and a little more for each doubling.
    std::int64_t longest() const { return longest_; }
    double position(std::int64_t ns) const;   // shortened ns
    std::int64_t time(double position) const;
    double length() const { return length_; }  // of the whole run
    std::span<const gap> gaps() const { return gaps_; }  // the shortened ones, in order

private:
    std::int64_t longest_ = 0;
    double length_ = 0;
    std::vector<gap> gaps_;
};

}  // namespace gui
