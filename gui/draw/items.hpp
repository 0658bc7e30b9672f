#pragma once
// Items of queues as threads across the lanes: from the task that puts one to the task that gets it.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

// Whether the run's queues give items in the order in which they were put: a trace does not say, the program does.
bool queues_are_fifo(const sim::session&);
// Programs that pass messages: their queues' items are shown without asking.
bool is_chat(const sim::session&);

// Of the selected queue, or of all where every arrow is asked for and in chats; at most `most` threads.
void paint_items(ImDrawList&, const view&, const run_index&, const lane_grid&, std::size_t most);

}  // namespace gui
