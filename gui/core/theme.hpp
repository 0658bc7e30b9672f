#pragma once
// Every colour there is, in two sets. State colours were chosen so that people with any kind of colour blindness can
// tell them apart; shape and texture say the same again.

#include <imgui.h>

#include <array>
#include <string_view>

#include "sim/timeline.hpp"

namespace gui {

enum class texture : unsigned char { solid, dotted_line, horizontal, diagonal, dots, vertical, cross };

struct state_style {
    ImU32 fill = 0;
    ImU32 label = 0;          // text on the fill
    float height = 18;        // of 18 px
    texture pattern = texture::solid;
    const char* code = "";   // "RU", "RD", "TM", "LK", "QU", "JN", "CX"
    const char* name = "";   // "running"
};

struct theme {
    std::string_view name;  // "dark", "light"
    ImU32 background, panel, raised, grid, text, muted, arrow, selection, playhead, accent, outline;
    std::array<state_style, sim::task_state_count> states;
    bool colour_free = false;  // states are greys; failures are told by shape and brightness
    bool outlined = false;  // bars get a 1 px outline

    const state_style& of(sim::task_state s) const { return states[static_cast<std::size_t>(s)]; }
};

const theme& dark_theme();
const theme& light_theme();
const theme& theme_of(std::string_view name, bool colour_free);  // "dark", "light"
void apply(const theme&, float scale);  // to ImGui's style

}  // namespace gui
