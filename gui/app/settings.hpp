#pragma once
// What a person chose and wants to find again: $XDG_CONFIG_HOME/orrery/settings.json. Keys this version does not know
// are kept.

#include <optional>
#include <string>
#include <vector>

#include "gui/core/layout.hpp"

namespace gui {

struct settings {
    std::string theme = "dark";
    float user_scale = 1;
    double speed = 0.5;
    bool colour_free = false;
    bool reduced_motion = false;
    bool wheel_zooms = false;
    bool toured = false;  // the tour of the first launch is over
    splits shares;
    bool operator==(const settings&) const = default;
};

// Where the file is: "" where neither XDG_CONFIG_HOME nor HOME is set.
std::string settings_path();

// The runs one had open, as tokens, the last one first: $XDG_STATE_HOME/orrery/recent.json.
std::string recent_path();
std::vector<std::string> load_recent(const std::string& path);  // empty where there is no such file, or it is broken
bool save_recent(const std::string& path, const std::vector<std::string>&);

struct loaded_settings {
    settings values;
    std::string notice;  // one line when the file was there and is not usable: it is set aside, the values are standard
};
loaded_settings load_settings(const std::string& path);

// Atomic: a temporary file, renamed. false: could not write; nothing is half-written.
bool save_settings(const std::string& path, const settings&);

}  // namespace gui
