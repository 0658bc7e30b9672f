#include "sim/trace_file.hpp"

#include <xxhash.h>

#include <filesystem>
#include <fstream>

#include "sim/export.hpp"
#include "sim/narration.hpp"
#include "sim/scenario.hpp"
#include "sim/transcript.hpp"
#include "tale.hpp"

namespace {

namespace fs = std::filesystem;

struct scratch {
    fs::path folder = fs::temp_directory_path() / "orrery-trace-file-test";
    scratch() {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    ~scratch() { fs::remove_all(folder); }
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

std::string sealed(std::string bytes) {
    bytes.resize(bytes.size() - 8);
    const std::uint64_t sum = XXH3_64bits(bytes.data(), bytes.size());
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(sum >> (8 * i));
    return bytes;
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

TEST_CASE("a byte changed anywhere, or a file cut anywhere, is noticed") {
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
        REQUIRE(!refusal(bytes.substr(0, i)).empty());
    }
    CHECK(!refusal(bytes + "x").empty());
    std::string newer = bytes;
    newer[8] = 2;
    CHECK(refusal(newer) == "is a trace of format 2; this program reads format 1");
}

TEST_CASE("a file with the right checksum and wrong contents is refused, or is a trace that can be read") {
    tale::story told;
    tale::tell_semaphore(told);
    const std::string bytes = sim::encode_run(told.facts, "t");
    int refused = 0;
    int read = 0;
    for (std::size_t i = 12; i + 8 < bytes.size(); ++i) {
        for (const int flip : {0x01, 0x02, 0x40, 0xff}) {
            std::string wrong = bytes;
            wrong[i] = static_cast<char>(wrong[i] ^ flip);
            sim::saved_run run;
            try {
                run = sim::decode_run(sealed(std::move(wrong)));
            } catch (const sim::usage_error&) {
                ++refused;
                continue;
            }
            ++read;
            sim::timeline t(run.events);
            t.extend();
            for (tale::event_id e = 0; e < t.size(); e += 3) {
                REQUIRE(!sim::narrate(t, e).empty());
                REQUIRE(!sim::why(t, 1 + e % 4, e).empty());
            }
            REQUIRE(!sim::transcript(t).empty());
        }
    }
    CHECK(refused > 1000);
    CHECK(read > 1000);
}

TEST_CASE("a trace that says impossible things is refused by the first of them") {
    const auto fault = [](auto change) {
        tale::story s;
        tale::tell_semaphore(s);
        sim::trace t;
        for (const std::string& text : s.facts.strings()) t.intern(text);
        for (sim::event e : s.facts.events()) {
            e.site = 0;
            change(e, static_cast<tale::event_id>(t.size()));
            t.append(e);
        }
        return refusal(sim::encode_run(t, ""));
    };
    CHECK(fault([](sim::event&, tale::event_id) {}).empty());
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 4) e.task = 9; }) == "is a damaged trace: event 4 creates a task out of turn");
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 5) e.cause = 5; }).find("caused by a later one") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 20) e.time = 1; }).find("goes back in time") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 26) e.text = 999; }).find("text that is not there") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 14) e.detail = 99; }).find("unknown detail") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 9) e.kind = static_cast<sim::event_kind>(200); }).find("unknown kind") != std::string::npos);
    CHECK(fault([](sim::event& e, tale::event_id n) { if (n == 9) e.task = 3000; }).find("task that is not there") != std::string::npos);
}
