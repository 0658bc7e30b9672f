#pragma once
// A run for other programs.

#include <iosfwd>
#include <string_view>

#include "sim/timeline.hpp"

namespace sim {

// One JSON object: how to run it again, how it ended, tasks with their spans, objects with their levels, and every event
// with the names of what it is about. Bytes that are not UTF-8 become U+FFFD.
void write_json(std::ostream&, const timeline&, std::string_view token);

// For chrome://tracing and Perfetto: a row for each task with its states, a counter for each level, an arrow for each
// wake. Their time is virtual time in microseconds.
void write_chrome_trace(std::ostream&, const timeline&);

// One line for each event, with a heading; quoted as in RFC 4180.
void write_csv(std::ostream&, const timeline&);

}  // namespace sim
