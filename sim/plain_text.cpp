#include "sim/plain_text.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace sim {
namespace {

constexpr std::size_t longest_quote = 40;

template <class Number>
std::optional<Number> parse(std::string_view text) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || text.empty()) {
        return std::nullopt;
    }
    return value;
}

// "+3" is a number to people, though not to from_chars.
std::string_view without_plus(std::string_view text) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') {
        text.remove_prefix(1);
    }
    return text;
}

}  // namespace

std::optional<std::int64_t> parse_int64(std::string_view text) { return parse<std::int64_t>(without_plus(text)); }

std::optional<std::uint64_t> parse_uint64(std::string_view text) { return parse<std::uint64_t>(text); }

std::optional<double> parse_finite(std::string_view text) {
    const auto value = parse<double>(without_plus(text));
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string shortest(double value) { return fmt::format("{}", value); }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, longest_quote)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    out += text.size() > longest_quote ? "...\"" : "\"";
    return out;
}

}  // namespace sim
