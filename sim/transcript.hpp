#pragma once
// The run as text: "[t=S.mmm] line" for each printed line, last "[end t=S.mmm] ok | exception E | deadlock | limit ...".

#include <cstdint>
#include <string>

#include "sim/timeline.hpp"

namespace sim {

// All lines up to and including an event, each ended by a newline. no_event as `last` means the whole trace.
std::string transcript(const timeline&, event_id last = no_event);

// The transcript line an event makes, without newline at its end; "" where it makes none. Text of several lines makes
// several lines.
std::string transcript_line(const timeline&, event_id);

std::string format_time(std::int64_t ns);  // "0.250": seconds, truncated to milliseconds

}  // namespace sim
