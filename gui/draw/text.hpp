#pragma once
// Text that always fits, and the colour arithmetic every painter needs. Sizes are pixels; the fonts carry the scale.

#include <imgui.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace gui {

ImU32 faded(ImU32 colour, float alpha);              // alpha times the colour's own
ImU32 mixed(ImU32 from, ImU32 to, float share);      // share 0: from, 1: to; keeps the alpha of `from`

float font_size(const ImFont*);
float text_width(const ImFont*, std::string_view);

// The text, or its beginning and an ellipsis, no wider than `width`; "" where not even the ellipsis fits.
std::string fitted(const ImFont*, std::string_view, float width);
// The same of a task's name, which keeps its number: "down…[12]" rather than "downlo…".
std::string fitted_name(const ImFont*, std::string_view, float width);

// One line with its top left corner at `at`, cut to `width`. Returns the width drawn.
float text_line(ImDrawList&, ImFont*, ImVec2 at, ImU32, std::string_view, float width);
// The same, ending at `right`.
float text_right(ImDrawList&, ImFont*, ImVec2 top_right, ImU32, std::string_view, float width);

// Wrapped at words into at most `lines` lines, the last one cut with an ellipsis. Returns the height used.
float text_block(ImDrawList&, ImFont*, ImVec2 at, ImU32, std::string_view, float width, int lines);

// A small filled box with centred text: state codes, task names. Returns its width. `width` 0: as wide as the text.
float text_chip(ImDrawList&, ImFont*, ImVec2 at, float height, ImU32 fill, ImU32 colour, std::string_view,
                float width = 0, float most = 1e9F);

// "1,166,091"; up to four digits as they are.
std::string count_text(std::uint64_t);

// Lengths of time for people: "1.64 s", "250 ms", "0". Rounded to three significant digits.
std::string duration_text(std::int64_t ns);
// A moment: "1.800 s"; down to microseconds where it has them, to nanoseconds only within the first millisecond.
std::string moment_text(std::int64_t ns);

}  // namespace gui
