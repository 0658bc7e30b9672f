#include "gui/draw/group_lines.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "gui/draw/source_text.hpp"

namespace gui {

namespace {

constexpr std::uint32_t longest_function = 400;  // lines

// Brackets of a line that have no partner on it.
struct brackets {
    int closing = 0, opening = 0;
};

brackets brackets_of(std::string_view line) {
    brackets b;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
            if (c == '\\') ++i;
            else if (c == quote) quote = 0;
        } else if (c == '"' || (c == '\'' && (i == 0 || std::isalnum(static_cast<unsigned char>(line[i - 1])) == 0))) {
            quote = c;  // between digits it is none
        } else if (line.substr(i, 2) == "//") {
            break;
        } else if (c == '(' || c == '[' || c == '{') {
            ++b.opening;
        } else if (c == ')' || c == ']' || c == '}') {
            if (b.opening > 0) --b.opening;
            else ++b.closing;
        }
    }
    return b;
}

bool calls(std::string_view line, std::string_view call) {
    for (std::size_t at = line.find(call); at != line.npos; at = line.find(call, at + 1)) {
        if (at == 0 || (std::isalnum(static_cast<unsigned char>(line[at - 1])) == 0 && line[at - 1] != '_')) return true;
    }
    return false;
}

}  // namespace

waiting_line look_at(const sim::trace::source_line& where) {
    waiting_line found;
    const auto& lines = source_lines(where.file);
    if (where.line == 0 || where.line > lines.size()) return found;
    const auto text = [&](std::uint32_t number) { return std::string_view(lines[number - 1]); };
    // Upwards, over what is closed by then: a bracket that is left over opens a block around the line, and one that the
    // line closes is of its own statement.
    int closed = 0, own = 0;
    for (std::uint32_t n = where.line; n > 0 && where.line - n < longest_function; --n) {
        const bool here = n == where.line;
        const brackets b = brackets_of(text(n));
        const int left = here ? 0 : closed - b.opening;
        const bool of_statement = here || (own > 0 && left < own);
        if (of_statement) found.waits = found.waits || calls(text(n), "wait(");
        if ((of_statement || left < 0) && calls(text(n), "task_group()")) {
            found.groups.push_back(n);
            found.ends_group = found.ends_group || of_statement;
        }
        own = here ? b.closing : std::clamp(left, 0, own);
        closed = std::max(left, 0) + b.closing;
    }
    std::reverse(found.groups.begin(), found.groups.end());
    return found;
}

}  // namespace gui
