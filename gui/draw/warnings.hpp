#pragma once
// What went wrong in a run, or is nearly always a mistake, in the order in which it happened.

#include <span>
#include <string>
#include <string_view>

#include "sim/session.hpp"

namespace gui {

struct warning {
    sim::event_id event = 0;
    sim::task_id task = 0;
    std::string sentence;
    std::string_view title;     // "Never awaited"
    std::string_view meaning;   // two to four sentences: what it means and what to do
    std::string_view shown_by;  // a word in the name of the scenario that shows it
    bool grave = false;         // the program itself ends by it
};

std::span<const warning> warnings_of(const sim::session&);

// The scenario that shows a warning's kind; nullptr: none.
const sim::scenario* scenario_showing(sim::catalogue, const warning&);

}  // namespace gui
