#pragma once
// Where the panels are. A pure function of the window's size, the scale and four shares a person can drag.

#include <cstddef>
#include <string_view>

#include "gui/core/view.hpp"

namespace gui {

struct splits {
    float tree = 0.164F;    // of the width: gutter left of the common axis
    float right = 0.236F;   // of the width: right column
    float bottom = 0.262F;  // of the height: resources, events, parameters
    float now = 0.366F;     // of the right column: narration and loop
    bool operator==(const splits&) const = default;
};

struct layout {
    rect toolbar, scrub, timeline, tabs, bottom, now, inspector, status;
    rect tree_splitter, right_splitter, bottom_splitter, now_splitter;  // where the mouse takes hold of them
    float axis_left = 0, axis_right = 0;  // canvas of scrub, lanes and plots
};

// Below this the layout stays as it is and is cut off.
inline constexpr float smallest_width = 640, smallest_height = 400;

layout make_layout(ImVec2 size, float scale, const splits&);

// How far that many lanes can be scrolled: the timeline makes them 18 to 44 px high, below a ruler of 24.
float most_lane_scroll(const layout&, float scale, std::size_t lanes);

// The share that puts a splitter under the mouse; `which` as in command_kind::set_split. 0: no such splitter.
float share_at(const layout&, ImVec2 size, std::string_view which, ImVec2 mouse);

}  // namespace gui
