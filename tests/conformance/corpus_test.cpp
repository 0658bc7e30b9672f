// Random programs and the transcripts that CPython 3.13.0's asyncio gives for them on a virtual clock with equal
// deadlines first come, first served. They were chosen from 6000 so that what can follow upon what is covered most.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/conformance/dsl_run.hpp"

namespace {

struct recorded {
    std::string number;
    std::string program;
    std::vector<std::string> transcript;
};

// A file holds "program NUMBER JSON" and the lines of its transcript, in turn.
std::vector<recorded> read(const std::filesystem::path& path) {
    std::vector<recorded> all;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("program ", 0) != 0) {
            all.back().transcript.push_back(line);
            continue;
        }
        const std::size_t space = line.find(' ', 8);
        all.push_back({line.substr(8, space - 8), line.substr(space + 1), {}});
    }
    return all;
}

std::vector<recorded> corpus() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator("tests/conformance/corpus")) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<recorded> all;
    for (const auto& file : files) {
        for (recorded& r : read(file)) all.push_back(std::move(r));
    }
    return all;
}

// The first line in which they differ, for people; "" when they do not.
std::string difference(const std::vector<std::string>& expected, const std::string& text) {
    std::size_t begin = 0;
    for (const std::string& want : expected) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string got = text.substr(begin, end - begin);
        if (got != want) return "CPython: " + want + "\nhere:    " + got;
        begin = std::min(end + 1, text.size());
    }
    return begin == text.size() ? "" : "more lines than CPython's: " + text.substr(begin, 200);
}

bool known_without_observer(const std::string& line) {
    return line.rfind("final ", 0) != 0 && line.find("] * leftover") == std::string::npos;
}

void compare(const recorded& r, bool watched) {
    const dsl::json program = dsl::json::parse(r.program);
    std::vector<std::string> expected = r.transcript;
    if (!watched) {
        std::erase_if(expected, [](const std::string& line) { return !known_without_observer(line); });
    }
    const std::int64_t live = aio::frame_pool::live();
    {
        dsl::interpreter interpreter(program, watched);
        const std::string text = interpreter.run();
        INFO("program ", r.number);
        CHECK(difference(expected, text) == "");
    }
    INFO("program ", r.number, ": blocks of memory left");
    CHECK(aio::frame_pool::live() - live == 0);
}

}  // namespace

TEST_CASE("random programs give CPython's transcript, observed and run to their end") {
    const std::vector<recorded> all = corpus();
    REQUIRE(all.size() > 100);
    for (const recorded& r : all) compare(r, true);
}

TEST_CASE("random programs give CPython's transcript, unobserved and run handle by handle") {
    for (const recorded& r : corpus()) compare(r, false);
}
