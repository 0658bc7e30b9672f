#pragma once
// Every scenario there is, in the order of the picker: by group, in the order in which one learns. A scenario's own file
// does not include this: a new name here compiles nothing anew but the list.

#include <span>

#include "sim/scenario.hpp"

namespace scenarios {

sim::catalogue catalogue();
std::span<const char* const> groups();  // names of the groups, in their order

// What runs when nobody says what.
inline constexpr const char* default_scenario = "downloads";

}  // namespace scenarios
