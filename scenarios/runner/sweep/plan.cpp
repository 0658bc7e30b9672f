#include "scenarios/runner/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"

namespace runner {

namespace {

constexpr std::uint64_t most_runs = 10'000'000;  // at a time: a row takes about 150 bytes of memory

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

swept_parameter parse_values(const sim::scenario& what, const std::string& setting) {
    const auto [name, values] = split_setting(setting);
    const sim::parameter& p = parameter_named(what, name);
    swept_parameter swept{name, {}};
    for (const std::string_view value : split(values, ',')) {
        sim::parameter_value parsed = sim::parse_value(p, value);
        if (std::find(swept.values.begin(), swept.values.end(), parsed) != swept.values.end()) {
            throw sim::usage_error{fmt::format("--set {} has the value {} twice", name, value)};
        }
        swept.values.push_back(std::move(parsed));
    }
    return swept;
}

// Saturates, so that a check of the product is enough.
std::uint64_t product(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return b != 0 && a > most / b ? most : a * b;
}

}  // namespace

std::vector<seed_range> parse_seeds(std::string_view text) {
    std::vector<seed_range> ranges;
    for (const std::string_view part : split(text, ',')) {
        const std::size_t dots = part.find("..");
        const auto first = number(part.substr(0, dots));
        const auto last = dots == std::string_view::npos ? first : number(part.substr(dots + 2));
        if (!first || !last || *last < *first) {
            throw sim::usage_error{fmt::format("--seeds is '{}'; expected a range such as 0..9999, or 1,5,10..20", text.substr(0, 40))};
        }
        for (const seed_range& other : ranges) {
            if (*first <= other.last && other.first <= *last) {
                throw sim::usage_error{fmt::format("--seeds is '{}', which has some seeds twice", text.substr(0, 40))};
            }
        }
        ranges.push_back({*first, *last});
    }
    return ranges;
}

std::string to_string(const std::vector<seed_range>& ranges) {
    std::string text;
    for (const seed_range& r : ranges) {
        if (!text.empty()) text += ",";
        text += r.first == r.last ? fmt::format("{}", r.first) : fmt::format("{}..{}", r.first, r.last);
    }
    return text;
}

shard parse_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto index = number(text.substr(0, slash));
    const auto count = slash == std::string_view::npos ? std::nullopt : number(text.substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count || *count > 1'000'000) {
        throw sim::usage_error{fmt::format("--shard is '{}'; expected I/N with I from 1 to N, as in 2/8", text.substr(0, 40))};
    }
    return {*index, *count};
}

std::uint64_t sweep_plan::seed_count() const {
    std::uint64_t count = 0;
    for (const seed_range& r : seeds) {
        const std::uint64_t size = r.last - r.first;
        if (size >= std::numeric_limits<std::uint64_t>::max() / 2) return std::numeric_limits<std::uint64_t>::max();
        count += std::min(size + 1, std::numeric_limits<std::uint64_t>::max() - count);  // saturates as well
    }
    return count;
}

std::uint64_t sweep_plan::combinations() const {
    std::uint64_t count = 1;
    for (const swept_parameter& p : parameters) count = product(count, p.values.size());
    return count;
}

std::uint64_t sweep_plan::runs_of_part() const {
    const std::uint64_t all = runs();
    return all / part.count + (all % part.count >= part.index ? 1 : 0);
}

std::uint64_t sweep_plan::seed_of(std::uint64_t run) const {
    std::uint64_t left = run % seed_count();
    for (const seed_range& r : seeds) {
        const std::uint64_t size = r.last - r.first + 1;
        if (left < size) return r.first + left;
        left -= size;
    }
    return 0;
}

// The last parameter changes fastest, as in nested loops.
std::size_t sweep_plan::value_index(std::uint64_t combination, std::size_t parameter) const {
    for (std::size_t i = parameters.size(); i-- > parameter + 1;) combination /= parameters[i].values.size();
    return combination % parameters[parameter].values.size();
}

std::string sweep_plan::value_text(std::uint64_t combination, std::size_t parameter) const {
    const sim::scenario& what = *sim::find(scenarios::catalogue(), base.scenario).what;
    const swept_parameter& p = parameters[parameter];
    return sim::to_string(parameter_named(what, p.name), p.values[value_index(combination, parameter)]);
}

std::string sweep_plan::settings_text(std::uint64_t combination) const {
    std::string text;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        text += fmt::format("{}{}={}", i == 0 ? "" : " ", parameters[i].name, value_text(combination, i));
    }
    return text;
}

sim::run_spec sweep_plan::spec_of(std::uint64_t run) const {
    sim::run_spec spec = base;
    spec.seed = seed_of(run);
    const std::uint64_t combination = combination_of(run);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        set_parameter(spec, parameters[i].name, parameters[i].values[value_index(combination, i)]);
    }
    return spec;
}

sweep_plan plan_of(const sweep_arguments& a) {
    if (a.seed) throw sim::usage_error{"a sweep takes --seeds, as in --seeds 0..9999"};
    run_arguments common = a;
    common.settings.clear();
    sweep_plan plan;
    plan.base = spec_of(common);
    plan.seeds = parse_seeds(a.seeds);
    const sim::scenario& what = *sim::find(scenarios::catalogue(), plan.base.scenario).what;
    for (const std::string& setting : a.settings) {
        swept_parameter swept = parse_values(what, setting);
        for (const swept_parameter& other : plan.parameters) {
            if (other.name == swept.name) throw sim::usage_error{"--set " + swept.name + " is there twice; one takes them all: --set " + swept.name + "=A,B"};
        }
        plan.parameters.push_back(std::move(swept));
    }
    const sim::limits limits = limits_of(a);
    plan.until_ns = limits.until_ns;
    plan.max_steps = limits.max_steps;
    if (!a.shard.empty()) plan.part = parse_shard(a.shard);
    const std::uint64_t runs = product(plan.seed_count(), plan.combinations());
    if (runs / plan.part.count > most_runs) {
        throw sim::usage_error{fmt::format("more than {} runs at a time; take fewer seeds or values, or a --shard", most_runs)};
    }
    return plan;
}

}  // namespace runner
