// From the words of a command line to a run_spec.

#include <charconv>
#include <filesystem>
#include <system_error>

#include "runtime/core/clock.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"

namespace runner {

namespace {

bool looks_like_token(std::string_view text) { return text.find('~') != std::string_view::npos; }

}  // namespace

std::uint64_t whole_number(std::string_view option, const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
        throw sim::usage_error{std::string(option) + " is '" + text.substr(0, 40) +
                               "'; expected a whole number from 0 to 18446744073709551615"};
    }
    return value;
}

const sim::parameter& parameter_named(const sim::scenario& what, const std::string& name) {
    if (const sim::parameter* p = sim::find_parameter(what, name)) return *p;
    std::vector<std::string> names;
    std::string all;
    for (const sim::parameter& known : what.parameters) {
        names.push_back(known.name);
        all += (all.empty() ? "" : ", ") + known.name;
    }
    const std::string near = sim::nearest(name, names);
    throw sim::usage_error{what.name + " has no parameter '" + name.substr(0, 40) + "'" +
                           (!near.empty()  ? "; did you mean '" + near + "'?"
                            : all.empty() ? std::string("; it has none")
                                          : "; it has " + all)};
}

std::pair<std::string, std::string> split_setting(const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw sim::usage_error{"--set is '" + setting.substr(0, 40) + "'; expected NAME=VALUE, as in --set limit=3"};
    }
    return {setting.substr(0, equals), setting.substr(equals + 1)};
}

void set_parameter(sim::run_spec& spec, const std::string& name, sim::parameter_value value) {
    for (auto& [known, old] : spec.parameters) {
        if (known == name) {
            old = std::move(value);
            return;
        }
    }
    spec.parameters.emplace_back(name, std::move(value));
}

bool is_recording(const std::string& name) {
    std::error_code none;
    return std::filesystem::is_regular_file(name, none);
}

exit_status status_of(sim::run_state state) {
    switch (state) {
        case sim::run_state::exception: return exit_status::failed;
        case sim::run_state::deadlock: return exit_status::deadlock;
        case sim::run_state::limit: return exit_status::limit;
        case sim::run_state::ok:
        case sim::run_state::running: break;
    }
    return exit_status::ok;
}

sim::run_spec spec_of(const run_arguments& a) {
    if (!a.token.empty() && !a.name.empty()) {
        throw sim::usage_error{"a scenario and --token were both given; a token names its scenario itself"};
    }
    const sim::catalogue all = scenarios::catalogue();
    sim::run_spec spec;
    if (!a.token.empty() || looks_like_token(a.name)) {
        spec = sim::from_token(a.token.empty() ? a.name : a.token, all);
    } else {
        spec.scenario = a.name.empty() ? scenarios::default_scenario : a.name;
        spec = sim::normalised(std::move(spec), all);  // an alias brings its parameters, --set overrides them
    }
    if (a.seed) spec.seed = whole_number("--seed", *a.seed);
    const sim::scenario& what = *sim::find(all, spec.scenario).what;
    for (const std::string& setting : a.settings) {
        const auto [name, value] = split_setting(setting);
        set_parameter(spec, name, sim::parse_value(parameter_named(what, name), value));
    }
    return sim::normalised(std::move(spec), all);
}

sim::limits limits_of(const run_arguments& a) {
    sim::limits limits;
    if (a.until) {
        const sim::parameter until = sim::duration("--until", 0, 0, 9e9, "");
        limits.until_ns = aio::seconds(std::get<double>(sim::parse_value(until, *a.until))).count();
    }
    if (a.max_steps) limits.max_steps = whole_number("--max-steps", *a.max_steps);
    return limits;
}

}  // namespace runner
