// Parameter values as people write and read them.

#include <fmt/core.h>

#include <array>
#include <utility>

#include "sim/plain_text.hpp"
#include "sim/scenario.hpp"

namespace sim {
namespace {

struct unit {
    std::string_view name;
    double factor = 1;
    bool divides = false;  // 200 ms is 200 / 1000 s: a division rounds once, a product with 0.001 twice
};

constexpr std::array<unit, 8> units{{
    {"ns", 1e9, true},
    {"us", 1e6, true},
    {"ms", 1e3, true},
    {"min", 60, false},
    {"m", 60, false},
    {"h", 3600, false},
    {"d", 86400, false},
    {"s", 1, false},
}};

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::optional<double> parse_duration(std::string_view text) {
    for (const unit& u : units) {
        if (ends_with(text, u.name)) {
            const auto value = parse_finite(text.substr(0, text.size() - u.name.size()));
            if (!value) {
                return std::nullopt;
            }
            return u.divides ? *value / u.factor : *value * u.factor;
        }
    }
    return parse_finite(text);
}

std::string duration_text(double seconds) {
    if (seconds != 0 && seconds > -1 && seconds < 1) {
        for (const unit& u : {units[2], units[1], units[0]}) {
            const std::string text = shortest(seconds * u.factor) + std::string(u.name);
            if (text.size() <= 6 && parse_duration(text) == seconds) {
                return text;
            }
        }
    }
    return shortest(seconds) + "s";
}

std::optional<bool> parse_flag(std::string_view text) {
    for (const std::string_view yes : {"yes", "true", "on", "1"}) {
        if (text == yes) return true;
    }
    for (const std::string_view no : {"no", "false", "off", "0"}) {
        if (text == no) return false;
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const parameter& p, std::string_view text, std::string_view what) {
    throw usage_error{fmt::format("{}: {} is {}; expected {}", p.name, quoted(text), what, range_text(p))};
}

double in_range(const parameter& p, std::string_view text, double value) {
    if (value < p.minimum || value > p.maximum) {
        refuse(p, text, "out of range");
    }
    return value;
}

std::string parse_choice(const parameter& p, std::string_view text) {
    for (const std::string& c : p.choices) {
        if (c == text) return c;
    }
    const std::string near = nearest(text, p.choices);
    if (!near.empty()) {
        throw usage_error{fmt::format("{}: {} is not one of {}; did you mean \"{}\"?", p.name, quoted(text), range_text(p), near)};
    }
    refuse(p, text, "not a choice");
}

}  // namespace

std::string to_string(const parameter& p, const parameter_value& value) {
    switch (p.type) {
        case parameter_type::integer: return fmt::format("{}", std::get<std::int64_t>(value));
        case parameter_type::number: return shortest(std::get<double>(value));
        case parameter_type::duration: return duration_text(std::get<double>(value));
        case parameter_type::flag: return std::get<bool>(value) ? "yes" : "no";
        case parameter_type::choice: return std::get<std::string>(value);
    }
    return {};
}

parameter_value parse_value(const parameter& p, std::string_view text) {
    switch (p.type) {
        case parameter_type::integer: {
            const auto value = parse_int64(text);
            if (!value) refuse(p, text, "not a whole number");
            in_range(p, text, static_cast<double>(*value));
            return *value;
        }
        case parameter_type::number: {
            const auto value = parse_finite(text);
            if (!value) refuse(p, text, "not a number");
            return in_range(p, text, *value) + 0.0;  // -0 is 0
        }
        case parameter_type::duration: {
            const auto value = parse_duration(text);
            if (!value) refuse(p, text, "not a duration such as 1.5s or 200ms");
            return in_range(p, text, *value) + 0.0;
        }
        case parameter_type::flag: {
            const auto value = parse_flag(text);
            if (!value) refuse(p, text, "neither yes nor no");
            return *value;
        }
        case parameter_type::choice: return parse_choice(p, text);
    }
    refuse(p, text, "of an unknown type");
}

std::string range_text(const parameter& p) {
    switch (p.type) {
        case parameter_type::integer:
        case parameter_type::number: return fmt::format("{} to {}", shortest(p.minimum), shortest(p.maximum));
        case parameter_type::duration:
            return fmt::format("{} to {}", duration_text(p.minimum), duration_text(p.maximum));
        case parameter_type::flag: return "yes or no";
        case parameter_type::choice: {
            std::string all;
            for (const std::string& c : p.choices) {
                all += (all.empty() ? "" : ", ") + c;
            }
            return all;
        }
    }
    return {};
}

}  // namespace sim
