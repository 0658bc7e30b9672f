#pragma once
// A moment as people type it: "1.8", "1.8s", "250ms" are times, "+0.5" and "-200ms" go from where the cursor is, "#128"
// is an event.

#include <cstdint>
#include <optional>
#include <string_view>

#include "gui/core/command.hpp"

namespace gui {

// go_to_time, skip_time or go_to_event; nothing where the text is not a moment.
std::optional<command> parse_moment(std::string_view text);

// "1.8", "1.8s", "250ms", "3us": ns.
std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace gui
