// A picture of the window. The command itself knows nothing of windows: its sibling orrery-gui takes it.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "scenarios/catalogue.hpp"
#include "scenarios/runner/command.hpp"
#include "scenarios/runner/terminal.hpp"
#include "sim/trace_file.hpp"

namespace runner {

namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& file) {
    std::error_code none;
    return fs::is_regular_file(file, none) && access(file.c_str(), X_OK) == 0;
}

std::string on_path(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::string_view left = path == nullptr ? "" : path;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(':'), left.size());
        const fs::path file = fs::path(left.substr(0, end)) / name;
        if (end > 0 && is_program(file)) return file.string();
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return "";
}

std::string window_program() {
    std::error_code unknown;
    const fs::path sibling = fs::read_symlink("/proc/self/exe", unknown).parent_path() / "orrery-gui";
    return !unknown && is_program(sibling) ? sibling.string() : on_path("orrery-gui");
}

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
#ifdef __APPLE__
    return true;
#else
    return false;
#endif
}

// The program's own exit status. What it says goes to stderr: stdout may be the picture.
int run_program(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    const int fault = posix_spawn(&child, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (fault != 0) throw failure{fmt::format("cannot start {}: {}", words[0], std::strerror(fault))};
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A picture on its way to stdout.
class scratch_folder {
public:
    scratch_folder() {
        std::string name = (fs::temp_directory_path() / "orrery-picture-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw failure{fmt::format("cannot make '{}': {}", name, std::strerror(errno))};
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    fs::path path() const { return path_; }

private:
    fs::path path_;
};

std::vector<std::string> command_line(const export_arguments& a, const std::string& file) {
    std::vector<std::string> words;
    const std::string window = window_program();
    if (window.empty()) {
        throw sim::usage_error{"png is a picture of the window, and there is no orrery-gui beside orrery or on the PATH; build it with ORRERY_GUI=ON"};
    }
    if (!has_display()) {
        const std::string screen = on_path("xvfb-run");
        if (screen.empty()) throw sim::usage_error{"png is a picture of the window, and there is no display; set DISPLAY, or install xvfb-run (Debian: apt-get install xvfb xauth)"};
        words = {screen, "-a"};
    }
    words.insert(words.end(), {window, "--screenshot=" + file});
    if (is_recording(a.name)) {
        if (a.seed || !a.settings.empty()) throw sim::usage_error{"'" + a.name + "' is a recorded run; --seed and --set have no part in it"};
        const sim::run_outline recorded = sim::outline_of(a.name);  // refuses what is damaged
        if (!recorded.missing.empty()) fmt::print(stderr, "orrery: '{}': {}\n", a.name, recorded.missing);
        words.push_back("--scenario=" + a.name);
    } else {
        words.push_back("--token=" + sim::to_token(spec_of(a), scenarios::catalogue()));
    }
    // What a run has become, unless a moment is asked for; the window shows the last event where there is no later one.
    words.push_back("--at=" + (a.at.empty() ? std::string("9000000000s") : a.at));
    if (!a.range.empty()) words.push_back("--range=" + a.range);
    if (!a.size.empty()) words.push_back("--size=" + a.size);
    if (!a.theme.empty()) words.push_back("--theme=" + a.theme);
    return words;
}

}  // namespace

exit_status export_picture(const export_arguments& a) {
    if (a.until || a.max_steps) throw sim::usage_error{"png shows the whole run; --at 1.2s says at which moment, --until and --max-steps have no part in it"};
    if (a.output.empty() && isatty(STDOUT_FILENO) != 0) throw sim::usage_error{"a picture is nothing for a terminal; expected --to FILE.png"};
    std::optional<scratch_folder> scratch;
    if (a.output.empty()) scratch.emplace();
    const std::string file = scratch ? (scratch->path() / "picture.png").string() : a.output;
    const int status = run_program(command_line(a, file));
    if (status == 1 || status == 2) return static_cast<exit_status>(status);  // orrery-gui said why
    if (status != 0) throw failure{status < 0 ? "orrery-gui was killed" : fmt::format("orrery-gui could not be run (status {}); see above", status)};
    if (!scratch) return exit_status::ok;
    std::ifstream picture(file, std::ios::binary);
    write(std::string(std::istreambuf_iterator<char>(picture), {}));
    return exit_status::ok;
}

}  // namespace runner
