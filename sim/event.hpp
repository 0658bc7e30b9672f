#pragma once
// One fact of a run, all integers.

#include <cstdint>

#include "runtime/core/observer.hpp"

namespace sim {

using aio::event_id;
using aio::no_event;
using aio::object_id;
using aio::task_id;

enum class event_kind : std::uint8_t {
    clock_advanced,    // value: from ns (event.time is where it arrived)
    timer_set,         // object: timer, detail: callback_kind, task: whose, value: when ns
    timer_cancelled,   // object: timer
    timer_fired,       // object: timer, detail: callback_kind, task: whose; its callback is now in the ready queue
    callback_ready,    // detail: callback_kind, object; a callback entered the ready queue
    callback_begin,    // detail: callback_kind, object; it runs
    task_created,      // task: the new one, object: parent task id, text: coroutine function, value: text id of its name
    task_ready,        // task entered the ready queue
    step_begin,        // task runs
    task_yielded,      // ends the step: task went to the tail of the ready queue (sleep(0))
    wait_begin,        // ends the step: task waits; detail: wait_kind, object: on what, extra: 1 for input and output
    task_done,         // ends the step; detail: outcome_kind, text: the error, site: where it failed
    cancel_requested,  // task: who asks (0: the loop), object: the task to cancel, text: message
    uncancelled,       // task: who asks, object: the task, value: requests that remain
    object_created,    // object, detail: object_kind, text: name, value: capacity, extra: 1 for a connection's queue
    object_changed,    // object, task: by whom, detail: object_op, value: level, extra: aux
    log,               // task: who prints, text
    loop_error,        // task, text: message, value: text id of the error
    leftover,          // task: still pending when the program ended
    unretrieved,       // task, text: the exception nobody looked at, site: where it failed
    deadlocked,        // task, text: chain of what it waits for
    choice_made,       // value: picked, extra: of how many
    run_finished,      // detail: run_outcome, text: error, of a deadlock the first line
    diagnostic,        // detail: diagnostic_kind, task, object, site, text: see there
};

inline constexpr int event_kind_count = static_cast<int>(event_kind::diagnostic) + 1;

struct event {
    std::int64_t time = 0;     // virtual ns
    std::int64_t value = 0;
    event_id cause = no_event;  // the event that made this one happen
    task_id task = 0;
    object_id object = 0;
    std::uint32_t text = 0;  // index into trace::strings(), 0: empty
    std::uint32_t extra = 0;
    std::uint16_t site = 0;  // index into trace::sites(), 0: unknown. Not part of the digest.
    event_kind kind{};
    std::uint8_t detail = 0;
};

static_assert(sizeof(event) == 40);  // a run of ten million events is 400 MB

}  // namespace sim
