#pragma once
// Scenarios of this group; catalogue.cpp has their order.

#include "sim/scenario.hpp"

namespace scenarios {

extern const sim::scenario broadcast;
extern const sim::scenario chat_room_of_three;
extern const sim::scenario private_messages;
extern const sim::scenario chat_load;

}  // namespace scenarios
