// `orrery export --to FILE.png`: the command has the window beside it take the picture. Here a script stands beside a copy
// of the command, so that no display is needed; window_test.sh has the window itself.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/golden/command.hpp"
#include "tests/golden/golden.hpp"

using golden::finished;
using golden::scratch;

namespace {

namespace fs = std::filesystem;

void write_program(const fs::path& file, const std::string& text) {
    golden::write_file(file, "#!/bin/sh\n" + text);
    fs::permissions(file, fs::perms::owner_all);
}

// A folder with the command and what is called orrery-gui in it. The script has the picture's file in $file.
fs::path folder_with(const std::string& window) {
    const fs::path folder = scratch() / "bin";
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(golden::binary(), folder / "orrery");
    if (!window.empty()) {
        write_program(folder / "orrery-gui", "file=$(printf '%s\\n' \"$@\" | sed -n 's/^--screenshot=//p')\n" + window);
    }
    return folder;
}

constexpr const char* with_display = "DISPLAY=:7 ";
constexpr const char* without_display = "env -u DISPLAY -u WAYLAND_DISPLAY ";

bool one_line(const std::string& text) { return !text.empty() && text.find('\n') == text.size() - 1; }

}  // namespace

TEST_CASE("a picture is taken by the orrery-gui in the command's own folder, of exactly the run that was asked for") {
    const fs::path folder = folder_with("printf '%s\\n' \"$@\" >\"$file\"");
    const std::string picture = scratch() / "run.png";
    const finished f = golden::shell(with_display + (folder / "orrery").string() + " export downloads --seed 7 --set limit=2 --at 0.5s --range 100ms..2s --size 1024x640 --theme light --to " + picture);
    CHECK(f.status == 0);
    CHECK(f.out.empty());
    CHECK(f.err.empty());
    const std::string words = golden::read_file(picture);
    CHECK(words.find("--token=o1~downloads~7~limit=2~") != std::string::npos);
    CHECK(words.find("\n--at=0.5s\n--range=100000000ns..2000000000ns\n--size=1024x640\n--theme=light\n") != std::string::npos);
}

TEST_CASE("a picture goes to standard output like the other formats") {
    const fs::path folder = folder_with("echo talk; printf picture >\"$file\"");
    const finished f = golden::shell(with_display + (folder / "orrery").string() + " export downloads --format png");
    CHECK(f.status == 0);
    CHECK(f.out == "picture");
    CHECK(f.err == "talk\n");
}

TEST_CASE("a recording is shown as such; what part of it is missing is said") {
    const std::string file = scratch() / "run.trace";
    REQUIRE(golden::orrery("run downloads --trace " + file).status == 0);
    const fs::path folder = folder_with("printf '%s\\n' \"$@\" >\"$file\"");
    const std::string picture = scratch() / "recorded.png";
    const std::string command = with_display + (folder / "orrery").string() + " export " + file + " --to " + picture;
    CHECK(golden::shell(command).status == 0);
    CHECK(golden::read_file(picture).find("--scenario=" + file + "\n") != std::string::npos);
    CHECK(golden::shell(command + " --seed 3").status == 2);
    const std::string bytes = golden::read_file(file);
    golden::write_file(file, bytes.substr(0, bytes.size() / 2));
    const finished cut = golden::shell(command);
    CHECK(cut.status == 0);
    CHECK(cut.err.find("the run was cut off") != std::string::npos);
    golden::write_file(file, "nonsense");
    CHECK(golden::shell(command).status == 2);
}

TEST_CASE("where the window fails the command ends with its status and leaves no file") {
    const std::string picture = scratch() / "none.png";
    for (const int status : {1, 2}) {
        const fs::path folder = folder_with("echo 'orrery-gui: no' >&2; exit " + std::to_string(status));
        const finished f = golden::shell(with_display + (folder / "orrery").string() + " export downloads --to " + picture);
        CHECK(f.status == status);
        CHECK(f.err == "orrery-gui: no\n");
        CHECK(!fs::exists(picture));
    }
    const fs::path killed = folder_with("kill -9 $$");
    const finished f = golden::shell(with_display + (killed / "orrery").string() + " export downloads --to " + picture);
    CHECK(f.status == 1);
    CHECK(f.err == "orrery: orrery-gui was killed\n");
}

TEST_CASE("without a display xvfb-run is used; without that, or without the window, one line says what is missing") {
    const std::string picture = scratch() / "screen.png";
    const fs::path folder = folder_with("echo \"$DISPLAY\" >\"$file\"");
    const std::string path = "PATH=" + (scratch() / "path").string() + ":/usr/bin:/bin ";
    fs::create_directories(scratch() / "path");
    write_program(scratch() / "path" / "xvfb-run", "[ \"$1\" = -a ] && shift && DISPLAY=:99 exec \"$@\"");
    const std::string command = (folder / "orrery").string() + " export downloads --to " + picture;
    CHECK(golden::shell(without_display + path + command).status == 0);
    CHECK(golden::read_file(picture) == ":99\n");
    fs::remove(picture);

    const finished blind = golden::shell(without_display + std::string("PATH=/nowhere ") + command);
    CHECK(blind.status == 2);
    CHECK(blind.err.find("xvfb-run") != std::string::npos);
    CHECK(one_line(blind.err));
    fs::remove(folder / "orrery-gui");
    const finished alone = golden::shell(with_display + std::string("PATH=/nowhere ") + command);
    CHECK(alone.status == 2);
    CHECK(alone.err.find("no orrery-gui beside orrery") != std::string::npos);
    CHECK(one_line(alone.err));
    CHECK(!fs::exists(picture));
}
