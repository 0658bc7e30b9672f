#include "gui/draw/twin.hpp"

#include <algorithm>
#include <cctype>

#include "gui/draw/source_text.hpp"

namespace gui {

namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// "aio::coro<std::string> fetch(sim::world& world) {": fetch.
std::string function_headed_by(std::string_view text) {
    const auto coro = text.find("coro<");
    if (coro == text.npos || (!text.ends_with('{') && !text.ends_with(','))) return "";
    const auto paren = text.find('(', text.find('>', coro));
    if (paren == text.npos) return "";
    auto begin = paren;
    while (begin > 0 && is_name(text[begin - 1])) --begin;
    return std::string(text.substr(begin, paren - begin));
}

bool awaits(std::string_view text) {
    return text.find("await ") != text.npos || text.find("async with ") != text.npos || text.find("async for ") != text.npos;
}

}  // namespace

std::optional<source_place> twin_of(std::string_view file, std::uint32_t line) {
    if (!file.ends_with(".cpp") && !file.ends_with(".hpp")) return std::nullopt;
    source_place place{std::string(file.substr(0, file.size() - 4)) + ".py", 0};
    const auto& python = source_lines(place.file);
    if (python.empty()) return std::nullopt;
    const auto& lines = source_lines(file);
    std::string function;
    int number = 0;
    for (auto n = std::min<std::size_t>(line, lines.size()); n > 0 && function.empty(); --n) {
        const std::string& text = lines[n - 1];
        if (text.find("co_await ") != text.npos) ++number;
        function = function_headed_by(text);
    }
    std::size_t n = 0;
    while (n < python.size() && python[n].find("async def " + function + "(") == std::string::npos) ++n;
    if (function.empty() || n == python.size()) return place;
    place.line = static_cast<std::uint32_t>(n + 1);
    const auto indent = python[n].find_first_not_of(' ');
    for (++n; n < python.size() && number > 0; ++n) {
        const auto start = python[n].find_first_not_of(' ');
        if (start != std::string::npos && start <= indent && python[n][start] != '#' && python[n][start] != ')') break;
        if (!awaits(python[n]) || --number > 0) continue;
        place.line = static_cast<std::uint32_t>(n + 1);
    }
    return place;
}

}  // namespace gui
