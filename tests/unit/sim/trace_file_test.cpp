#include "sim/digest.hpp"
#include "sim/event_names.hpp"
#include "sim/why.hpp"
#include "sim/trace_file.hpp"

#include <filesystem>
#include <fstream>

#include "sim/export.hpp"
#include "sim/narration.hpp"
#include "sim/scenario.hpp"
#include "sim/trace_block.hpp"
#include "sim/trace_check.hpp"
#include "sim/transcript.hpp"
#include "tale.hpp"
#include "tests/scratch_folder.hpp"

namespace {

namespace fs = std::filesystem;

struct scratch {
    scratch_folder own;
    fs::path folder = own.path();
};

std::string refusal(std::string_view bytes) {
    try {
        sim::decode_run(bytes);
    } catch (const sim::usage_error& e) {
        CHECK(e.message.find('\n') == std::string::npos);
        return e.message;
    }
    return "";
}

// Many events: three blocks of them.
sim::trace long_run() {
    sim::trace all;
    sim::event first;
    first.kind = sim::event_kind::task_created;
    first.task = 1;
    first.text = all.intern("main");
    first.value = all.intern("Task-1");
    all.append(first);
    for (std::size_t i = 1; i < 2 * sim::block_events + 1000; ++i) {
        sim::event e;
        e.kind = sim::event_kind::log;
        e.time = static_cast<std::int64_t>(i / 3) * 1'000'000;
        e.task = 1;
        e.cause = static_cast<sim::event_id>(i - 1);
        e.text = all.intern("line " + std::to_string(i % 1000));
        e.site = all.intern_site({"scenarios/a.cpp", static_cast<std::uint32_t>(i % 50), "", 0});
        all.append(e);
    }
    return all;
}

}  // namespace

TEST_CASE("a saved run comes back whole: events, texts, source lines and token") {
    const scratch s;
    tale::story told;
    tale::tell_semaphore(told);
    sim::save_run(s.folder / "run.trace", told.facts, "o1~x~42~0000");
    const sim::saved_run back = sim::load_run(s.folder / "run.trace");
    CHECK(back.token == "o1~x~42~0000");
    CHECK(back.events.size() == told.facts.size());
    CHECK(sim::digest(back.events) == sim::digest(told.facts));
    CHECK(back.events.strings() == told.facts.strings());
    REQUIRE(back.events.sites().size() == told.facts.sites().size());
    CHECK(back.events.site(2).line == told.facts.site(2).line);
    CHECK(back.events[8].site == told.facts[8].site);
    CHECK(sim::encode_run(back.events, back.token) == sim::encode_run(told.facts, back.token));
    CHECK(std::distance(fs::directory_iterator(s.folder), fs::directory_iterator()) == 1);
}

TEST_CASE("saving replaces a file, and leaves it alone when it cannot") {
    const scratch s;
    tale::story told;
    tale::tell_semaphore(told);
    sim::save_run(s.folder / "a", told.facts, "one");
    sim::save_run(s.folder / "a", told.facts, "two");
    CHECK(sim::load_run(s.folder / "a").token == "two");
    fs::create_directory(s.folder / "b");
    CHECK_THROWS_AS(sim::save_run(s.folder / "b", told.facts, "t"), sim::usage_error);
    CHECK_THROWS_AS(sim::save_run(s.folder / "no" / "c", told.facts, "t"), sim::usage_error);
    CHECK_THROWS_AS(sim::save_run("/dev/null", told.facts, "t"), sim::usage_error);
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("the outline of a large file is read from its head and its index alone") {
    const scratch s;
    const fs::path file = s.folder / "run.trace";
    const sim::trace told = long_run();
    sim::save_run(file, told, "o1~x~42~0000");
    for (const std::uint64_t small : {std::uint64_t{0}, std::uint64_t{1} << 30}) {
        const sim::run_outline seen = sim::outline_of(file, small);
        CHECK(seen.token == "o1~x~42~0000");
        CHECK(seen.events == told.size());
        CHECK(seen.missing.empty());
    }
    // Without its index it was cut off: then all of it is read.
    fs::resize_file(file, fs::file_size(file) - 30);
    CHECK(sim::outline_of(file, 0).missing.find("was cut off") != std::string::npos);
    CHECK(sim::outline_of(file, 0).events == told.size());
    std::ofstream(s.folder / "text") << std::string(100, 'x');
    CHECK_THROWS_AS(sim::outline_of(s.folder / "text", 0), sim::usage_error);
    CHECK_THROWS_AS(sim::outline_of(s.folder / "none", 0), sim::usage_error);
    CHECK_THROWS_AS(sim::outline_of(s.folder, 0), sim::usage_error);
    std::ofstream(s.folder / "tiny") << "orrery";
    CHECK_THROWS_AS(sim::outline_of(s.folder / "tiny", 0), sim::usage_error);
}

TEST_CASE("a run that cannot be read says why in one line") {
    const scratch s;
    const auto message = [](const fs::path& file) {
        try {
            sim::load_run(file);
        } catch (const sim::usage_error& e) {
            return e.message;
        }
        return std::string();
    };
    CHECK(message(s.folder / "none").find("No such file") != std::string::npos);
    CHECK(message(s.folder).find("directory") != std::string::npos);
    std::ofstream(s.folder / "text") << "hello";
    CHECK(message(s.folder / "text").find("is not an orrery trace") != std::string::npos);
    std::ofstream(s.folder / "empty");
    CHECK(message(s.folder / "empty").find("is not an orrery trace") != std::string::npos);
}

TEST_CASE("a byte changed anywhere is noticed") {
    tale::story told;
    tale::tell_semaphore(told);
    const std::string bytes = sim::encode_run(told.facts, "o1~x~42~0000");
    CHECK(refusal(bytes).empty());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int flip : {0x01, 0x80, 0xff}) {
            std::string wrong = bytes;
            wrong[i] = static_cast<char>(wrong[i] ^ flip);
            REQUIRE(!refusal(wrong).empty());
        }
    }
    CHECK(!refusal(bytes + "x").empty());
    std::string newer = bytes;
    newer[8] = 5;
    CHECK(refusal(newer) == "is a trace of format 5; this program reads format 4");
}

TEST_CASE("a file cut anywhere has its whole blocks and says what is missing, or is refused") {
    const sim::trace told = long_run();
    const std::string bytes = sim::encode_run(told, "o1~x~42~0000");
    std::size_t most = 0;
    for (std::size_t size = 0; size < bytes.size(); size += size < 100 ? 1 : 997) {
        sim::saved_run run;
        try {
            run = sim::decode_run(std::string_view(bytes).substr(0, size));
        } catch (const sim::usage_error&) {
            REQUIRE(size < 40);  // within its head
            continue;
        }
        REQUIRE(run.missing.starts_with("the run was cut off"));
        REQUIRE(run.events.size() % sim::block_events == 0);
        REQUIRE(run.events.size() >= most);
        REQUIRE(sim::digest(run.events) == sim::digest(told, run.events.size()));
        most = run.events.size();
    }
    CHECK(most == 2 * sim::block_events);
    CHECK(sim::decode_run(bytes).missing.empty());
}

TEST_CASE("what a killed run has written opens up to its last whole block, and the message names it") {
    const scratch s;
    const fs::path file = s.folder / "run.trace";
    const sim::trace told = long_run();
    {
        sim::trace_writer writer(file, "o1~x~42~0000");
        writer.write_whole_blocks(told);
        CHECK(writer.written() == 2 * sim::block_events);
    }
    CHECK_FALSE(fs::exists(file));
    const sim::saved_run left = sim::load_run(s.folder / "run.trace.part");
    CHECK(left.missing == "the run was cut off while it was written; it has 131072 events, up to t=43.690, and its end is missing");
    try {
        sim::load_run(file);
        FAIL("there is no such file");
    } catch (const sim::usage_error& e) {
        CHECK(e.message.find("is what a run that was killed has written of it") != std::string::npos);
    }
}

TEST_CASE("a run that is forgotten while it is written comes back whole") {
    const scratch s;
    const sim::trace told = long_run();
    sim::trace passing;
    sim::digester hash;
    sim::trace_writer writer(s.folder / "run.trace", "t");
    for (sim::event_id i = 0; i < told.size(); ++i) {
        sim::event e = told[i];
        e.text = passing.intern(told.text(e.text));
        if (sim::value_is_text(e.kind)) e.value = passing.intern(told.text(static_cast<std::uint32_t>(e.value)));
        e.site = passing.intern_site(told.site(e.site));
        CHECK(passing.append(e) == i);
        hash.add(passing, i);
        if (i % 10'000 == 9'999) {
            writer.write(passing);
            passing.forget();
            CHECK(passing.first() == passing.size());
            CHECK(passing.first() == i + 1);
        }
    }
    writer.finish(passing);
    const sim::saved_run back = sim::load_run(s.folder / "run.trace");
    CHECK(back.missing.empty());
    CHECK(sim::digest(back.events) == sim::digest(told));
    CHECK(hash.digest() == sim::digest(told));
}

TEST_CASE("a block with wrong contents is refused, or is a trace that can be read") {
    tale::story told;
    tale::tell_semaphore(told);
    const std::string bytes(sim::block_encoder().encode(told.facts, 0, static_cast<sim::event_id>(told.facts.size())));
    int refused = 0;
    int read = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int flip : {0x01, 0x02, 0x40, 0xff}) {
            std::string wrong = bytes;
            wrong[i] = static_cast<char>(wrong[i] ^ flip);
            sim::trace events;
            try {
                sim::decode_block(wrong, events);
            } catch (const sim::usage_error&) {
                ++refused;
                continue;
            }
            if (!sim::fault_in(events).empty()) {
                ++refused;
                continue;
            }
            ++read;
            sim::timeline t(events);
            t.extend();
            for (tale::event_id e = 0; e < t.size(); e += 3) {
                REQUIRE(!sim::narrate(t, e).empty());
                REQUIRE(!sim::why(t, 1 + e % 4, e).empty());
            }
            REQUIRE(!sim::transcript(t).empty());
        }
    }
    CHECK(refused > 500);
    CHECK(read > 500);
}

TEST_CASE("a trace that says impossible things is refused by the first of them") {
    const auto fault = [](auto change) {
        tale::story s;
        tale::tell_semaphore(s);
        sim::trace t;
        for (const std::string& text : s.facts.strings()) t.intern(text);
        for (sim::event_id i = 0; i < s.facts.size(); ++i) {
            sim::event e = s.facts[i];
            e.site = 0;
            change(e, static_cast<tale::event_id>(t.size()));
            t.append(e);
        }
        return sim::fault_in(t);
    };
    CHECK(fault([](sim::event&, tale::event_id) {}).empty());
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 4) e.task = 9; }) == "event 4 creates a task out of turn");
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 5) e.cause = 5; }).find("caused by a later one") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 20) e.time = 1; }).find("goes back in time") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 26) e.text = 999; }).find("text that is not there") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 14) e.detail = 99; }).find("unknown detail") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 9) e.kind = static_cast<sim::event_kind>(200); }).find("unknown kind") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 9) e.task = 3000; }).find("task that is not there") != std::string::npos);
}
