#pragma once
// A picture as a PNG file.

#include <cstdint>
#include <string>
#include <vector>

namespace gui {

struct picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;  // top row first
};

// Whether a picture could be written there, checked before anything is drawn; "" or one line that says why not.
std::string check_writable(const std::string& file);

// Whole or not at all; "" or one line that says what went wrong.
std::string write_png(const std::string& file, const picture&);

}  // namespace gui
