#pragma once
// What a person chose and wants to find again: $XDG_CONFIG_HOME/orrery/settings.json. Keys this version does not know
// are kept.

#include <optional>
#include <string>

#include "gui/core/layout.hpp"

namespace gui {

struct settings {
    std::string theme = "dark";
    float user_scale = 1;
    double speed = 0.5;
    splits shares;
    bool operator==(const settings&) const = default;
};

// Where the file is: "" where neither XDG_CONFIG_HOME nor HOME is set.
std::string settings_path();

struct loaded_settings {
    settings values;
    std::string notice;  // one line when the file was there and is not usable; the standard values then
};
loaded_settings load_settings(const std::string& path);

// Atomic: a temporary file, renamed. false: could not write; nothing is half-written.
bool save_settings(const std::string& path, const settings&);

}  // namespace gui
