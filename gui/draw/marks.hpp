#pragma once
// What a person put into a run: bookmarks, which are flags with a number, and breakpoints, which are stop signs. The
// shapes differ, so that no colour is needed to tell them apart.

#include <imgui.h>

#include <span>
#include <string>

#include "gui/core/view.hpp"

namespace gui {

bool has_breakpoint(const view&, sim::task_id);
bool object_has_breakpoint(const view&, sim::object_id);

// Playing stops there: a task with a breakpoint runs, or an object with one changes or is waited for.
bool stops_at(const view&, const sim::event&);
// All such events in the part of the run that is there, in order.
std::span<const sim::event_id> stops_of(const view&);

// The sign of a breakpoint. `hollow`: of something that the row only stands for.
void paint_breakpoint(ImDrawList&, const theme&, ImVec2 centre, float size, bool hollow = false);

// Small flags along the top of `area` where the bookmarks are; a hit "bookmark" for each.
void paint_bookmarks(ImDrawList&, const view&, const time_axis&, rect area, hit_map&);
// Small signs along the bottom of `area` where playing stops, as many as have room; a hit "stop" for each.
void paint_stops(ImDrawList&, const view&, const time_axis&, rect area, hit_map&);

// "bookmark 2" or "breakpoint of download[2]" for what is drawn at x; "": nothing.
std::string mark_text(const view&, const time_axis&, float x);

}  // namespace gui
