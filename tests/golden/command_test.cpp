// The built command, as a person or a program uses it: what it prints where, and its exit status.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/catalogue.hpp"
#include "tests/golden/command.hpp"
#include "tests/golden/golden.hpp"

using golden::finished;
using golden::orrery;
using golden::scratch;

namespace {

std::size_t lines(const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

TEST_CASE("run prints the transcript to stdout and nothing to stderr") {
    const finished f = orrery("run downloads --seed 42");
    CHECK(f.status == 0);
    CHECK(f.out == golden::read_file("tests/golden/transcripts/000_06.txt"));
    CHECK(f.err.empty());
}

TEST_CASE("a deadlock ends with its transcript line, exit status 3 and a message that names the queue") {
    const finished f = orrery("run producer-consumer-sentinel");
    CHECK(f.status == 3);
    CHECK(f.out == golden::read_file("tests/golden/transcripts/002_17.txt"));
    CHECK(f.err.find("queue `queue`") != std::string::npos);
    CHECK(f.err.find("scenarios/mistakes/producer_consumer_sentinel.cpp:") != std::string::npos);
}

TEST_CASE("bad usage is one line on stderr, nothing on stdout, exit status 2") {
    const char* wrong[] = {
        "run downlods",
        "run downloads --set limt=3",
        "run downloads --set limit=-1",
        "run downloads --set limit=many",
        "run downloads --set limit",
        "run downloads --seed eleven",
        "run downloads --seed -1",
        "run downloads --until soon",
        "run downloads --max-steps 1.5",
        "run downloads --real-time=fast",
        "run --token 'o1~downloads~42~limit=3~0000'",
        "run --token ''",
        "run --token \"$(head -c 100000 /dev/zero | tr '\\0' x)\"",
        "run hello --token o1~hello~42~0000",
        "run",
        "info nothing",
        "info README.md",
        "list --document 999",
        "export downloads --to gif",
        "export downloads --to run.png --until 1s",
        "export downloads --to run.png --range 3s..1s",
        "export downlods --to run.png",
        "export downloads --to csv --at 1s",
        "export downloads --to svg --theme light",
        "export downloads --to svg --range 3s",
        "export downloads --to svg --range 3s..1s",
        "export downloads --to csv --range 1s..3s",
        "export /dev/null/none",
        "diff hello nothing",
        "rum downloads",
        "",
    };
    for (const char* arguments : wrong) {
        CAPTURE(arguments);
        const finished f = orrery(arguments);
        CHECK(f.status == 2);
        CHECK(f.out.empty());
        CHECK(f.err.starts_with("orrery: "));
        CHECK(lines(f.err) == 1);
        CHECK(f.err.size() < 400);
    }
}

TEST_CASE("a misspelt name is answered with the nearest valid one") {
    CHECK(orrery("run downlods").err.find("\"downloads\"") != std::string::npos);
    CHECK(orrery("run downloads --set limt=3").err.find("'limit'") != std::string::npos);
    CHECK(orrery("rum downloads").err.find("'run'") != std::string::npos);
}

TEST_CASE("a limit stops the run with exit status 4 and says so in the last line") {
    const finished until = orrery("run hello --until 0.5s");
    CHECK(until.status == 4);
    CHECK(until.out.find("World") == std::string::npos);
    CHECK(until.out.find("] limit") != std::string::npos);
    CHECK(orrery("run downloads --max-steps 3").status == 4);
}

TEST_CASE("parameters change the run; an alias and its scenario are the same run") {
    CHECK(orrery("run rate-limit --set limit=10").out.find("Peak concurrency 10, total 1.00s") != std::string::npos);
    CHECK(orrery("run 000_07 --set limit=10").out == orrery("run rate-limit --set limit=10").out);
}

TEST_CASE("every program of the documents runs under its number and prints what CPython prints") {
    int programs = 0;
    for (const std::string document : {"000", "001", "002", "003", "004"}) {
        for (const auto& row : nlohmann::json::parse(orrery("list --json --document " + document).out)) {
            const std::string alias = row.at("alias");
            CAPTURE(alias);
            CHECK_FALSE(row.at("section").get<std::string>().empty());
            const std::string program = alias == "002_13" ? "002_13b" : alias;
            CHECK(orrery("run " + alias + " --seed 42").out == golden::read_file("tests/golden/transcripts/" + program + ".txt"));
            ++programs;
        }
    }
    CHECK(programs == 78);
}

TEST_CASE("list --document has a line for each program: its number, its scenario, its section") {
    const std::string listed = orrery("list --document 002").out;
    CHECK(lines(listed) == 33);
    CHECK(listed.starts_with("002_01    hello "));
    CHECK(orrery("list --document 999").err == "orrery: no document '999'; there are 000, 001, 002, 003, 004\n");
    CHECK(orrery("info lock-order").out.find("from ") == std::string::npos);  // one of our own
    CHECK(listed.find("002_17    producer-consumer-sentinel  Producer-Consumer\n") != std::string::npos);
}

TEST_CASE("--digest prints the digest kept in tests/golden") {
    for (const auto& [name, digest] : golden::digests()) {
        CAPTURE(name);
        CHECK(orrery("run " + name + " --seed 42 --digest").out == digest + "\n");
    }
}

TEST_CASE("--json is one JSON document that says how to run it again") {
    const finished f = orrery("run downloads --set limit=2 --seed 7 --json");
    REQUIRE(f.status == 0);
    const auto json = nlohmann::json::parse(f.out);
    const std::string token = json.at("token");
    CHECK(orrery("run --token " + token + " --digest").out == orrery("run downloads --set limit=2 --seed 7 --digest").out);
}

TEST_CASE("list and info are generated from the catalogue, also as JSON") {
    const auto all = nlohmann::json::parse(orrery("list --json").out);
    CHECK(all.size() == scenarios::catalogue().size());
    for (const auto& one : all) {
        const std::string name = one.at("name");
        CAPTURE(name);
        const finished info = orrery("info " + name);
        CHECK(info.status == 0);
        CHECK(info.out.find(name) == 0);
        CHECK(nlohmann::json::parse(orrery("info " + name + " --json").out).at("name") == name);
        CHECK(orrery("info " + name + " --source").out.find("aio::coro<> ") != std::string::npos);
    }
    CHECK(orrery("list").out.find("producer-consumer-sentinel") != std::string::npos);
}

TEST_CASE("why says what a task waits for, who ends that and when, and the chain down to its root") {
    const finished f = orrery("why downloads --set limit=2 --task 'download[2]' --at 0.1s");
    CHECK(f.status == 0);
    CHECK(f.out == "download[2] waits for a permit of semaphore `slots` (2 of 2 held by download[0] and download[1]); download[1] gives one back "
                   "at 0.228 s, when its sleep ends.\nchain: download[2] > semaphore `slots` > download[1] > a timer will wake it\n");
    CHECK(orrery("why downloads --at '#40'").status == 0);
    const finished cancelled = orrery("why cancellation --task cancellable_task --at 3s");
    CHECK(lines(cancelled.out) == 4);
    CHECK(cancelled.out.find("#19 CancelledError reaches cancellable_task at its await") != std::string::npos);
    const finished cleaning = orrery("why shielded-save --task edit --at 1.6s");
    CHECK(cleaning.out.starts_with("edit was asked to cancel by main at 1.500 s; for now it waits for save, which sleeps until "
                                   "2.000 s. It goes on at 3.000 s.\n"));
    for (const char* wrong : {"why downloads --task downlod", "why downloads --at soon", "why downloads --at '#9999999'", "why nobody"}) {
        const finished refused = orrery(wrong);
        CHECK(refused.status == 2);
        CHECK(lines(refused.err) == 1);
        CHECK(refused.out.empty());
    }
}

TEST_CASE("no colour where stdout is not a terminal") { CHECK(orrery("run hello").out.find('\033') == std::string::npos); }

TEST_CASE("a recorded run can be exported and compared; one that was cut off says so, a damaged one is refused") {
    const std::string file = scratch() / "run.trace";
    REQUIRE(orrery("run downloads --trace " + file).status == 0);
    CHECK(orrery("export --format text " + file).out == golden::read_file("tests/golden/transcripts/000_06.txt"));
    CHECK(nlohmann::json::accept(orrery("export --format chrome " + file).out));
    CHECK(orrery("diff downloads " + file).status == 0);
    CHECK(orrery("info " + file).out.find("token     o1~downloads~42~") != std::string::npos);
    CHECK(nlohmann::json::parse(orrery("info " + file + " --json").out).at("events") == 231);
    const std::string picture = scratch() / "run.svg";
    CHECK(orrery("export --to " + picture + " " + file).out.empty());
    CHECK(golden::read_file(picture) == orrery("export downloads --to svg").out);
    CHECK(golden::read_file(picture) != orrery("export downloads --to svg --range 0.1s..0.2s").out);
    const finished parted = orrery("diff --seed 43 downloads " + file);
    CHECK(parted.status == 1);
    CHECK(parted.out.find("they part at event") == 0);

    std::string bytes = golden::read_file(file);
    golden::write_file(file, bytes.substr(0, bytes.size() / 2));
    const finished cut = orrery("export --format text " + file);
    CHECK(cut.status == 0);
    CHECK(cut.err.find("the run was cut off") != std::string::npos);
    CHECK(lines(cut.err) == 1);
    CHECK(orrery("info " + file).out.find("\nmissing   the run was cut off") != std::string::npos);
    bytes[bytes.size() / 2] ^= 1;
    golden::write_file(file, bytes);
    const finished damaged = orrery("export " + file);
    CHECK(damaged.status == 2);
    CHECK(damaged.out.empty());
    CHECK(lines(damaged.err) == 1);
}

TEST_CASE("a file that cannot be written is refused and nothing is left behind") {
    const finished f = orrery("run hello --trace /proc/none/run.trace");
    CHECK(f.status == 2);
    CHECK(lines(f.err) == 1);
    const finished g = orrery("export hello -o " + (scratch() / "no" / "such").string());
    CHECK(g.status == 2);
}
