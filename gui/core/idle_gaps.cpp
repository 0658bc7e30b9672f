#include "gui/core/idle_gaps.hpp"

#include <algorithm>
#include <cmath>

namespace gui {

namespace {

constexpr double ordinary = 3;            // times the middle jump
constexpr std::size_t most_gaps = 300;    // that are shortened: the longest ones

// The first gap that does not begin at or before a place. Painters go from left to right: the answer is most often the
// last one or the next.
template <class Before>
std::size_t first_after(std::span<const idle_gaps::gap> gaps, Before before) {
    static std::size_t hint = 0;
    for (std::size_t i = hint; i <= gaps.size() && i < hint + 2; ++i) {
        if ((i == 0 || before(gaps[i - 1])) && (i == gaps.size() || !before(gaps[i]))) return hint = i;
    }
    return hint = static_cast<std::size_t>(std::partition_point(gaps.begin(), gaps.end(), before) - gaps.begin());
}

}  // namespace

idle_gaps::idle_gaps(const sim::timeline& t) {
    std::vector<std::int64_t> jumps;
    std::int64_t before = t.start_time();
    for (sim::event_id e = t.first(); e < t.size(); ++e) {
        const sim::event& event = t.source()[e];
        if (event.kind != sim::event_kind::clock_advanced || event.time <= before) continue;
        jumps.push_back(event.time - before);
        before = event.time;
    }
    if (!jumps.empty()) {
        std::vector<std::int64_t> sorted = jumps;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        longest_ = static_cast<std::int64_t>(ordinary * static_cast<double>(*middle));
        if (sorted.size() > most_gaps) {
            const auto least = sorted.end() - static_cast<std::ptrdiff_t>(most_gaps);
            std::nth_element(sorted.begin(), least, sorted.end());
            longest_ = std::max(longest_, *least);
        }
    }
    std::int64_t at = t.start_time();
    double saved = 0;
    for (const std::int64_t jump : jumps) {
        if (jump > longest_) {
            const double shown = static_cast<double>(longest_) * (1 + 0.2 * std::log2(static_cast<double>(jump) / static_cast<double>(longest_)));
            const double begin = static_cast<double>(at) - saved;
            gaps_.push_back({at, at + jump, begin, begin + shown});
            saved += static_cast<double>(jump) - shown;
        }
        at += jump;
    }
    length_ = static_cast<double>(t.end_time()) - saved;
}

double idle_gaps::position(std::int64_t ns) const {
    const std::size_t after = first_after(gaps_, [&](const gap& g) { return g.from <= ns; });
    if (after == 0) return static_cast<double>(ns);
    const gap& g = gaps_[after - 1];
    if (ns >= g.to) return g.end + static_cast<double>(ns - g.to);
    return g.begin + (g.end - g.begin) * static_cast<double>(ns - g.from) / static_cast<double>(g.to - g.from);
}

std::int64_t idle_gaps::time(double position) const {
    const std::size_t after = first_after(gaps_, [&](const gap& g) { return g.begin <= position; });
    if (after == 0) return static_cast<std::int64_t>(position);
    const gap& g = gaps_[after - 1];
    if (position >= g.end) return g.to + static_cast<std::int64_t>(position - g.end);
    return g.from + static_cast<std::int64_t>(static_cast<double>(g.to - g.from) * (position - g.begin) / (g.end - g.begin));
}

}  // namespace gui
