#pragma once

#include "gui/core/keys.hpp"

namespace gui {

// GLFW's number and modifiers of a key; key_code::none for one that means nothing here.
chord chord_of_glfw(int key, int modifiers);

}  // namespace gui
