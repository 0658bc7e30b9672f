#include "gui/app/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gui/app/whole_file.hpp"

namespace gui {

namespace {

using json = nlohmann::ordered_json;

// A file that is missing, or is no JSON object, is an empty one.
json read_object(const std::string& path, bool& broken) {
    std::ifstream in(path);
    if (!in) return json::object();
    json document = json::parse(in, nullptr, false);
    broken = !document.is_object();
    return broken ? json::object() : document;
}

template <class T>
void take(const json& from, const char* key, T& to, T low, T high) {
    const auto found = from.find(key);
    if (found != from.end() && found->is_number()) to = std::clamp(found->get<T>(), low, high);
}

void take_flag(const json& from, const char* key, bool& to) {
    const auto found = from.find(key);
    if (found != from.end() && found->is_boolean()) to = found->get<bool>();
}

}  // namespace

namespace {

std::string xdg_file(const char* variable, const char* fallback, const char* file) {
    namespace fs = std::filesystem;
    const char* folder = std::getenv(variable);
    if (folder != nullptr && *folder == '/') return (fs::path(folder) / file).string();
    const char* home = std::getenv("HOME");
    if (home != nullptr && *home == '/') return (fs::path(home) / fallback / file).string();
    return "";
}

}  // namespace

std::string settings_path() { return xdg_file("XDG_CONFIG_HOME", ".config", "orrery/settings.json"); }

std::string recent_path() { return xdg_file("XDG_STATE_HOME", ".local/state", "orrery/recent.json"); }

std::vector<std::string> load_recent(const std::string& path) {
    std::vector<std::string> tokens;
    bool broken = false;
    if (path.empty()) return tokens;
    const json document = read_object(path, broken);
    const auto found = document.find("runs");
    if (found == document.end() || !found->is_array()) return tokens;
    for (const json& token : *found) {
        if (token.is_string() && token.get<std::string>().size() < 4000 && tokens.size() < 12) tokens.push_back(token.get<std::string>());
    }
    return tokens;
}

bool save_recent(const std::string& path, const std::vector<std::string>& tokens) {
    if (path.empty()) return false;
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
    return write_whole_file(path, json{{"runs", tokens}}.dump(2) + "\n");
}

loaded_settings load_settings(const std::string& path) {
    loaded_settings result;
    if (path.empty()) return result;
    bool broken = false;
    const json document = read_object(path, broken);
    if (broken) {
        const std::string aside = path + ".broken";
        std::error_code failed;
        std::filesystem::rename(path, aside, failed);
        result.notice = failed ? path + " is not usable and was ignored" : path + " is not usable; it was set aside as " + aside;
        return result;
    }
    settings& s = result.values;
    const auto theme = document.find("theme");
    if (theme != document.end() && (*theme == "dark" || *theme == "light")) s.theme = theme->get<std::string>();
    take_flag(document, "colour_free", s.colour_free);
    take_flag(document, "reduced_motion", s.reduced_motion);
    take_flag(document, "wheel_zooms", s.wheel_zooms);
    take_flag(document, "toured", s.toured);
    take(document, "scale", s.user_scale, 0.75F, 3.0F);
    take(document, "speed", s.speed, 0.0, 100.0);
    const auto shares = document.find("shares");
    if (shares != document.end() && shares->is_object()) {
        take(*shares, "tree", s.shares.tree, 0.05F, 0.5F);
        take(*shares, "right", s.shares.right, 0.05F, 0.6F);
        take(*shares, "bottom", s.shares.bottom, 0.05F, 0.8F);
        take(*shares, "now", s.shares.now, 0.05F, 0.9F);
    }
    return result;
}

bool save_settings(const std::string& path, const settings& s) {
    if (path.empty()) return false;
    bool broken = false;
    json document = read_object(path, broken);
    document["theme"] = s.theme;
    document["scale"] = s.user_scale;
    document["speed"] = s.speed;
    document["colour_free"] = s.colour_free;
    document["reduced_motion"] = s.reduced_motion;
    document["wheel_zooms"] = s.wheel_zooms;
    document["toured"] = s.toured;
    json& shares = document["shares"];
    if (!shares.is_object()) shares = json::object();
    shares["tree"] = s.shares.tree;
    shares["right"] = s.shares.right;
    shares["bottom"] = s.shares.bottom;
    shares["now"] = s.shares.now;
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
    return write_whole_file(path, document.dump(2) + "\n");
}

}  // namespace gui
