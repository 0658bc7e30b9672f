#pragma once
// What a sweep found: one row a run, and the files that keep them. A file of several shards merged is the same, byte for
// byte, as that of the whole sweep.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/runner/sweep/plan.hpp"
#include "sim/session.hpp"

namespace runner {

struct sweep_row {
    std::uint64_t run = 0;  // its number in the whole sweep
    sim::run_state state = sim::run_state::running;  // running: it was not done, or not to its end
    std::int64_t end_ns = 0;
    std::uint64_t events = 0;
    std::uint32_t tasks = 0;
    std::uint32_t warnings = 0;
    std::string digest;
    std::string error;  // one line

    bool done() const { return state != sim::run_state::running; }
};

struct sweep_results {
    sweep_plan plan;
    std::vector<sweep_row> rows;  // those done, by number
};

std::string to_json(const sweep_results&);
std::string to_csv(const sweep_results&);
// Throws usage_error where the text is not what to_json writes. `name` is for the message.
sweep_results from_json(std::string_view text, const std::string& name);

// The table for people; says what is missing, and how to run the first run of each outcome that is not ok.
std::string summary(const sweep_results&);

std::string_view outcome_name(sim::run_state);  // "ok", "error", "deadlock", "limit"

// Files or standard output as the options say, the summary where standard output is free; the exit status is that of the
// first run that did not end well.
struct results_output {
    std::string json, csv;  // a file, "-", or empty
};
void check(const results_output&);  // throws usage_error when both want standard output
void put(const sweep_results&, const results_output&);
sim::run_state worst(const sweep_results&);

}  // namespace runner
