#pragma once
// What a panel may read: the run, where the cursor is, what is selected, and how to draw. Panels take it const.

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "gui/core/command.hpp"
#include "gui/core/fonts.hpp"
#include "gui/core/hit_map.hpp"
#include "gui/core/theme.hpp"
#include "gui/core/time_axis.hpp"
#include "sim/session.hpp"

namespace gui {

struct rect {
    ImVec2 min, max;
    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
};

struct selection {
    sim::task_id task = 0;
    sim::object_id object = 0;
    sim::event_id event = sim::no_event;
    std::vector<sim::task_id> others{};  // selected beside `task`

    bool has(sim::task_id t) const { return t != 0 && (t == task || std::find(others.begin(), others.end(), t) != others.end()); }
};

// An event somebody wants to come back to.
struct bookmark {
    sim::event_id event = 0;
    int number = 0;  // 1 to 9, each once; 0: none was free
    bool operator==(const bookmark&) const = default;
};

struct view {
    const sim::session* session = nullptr;  // never null while panels draw
    sim::snapshot now;                      // state at the cursor, made once a change
    time_axis axis;
    selection selected;
    sim::task_id hovered_task = 0;  // any panel may highlight what another hovers
    sim::object_id hovered_object = 0;
    const theme* colours = nullptr;
    const fonts* text = nullptr;
    float scale = 1;      // of the display, times the user's
    float user_scale = 1;
    bool playing = false;
    sim::event_id gliding_to = sim::no_event;  // the playhead is on its way to it
    float glide = 0;      // how far, from 0 to 1
    double speed = 1;     // virtual seconds per second; 0: max
    bool show_help = false;
    bool show_picker = false;
    bool show_why = false;    // the answer about the selected task, and its chain on the lanes
    bool show_path = false;   // the critical path to the selected event
    bool show_cone = false;   // what may have had a part in the selected event, and what it may have a part in
    bool all_arrows = false;  // every wake in view instead of the last few
    bool twin = false;        // the source is shown in Python
    bool colour_free = false;     // textures and letters say it all
    bool reduced_motion = false;  // nothing begins to move by itself
    bool wheel_zooms = false;     // over the lanes, where it otherwise scrolls
    bool show_settings = false;
    sim::event_id learning = sim::no_event;  // the warning whose meaning is shown
    std::string coach;            // the mark of the tour that is shown: "blocked", "outcome"; "": none
    float lane_scroll = 0;
    std::string tab = "resources";  // of the bottom panel: "resources", "events", "parameters"
    std::string search;             // what the picker looks for
    std::string picked;             // the scenario the arrow keys went to in the picker; "": none yet
    std::string focus;              // the field that takes the keyboard in this frame: "time", "seed"...; "picked": scroll there
    std::vector<bookmark> bookmarks;  // ascending, one an event
    std::vector<sim::task_id> task_breakpoints;      // playing stops where one of these runs,
    std::vector<sim::object_id> object_breakpoints;  // and where one of these changes or is waited for
    std::vector<std::string> recent;  // tokens of runs, the last one first
    float frames_per_second = 0;
    bool growing = false;  // the run is still being computed at its live end
    std::string reading;  // what is about to be read from a file, and takes a moment; "": nothing
    std::string notice;   // one line for the status bar: the last error or what was done
};

// One frame of one panel. Reads the view, pushes commands and hits.
//
// The application calls it inside a borderless ImGui child window that covers `area` exactly and does not scroll, so
// widgets, ImGui::IsWindowHovered() and the window's draw list work as they are. A panel handles the mouse over its own
// area; keys are the application's, and so is what is hovered: it looks it up in the hit map after each frame.
// Panels on the common axis draw from view.axis.left() to .right(); what is left of it in `area` is the gutter.
using panel = void (*)(const view&, rect area, command_bus&, hit_map&);

}  // namespace gui
