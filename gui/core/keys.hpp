#pragma once
// The keys: one table that dispatches, fills the key sheet and names the key in each tooltip. Independent of ImGui's and
// GLFW's key codes, so that a test presses a key the way a window does.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gui/core/view.hpp"

namespace gui {

// Letters, digits and punctuation are their ASCII capital; the rest has a number of its own.
enum class key_code : std::uint16_t {
    none = 0,
    space = ' ',
    left = 256, right, up, down, home, end, page_up, page_down, enter, escape, backspace, tab, insert, del,
    f1 = 301, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
};

constexpr key_code key_of(char ascii) { return static_cast<key_code>(static_cast<unsigned char>(ascii)); }

struct chord {
    key_code key = key_code::none;
    bool ctrl = false, shift = false, alt = false;
    bool operator==(const chord&) const = default;
};

struct key_press {
    chord what;
    bool repeat = false;  // the key is held
};

struct binding {
    std::string_view id;        // "step_back"
    std::string_view label;     // "Step back one event"
    std::string_view category;  // "Transport"
    std::vector<chord> keys;    // the first is the one that is shown
    bool repeat = false;        // acts again while the key is held
    bool while_typing = false;  // acts also while a text field has the keyboard
    command (*make)(const view&) = nullptr;
};

std::span<const binding> key_table();

// What the mouse does beyond a click, and keys in a field, for the key sheet; the panels see to it.
struct gesture {
    std::string_view label;                   // "Zoom to a bar"
    std::vector<std::string_view> ways;       // "double click"; the first is always shown
};

std::span<const gesture> gesture_table();

// The binding a key press means now; nullptr: none.
const binding* find_binding(key_press, bool typing);
const binding* find_binding(std::string_view id);

std::string to_string(chord);               // "Ctrl+Right"
std::string key_hint(std::string_view id);  // the shown key of a binding; "" where it has none
std::optional<chord> parse_chord(std::string_view);  // what to_string() prints

// Speeds the digits 1 to 9 choose and the speed control stops at; 0 is max.
std::span<const double> speed_stops();
std::string speed_text(double speed);  // "0.5x", "max"

}  // namespace gui
