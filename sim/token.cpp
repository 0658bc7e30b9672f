// A run_spec as one word: "o1~name~seed~key=value~...~@decision.picked,...~checksum".

#include <fmt/core.h>
#include <xxhash.h>

#include <string>

#include "sim/plain_text.hpp"
#include "sim/run_spec.hpp"

namespace sim {
namespace {

constexpr std::string_view version = "o1";
constexpr std::size_t longest_token = 256 * 1024;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == '+';
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_plain(c)) {
            out += c;
        } else {
            out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

[[noreturn]] void refuse(std::string_view token, std::string_view why) {
    throw usage_error{fmt::format("{} is not a run token: {}", quoted(token), why)};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::string unescaped(std::string_view text, std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            refuse(token, "an escape is broken");
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

// A duration as plain seconds, so that no value is ever rounded on its way.
std::string value_text(const parameter& p, const parameter_value& value) {
    return p.type == parameter_type::duration ? shortest(std::get<double>(value)) : to_string(p, value);
}

std::string checksum(std::string_view text) {
    const std::uint64_t h = XXH3_64bits(text.data(), text.size());
    return fmt::format("{:04x}", (h ^ (h >> 16) ^ (h >> 32) ^ (h >> 48)) & 0xffffU);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::uint32_t small_number(std::string_view text, std::string_view token) {
    const auto n = parse_uint64(text);
    if (!n || *n > 0xffff'ffffU) {
        refuse(token, "a scheduling choice is not a number");
    }
    return static_cast<std::uint32_t>(*n);
}

std::vector<choice_taken> parse_choices(std::string_view text, std::string_view token) {
    std::vector<choice_taken> choices;
    for (const std::string_view item : split(text, ',')) {
        const auto parts = split(item, '.');
        if (parts.size() != 2) {
            refuse(token, "a scheduling choice is not decision.picked");
        }
        choice_taken c;
        c.decision = small_number(parts[0], token);
        c.picked = small_number(parts[1], token);
        choices.push_back(c);
    }
    return choices;
}

void parse_parameter(run_spec& spec, const scenario& s, std::string_view part, std::string_view token) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
        refuse(token, "a parameter has no value");
    }
    const std::string name = unescaped(part.substr(0, equals), token);
    const parameter* p = find_parameter(s, name);
    if (p == nullptr) {
        refuse(token, fmt::format("{} has no parameter {}", s.name, quoted(name)));
    }
    spec.parameters.emplace_back(name, parse_value(*p, unescaped(part.substr(equals + 1), token)));
}

}  // namespace

std::string to_token(const run_spec& given, catalogue all) {
    const run_spec spec = normalised(given, all);
    const scenario& s = *find(all, spec.scenario).what;
    std::string out = fmt::format("{}~{}~{}", version, escaped(spec.scenario), spec.seed);
    for (const auto& [name, value] : spec.parameters) {
        out += fmt::format("~{}={}", escaped(name), escaped(value_text(*find_parameter(s, name), value)));
    }
    for (std::size_t i = 0; i < spec.choices.size(); ++i) {
        out += fmt::format("{}{}.{}", i == 0 ? "~@" : ",", spec.choices[i].decision, spec.choices[i].picked);
    }
    return out + "~" + checksum(out);
}

run_spec from_token(std::string_view token, catalogue all) {
    if (token.size() > longest_token) {
        refuse(token, "it is too long");
    }
    if (token.substr(0, token.find('~')) != version) {
        refuse(token, fmt::format("it does not begin with \"{}~\"", version));
    }
    const std::size_t last = token.rfind('~');
    if (token.substr(last + 1) != checksum(token.substr(0, last))) {
        refuse(token, "its checksum is wrong, so a letter is missing or mistyped");
    }
    const auto parts = split(token.substr(0, last), '~');
    if (parts.size() < 3) {
        refuse(token, "name or seed is missing");
    }
    run_spec spec;
    spec.scenario = unescaped(parts[1], token);
    const scenario& s = *find(all, spec.scenario).what;
    const auto seed = parse_uint64(parts[2]);
    if (!seed) {
        refuse(token, "its seed is not a number");
    }
    spec.seed = *seed;
    for (std::size_t i = 3; i < parts.size(); ++i) {
        if (i + 1 == parts.size() && !parts[i].empty() && parts[i].front() == '@') {
            spec.choices = parse_choices(parts[i].substr(1), token);
        } else {
            parse_parameter(spec, s, parts[i], token);
        }
    }
    spec = normalised(std::move(spec), all);
    if (to_token(spec, all) != token) {
        refuse(token, "it is not written as a token is");
    }
    return spec;
}

}  // namespace sim
