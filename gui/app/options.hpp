#pragma once
// The command line of the window.

#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "gui/core/command.hpp"
#include "sim/run_spec.hpp"
#include "sim/trace_file.hpp"

namespace gui {

struct options {
    std::string scenario;                // "": the one to begin with
    std::string token;                   // instead of scenario, seed and parameters
    std::optional<std::uint64_t> seed;
    std::vector<std::string> settings;   // "key=value"
    std::optional<command> at;           // go_to_time or go_to_event
    std::optional<command> range;        // set_view_range; without an end it goes to the run's
    std::optional<std::string> screenshot;
    std::optional<std::string> ui_script;
    std::optional<std::string> theme;    // "dark", "light"
    std::optional<std::string> tab;
    std::optional<float> scale;          // instead of the display's
    int width = 1440, height = 900;
    bool autoplay = true;
    bool print_state = false;            // a line on stdout after each frame that differs from the last
    bool help = false, version = false, list = false;
};

// Throws sim::usage_error with one line that says what is wrong and what would be right.
options parse_options(const std::vector<std::string>& arguments);

// The recorded run that the options name; none: they name no file. Throws sim::usage_error.
std::optional<sim::run_outline> recording_of(const options&);
// What the options ask for when that is no recorded run. Throws sim::usage_error.
sim::run_spec spec_of(const options&, sim::catalogue);

std::string usage_text();
std::string list_text(sim::catalogue);

}  // namespace gui
