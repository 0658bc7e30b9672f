#pragma once
// The same place in a scenario's Python twin, the file beside the C++ source.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gui {

struct source_place {
    std::string file;
    std::uint32_t line = 0;  // from 1; 0: nowhere in particular
};

// The await in the function of the same name with the same number, counted from the function's head; the head itself
// where the twin has fewer. Nothing where there is no twin.
std::optional<source_place> twin_of(std::string_view file, std::uint32_t line);

}  // namespace gui
