#pragma once
// Chains over the lanes: whom a wait depends on, down to its root, and the critical path to an event. What is not part
// of them recedes.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

// The task that questions are about: what is selected, else whom the cursor's event concerns, else the first of all; 0
// before the run has begun.
sim::task_id subject_of(const view&);
// The event whose critical path is shown: the selected one, else the cursor's.
sim::event_id path_end(const view&);

struct lane_grid {
    rect canvas;       // what is seen of the lanes
    float top = 0;     // of the first lane, which may lie above the canvas
    float height = 0;  // of a lane
    float y(int row) const { return top + static_cast<float>(row) * height; }
};

void paint_chain(ImDrawList&, const view&, const run_index&, const lane_grid&);
// How a cancellation of the subject went, hop by hop, with the numbers of the answer's lines.
void paint_hops(ImDrawList&, const view&, const run_index&, const lane_grid&);
void paint_path(ImDrawList&, const view&, const run_index&, const lane_grid&);

}  // namespace gui
