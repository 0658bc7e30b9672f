#pragma once
// What the events to come need of those before them: a timeline that has it goes on from there without the run's
// beginning. It knows the tasks that live then and those made since, with their names as in the whole run; what is over
// by then it does not know.

#include <cstdint>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/run_names.hpp"
#include "sim/task_info.hpp"

namespace sim {

struct run_past {
    event_id first = 0;     // the first event to come
    std::int64_t time = 0;  // virtual ns, of the one before it
    // With the spans from the last time each ran: they tell whether it ever did, and what it waited for before it became ready.
    by_task<task_info> tasks;
    std::vector<object_info> objects;  // in order of creation, with at most the last level of each
    snapshot now;
    run_names names;

    void encode(canonical_bytes&, const trace& source) const;  // source lines are those of the trace
};

// Source lines get their numbers in a trace without events, which gets its first number too. Throws usage_error (see
// byte_source).
run_past decode_past(byte_source&, trace& into);

}  // namespace sim
