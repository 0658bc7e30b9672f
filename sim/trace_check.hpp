#pragma once
// Whether a trace that came from outside can be a trace at all: what the readers of traces rely on.

#include <string>

#include "sim/trace.hpp"

namespace sim {

// "" when it can; else what is wrong with the first event that cannot be.
std::string fault_in(const trace&);

}  // namespace sim
