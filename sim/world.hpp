#pragma once
// What a scenario sees of the simulation: words, random numbers, its parameters, progress.

#include <fmt/core.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "runtime/core/clock.hpp"
#include "sim/rng.hpp"
#include "sim/run_spec.hpp"

namespace sim {

class world {
public:
    world(const scenario&, const run_spec&);

    // print(): one line of the transcript, in the name of the task that runs.
    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        print_line(fmt::vformat(format, fmt::make_format_args(args...)));
    }
    void print_line(std::string_view text);

    rng& random() { return program_; }        // the `program` stream: CPython's random after random.seed(seed)
    rng& stream(std::string_view name);       // any other named stream

    // Parameters by name, as declared. A name that was not declared is a fault in the scenario: std::logic_error.
    std::int64_t integer(std::string_view name) const;
    double number(std::string_view name) const;
    aio::duration duration(std::string_view name) const;
    bool flag(std::string_view name) const;
    const std::string& choice(std::string_view name) const;

    double time() const;  // seconds since the start: time.time() of the virtual clock

    // A named amount out of a total, drawn as a bar and a plot. The first call of a name declares it.
    void progress(std::string_view name, std::int64_t done, std::int64_t total);

    // A named amount that goes up and down, drawn as a plot. The first call of a name declares it.
    void gauge(std::string_view name, std::int64_t level);

private:
    const scenario& scenario_;
    const run_spec& spec_;
    rng program_;
    std::map<std::string, rng, std::less<>> streams_;
    std::map<std::string, std::uint32_t, std::less<>> progress_ids_;
    std::map<std::string, std::uint32_t, std::less<>> gauge_ids_;

    const parameter_value& value(std::string_view name, parameter_type) const;
};

}  // namespace sim
