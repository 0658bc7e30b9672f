#pragma once
// Buttons and small parts the panels share. Icons are drawn, not taken from a font: they stay crisp at every scale.

#include <imgui.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "gui/core/view.hpp"

namespace gui {

enum class icon : unsigned char {
    none, to_start, step_back, play, fast, pause, step, to_end,
    dice, link, sun, moon, chevron, search, reset, close, help, fit, axis, gear,
};

void draw_icon(ImDrawList&, icon, ImVec2 centre, float size, ImU32 colour);

struct button_look {
    icon mark = icon::none;
    bool active = false;   // pressed in: what it stands for is on
    bool enabled = true;
    bool quiet = false;    // no ground until the mouse is over it
    std::string_view tooltip;  // the key is added by itself
    std::string_view key;      // id in the key table
};

// A button that fills `box`. `label` is its name in the hit map, and its text unless it has only an icon (`text` "").
bool button(const view&, hit_map&, rect box, std::string_view label, std::string_view text, const button_look&);

// Width a button needs for its text and icon.
float button_width(const view&, std::string_view text, icon);

constexpr float tooltip_width = 420;  // at most; longer lines of one wrap

// Shown while the last item is hovered. `key`: id in the key table, or "".
void tooltip(const view&, std::string_view text, std::string_view key = "");

// A one-line text field of ImGui's at a place, registered as a control. Returns true when Enter was pressed.
bool text_field(const view&, hit_map&, rect box, std::string_view label, char* buffer, std::size_t size, bool take_focus,
                bool only_digits = false, const char* hint = "");

void push_control(hit_map&, rect, std::string_view label);

// Ends a child window that covers `area` and scrolls over what was drawn by hand from `top` down to `end`.
void end_scrolling(rect area, float top, float end);

inline rect upright_part(rect r, rect of) { return {{r.min.x, std::max(r.min.y, of.min.y)}, {r.max.x, std::min(r.max.y, of.max.y)}}; }
inline ImVec2 centre_of(rect r) { return ImVec2((r.min.x + r.max.x) / 2, (r.min.y + r.max.y) / 2); }
inline rect box_at(float x, float y, float width, float height) { return {{x, y}, {x + width, y + height}}; }

}  // namespace gui
