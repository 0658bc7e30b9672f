#pragma once
// What to run: everything that decides a run, and nothing else. Equal specs give equal runs, everywhere.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario.hpp"

namespace sim {

// At one point of a run where several orders are legal, take another than the first.
struct choice_taken {
    std::uint32_t decision = 0;  // counts the points with more than one option, from 0
    std::uint32_t picked = 0;    // index in the options; 0 is asyncio's own order
    bool operator==(const choice_taken&) const = default;
};

struct run_spec {
    std::string scenario;
    std::uint64_t seed = 42;
    parameter_values parameters;       // sorted by name, without defaults, once normalised
    std::vector<choice_taken> choices;  // by decision

    bool operator==(const run_spec&) const = default;
};

// Resolves an alias, checks every parameter against its declaration, drops defaults, sorts. Throws usage_error.
run_spec normalised(run_spec, catalogue);

// A short word that reproduces the run anywhere: "o1~downloads~42~limit=3~9f1c". Safe unquoted in a shell.
std::string to_token(const run_spec&, catalogue);
// Throws usage_error on anything else than what to_token prints.
run_spec from_token(std::string_view token, catalogue);

}  // namespace sim
