#pragma once
// What the source says about a line at which a task waits. A trace does not tell the end of a task group's block from
// another wait for a future.

#include <cstdint>
#include <vector>

#include "sim/trace.hpp"

namespace gui {

struct waiting_line {
    // The lines with `task_group()` in whose blocks it is, the outermost first; the last one may be that of the block
    // which it ends.
    std::vector<std::uint32_t> groups;
    bool ends_group = false;  // the block of the last one ends here
    bool waits = false;       // the statement calls wait()
};

// Nothing of a line whose source is not there.
waiting_line look_at(const sim::trace::source_line&);

}  // namespace gui
