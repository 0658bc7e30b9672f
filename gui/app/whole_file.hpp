#pragma once

#include <string>
#include <string_view>

namespace gui {

// Writes a file whole or not at all: into a temporary file beside it, then renamed over it. false: errno says why.
bool write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace gui
