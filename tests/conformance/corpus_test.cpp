// Random programs and the transcripts that CPython 3.13.0's asyncio gives for them on a virtual clock with equal
// deadlines first come, first served. README.md has their language, and how to add programs. They were chosen from 6000 so
// that what can follow upon what is covered most.

#include <doctest/doctest.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/conformance/dsl/check.hpp"
#include "tests/conformance/dsl/interpreter.hpp"

namespace {

struct recorded {
    std::string number;
    std::string program;
    std::vector<std::string> transcript;
};

std::string unpacked(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string packed{std::istreambuf_iterator<char>(file), {}};
    const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    REQUIRE(size < (std::size_t{1} << 30));  // also false for the two numbers that mean an error
    std::string text(size, '\0');
    REQUIRE(ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size()) == text.size());
    return text;
}

// "program NUMBER JSON" and the lines of its transcript, in turn.
std::vector<recorded> read_corpus() {
    std::vector<recorded> all;
    std::istringstream text(unpacked("tests/conformance/corpus.zst"));
    for (std::string line; std::getline(text, line);) {
        if (line.rfind("program ", 0) != 0) {
            all.back().transcript.push_back(line);
            continue;
        }
        const std::size_t space = line.find(' ', 8);
        all.push_back({line.substr(8, space - 8), line.substr(space + 1), {}});
    }
    return all;
}

const std::vector<recorded>& corpus() {
    static const std::vector<recorded> all = read_corpus();
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

void compare(const recorded& r, dsl::drive way) {
    const dsl::json program = dsl::json::parse(r.program);
    std::vector<std::string> expected = r.transcript;
    if (way != dsl::drive::watched) {
        std::erase_if(expected, [](const std::string& line) { return !known_without_observer(line); });
    }
    const std::int64_t live = aio::frame_pool::live();
    {
        dsl::interpreter interpreter(program, way);
        const std::string text = interpreter.run();
        INFO("program ", r.number);
        CHECK(difference(expected, text) == "");
    }
    INFO("program ", r.number, ": blocks of memory left");
    CHECK(aio::frame_pool::live() - live == 0);
}

}  // namespace

TEST_CASE("random programs give CPython's transcript, observed and run to their end") {
    REQUIRE(corpus().size() >= 500);
    for (const recorded& r : corpus()) compare(r, dsl::drive::watched);
}

TEST_CASE("random programs give CPython's transcript, unobserved and run handle by handle") {
    for (const recorded& r : corpus()) compare(r, dsl::drive::by_handles);
}

TEST_CASE("random programs give CPython's transcript, unobserved and run to their end") {
    for (const recorded& r : corpus()) compare(r, dsl::drive::at_once);
}

TEST_CASE("every random program is one by the rules of the language") {
    for (const recorded& r : corpus()) CHECK(dsl::problem(dsl::json::parse(r.program)).value_or("") == "");
}

TEST_CASE("the random programs run every operation and have every kind of object and every end") {
    std::set<std::string> ran;  // the words after "#ID" of all transcripts
    std::set<std::string> ends;
    std::set<std::string> kinds;
    for (const recorded& r : corpus()) {
        for (const std::string& line : r.transcript) {
            const std::size_t id = line.find(" #");
            if (id == std::string::npos || line.rfind("[t=", 0) != 0) continue;
            std::istringstream words(line.substr(id));
            std::string word;
            words >> word >> word;
            ran.insert(word);
        }
        std::istringstream words(r.transcript.back());
        std::string word;
        words >> word >> word >> word;
        ends.insert(word);
        const dsl::json program = dsl::json::parse(r.program);
        for (const auto& object : program["objects"]) kinds.insert(object["kind"].get<std::string>());
    }
    for (const dsl::operation_spec& op : dsl::operations()) {
        INFO(op.name);
        CHECK(ran.count(op.name) == 1);
    }
    for (const std::string& kind : dsl::object_kinds()) CHECK_MESSAGE(kinds.count(kind) == 1, kind);
    for (const char* end : {"ok", "deadlock", "exception"}) CHECK_MESSAGE(ends.count(end) == 1, end);
}
