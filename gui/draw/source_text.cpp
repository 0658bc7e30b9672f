#include "gui/draw/source_text.hpp"

#include <filesystem>
#include <fstream>
#include <map>

namespace gui {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> places(std::string_view file) {
    std::vector<fs::path> found;
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    // The build tree has the shape of the installed tree.
    if (!failed) found.push_back(program.parent_path().parent_path() / "share/orrery" / file);
    found.push_back(fs::path("/usr/local/share/orrery") / file);
    found.push_back(fs::path("/usr/share/orrery") / file);
    fs::path folder = fs::current_path(failed);
    for (int up = 0; !failed && up < 4; ++up, folder = folder.parent_path()) found.push_back(folder / file);
    return found;
}

std::vector<std::string> read(std::string_view file) {
    std::vector<std::string> lines;
    // A trace may come from elsewhere: only what lies inside a project is looked for.
    if (file.empty() || file.front() == '/' || file.find("..") != std::string_view::npos) return lines;
    for (const fs::path& place : places(file)) {
        std::ifstream in(place);
        if (!in) continue;
        for (std::string line; std::getline(in, line);) {
            std::string spaced;
            for (const char c : line) {
                if (c == '\t') spaced += "    ";
                else if (c != '\r') spaced += c;
            }
            lines.push_back(std::move(spaced));
        }
        break;
    }
    return lines;
}

}  // namespace

const std::vector<std::string>& source_lines(std::string_view file) {
    static std::map<std::string, std::vector<std::string>, std::less<>> files;
    const auto known = files.find(file);
    return known != files.end() ? known->second : files.emplace(std::string(file), read(file)).first->second;
}

}  // namespace gui
