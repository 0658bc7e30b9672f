// Exports, held against what other programs expect of them.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/catalogue.hpp"
#include "tests/golden/command.hpp"
#include "tests/golden/golden.hpp"

using golden::orrery;
using nlohmann::json;

namespace {

bool has_type(const json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return false;
}

// As much of JSON Schema as the schema beside this file uses. What is wrong, "" for nothing.
std::string fault(const json& value, const json& schema, const std::string& where) {
    if (schema.contains("type") && !has_type(value, schema["type"])) return where + " is no " + schema["type"].get<std::string>();
    if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
        return where + " is " + value.dump();
    }
    if (schema.contains("minimum") && value < schema["minimum"]) return where + " is too small";
    for (const json& name : schema.value("required", json::array())) {
        if (!value.contains(name.get<std::string>())) return where + " has no " + name.get<std::string>();
    }
    const json properties = schema.value("properties", json::object());
    if (value.is_object()) {
        for (const auto& [name, part] : value.items()) {
            std::string problem;
            if (properties.contains(name)) problem = fault(part, properties[name], where + "." + name);
            else if (schema.contains("additionalProperties") && schema["additionalProperties"] == false) problem = where + " has a " + name;
            else if (schema.contains("additionalProperties")) problem = fault(part, schema["additionalProperties"], where + "." + name);
            if (!problem.empty()) return problem;
        }
    }
    if (schema.contains("items")) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string problem = fault(value[i], schema["items"], where + "[" + std::to_string(i) + "]");
            if (!problem.empty()) return problem;
        }
    }
    if (schema.contains("oneOf")) {
        const auto fits = [&](const json& each) { return fault(value, each, where).empty(); };
        if (std::count_if(schema["oneOf"].begin(), schema["oneOf"].end(), fits) != 1) return where + " is none of the kinds: " + value.dump();
    }
    return "";
}

// What no schema says: slices of one row do not overlap, and each arrow has two ends that follow each other.
std::string misfit(const json& trace) {
    std::map<json, double> row_ends;
    std::map<json, double> arrows;
    std::map<json, int> ends;
    for (const json& e : trace["traceEvents"]) {
        const std::string ph = e["ph"];
        if (ph == "X") {
            double& end = row_ends[e["tid"]];
            if (e["ts"].get<double>() < end - 1e-6) return "slices overlap: " + e.dump();
            end = e["ts"].get<double>() + e["dur"].get<double>();
        } else if (ph == "s") {
            arrows[e["id"]] = e["ts"];
            ++ends[e["id"]];
        } else if (ph == "f") {
            if (arrows.count(e["id"]) == 0 || e["ts"] < arrows[e["id"]]) return "an arrow without a beginning: " + e.dump();
            --ends[e["id"]];
        }
    }
    const bool loose = std::any_of(ends.begin(), ends.end(), [](const auto& each) { return each.second != 0; });
    return loose ? "an arrow without an end" : "";
}

}  // namespace

TEST_CASE("the Chrome trace of every kind of scenario keeps to the schema of its format") {
    const json schema = json::parse(golden::read_file("tests/golden/chrome_trace.schema.json"));
    for (const char* name : {"downloads", "producer-consumer", "producer-consumer-sentinel", "barrier-laps", "condition-stock", "chat-room", "hello"}) {
        CAPTURE(name);
        const json trace = json::parse(orrery(std::string("export --to chrome ") + name).out);
        CHECK(trace["traceEvents"].size() > 5);
        CHECK(fault(trace, schema, "trace") == "");
        CHECK(misfit(trace) == "");
    }
    json wrong = json::parse(orrery("export --to chrome hello").out);
    wrong["traceEvents"][2].erase("ph");
    CHECK(fault(wrong, schema, "trace") == "trace.traceEvents[2] has no ph");
    CHECK(fault(json::parse(R"({"traceEvents": [{"ph": "X", "pid": 1, "name": "a", "tid": 1, "ts": 1}]})"), schema, "t").find("none of the kinds") != std::string::npos);
    CHECK(fault(json::parse(R"({"traceEvents": [{"ph": "C", "pid": 1, "name": "a", "ts": 1, "args": {"level": "x"}}]})"), schema, "t") != "");
}

TEST_CASE("pictures of runs are drawn by another program, as large as they say") {
    if (golden::shell("rsvg-convert --version").status != 0) {
        MESSAGE("skipped: rsvg-convert is not installed");
        return;
    }
    const std::string svg = (golden::scratch() / "run.svg").string(), png = (golden::scratch() / "run.png").string();
    for (const char* arguments : {"downloads", "producer-consumer", "chat-room --to svg --range 0.1s..0.3s", "hello"}) {
        CAPTURE(arguments);
        golden::write_file(svg, orrery(std::string("export --format svg ") + arguments).out);
        const golden::finished drawn = golden::shell("rsvg-convert " + svg + " -o " + png);
        CHECK(drawn.status == 0);
        CHECK(drawn.err.empty());
        const std::string picture = golden::read_file(png);
        REQUIRE(picture.size() > 1000);
        CHECK(picture.substr(1, 3) == "PNG");
        const auto number = [&](std::size_t at) {
            int value = 0;
            for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + static_cast<unsigned char>(picture[i]);
            return value;
        };
        const std::string text = golden::read_file(svg);
        CHECK(number(16) == 960);
        CHECK(text.find("viewBox=\"0 0 960 " + std::to_string(number(20)) + "\"") != std::string::npos);
    }
}

TEST_CASE("an interrupted export ends with status 130 and leaves what was there before") {
    const std::string file = golden::scratch() / "long.csv";
    golden::write_file(file, "before");
    // Far more events than can be written in the time.
    const std::string run = "chat-load --set users=10000 --set rooms=1 ";
    for (const std::string form : {"csv", "json", "chrome"}) {
        const golden::finished f = golden::shell("timeout --preserve-status -s INT 1 " + golden::binary() + " export " + run + "--format " + form + " -o " + file);
        CAPTURE(form);
        CHECK(f.status == 130);
        CHECK(f.err.starts_with("orrery: interrupted; "));
        CHECK(std::count(f.err.begin(), f.err.end(), '\n') == 1);
        CHECK(golden::read_file(file) == "before");
        CHECK_FALSE(std::filesystem::exists(file + ".part"));
    }
}

TEST_CASE("on a terminal an export that takes more than a second tells how far it is, and wipes the line at its end") {
    if (golden::shell("script -qec 'test -t 2' /dev/null </dev/null").status != 0) {  // makes a terminal for the command
        MESSAGE("skipped: there is no script here, or no terminals to be had");
        return;
    }
    const std::string file = golden::scratch() / "watched.csv";
    const std::string command = golden::binary() + " export chat-load --set users=10000 --set rooms=1 --format csv -o " + file;
    const std::string seen = golden::shell("script -qec 'timeout -s INT 3 " + command + "' /dev/null </dev/null").out;
    CHECK(seen.find(" a second\033[K") != std::string::npos);
    CHECK(seen.find("\r\033[K") != std::string::npos);
    CHECK(seen.find("\r\033[K") < seen.find("orrery: interrupted"));
}

TEST_CASE("a recorded run of several parts is exported as the run itself is, in every form") {
    const std::string file = golden::scratch() / "parts.trace";
    const std::string run = "chat-load --set users=600 --set rooms=1 --set messages=1 ";  // 1.8 million events
    REQUIRE(orrery("run " + run + "--trace " + file).status == 0);
    REQUIRE(orrery("diff " + file + " " + file).out.starts_with("equal: "));
    for (const std::string form : {"csv", "text"}) {
        const std::string of_file = golden::scratch() / ("file." + form), of_run = golden::scratch() / ("run." + form);
        REQUIRE(orrery("export " + file + " --format " + form + " -o " + of_file).status == 0);
        REQUIRE(orrery("export " + run + "--format " + form + " -o " + of_run).status == 0);
        CHECK(golden::shell("cmp " + of_file + " " + of_run).status == 0);
    }
}
