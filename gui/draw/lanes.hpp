#pragma once
// The life of one task as a row of bars. What is too narrow for a bar of its own becomes columns that show the exact
// share of every state, so zooming out never hides or invents anything.

#include <imgui.h>

#include <string>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

struct lane {
    const sim::task_info* task = nullptr;
    rect area;              // of the canvas
    bool selected = false;  // waits for tasks are drawn in full
};

struct lane_pick {
    const sim::span* span = nullptr;  // the bar under the mouse
    rect box;
    bool marker = false;  // the mark of the task's end
};

// Paints the bars between the axis' edges and pushes a hit for each; columns get none, the lane's own hit does for them.
lane_pick paint_lane(ImDrawList&, const view&, const run_index&, const lane&, ImVec2 mouse, hit_map&);

// What a span is about, in few words: "1.20 s", "slots", "jobs.get", "download[2]".
std::string span_text(const sim::timeline&, const sim::span&);

// Where the cursor is on the axis, or how far it has come on its way to the next event.
float playhead_x(const view&);

// Where a span lies on the axis, in its units.
double span_begin(const time_axis&, const sim::span&);
double span_end(const time_axis&, const sim::span&, const sim::timeline&);

}  // namespace gui
