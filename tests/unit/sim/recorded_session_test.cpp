#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/catalogue.hpp"
#include "sim/session.hpp"
#include "sim/trace_file.hpp"
#include "tests/scratch_folder.hpp"

namespace {

namespace fs = std::filesystem;

// A run, and the same run by parts from a file.
struct both {
    scratch_folder own;
    fs::path file = own.path() / "run.trace";
    sim::session whole;

    explicit both(const char* scenario) : whole(spec(scenario), scenarios::catalogue()) {
        whole.run_to_end();
        sim::save_run(file, whole.events(), sim::to_token(whole.spec(), scenarios::catalogue()), {8, 32, 0});
    }

    sim::session parts() const { return {std::make_shared<const sim::recording>(file), scenarios::catalogue()}; }
    static sim::run_spec spec(const char* scenario) {
        sim::run_spec s;
        s.scenario = sim::find(scenarios::catalogue(), scenario).what->name;
        return sim::normalised(s, scenarios::catalogue());
    }
};

}  // namespace

TEST_CASE("a session over a file goes where one that runs goes, and says the same of the run") {
    for (const char* name : {"downloads", "crawl", "lock-order"}) {
        CAPTURE(name);
        both b(name);
        sim::session parts = b.parts();
        REQUIRE(parts.recorded() != nullptr);
        REQUIRE(parts.recorded()->parts() > 1);
        CHECK(parts.spec() == b.whole.spec());
        CHECK(parts.state() == b.whole.state());
        CHECK(parts.run_events() == b.whole.events().size());
        CHECK(parts.run_end_time() == b.whole.history().end_time());
        CHECK(parts.run_tasks() == b.whole.history().tasks().size());
        CHECK(parts.cursor() == sim::no_event);
        b.whole.go_to_start();
        while (b.whole.step_forward()) {
            REQUIRE(parts.step_forward());
            REQUIRE(parts.cursor() == b.whole.cursor());
            REQUIRE(parts.cursor_time() == b.whole.cursor_time());
            REQUIRE(parts.now().running == b.whole.now().running);
        }
        CHECK_FALSE(parts.step_forward());
        while (b.whole.step_back()) {
            REQUIRE(parts.step_back());
            REQUIRE(parts.cursor() == b.whole.cursor());
        }
        CHECK_FALSE(parts.step_back());
        for (std::int64_t ns = 0; ns <= parts.run_end_time() + 1000; ns += parts.run_end_time() / 50 + 1) {
            parts.go_to_time(ns);
            b.whole.go_to_time(ns);
            REQUIRE(parts.cursor() == b.whole.cursor());
        }
        parts.go_to_end();
        CHECK(parts.cursor() == b.whole.events().size() - 1);
        parts.go_to(sim::no_event - 1);
        CHECK(parts.cursor() == b.whole.events().size() - 1);
        CHECK(parts.trouble().empty());
        CHECK_FALSE(parts.step_handle());
    }
}

TEST_CASE("a task's steps are walked over the borders of parts") {
    both b("downloads");
    sim::session parts = b.parts();
    b.whole.go_to_start();
    for (int i = 0; i < 20 && b.whole.step_task(1); ++i) {
        if (!parts.step_task(1)) break;  // farther than the next part nobody looks
        REQUIRE(parts.cursor() == b.whole.cursor());
    }
    b.whole.go_to(parts.cursor());
    while (parts.step_task_back(1)) {
        REQUIRE(b.whole.step_task_back(1));
        REQUIRE(parts.cursor() == b.whole.cursor());
    }
}

TEST_CASE("where a file is damaged the session says so, goes as near as it can, and works elsewhere") {
    both b("crawl");
    const sim::recording known(b.file);
    REQUIRE(known.parts() > 3);
    std::size_t block = 0;
    while (known.blocks()[block].first < known.begin(1)) ++block;
    flip_byte(b.file, known.blocks()[block + 1].offset + 130);
    sim::session parts = b.parts();
    CHECK(parts.trouble().empty());
    parts.go_to(known.end(1) - 1);
    CHECK(parts.trouble().find("its checksum is wrong; events ") != std::string_view::npos);
    CHECK(parts.cursor() == known.blocks()[block + 1].first - 1);
    CHECK_FALSE(parts.step_forward());
    CHECK(parts.cursor() == known.blocks()[block + 1].first - 1);
    parts.go_to(known.begin(2));
    CHECK(parts.trouble().empty());
    CHECK(parts.cursor() == known.begin(2));
    CHECK_FALSE(parts.step_back());
    CHECK_FALSE(parts.trouble().empty());
    flip_byte(b.file, known.blocks()[block].offset + 130);
    parts = b.parts();
    parts.go_to(known.begin(1));
    CHECK_FALSE(parts.trouble().empty());
    CHECK(parts.cursor() == sim::no_event);
    CHECK(parts.history().first() == 0);
}

TEST_CASE("a run that was cut off is shown up to its last whole block, and its end is not known") {
    both b("crawl");
    const sim::recording known(b.file);
    fs::resize_file(b.file, known.blocks().back().offset + 20);
    sim::session parts = b.parts();
    CHECK(parts.state() == sim::run_state::limit);
    CHECK(parts.error().find("was cut off") != std::string_view::npos);
    parts.go_to_end();
    CHECK(parts.cursor() == known.blocks().back().first - 1);
}
