#pragma once
// The vocabulary of the lanes: state bars with their textures, terminal markers, state chips, budget bars.

#include <imgui.h>

#include <array>
#include <span>
#include <string_view>

#include "gui/core/view.hpp"
#include "gui/draw/run_index.hpp"

namespace gui {

enum class bar_tone : unsigned char {
    solid,  // it has happened
    ghost,  // it will happen: fainter, outlined
    quiet,  // it has happened and matters little: waits for other tasks
};

// Height of a state's bar where the tallest bar is `full` px high.
float bar_height(const theme&, sim::task_state, float full);

// One state bar. Textures appear at 12 px, the theme's outline at 4 px.
void paint_bar(ImDrawList&, const theme&, sim::task_state, rect, bar_tone, float scale);

// The texture alone, anchored to the screen so that it stands still while bars grow.
void paint_texture(ImDrawList&, texture, rect, ImU32, float scale);

// How a task ended, as a shape: done a square with a tick, failed a diamond with "!", cancelled a circle with a slash.
void paint_terminal(ImDrawList&, const theme&, sim::task_state, ImVec2 centre, float size, float alpha);

// Two letters on the state's colour, or the shape of an ended task. Nothing for an unborn one.
void paint_state_chip(ImDrawList&, const view&, sim::task_state, rect);

// Shares of time by state, side by side; an empty frame where no time has passed.
void paint_budget(ImDrawList&, const theme&, const state_times&, rect);

// The order in which shares are stacked and listed: work first, then waits.
std::span<const sim::task_state> budget_order();

ImU32 terminal_colour(const theme&, sim::task_state);
ImU32 alarm_colour(const theme&);  // failures and cancellations

}  // namespace gui
