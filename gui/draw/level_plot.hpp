#pragma once
// An object's level as a step plot on the common axis.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

// What is plotted of an object's level: for a semaphore the permits taken, for everything else the level itself.
std::int64_t shown_level(const sim::object_info&, std::int64_t value);

struct level_plot {
    const sim::object_info* object = nullptr;
    const level_range* range = nullptr;  // of that object
    rect area;            // of the canvas
    double least = 0;     // at the bottom
    double most = 1;      // at the top
    ImU32 colour = 0;
    bool aux = false;     // a queue's unfinished items instead of its items
    bool filled = false;  // the area under the line is tinted
    float stroke = 2;
};

// Levels after the cursor are drawn faintly. Many changes within a pixel become the line from their least to their most.
void paint_levels(ImDrawList&, const view&, const level_plot&);

float level_y(const level_plot&, double value);

}  // namespace gui
