#pragma once
// The files of downloads.cpp, and how far they are in one line.

#include <fmt/format.h>

#include <string>
#include <vector>

namespace scenarios::loading {

struct file {
    std::string name;
    std::int64_t size;  // KB
    double done = 0;    // 0 to 1
};

inline std::vector<file> files_to_load(std::int64_t count) {
    const std::vector<file> known{{"movie.mp4", 700}, {"song.mp3", 300}, {"report.pdf", 150}, {"image.png", 450}};
    std::vector<file> files;
    for (std::int64_t i = 0; i < count; ++i) {
        files.push_back(known[static_cast<std::size_t>(i % 4)]);
        if (i >= 4) files.back().name = fmt::format("{}-{}", i / 4 + 1, files.back().name);
    }
    return files;
}

inline std::string overview(const std::vector<file>& files) {
    double total = 0;
    std::string bars;
    for (const file& f : files) {
        total += f.done;
        bars += fmt::format(" {}[{:<10}]", f.name, std::string(static_cast<std::size_t>(f.done * 10), '#'));
    }
    return fmt::format("overall {:.0f}%{}", total / static_cast<double>(files.size()) * 100, bars);
}

}  // namespace scenarios::loading
