#pragma once
// Sentences about the run, kept as long as they hold: making one may mean replaying many events, and a panel asks again
// in every frame.

#include <string>

#include "sim/session.hpp"
#include "sim/why.hpp"

namespace gui {

const std::string& sentence_of(const sim::session&, sim::event_id);                   // sim::narrate
const sim::linked_text& reason_of(const sim::session&, sim::task_id, sim::event_id);  // sim::explain

// Likewise the last chain and the last path that were asked for.
const sim::wait_chain& chain_shown(const sim::session&, sim::task_id, sim::event_id);
const std::vector<sim::path_step>& path_shown(const sim::session&, sim::event_id);

}  // namespace gui
