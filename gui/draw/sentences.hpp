#pragma once
// Sentences about the run, kept as long as they hold: making one may mean replaying many events, and a panel asks again
// in every frame.

#include <string>

#include "sim/session.hpp"

namespace gui {

const std::string& sentence_of(const sim::session&, sim::event_id);                   // sim::narrate
const std::string& reason_of(const sim::session&, sim::task_id, sim::event_id);       // sim::why

}  // namespace gui
