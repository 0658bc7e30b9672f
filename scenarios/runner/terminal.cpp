#include "scenarios/runner/terminal.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "scenarios/runner/command.hpp"

namespace runner {

namespace {

[[noreturn]] void cannot_write() {
    throw failure{std::string("cannot write to standard output: ") + std::strerror(errno)};
}

}  // namespace

bool colours() {
    static const bool wanted = [] {
        const char* no_color = std::getenv("NO_COLOR");
        const char* term = std::getenv("TERM");
        if (no_color != nullptr && *no_color != '\0') return false;
        return isatty(STDOUT_FILENO) == 1 && term != nullptr && std::strcmp(term, "dumb") != 0;
    }();
    return wanted;
}

std::string toned(std::string_view text, tone t) {
    static constexpr const char* codes[] = {"", "\033[2m", "\033[32m", "\033[31m", "\033[1m"};
    if (!colours() || t == tone::plain) return std::string(text);
    return std::string(codes[static_cast<int>(t)]) + std::string(text) + "\033[0m";
}

void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) cannot_write();
}

void finish_output() {
    if (std::fflush(stdout) != 0) cannot_write();
}

}  // namespace runner
