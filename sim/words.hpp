#pragma once
// The words that sentences about a run are put together from.

#include <cstdint>
#include <string>

#include "sim/timeline.hpp"

namespace sim::words {

std::string task(const timeline&, task_id);           // "download[2]"; "the loop" for 0
std::string object(const timeline&, object_id);       // "queue `jobs`"
std::string capital(std::string);                     // first letter in upper case
std::string moment(std::int64_t ns);                  // "0.250 s"; "40 us" where milliseconds would say 0
std::string count(std::int64_t, const char* one, const char* many);  // "1 item", "3 items"
std::string list(const timeline&, const std::vector<task_id>&);      // "a, b and c"; cut where it is long
std::string wait(aio::wait_kind);                                    // "lock", "a sleep": what a task is parked on
std::string callback(const timeline&, aio::callback_kind, object_id, task_id owner);  // "the timer of main"

// Level of an object just after an event; before its first change what it was made with.
level level_at(const timeline&, const object_info&, event_id);

// "1 of 3 permits left", "2 of 5 items in it"
std::string permits(const object_info&, std::int64_t left);
std::string items(const object_info&, std::int64_t in_it);

}  // namespace sim::words
