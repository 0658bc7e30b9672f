#pragma once
// Ticks of the common axis: virtual time in steps of 1, 2 or 5, or event numbers.

#include <imgui.h>

#include <cstdint>
#include <string>
#include <vector>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

struct tick {
    float x = 0;
    bool major = false;
    std::string label;  // of major ticks
};

// All ticks in view, majors at least `spacing` px apart.
std::vector<tick> ruler_ticks(const view&, float spacing);

// Ruler along the bottom of `area`, between the axis' edges.
void paint_ruler(ImDrawList&, const view&, rect area, const std::vector<tick>&);
// The major ticks as lines through `area`.
void paint_grid(ImDrawList&, const view&, rect area, const std::vector<tick>&);
// What the axis does with time: on the axis of events each instant in a shade of its own, with its time, and the loop's
// iterations as dashed lines; shortened jumps of the clock with their true length.
void paint_instants(ImDrawList&, const view&, const run_index&, rect area);
// The cursor's line; with a handle on top where it crosses the ruler.
void paint_playhead(ImDrawList&, const view&, rect area, bool handle);

// The moment under an x: "1.2345 s  +0.20 s" with the distance to the cursor, or "#128  +3".
std::string hover_text(const view&, float x);

}  // namespace gui
