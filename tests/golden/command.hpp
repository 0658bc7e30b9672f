#pragma once
// The built command, run as a person or a program does.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/golden/golden.hpp"
#include "tests/scratch_folder.hpp"

namespace golden {

struct finished {
    int status = -1;
    std::string out;
    std::string err;
};

// A folder of this process.
inline std::filesystem::path scratch() {
    static const scratch_folder folder;
    return folder.path();
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
