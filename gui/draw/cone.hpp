#pragma once
// What may have had a part in an event, and what it may have a part in: the events before and after it along causes and
// along each task's own order, and through what tasks share: queues, locks, events. All else happened beside it.

#include <vector>

#include "gui/draw/causality.hpp"

namespace gui {

// By task id; no_event: none of its events.
struct causal_cone {
    std::vector<sim::event_id> past_until;   // the last one that the event may depend on
    std::vector<sim::event_id> future_from;  // the first one that may depend on it
};

causal_cone cone_of(const sim::timeline&, sim::event_id);

// What is in neither recedes, around the selected event or the one at the playhead.
void paint_cone(ImDrawList&, const view&, const run_index&, const lane_grid&);

}  // namespace gui
