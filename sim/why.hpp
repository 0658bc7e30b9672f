#pragma once
// Why a task is where it is: a sentence whose names are links, the chain of waits down to its root, what a moment's
// longest chain of causes was, and the way of a cancellation. All of it is read from the trace.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/linked_text.hpp"
#include "sim/timeline.hpp"

namespace sim {

// Why a task is in the state it is in just after `event`, and what will end it, as far as the trace knows:
// "download[2] waits for a permit of semaphore `slots` (2 of 2 held by download[0] and download[1]); download[0] gives
// one back at 1.800 s, when its sleep ends."
linked_text explain(const timeline&, task_id, event_id);
// The sentence alone.
std::string why(const timeline&, task_id, event_id);

// What the chain of waits ends in.
enum class wait_root : std::uint8_t {
    runs,     // its last task runs or is ready
    timer,    // it sleeps, and a timer will wake it
    program,  // it waits for something another task does later, and is not known to be held by one
    nothing,  // nothing alive will wake it: a deadlock
    circle,   // the last task waits for one that came before in the chain
    ended,    // it is over
};

struct wait_link {
    task_id task = 0;
    aio::wait_kind wait = aio::wait_kind::none;
    object_id object = 0;        // what it waits on; 0 where it is a task or nothing
    event_id ends = no_event;    // the event that ends the wait, where the trace knows it
    std::int64_t end_time = 0;   // of that event, or when the timer is due
};

struct wait_chain {
    std::vector<wait_link> links;  // the task asked for first, then whom it depends on; at most 64
    wait_root root{};
};

// The tasks that a gather of a deadlocked task still waits for, as the report of the deadlock names them; empty: no
// deadlock, or the task waits for something else.
std::vector<task_id> gathered_for_ever(const timeline&, task_id);

wait_chain chain_of(const timeline&, task_id, event_id);

// A stretch of a chain of causes within one task.
struct path_step {
    task_id task = 0;
    event_id first = 0;  // in order of time
    event_id last = 0;
};

// The critical path to an event: what made it happen, and so on back to the start of the program or as far as `most`
// steps, oldest first. Every event has one cause, so it is the longest chain of things that had to happen.
std::vector<path_step> critical_path(const timeline&, event_id, std::size_t most = 10'000);

// A cancellation, hop by hop.
enum class cancel_stage : std::uint8_t {
    requested,  // somebody asked
    passed_on,  // what the task awaits was asked in turn
    delivered,  // the exception reaches the task at its await
    taken_back,  // a timeout or a group was meant, which is over: the task goes on after it
    swallowed,  // it went on as if nothing had happened
    ended,      // it is over
};

struct cancel_hop {
    cancel_stage stage{};
    event_id event = 0;
    task_id task = 0;  // who is cancelled
    task_id by = 0;    // requested: who asked; 0: the loop or a timeout
};

// Who asked, where no task did.
struct canceller {
    bool timeout = false;
    task_id failed = 0;  // of a group that cancels the rest of its tasks; with neither: the loop
};
canceller canceller_of(const timeline&, event_id request);

// The hops of the last request to cancel a task up to an event, to the end of the trace; empty: nobody asked.
std::vector<cancel_hop> cancel_hops(const timeline&, task_id, event_id);
std::string to_string(const timeline&, const cancel_hop&);  // "main asks download[1] to cancel"

}  // namespace sim
