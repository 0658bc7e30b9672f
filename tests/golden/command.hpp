#pragma once
// The built command, run as a person or a program does.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/golden/golden.hpp"

namespace golden {

struct finished {
    int status = -1;
    std::string out;
    std::string err;
};

// A folder of this process; the system's cleaning of temporary files ends it.
inline std::filesystem::path scratch() {
    static const std::filesystem::path folder = [] {
        std::string name = (std::filesystem::temp_directory_path() / "orrery-command-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        return std::filesystem::path(name);
    }();
    return folder;
}

inline finished shell(const std::string& command) {
    const std::string out = scratch() / "out";
    const std::string err = scratch() / "err";
    const int status = std::system((command + " >" + out + " 2>" + err).c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

inline std::string binary() {
    const char* path = std::getenv("ORRERY_BIN");
    REQUIRE(path != nullptr);
    return path;
}

inline finished orrery(const std::string& arguments) { return shell(binary() + " " + arguments); }

}  // namespace golden
