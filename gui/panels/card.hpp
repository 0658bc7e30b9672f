#pragma once
// A small sheet over the lanes that points at something: the answer to "why?", the marks of the tour, the outcome.

#include <imgui.h>

#include <string>
#include <vector>

#include "gui/core/view.hpp"
#include "sim/linked_text.hpp"

namespace gui {

struct card_button {
    std::string label;  // in the hit map
    std::string text;
    std::string key;    // id in the key table, "" for none
    command send;
};

struct card {
    std::string title;
    sim::linked_text body;
    std::vector<sim::linked_text> lines;  // small, below the body
    std::string footer;                   // muted
    std::vector<card_button> buttons;
    ImVec2 target;          // what it points at
    bool pointing = false;
    float free_from = 1e9F;  // below this y nothing is covered
    bool many_lanes = true;   // what should stay in sight is in several lanes: the card goes beside it
    float seen_from = 0, seen_to = 0;  // x of what should stay in sight; equal: nothing
    ImU32 colour = 0;       // of its frame
    float width = 360;      // unscaled
};

// Where it goes: near its target, inside `within`, and not over it.
rect place_card(const view&, const card&, rect within);

// Draws it in a child window of its own that covers `place`; the pointer may reach out of it and needs `under`, the list
// of the window below. A control "close:<name>" closes it with `close`.
void draw_card(const view&, const card&, const char* name, rect place, ImDrawList& under, command close, command_bus&, hit_map&);

}  // namespace gui
