#pragma once
// What two runs are compared by: XXH3-128 of the events without their source lines, so that an edited comment does not
// change it. Each event is hashed with the texts it refers to in place of their numbers, so that the digest of a prefix
// depends on that prefix alone. 32 hex digits, the same in every build.

#include <cstddef>
#include <memory>
#include <string>

#include "sim/trace.hpp"

namespace sim {

std::string digest(const trace&);
// The same for the first `events` events only.
std::string digest(const trace&, std::size_t events);

// The same for a run that is forgotten on the way.
class digester {
public:
    digester();
    digester(digester&&) noexcept;
    digester& operator=(digester&&) noexcept;
    ~digester();

    void add(const trace&, event_id);  // events in order
    std::string digest() const;        // of those added so far

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace sim
