#pragma once
// What a sweep runs: every combination of the given parameter values, each with every seed. Runs are numbered, the seeds
// of the first combination first; a shard has every n-th of them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/run_spec.hpp"
#include "sim/session.hpp"

namespace runner {

struct sweep_arguments;

struct seed_range {  // both ends are in it
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

struct swept_parameter {
    std::string name;
    std::vector<sim::parameter_value> values;
};

struct shard {  // part `index` of `count`, from 1
    std::uint64_t index = 1;
    std::uint64_t count = 1;
};

struct sweep_plan {
    sim::run_spec base;  // what all runs have in common
    std::vector<seed_range> seeds;
    std::vector<swept_parameter> parameters;
    std::optional<std::int64_t> until_ns;
    std::uint64_t max_steps = sim::limits{}.max_steps;
    shard part;

    std::uint64_t seed_count() const;
    std::uint64_t combinations() const;
    std::uint64_t runs() const { return seed_count() * combinations(); }  // of all shards
    std::uint64_t runs_of_part() const;
    std::uint64_t run_of_part(std::uint64_t i) const { return i * part.count + part.index - 1; }  // its number in the whole

    std::uint64_t seed_of(std::uint64_t run) const;
    std::uint64_t combination_of(std::uint64_t run) const { return run / seed_count(); }
    // "limit=2 chunk=100"; "" where nothing is swept.
    std::string settings_text(std::uint64_t combination) const;
    std::string value_text(std::uint64_t combination, std::size_t parameter) const;
    sim::run_spec spec_of(std::uint64_t run) const;

private:
    std::size_t value_index(std::uint64_t combination, std::size_t parameter) const;
};

// Throws usage_error: a range that is none, an unknown parameter, a bad value, more runs than can be kept.
sweep_plan plan_of(const sweep_arguments&);

// "0..9999", "7", "1,5,10..20". Throws usage_error.
std::vector<seed_range> parse_seeds(std::string_view text);
std::string to_string(const std::vector<seed_range>&);
shard parse_shard(std::string_view text);  // "2/8"

}  // namespace runner
