// What a person takes out of the window, and brings back: pictures, tables, traces, saved runs.

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gui/draw/text.hpp"
#include "sim/trace_file.hpp"
#include "sim/transcript.hpp"
#include "tests/gui/null_backend.hpp"
#include "tests/scratch_folder.hpp"

using namespace gui_test;
namespace fs = std::filesystem;

namespace {

// The folder the window saves into while a test runs.
struct folder {
    working_folder own;
    fs::path path = own.path();
    std::string read(const std::string& file) const {
        std::ostringstream text;
        text << std::ifstream(path / file).rdbuf();
        return text.str();
    }
};

}  // namespace

TEST_CASE("Ctrl+E saves what the lanes show as SVG, on every axis") {
    const folder f;
    null_backend b;
    b.press("Ctrl+E");
    CHECK(b.see().notice == "saved orrery-downloads-42.svg");
    const std::string whole = f.read("orrery-downloads-42.svg");
    CHECK(whole.starts_with("<svg "));
    CHECK(whole.find(">0 ") != std::string::npos);
    command range;
    range.kind = set_view_range;
    range.time_ns = 100'000'000;
    range.time_ns_2 = 200'000'000;
    b.send(range);
    b.press("Ctrl+E");
    const std::string part = f.read("orrery-downloads-42.svg");
    CHECK(part.find(">100 ms<") != std::string::npos);
    CHECK(part.find(">0 ms<") == std::string::npos);
    for (int axis = 0; axis < 3; ++axis) {
        b.press("T");
        b.press("Ctrl+E");
        CHECK(f.read("orrery-downloads-42.svg").ends_with("</svg>\n"));
    }
}

TEST_CASE("the settings export what the command exports under the same ending, each by a button") {
    const folder f;
    null_backend b;
    b.press("Ctrl+,");
    b.click(hit_kind::button, "export:csv");
    CHECK(f.read("orrery-downloads-42.csv").starts_with("event,time_ns,"));
    b.click(hit_kind::button, "export:json");
    const auto whole = nlohmann::json::parse(f.read("orrery-downloads-42.json"));
    CHECK(whole["events"].size() == b.run().history().size());
    CHECK(whole["token"] == sim::to_token(b.run().spec(), b.run().scenarios()));
    b.click(hit_kind::button, "export:chrome");
    CHECK(nlohmann::json::parse(f.read("orrery-downloads-42.chrome"))["traceEvents"].size() > 100);
    b.click(hit_kind::button, "export:txt");
    CHECK(f.read("orrery-downloads-42.txt") == sim::transcript(b.run().history()));
    b.click(hit_kind::button, "export:svg");
    CHECK(f.read("orrery-downloads-42.svg").starts_with("<svg "));
    b.click(hit_kind::button, "export:png");
    CHECK(b.app->take_screenshot_request() == "");
}

TEST_CASE("an export that cannot be is one notice, and leaves nothing behind") {
    const folder f;
    null_backend b;
    b.send(export_run, 0, "run.pdf");
    CHECK(b.see().notice == "'run.pdf' is no export; expected a name that ends in .svg, .csv, .json, .chrome or .txt");
    b.send(export_run, 0, "pdf");
    CHECK(b.see().notice.find("is no export") != std::string::npos);
    b.send(export_run, 0, ".");
    CHECK(b.see().notice.find("is no export") != std::string::npos);
    b.send(export_run, 0, "no/such/folder.svg");
    CHECK(b.see().notice == "cannot write 'no/such/folder.svg': No such file or directory");
    CHECK(fs::is_empty(f.path));
}

TEST_CASE("a saved run is opened by its path, typed into the settings, and is the same run") {
    const folder f;
    null_backend b;
    b.send(set_seed, 9);
    b.send(save_run, 0, "mine.run");
    const std::size_t events = b.run().history().size();
    b.send(open_scenario, 0, "hello");
    b.press("Ctrl+,");
    b.click(hit_kind::control, "open_file");
    b.type("mine.run");
    b.tap(ImGuiKey_Enter);
    b.frames(2);
    CHECK(b.run().spec().scenario == "downloads");
    CHECK(b.run().spec().seed == 9);
    CHECK(b.run().history().size() == events);
    CHECK_FALSE(b.see().show_settings);
    CHECK(b.see().notice == "opened mine.run");
    b.send(open_file, 0, "nothing.run");
    CHECK(b.see().notice.find("No such file") != std::string::npos);
}

TEST_CASE("a run that a limit ended while it was recorded is said to go on") {
    const folder f;
    sim::run_spec spec;
    spec.scenario = "downloads";
    sim::session cut(sim::normalised(spec, scenarios::catalogue()), scenarios::catalogue());
    cut.run_to_end({.until_ns = 200'000'000});
    sim::save_run("cut.run", cut.events(), sim::to_token(cut.spec(), cut.scenarios()));
    null_backend b;
    b.send(open_file, 0, "cut.run");
    CHECK(b.see().notice == fmt::format("opened cut.run: a limit ended it after {} events; made again, it goes on", cut.events().size()));
    CHECK(b.run().history().size() > cut.events().size());
}

TEST_CASE("large counts are read by their commas") {
    CHECK(count_text(0) == "0");
    CHECK(count_text(9999) == "9999");
    CHECK(count_text(10'000) == "10,000");
    CHECK(count_text(1'166'091) == "1,166,091");
}
