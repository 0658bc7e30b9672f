#pragma once
// Four sizes of one readable font, rebuilt when the scale changes.

#include <imgui.h>

#include <string>

namespace gui {

struct fonts {
    ImFont* small = nullptr;   // 11 px
    ImFont* normal = nullptr;  // 13 px
    ImFont* large = nullptr;   // 16 px: narration, time
    ImFont* mono = nullptr;    // 12 px: source, event table
};

// Where the font files are: next to the program's share folder, in the installed tree, or Debian's own copy. Throws
// sim::usage_error naming every place that was tried.
std::string find_font(const char* file_name);

// Fills ImGui's atlas. The texture is the backend's business.
fonts load_fonts(float scale);

}  // namespace gui
