#include "gui/core/moment.hpp"

#include <charconv>
#include <cmath>

namespace gui {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
    text = trimmed(text);
    double value = 0;
    const char* last = text.data() + text.size();
    const auto [rest, fault] = std::from_chars(text.data(), last, value, std::chars_format::fixed);
    if (fault != std::errc() || !std::isfinite(value) || value < 0) return std::nullopt;
    const std::string_view unit = trimmed({rest, static_cast<std::size_t>(last - rest)});
    double ns = 0;
    if (unit.empty() || unit == "s") ns = value * 1e9;
    else if (unit == "ms") ns = value * 1e6;
    else if (unit == "us") ns = value * 1e3;
    else if (unit == "ns") ns = value;
    else if (unit == "min") ns = value * 60e9;
    else if (unit == "h") ns = value * 3600e9;
    else return std::nullopt;
    if (ns > 9.2e18) return std::nullopt;
    return static_cast<std::int64_t>(std::llround(ns));
}

std::optional<command> parse_moment(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with("t=")) text = trimmed(text.substr(2));
    if (text.empty()) return std::nullopt;
    command c;
    if (text.front() == '#') {
        text.remove_prefix(1);
        const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), c.event);
        if (fault != std::errc() || rest != text.data() + text.size() || c.event == sim::no_event) return std::nullopt;
        c.kind = command_kind::go_to_event;
        return c;
    }
    const bool back = text.front() == '-';
    const bool relative = back || text.front() == '+';
    const auto ns = parse_duration(relative ? text.substr(1) : text);
    if (!ns) return std::nullopt;
    c.kind = relative ? command_kind::skip_time : command_kind::go_to_time;
    c.time_ns = back ? -*ns : *ns;
    return c;
}

}  // namespace gui
