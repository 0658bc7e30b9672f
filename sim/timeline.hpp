#pragma once
// A trace, indexed: what each task did when, how each object's level went, and the state of everything at any event.
// A pure function of the trace; extend() reads what was appended since the last call.
//
// A timeline may also begin in the middle of a run (see run_past).

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/id_index.hpp"
#include "sim/run_names.hpp"
#include "sim/run_past.hpp"
#include "sim/snapshot.hpp"
#include "sim/task_info.hpp"
#include "sim/trace.hpp"

namespace sim {

struct log_line {
    event_id event = 0;
    std::int64_t time = 0;
    task_id task = 0;
    std::string_view text;
};

class timeline {
public:
    explicit timeline(const trace& source) : trace_(&source) {}

    void extend();
    void read_on(std::size_t upto);  // the same to before an event, with open spans left as they were

    // Over a trace that begins with that state and has no events yet.
    timeline(const trace& source, run_past);
    void mark_siblings(std::span<const task_id>);  // of a part, with what a later one knows

    const trace& source() const { return *trace_; }
    std::size_t size() const { return read_; }  // events read, with those before the first
    event_id first() const { return first_; }   // the first event it knows; 0 of a whole run
    bool knows(event_id e) const { return e >= first_ && e < read_; }
    std::int64_t start_time() const { return start_time_; }  // of the event before that
    task_id tasks_made() const { return tasks_.next() - 1; }  // with those it does not know

    std::span<const task_info> tasks() const { return tasks_.all(); }  // in order of creation
    const task_info* task(task_id) const;                             // nullptr: no such task
    std::span<const object_info> objects() const { return objects_; }  // in order of creation; timers are not listed
    const object_info* object(object_id) const;
    std::span<const log_line> logs() const { return logs_; }

    std::int64_t end_time() const { return end_time_; }
    // The last event at or before a time; no_event: none.
    event_id event_at(std::int64_t time) const;
    // State of a task just after an event: the span that covers it. nullptr: not born yet or no such task; for an ended
    // task the last span (whose end is its ended event).
    const span* span_at(task_id, event_id) const;
    task_state state_at(task_id, event_id) const;

    // Everything just after `event`: nearest checkpoint, then the events in between. no_event: before the first.
    snapshot at(event_id event) const;

    // The next or previous event that concerns the task; no_event: none.
    event_id next_of(task_id, event_id) const;
    event_id previous_of(task_id, event_id) const;

private:
    const trace* trace_;
    std::size_t read_ = 0;
    std::int64_t end_time_ = 0;
    std::size_t stretched_ = 0;  // events read when open spans were brought up to date
    event_id first_ = 0;
    std::int64_t start_time_ = 0;
    by_task<task_info> tasks_;
    std::vector<task_id> alive_;  // tasks whose last span is open
    std::vector<object_info> objects_;
    id_index object_index_;  // in objects_
    run_names names_;
    std::vector<log_line> logs_;
    snapshot head_;                      // state after the last event read
    std::vector<snapshot> checkpoints_;  // see checkpoint_due
    mutable snapshot near_;              // a little before the event that at() was asked for last

    void read(event_id);
    void fetch(const event&, bool soon) const;
    void add_task(const event&, event_id);
    void add_object(const event&, event_id);
    void add_level(const event&, event_id);
    void add_gathered(object_id, const event&, event_id, int change);
    void extend_spans(const event&, event_id);
    void stretch_open_spans();
    bool checkpoint_due() const;
};

}  // namespace sim
