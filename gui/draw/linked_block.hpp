#pragma once
// Sentences whose names can be clicked.

#include <imgui.h>

#include "gui/core/view.hpp"
#include "sim/linked_text.hpp"

namespace gui {

// The text wrapped at words into at most `lines` lines; links are underlined, select what they name when clicked, and
// stand in the hit map as controls "link:<text>". `id` makes their widgets differ from those of other blocks in the same
// window. Returns the height used. Without a bus nothing is drawn: only measured.
float linked_block(const view&, ImDrawList&, ImFont*, ImVec2 at, ImU32, const sim::linked_text&, float width, int lines, int id,
                   command_bus*, hit_map*);

// Plain text as such a block.
sim::linked_text plain(std::string text);

}  // namespace gui
