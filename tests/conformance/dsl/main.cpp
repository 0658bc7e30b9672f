// dsl_run PROGRAM.json: runs one program and prints its transcript.

#include <cstdio>
#include <string>

#include "tests/conformance/dsl/check.hpp"
#include "tests/conformance/dsl/interpreter.hpp"

namespace {

constexpr std::size_t max_size = 16 << 20;
constexpr int bad_usage = 2;

int fail(const std::string& what) {
    std::fprintf(stderr, "dsl_run: %s\n", what.c_str());
    return bad_usage;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return fail("expected one argument: dsl_run PROGRAM.json");
    const std::string path = argv[1];
    std::string text;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        text.resize(max_size + 1);
        text.resize(std::fread(text.data(), 1, text.size(), file));
        std::fclose(file);
    }
    if (text.empty()) return fail(path + ": cannot be read, or is empty");
    if (text.size() > max_size) return fail(path + ": larger than 16 MB");

    try {
        const dsl::json program = dsl::json::parse(text);
        if (const auto wrong = dsl::problem(program)) return fail(path + ": " + *wrong);
        dsl::interpreter interpreter(program, dsl::drive::watched);
        const std::string transcript = interpreter.run();
        std::fwrite(transcript.data(), 1, transcript.size(), stdout);
        return 0;
    } catch (const dsl::json::exception& e) {
        return fail(path + ": " + std::string(e.what()).substr(0, 200));
    } catch (const dsl::limit_reached& e) {
        return fail(path + ": " + e.what());
    }
}
