#include "sim/run_spec.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "sim/plain_text.hpp"

namespace sim {
namespace {

// A window or a script may hand over 3 where 3.0 is meant.
parameter_value of_declared_type(const parameter& p, parameter_value value) {
    const bool real = p.type == parameter_type::number || p.type == parameter_type::duration;
    if (const auto* whole = std::get_if<std::int64_t>(&value); real && whole != nullptr) {
        value = static_cast<double>(*whole);
    }
    if (value.index() != p.standard.index()) {
        throw usage_error{fmt::format("{}: value of the wrong type; expected {}", p.name, range_text(p))};
    }
    return value;
}

// What to_string prints for a value that no person typed must still be a value that a person may type.
parameter_value checked(const parameter& p, parameter_value value) {
    value = of_declared_type(p, std::move(value));
    if (const auto* real = std::get_if<double>(&value); real != nullptr && !std::isfinite(*real)) {
        throw usage_error{fmt::format("{}: not a finite number; expected {}", p.name, range_text(p))};
    }
    parse_value(p, to_string(p, value));
    return value;
}

const parameter& declared(const scenario& s, std::string_view name) {
    if (const parameter* p = find_parameter(s, name)) {
        return *p;
    }
    std::vector<std::string> names;
    std::string all;
    for (const parameter& p : s.parameters) {
        names.push_back(p.name);
        all += (all.empty() ? "" : ", ") + p.name;
    }
    const std::string near = nearest(name, names);
    const std::string hint = !near.empty() ? fmt::format("did you mean \"{}\"?", near)
                             : all.empty() ? "it has none"
                                           : "it has " + all;
    throw usage_error{fmt::format("{} has no parameter {}; {}", s.name, quoted(name), hint)};
}

parameter_values merged(const scenario& s, const alias* by, parameter_values given) {
    std::sort(given.begin(), given.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < given.size(); ++i) {
        if (given[i].first == given[i - 1].first) {
            throw usage_error{fmt::format("{} is set twice", quoted(given[i].first))};
        }
    }
    for (auto& [name, value] : given) {
        value = checked(declared(s, name), std::move(value));
    }
    if (by != nullptr) {
        for (const auto& [name, value] : by->values) {
            const auto after = std::lower_bound(given.begin(), given.end(), name,
                                                [](const auto& v, const std::string& n) { return v.first < n; });
            if (after == given.end() || after->first != name) {
                given.insert(after, {name, checked(declared(s, name), value)});
            }
        }
    }
    const auto standard = [&s](const auto& v) { return declared(s, v.first).standard == v.second; };
    given.erase(std::remove_if(given.begin(), given.end(), standard), given.end());
    return given;
}

std::vector<choice_taken> sorted(std::vector<choice_taken> choices) {
    const auto earlier = [](const choice_taken& a, const choice_taken& b) { return a.decision < b.decision; };
    std::stable_sort(choices.begin(), choices.end(), earlier);
    for (std::size_t i = 1; i < choices.size(); ++i) {
        if (choices[i].decision == choices[i - 1].decision) {
            throw usage_error{fmt::format("decision {} is taken twice", choices[i].decision)};
        }
    }
    const auto standard = [](const choice_taken& c) { return c.picked == 0; };
    choices.erase(std::remove_if(choices.begin(), choices.end(), standard), choices.end());
    return choices;
}

}  // namespace

run_spec normalised(run_spec spec, catalogue all) {
    const found f = find(all, spec.scenario);
    spec.scenario = f.what->name;
    spec.parameters = merged(*f.what, f.by, std::move(spec.parameters));
    spec.choices = sorted(std::move(spec.choices));
    return spec;
}

}  // namespace sim
