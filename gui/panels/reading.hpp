#pragma once

#include <imgui.h>

#include <string_view>

#include "gui/core/fonts.hpp"
#include "gui/core/theme.hpp"
#include "gui/core/view.hpp"

namespace gui {

// "reading run.trace ..." in the middle of `area`, which recedes; returns where the words are.
rect paint_reading(ImDrawList&, const fonts&, const theme&, float scale, rect area, std::string_view what);

}  // namespace gui
