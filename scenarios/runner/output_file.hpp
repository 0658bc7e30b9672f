#pragma once

#include <string>
#include <string_view>

namespace runner {

// Writes a whole file or none: beside its place first, then moved in. Throws usage_error naming the path and the reason.
void write_file(const std::string& path, std::string_view text);

}  // namespace runner
