#include "sim/scenario.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/plain_text.hpp"

namespace sim {
namespace {

constexpr std::size_t longest_name = 64;  // what is longer is not a slip of the finger

parameter make(std::string name, parameter_type type, parameter_value standard, std::string help) {
    parameter p;
    p.name = std::move(name);
    p.type = type;
    p.standard = std::move(standard);
    p.help = std::move(help);
    return p;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

// Insertions, deletions, substitutions.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

parameter integer(std::string name, std::int64_t standard, std::int64_t minimum, std::int64_t maximum, std::string help) {
    parameter p = make(std::move(name), parameter_type::integer, standard, std::move(help));
    p.minimum = static_cast<double>(minimum);
    p.maximum = static_cast<double>(maximum);
    return p;
}

parameter size(std::string name, std::int64_t standard, std::int64_t minimum, std::int64_t maximum, std::string help) {
    parameter p = integer(std::move(name), standard, minimum, maximum, std::move(help));
    p.size = true;
    return p;
}

parameter number(std::string name, double standard, double minimum, double maximum, std::string help) {
    parameter p = make(std::move(name), parameter_type::number, standard, std::move(help));
    p.minimum = minimum;
    p.maximum = maximum;
    return p;
}

parameter duration(std::string name, double standard_s, double minimum_s, double maximum_s, std::string help) {
    parameter p = number(std::move(name), standard_s, minimum_s, maximum_s, std::move(help));
    p.type = parameter_type::duration;
    return p;
}

parameter flag(std::string name, bool standard, std::string help) {
    return make(std::move(name), parameter_type::flag, standard, std::move(help));
}

parameter choice(std::string name, std::string standard, std::vector<std::string> choices, std::string help) {
    parameter p = make(std::move(name), parameter_type::choice, std::move(standard), std::move(help));
    p.choices = std::move(choices);
    return p;
}

const parameter* find_parameter(const scenario& s, std::string_view name) {
    const auto same = [name](const parameter& p) { return p.name == name; };
    const auto at = std::find_if(s.parameters.begin(), s.parameters.end(), same);
    return at == s.parameters.end() ? nullptr : &*at;
}

std::string nearest(std::string_view typed, std::span<const std::string> names) {
    if (typed.empty() || typed.size() > longest_name) {
        return {};
    }
    const std::string wanted = lower(typed);
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;  // what is further off is another word
    for (const std::string& name : names) {
        if (name.size() > longest_name) {
            continue;
        }
        const std::string candidate = lower(name);
        const bool begins = wanted.size() >= 3 && candidate.compare(0, wanted.size(), wanted) == 0;
        const std::size_t distance = begins ? 1 : edit_distance(wanted, candidate);
        if (distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    return best;
}

found find(catalogue all, std::string_view name) {
    std::vector<std::string> names;
    for (const scenario* s : all) {
        if (s->name == name) {
            return found{s, nullptr};
        }
        names.push_back(s->name);
        for (const alias& a : s->aliases) {
            if (a.name == name) {
                return found{s, &a};
            }
            names.push_back(a.name);
        }
    }
    const std::string near = nearest(name, names);
    const std::string hint = near.empty() ? "`orrery list` shows them all" : fmt::format("did you mean \"{}\"?", near);
    throw usage_error{fmt::format("no scenario is called {}; {}", quoted(name), hint)};
}

}  // namespace sim
