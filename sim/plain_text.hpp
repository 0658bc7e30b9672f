#pragma once
// Numbers and words from people, read and written the same in every locale.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sim {

// The whole text is one number, or nothing: no blanks, no trailing letters, no overflow.
std::optional<std::int64_t> parse_int64(std::string_view);
std::optional<std::uint64_t> parse_uint64(std::string_view);
std::optional<double> parse_finite(std::string_view);  // decimal, finite; neither "inf" nor "nan"

// The shortest text that parses to the same number.
std::string shortest(double);

// For a message: in quotes, on one line, cut where it is long, bytes that are not plain text escaped.
std::string quoted(std::string_view);

}  // namespace sim
