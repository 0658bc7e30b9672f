// Every scenario with the ends of its parameters' ranges, in all combinations, and with random settings: it ends, in a
// way it announces.

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <iterator>

#include "scenarios/catalogue.hpp"
#include "sim/rng.hpp"
#include "sim/session.hpp"

namespace {

constexpr std::uint64_t most_steps = 3'000'000;
constexpr double most_seconds = 60;  // of processor time, for all of it
#if defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
constexpr int random_settings = 5;  // a build that checks is many times slower
constexpr std::size_t most_corners = 8;
#else
constexpr int random_settings = 200;
constexpr std::size_t most_corners = 32;  // of a scenario with five parameters; those of six take half a minute
#endif

struct totals {
    std::uint64_t runs = 0;
    std::uint64_t events = 0;
};

// A size is for measuring: ten times the default is enough to find what does not end.
double highest(const sim::parameter& p) {
    if (!p.size) return p.maximum;
    return std::min(p.maximum, static_cast<double>(std::get<std::int64_t>(p.standard)) * 10);
}

sim::parameter_value number_of(const sim::parameter& p, double value) {
    if (p.type == sim::parameter_type::integer) return static_cast<std::int64_t>(value);
    return value;
}

std::vector<sim::parameter_value> extremes(const sim::parameter& p) {
    if (p.type == sim::parameter_type::flag) return {false, true};
    if (p.type == sim::parameter_type::choice) return {p.choices.begin(), p.choices.end()};
    return {number_of(p, p.minimum), number_of(p, highest(p))};
}

sim::parameter_value drawn(const sim::parameter& p, sim::rng& random) {
    if (p.type == sim::parameter_type::flag) return random.random() < 0.5;
    if (p.type == sim::parameter_type::choice) return random.choice(p.choices);
    if (p.type == sim::parameter_type::integer) {
        return random.randint(static_cast<std::int64_t>(p.minimum), static_cast<std::int64_t>(highest(p)));
    }
    return random.uniform(p.minimum, p.maximum);
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class sweep {
public:
    explicit sweep(const sim::scenario& s) : what_(s) {}

    // Every two parameters at their ends, the others at their defaults.
    void pairs() {
        try_one({}, 42);
        for (std::size_t a = 0; a < what_.parameters.size(); ++a) {
            for (const auto& x : extremes(what_.parameters[a])) {
                try_one({{what_.parameters[a].name, x}}, 42);
                for (std::size_t b = a + 1; b < what_.parameters.size(); ++b) {
                    for (const auto& y : extremes(what_.parameters[b])) {
                        try_one({{what_.parameters[a].name, x}, {what_.parameters[b].name, y}}, 42);
                    }
                }
            }
        }
    }

    // All parameters at their ends, in every combination.
    void corners() {
        std::vector<sim::parameter_values> all{{}};
        for (const sim::parameter& p : what_.parameters) {
            std::vector<sim::parameter_values> more;
            for (const auto& values : all) {
                for (const auto& x : extremes(p)) {
                    more.push_back(values);
                    more.back().emplace_back(p.name, x);
                }
            }
            all = std::move(more);
        }
        if (all.size() > most_corners) return;
        for (auto& values : all) try_one(std::move(values), 42);
    }

    void random(int settings) {
        sim::rng random = sim::rng::stream(what_.name, 1);
        for (int i = 0; i < settings; ++i) {
            sim::parameter_values values;
            for (const sim::parameter& p : what_.parameters) values.emplace_back(p.name, drawn(p, random));
            try_one(std::move(values), random.bits32());
        }
    }

    const totals& done() const { return done_; }

private:
    const sim::scenario& what_;
    totals done_;

    void try_one(sim::parameter_values values, std::uint64_t seed) {
        sim::run_spec spec;
        spec.scenario = what_.name;
        spec.seed = seed;
        spec.parameters = std::move(values);
        sim::session run(std::move(spec), scenarios::catalogue());
        sim::limits bounds;
        bounds.max_steps = most_steps;
        const sim::run_state end = run.run_to_end(bounds);
        ++done_.runs;
        done_.events += run.events().size();
        const bool announced = end == sim::run_state::ok || (end == sim::run_state::exception && what_.may_end.error) ||
                               (end == sim::run_state::deadlock && what_.may_end.deadlock);
        if (!announced) {
            const std::string how = "orrery run " + sim::to_token(run.spec(), scenarios::catalogue());
            FAIL_CHECK(how, ": ", std::string(run.error()));
        }
    }
};

}  // namespace

TEST_CASE("every scenario ends as it announces, whatever its parameters and seed, and soon") {
    totals all;
    const double start = processor_seconds();
    for (const sim::scenario* s : scenarios::catalogue()) {
        const double before = processor_seconds();
        sweep one(*s);
        one.pairs();
        one.corners();
        one.random(random_settings);
        all.runs += one.done().runs;
        all.events += one.done().events;
        const double took = processor_seconds() - before;
        if (took > 1) MESSAGE(s->name, ": ", took, " s of processor time, ", one.done().events, " events");
    }
    const double took = processor_seconds() - start;
    MESSAGE(all.runs, " runs, ", all.events, " events, ", took, " s of processor time");
    CHECK(took < most_seconds);
}
