// Settings, pictures and the command line: nothing half-written, and bad input is named.

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gui/app/options.hpp"
#include "gui/app/screenshot.hpp"
#include "gui/app/settings.hpp"
#include "scenarios/catalogue.hpp"
#include "tests/scratch_folder.hpp"

using namespace gui;
namespace fs = std::filesystem;

namespace {

struct folder {
    scratch_folder own;
    fs::path path = own.path();
    std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator())); }
};

std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::string refused(std::vector<std::string> arguments) {
    try {
        const options o = parse_options(arguments);
        spec_of(o, scenarios::catalogue());
        return "";
    } catch (const sim::usage_error& e) {
        CHECK(e.message.find('\n') == std::string::npos);
        return e.message;
    }
}

}  // namespace

TEST_CASE("settings come back as they were, and unknown keys stay") {
    const folder f;
    const std::string file = (f.path / "orrery/settings.json").string();
    settings s;
    s.theme = "light";
    s.user_scale = 1.5F;
    s.speed = 0;
    s.shares.right = 0.3F;
    REQUIRE(save_settings(file, s));
    CHECK(load_settings(file).values == s);
    CHECK(load_settings(file).notice.empty());

    std::ofstream(file) << R"({"later": {"deep": [1, 2]}, "theme": "dark", "shares": {"other": 1}})";
    CHECK(load_settings(file).values.theme == "dark");
    REQUIRE(save_settings(file, s));
    CHECK(read(file).find("\"deep\"") != std::string::npos);
    CHECK(read(file).find("\"other\"") != std::string::npos);
    CHECK(load_settings(file).values == s);
}

TEST_CASE("a settings file that is broken is one notice and the standard values") {
    const folder f;
    const std::string file = (f.path / "settings.json").string();
    for (const char* text : {"", "{", "[1]", "\xff\xfe"}) {
        std::ofstream(file) << text;
        const loaded_settings loaded = load_settings(file);
        CHECK(loaded.notice.find("set aside as " + file + ".broken") != std::string::npos);
        CHECK(loaded.values == settings{});
        CHECK(read(file + ".broken") == text);
        CHECK(load_settings(file).notice.empty());
    }
    std::ofstream(file) << R"({"theme": 7, "scale": "big", "speed": -4, "shares": []})";
    CHECK(load_settings(file).values.theme == "dark");
    CHECK(load_settings(file).values.speed == 0);
    CHECK(load_settings((f.path / "none.json").string()).values == settings{});
    CHECK(load_settings((f.path / "none.json").string()).notice.empty());
    CHECK_FALSE(save_settings("/proc/none/settings.json", settings{}));
}

TEST_CASE("a picture is written whole or not at all") {
    const folder f;
    picture p;
    p.width = 3;
    p.height = 2;
    p.rgb.assign(18, 200);
    const std::string file = (f.path / "a.png").string();
    CHECK(write_png(file, p).empty());
    CHECK(read(file).substr(1, 3) == "PNG");
    CHECK(f.files() == 1);
    CHECK(check_writable(file).empty());
    CHECK(check_writable(f.path.string()).find("is a folder") != std::string::npos);
    CHECK(check_writable("/dev/null").find("no ordinary file") != std::string::npos);
    CHECK(check_writable((f.path / "none/a.png").string()).find("there is no folder") != std::string::npos);
    CHECK_FALSE(write_png((f.path / "none/a.png").string(), p).empty());
    CHECK(f.files() == 1);
}

TEST_CASE("the command line is understood") {
    const options o = parse_options({"downloads", "--seed", "7", "--set=sizes=3", "--at", "1.5s", "--screenshot", "a.png", "--size",
                                     "1024x640", "--theme=light", "--scale", "1.5", "--no-autoplay", "--tab", "events"});
    CHECK(o.scenario == "downloads");
    CHECK(o.seed == 7);
    CHECK(o.settings == std::vector<std::string>{"sizes=3"});
    CHECK(o.at->time_ns == 1'500'000'000);
    CHECK(o.screenshot == "a.png");
    CHECK(o.width == 1024);
    CHECK(o.height == 640);
    CHECK(o.theme == "light");
    CHECK(o.scale == 1.5F);
    CHECK_FALSE(o.autoplay);
    CHECK(o.tab == "events");
    CHECK(refused({}).empty());
    CHECK(refused({"--scenario", "hello"}).empty());
    for (const sim::scenario* s : scenarios::catalogue()) {
        for (const sim::alias& a : s->aliases) CHECK(spec_of(parse_options({a.name}), scenarios::catalogue()).scenario == s->name);
        CHECK(list_text(scenarios::catalogue()).find(s->name) != std::string::npos);
    }
    sim::run_spec spec = spec_of(parse_options({"hello", "--seed=5"}), scenarios::catalogue());
    CHECK(spec_of(parse_options({"--token", sim::to_token(spec, scenarios::catalogue())}), scenarios::catalogue()) == spec);
}

TEST_CASE("bad input says what is wrong and what would be right") {
    CHECK(refused({"--scenario", "downlods"}).find("downloads") != std::string::npos);
    CHECK(refused({"--sceanrio", "downloads"}).find("did you mean --scenario?") != std::string::npos);
    CHECK(refused({"--seed", "x"}).find("expected a whole number") != std::string::npos);
    CHECK(refused({"--seed", "-1"}).find("expected a whole number") != std::string::npos);
    CHECK(refused({"--seed"}).find("needs a value") != std::string::npos);
    CHECK(refused({"--set", "limit"}).find("KEY=VALUE") != std::string::npos);
    CHECK(refused({"producer-consumer", "--set", "nonsense=3"}).find("no parameter 'nonsense'") != std::string::npos);
    CHECK_FALSE(refused({"producer-consumer", "--set", "consumers=many"}).empty());
    CHECK_FALSE(refused({"producer-consumer", "--set", "consumers=1000000"}).empty());
    CHECK_FALSE(refused({"--token", "o1~downloads~42~0000"}).empty());
    CHECK(refused({"--token", "x", "--seed", "1"}).find("without") != std::string::npos);
    CHECK(refused({"--theme", "blue"}).find("dark or light") != std::string::npos);
    CHECK(refused({"--size", "10x10"}).find("640x400") != std::string::npos);
    CHECK(refused({"--size", "big"}).find("WIDTHxHEIGHT") != std::string::npos);
    CHECK(refused({"--scale", "0"}).find("from 0.5 to 4") != std::string::npos);
    CHECK(refused({"--scale", "nan"}).find("from 0.5 to 4") != std::string::npos);
    CHECK(refused({"--at", "soon"}).find("1.5s") != std::string::npos);
    CHECK(refused({"--at", "+1"}).find("1.5s") != std::string::npos);
    CHECK(refused({"--list=yes"}).find("takes no value") != std::string::npos);
    CHECK(refused({"hello", "downloads"}).find("too many") != std::string::npos);
}
