// sweep and merge, as the built command.

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/trace.hpp"
#include "tests/golden/command.hpp"
#include "tests/golden/golden.hpp"

using golden::finished;
using golden::orrery;
using golden::scratch;

TEST_CASE("a sweep gives the same results with one thread and with three") {
    const finished one = orrery("sweep downloads --seeds 0..49 --set limit=0,2 --threads 1 --json -");
    const finished three = orrery("sweep downloads --seeds 0..49 --set limit=0,2 --threads 3 --json -");
    CHECK(one.status == 0);
    CHECK(one.out == three.out);
    CHECK(nlohmann::json::parse(one.out)["rows"].size() == 100);
}

TEST_CASE("a run of a sweep is the run that `run` makes") {
    const auto rows = nlohmann::json::parse(orrery("sweep downloads --seeds 7 --set limit=1,2 --json -").out)["rows"];
    REQUIRE(rows.size() == 2);
    const std::string digest = rows[1]["digest"];
    CHECK(orrery("run downloads --seed 7 --set limit=2 --digest").out == digest + "\n");
    CHECK(rows[1]["set"]["limit"] == "2");
    CHECK(rows[1]["seed"] == 7);
}

TEST_CASE("a sweep counts as warnings what `run` warns of, one by one") {
    for (const std::string name : {"forgotten-await", "unheard-error", "hello"}) {
        CAPTURE(name);
        const std::string said = orrery("run " + name).err;
        std::size_t warned = 0;
        for (std::size_t at = said.find("warning: "); at != std::string::npos; at = said.find("warning: ", at + 1)) ++warned;
        CHECK((name == "hello") == (warned == 0));
        const auto rows = nlohmann::json::parse(orrery("sweep " + name + " --seeds 42 --json -").out)["rows"];
        CHECK(rows[0]["warnings"] == warned);
    }
}

TEST_CASE("the shards of a sweep merge into the whole, byte for byte, in any order") {
    const std::string sweep = "sweep producer-consumer --seeds 0..9,20..24,7777 --set producers=1,2";
    const std::string folder = scratch().string();
    CHECK(orrery(sweep + " --json " + folder + "/whole").status == 0);
    for (const std::string part : {"1", "2", "3"}) {
        CHECK(orrery(sweep + " --shard " + part + "/3 --json " + folder + "/part" + part).status == 0);
    }
    const finished merged = orrery("merge " + folder + "/part2 " + folder + "/part3 " + folder + "/part1 --json " + folder + "/merged");
    CHECK(merged.status == 0);
    CHECK(golden::read_file(folder + "/merged") == golden::read_file(folder + "/whole"));
    CHECK(merged.out == orrery(sweep).out);

    const finished twice = orrery("merge " + folder + "/part1 " + folder + "/part1");
    CHECK(twice.status == 2);
    CHECK(twice.err.find("run 0 is in") != std::string::npos);
    const finished incomplete = orrery("merge " + folder + "/part1 " + folder + "/part3");
    CHECK(incomplete.out.find("not done: 11 of 32") != std::string::npos);
}

TEST_CASE("the summary counts outcomes and says how to run the first that did not end well") {
    const finished f = orrery("sweep producer-consumer-sentinel --seeds 3..5");
    CHECK(f.status == 3);
    CHECK(f.out.find("first deadlock: orrery run o1~producer-consumer-sentinel~3~") != std::string::npos);
    const finished limited = orrery("sweep downloads --seeds 0..2 --max-steps 3");
    CHECK(limited.status == 4);
    CHECK(limited.out.find("first limit: ") != std::string::npos);
}

TEST_CASE("a table of a sweep has a line a run") {
    const finished f = orrery("sweep downloads --seeds 0..4 --csv -");
    CHECK(std::count(f.out.begin(), f.out.end(), '\n') == 6);
    CHECK(f.out.starts_with("run,seed,outcome,end_ns,events,tasks,warnings,digest,error\n0,0,ok,"));
}

TEST_CASE("bad usage of sweep and merge is one line, exit status 2, and writes nothing") {
    const std::string damaged = (scratch() / "damaged").string();
    const std::string bad[] = {
        "sweep downloads", "sweep downloads --seeds 5..1", "sweep downloads --seeds x", "sweep downloads --seeds 1,1",
        "sweep downloads --seeds 0..18446744073709551615", "sweep downloads --seeds 0..1 --set limit=1,1",
        "sweep downloads --seeds 0..1 --set limit=1,99", "sweep downloads --seeds 0..1 --set limt=1",
        "sweep downloads --seeds 0..1 --set limit=1 --set limit=2", "sweep downloads --seeds 0..1 --shard 3/2",
        "sweep downloads --seeds 0..1 --threads 0", "sweep downloads --seeds 0..1 --json - --csv -", "sweep nonsense --seeds 1",
        "merge README.md", "merge /does/not/exist", "merge " + damaged,
    };
    const std::string whole = orrery("sweep downloads --seeds 0..3 --json -").out;
    golden::write_file(damaged, whole.substr(0, whole.size() / 2));
    for (const std::string& arguments : bad) {
        CAPTURE(arguments);
        const finished f = orrery(arguments);
        CHECK(f.status == 2);
        CHECK(f.out.empty());
        CHECK(std::count(f.err.begin(), f.err.end(), '\n') == 1);
    }
    golden::write_file(damaged, R"({"orrery_sweep":1,"base":"o1~downloads~42~4709","seeds":"0..3","parameters":[],"until_ns":null,)"
                                R"("max_steps":9,"rows":[{"run":9}]})");
    CHECK(orrery("merge " + damaged).err.find("run 9 is not in its sweep") != std::string::npos);
}

TEST_CASE("an interrupted sweep keeps what is done") {
    const std::string file = (scratch() / "kept").string();
    const finished f = golden::shell("timeout --preserve-status -s INT 2 " + golden::binary() +
                                     " sweep downloads --seeds 0..999999 --json " + file);
    CHECK(f.status == 4);
    CHECK(f.err.find("interrupted; ") != std::string::npos);
    const auto kept = nlohmann::json::parse(golden::read_file(file));
    CHECK(kept["rows"].size() < 1'000'000);
}
