// Input of dsl_run that is no program, or one that does not end.

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/conformance/dsl/check.hpp"
#include "tests/conformance/dsl/interpreter.hpp"

namespace {

std::string repeated(const std::string& part, int n) {
    std::string all;
    for (int i = 0; i < n; ++i) all += part;
    return all;
}

// A program of `main` alone.
std::string main_of(const std::string& ops, const std::string& objects = "") {
    return R"({"objects":[)" + objects + R"(],"coros":{"main":[)" + ops + "]}}";
}

std::string problem(const std::string& text) { return dsl::problem(dsl::json::parse(text)).value_or("none"); }

struct ended {
    int status;
    std::string text;  // of both streams
};

ended dsl_run(const std::string& arguments) {
    const char* orrery = std::getenv("ORRERY_BIN");
    REQUIRE(orrery != nullptr);
    const std::string command = std::filesystem::path(orrery).replace_filename("dsl_run").string() + " " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
    return {WEXITSTATUS(pclose(pipe)), text};
}

ended dsl_run_on(const std::string& program) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("orrery-language-" + std::to_string(getpid()) + ".json");
    std::ofstream(path) << program;
    ended e = dsl_run(path.string());
    std::filesystem::remove(path);
    return e;
}

}  // namespace

TEST_CASE("what is no program is refused with its place and what was expected") {
    CHECK(problem("5") == "program: 5 is not a program, which is a JSON object");
    CHECK(problem(main_of(R"({"id":1,"op":"slep","ms":1})")) == R"(coroutine "main" #1: "slep" is not an operation)");
    CHECK(problem(main_of(R"({"id":1,"op":"sleep","ms":"1"})")) ==
          R"(coroutine "main" #1 sleep `ms`: "1" is not a time in ms from 0 to 86400000)");
    CHECK(problem(main_of(R"({"id":1,"op":"sleep","ms":99999999999999999999})")).find("is not a time") != std::string::npos);
    CHECK(problem(main_of(R"({"id":1,"op":"sleep","ms":18446744073709551615})")).find("is not a time") != std::string::npos);
    CHECK(problem(main_of(R"({"id":1,"op":"call","coro":"c1"})")) == R"(coroutine "main" #1 call `coro`: "c1" is not a coroutine)");
    CHECK(problem(main_of(R"({"id":1,"op":"get","obj":"q"})")) == R"(coroutine "main" #1 get `obj`: "q" is not an object)");
    CHECK(problem(main_of(R"({"id":1,"op":"get","obj":"l"})", R"({"name":"l","kind":"lock"})")) ==
          R"(coroutine "main" #1 get `obj`: "l" is not an object of that kind)");
    CHECK(problem(main_of("", R"({"name":"c","kind":"condition","lock":"l"},{"name":"l","kind":"lock"})")) ==
          R"(object "c": "l" is not a lock made before)");
    CHECK(problem(main_of(R"({"id":1,"op":"reraise"})")) == R"(coroutine "main" #1: "reraise" is not allowed outside an except clause)");
    CHECK(problem(main_of(R"({"id":1,"op":"call_soon","as":"u","label":"k","body":[{"id":2,"op":"yield"}]})")) ==
          R"(coroutine "main" #2: "yield" is not allowed in a callback)");
    CHECK(problem(R"({"objects":[],"coros":{"main":[{"id":1,"op":"call","coro":"main"}]}})") ==
          R"(coros: coroutine "main" calls itself: "main" calls it)");
}

TEST_CASE("nesting has a limit") {
    const auto nested = [](int n) {
        return main_of(repeated(R"({"id":1,"op":"repeat","n":1,"body":[)", n) + repeated("]}", n));
    };
    CHECK(problem(nested(50)) == "none");
    CHECK(problem(nested(51)).find("depth of nesting") != std::string::npos);
    CHECK(problem(nested(20'000)).find("depth of nesting") != std::string::npos);
}

TEST_CASE("dsl_run refuses what it cannot run with one line and exit status 2") {
    const std::string endless = R"({"objects":[],"coros":{"main":[{"id":1,"op":"spawn","coro":"c","as":"h"},{"id":2,"op":"sleep","ms":1000}],
        "c":[{"id":3,"op":"spawn","coro":"c","as":"h"},{"id":4,"op":"spawn","coro":"c","as":"h"}]}})";
    const std::string doubled = repeated(R"({"id":1,"op":"gather_start","items":[{"h":"f"},{"h":"f"}],"return_exceptions":true,"as":"f"},)", 60);
    const std::pair<std::string, std::string> cases[] = {
        {"", "cannot be read, or is empty"},
        {"{\"objects\"", "parse error"},
        {"{\"objects\":[],\"coros\":{\"main\":[]}} x", "parse error"},
        {"\xff\xfe", "parse error"},
        {repeated("[", 1'000'000), "parse error"},
        {repeated("[", 100'000) + repeated("]", 100'000), "is not a program"},
        {endless, "over 20000 operations"},
        {main_of(R"({"id":1,"op":"repeat","n":1000,"body":[{"id":2,"op":"repeat","n":1000,"body":[]}]})"), "over 20000 operations"},
        {main_of(R"({"id":1,"op":"repeat","n":1000,"body":[{"id":2,"op":"log","text":")" + std::string(20'000, 'x') + "\"}]}"), "a transcript over 16 MB"},
        {main_of(R"({"id":1,"op":"future_new","as":"f"},{"id":2,"op":"set_result","h":"f","value":1},)" + doubled + R"({"id":3,"op":"await","h":"f"})"),
         "stopped"},
    };
    for (const auto& [program, expected] : cases) {
        const ended e = dsl_run_on(program);
        INFO(program.substr(0, 100));
        CHECK(e.status == 2);
        CHECK(e.text.find(expected) != std::string::npos);
        CHECK(e.text.find('\n') == e.text.size() - 1);
    }
    CHECK(dsl_run("").status == 2);
    CHECK(dsl_run("/no/such/file").text == "dsl_run: /no/such/file: cannot be read, or is empty\n");
    CHECK(dsl_run("/tmp").status == 2);
}

TEST_CASE("dsl_run prints a transcript") {
    const ended e = dsl_run_on(main_of(R"({"id":1,"op":"sleep","ms":1500})"));
    CHECK(e.status == 0);
    CHECK(e.text == "[t=0.000] T1 start main\n[t=1.500] T1 #1 sleep\n[t=1.500] T1 end main return null\n"
                    "final T1 main done null\nend t=1.500 ok\n");
}

TEST_CASE("a circle of tasks that await one another, directly or in a gather, ends in a RecursionError where it is cancelled") {
    for (const char* wait : {R"({"id":1,"op":"await","h":"a"})",
                             R"({"id":1,"op":"gather","items":[{"h":"a"}],"return_exceptions":false})"}) {
        const dsl::json program = dsl::json::parse(
            R"({"objects":[],"coros":{"c":[{"id":0,"op":"yield"},)" + std::string(wait) +
            R"(],"main":[{"id":2,"op":"spawn","coro":"c","as":"b"},{"id":3,"op":"spawn","coro":"d","as":"a"},
                         {"id":4,"op":"sleep","ms":1},{"id":5,"op":"cancel","h":"a","guard":true}],
                "d":[{"id":6,"op":"await","h":"b"}]}})");
        REQUIRE(dsl::problem(program).value_or("") == "");
        dsl::interpreter interpreter(program, dsl::drive::watched);
        const std::string transcript = interpreter.run();
        CHECK(transcript.find("#5 cancel !RecursionError()") != std::string::npos);
        CHECK(transcript.find("end t=0.001 exception RecursionError()") != std::string::npos);
    }
}

TEST_CASE("a timeout that would cancel a circle of tasks is a RecursionError in the loop, which goes on") {
    const dsl::json program = dsl::json::parse(R"({"objects":[],"coros":{
        "main":[{"id":1,"op":"spawn","coro":"c","as":"b"},{"id":2,"op":"spawn","coro":"d","as":"a"},{"id":3,"op":"sleep","ms":2}],
        "c":[{"id":4,"op":"yield"},{"id":5,"op":"gather","items":[{"h":"a"}],"return_exceptions":false}],
        "d":[{"id":6,"op":"timeout","as":"t","ms":1,"body":[{"id":7,"op":"await","h":"b"}]}]}})");
    REQUIRE(dsl::problem(program).value_or("") == "");
    dsl::interpreter interpreter(program, dsl::drive::watched);
    const std::string transcript = interpreter.run();
    CHECK(transcript.find("[t=0.001] ! callback RecursionError()") != std::string::npos);
    CHECK(transcript.find("[t=0.002] T1 #3 sleep") != std::string::npos);
}
