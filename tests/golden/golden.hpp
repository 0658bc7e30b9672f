#pragma once
// Reading what tests/golden keeps.

#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace golden {

// The test programs run from the repository root.
inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void write_file(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// tests/golden/digests.txt: a scenario and the digest of its run with seed 42 on each line.
inline std::map<std::string, std::string> digests() {
    std::map<std::string, std::string> all;
    std::istringstream lines(read_file("tests/golden/digests.txt"));
    std::string name, digest;
    while (lines >> name >> digest) all[name] = digest;
    return all;
}

}  // namespace golden
