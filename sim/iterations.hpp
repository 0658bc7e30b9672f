#pragma once
// The iterations of the loop, as a trace tells them: each runs the handles that were ready when it began.

#include <cstddef>
#include <span>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/trace.hpp"

namespace sim {

class iterations {
public:
    iterations() = default;
    explicit iterations(byte_source&);  // goes on from where another one was encoded. Throws usage_error (see byte_source)

    // Reads what was appended since the last call, to before an event.
    void extend(const trace&, std::size_t upto = SIZE_MAX);
    // Lets go of the starts so far; how many they were is not forgotten.
    void forget();
    void encode(canonical_bytes&) const;

    std::size_t before() const { return before_; }  // iterations begun before the first of starts()
    // The event each iteration begins with: the clock's move or the first timer that fires, else the first handle.
    std::span<const event_id> starts() const { return starts_; }
    // The number of the iteration an event belongs to; 0 also for what comes before the first.
    std::size_t of(event_id) const;

private:
    std::size_t before_ = 0;
    std::vector<event_id> starts_;
    event_id read_ = 0;
    std::size_t ready_ = 0;  // handles in the ready queue
    std::size_t todo_ = 0;   // handles this iteration still runs
    bool begun_ = false;     // an iteration whose first handle has not run
    void begin(event_id);
};

}  // namespace sim
