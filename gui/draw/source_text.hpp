#pragma once
// The text of a scenario, to show the line a task is suspended on.

#include <string>
#include <string_view>
#include <vector>

namespace gui {

// The lines of a source file by the path the trace gives it ("scenarios/downloads.cpp"), from the program's share folder
// or from a source tree above the current folder; empty where there is none. Read once, then kept.
const std::vector<std::string>& source_lines(std::string_view file);

}  // namespace gui
