#pragma once
// A trace, indexed: what each task did when, how each object's level went, and the state of everything at any event.
// A pure function of the trace; extend() reads what was appended since the last call.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace.hpp"

namespace sim {

enum class task_state : std::uint8_t {
    unborn,      // not created yet at this event
    ready,       // in the ready queue
    running,     // its step runs
    sleeping,    // on a timer
    lock,        // on a lock, semaphore or event
    queue,       // on a queue: get, put or join
    join,        // on another task, a gather or a future
    cancelling,  // asked to cancel, cleaning up, not ended yet
    done,
    failed,
    cancelled,
};

inline constexpr int task_state_count = static_cast<int>(task_state::cancelled) + 1;

std::string_view to_string(task_state);  // "ready", "running"...

inline bool ended(task_state s) { return s >= task_state::done; }

// One stretch of a task's life in one state: from event `begin` to just before event `end`.
struct span {
    task_state state{};
    aio::wait_kind wait = aio::wait_kind::none;
    object_id object = 0;      // what it waits on (a task id when wait is task)
    std::uint32_t site = 0;    // line of the co_await it is suspended on
    event_id begin = 0;
    event_id end = no_event;   // no_event: still open
    std::int64_t begin_time = 0;
    std::int64_t end_time = 0;  // of the last event read, while open
};

struct task_info {
    task_id id = 0;
    task_id parent = 0;
    std::string name;      // "Task-3", or the name it was given
    std::string function;  // "download"
    std::string path;      // "main/download[2]": parent's path, function, ordinal among equal siblings
    event_id created = 0;
    event_id ended = no_event;
    aio::outcome_kind outcome{};  // once ended
    std::string error;            // once failed
    std::vector<span> spans;      // contiguous, in order
};

struct level {
    event_id event = 0;
    std::int64_t time = 0;
    std::int64_t value = 0;  // items, permits left, held, progress done
    std::int64_t aux = 0;    // queue: unfinished items
    task_id task = 0;        // who did it
    aio::object_op op{};
};

struct object_info {
    object_id id = 0;
    aio::object_kind kind{};
    std::string name;           // "jobs", or "queue-1" where none was given
    std::int64_t capacity = 0;  // queue: maxsize (0: none); semaphore: initial permits; progress: total
    event_id created = 0;
    std::vector<level> levels;  // every change, in order
};

struct log_line {
    event_id event = 0;
    std::int64_t time = 0;
    task_id task = 0;
    std::string_view text;
};

// The state of the world just after one event. Plain data; equal states have equal digests.
struct snapshot {
    struct task {
        task_state state = task_state::unborn;
        aio::wait_kind wait = aio::wait_kind::none;
        object_id object = 0;
        event_id since = 0;         // the event that put it there
        std::uint32_t site = 0;     // not part of the digest
        std::int32_t cancelling = 0;
    };
    struct ready_entry {
        task_id task = 0;  // 0: a callback
        aio::callback_kind callback{};
        object_id object = 0;
        event_id since = 0;
    };
    struct timer {
        object_id id = 0;
        task_id task = 0;
        aio::callback_kind callback{};
        std::int64_t when = 0;
    };
    struct object {
        std::int64_t value = 0;
        std::int64_t aux = 0;
        std::vector<task_id> holders;  // lock, semaphore: who holds it, in order of acquisition
    };
    event_id event = no_event;  // the last event included; no_event: before the first
    std::int64_t time = 0;
    task_id running = 0;             // 0: none, or a callback
    std::vector<task> tasks;         // index: task id; [0] unused
    std::vector<ready_entry> ready;  // front first
    std::vector<timer> timers;       // pending, by (when, order of setting)
    std::vector<object> objects;     // index: object id; timers have no level

    std::uint64_t digest() const;
};

class timeline {
public:
    explicit timeline(const trace& source) : trace_(&source) {}

    void extend();

    const trace& source() const { return *trace_; }
    std::size_t size() const { return read_; }  // events read

    std::span<const task_info> tasks() const { return tasks_; }       // in order of creation
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
    struct task_track;
    const trace* trace_;
    std::size_t read_ = 0;
    std::int64_t end_time_ = 0;
    std::vector<task_info> tasks_;
    std::vector<object_info> objects_;
    std::vector<std::int32_t> object_index_;  // object id -> index in objects_, -1: a timer
    std::vector<log_line> logs_;
    snapshot head_;                     // state after the last event read
    std::vector<snapshot> checkpoints_;  // every checkpoint_interval events

    void read(event_id);
    void name_task(const event&);
};

// Changes a snapshot to what it is after the next event.
void apply(snapshot&, const event&, event_id number);

}  // namespace sim
