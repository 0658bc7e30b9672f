#pragma once
// A trace, indexed: what each task did when, how each object's level went, and the state of everything at any event.
// A pure function of the trace; extend() reads what was appended since the last call.
//
// A timeline may also begin in the middle of a run: forget() leaves of one what the events to come need, encode() makes
// bytes of that, and another timeline, over a trace that begins there, goes on from them. It knows the tasks that lived
// then and those made since, with their names as in the whole run; what is over by then it does not know.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/byte_source.hpp"
#include "sim/canonical_bytes.hpp"
#include "sim/snapshot.hpp"
#include "sim/state_sums.hpp"
#include "sim/trace.hpp"

namespace sim {

// One stretch of a task's life in one state: from event `begin` to just before event `end`.
struct span {
    task_state state{};
    aio::wait_kind wait = aio::wait_kind::none;
    std::uint16_t site = 0;    // line of the co_await it is suspended on
    object_id object = 0;      // what it waits on (a task id when wait is task)
    event_id begin = 0;
    event_id end = no_event;   // no_event: still open
    std::int64_t begin_time = 0;
    std::int64_t end_time = 0;  // of the last event read, while open
};

struct task_info {
    task_id id = 0;
    task_id parent = 0;
    event_id created = 0;
    event_id ended = no_event;
    std::vector<span> spans;      // contiguous, in order; of a task older than its timeline's first event the last ones
    aio::outcome_kind outcome{};  // once ended
    bool alone = true;            // no sibling of the same function in the whole trace
    std::string name;             // "Task-3", or the name it was given
    std::string function;         // "download"
    std::string path;             // "main/download[2]": parent's path, function, ordinal among equal siblings
    std::string error;            // once failed
};

static_assert(sizeof(span) == 32);  // there are millions of them

struct level {
    std::int64_t time = 0;
    std::int64_t value = 0;  // items, permits left, held, progress done; condition, barrier: tasks that wait there
    event_id event = 0;
    task_id task = 0;        // who did it
    std::uint32_t aux = 0;   // queue: unfinished items
    aio::object_op op{};
};

static_assert(sizeof(level) == 32);

struct object_info {
    object_id id = 0;
    aio::object_kind kind{};
    std::string name;           // "jobs", or "queue-1" where none was given
    std::int64_t capacity = 0;  // queue: maxsize (0: none); semaphore: initial permits; progress: total
    event_id created = 0;
    bool connection = false;    // a queue of what arrives over the network
    std::vector<level> levels;  // every change, in order; of what is older than the first event at most one before that
};

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

    // Lets go of what is over: ended tasks, all but the last spans and levels, printed lines.
    void forget();
    // From now on keeps no more than forget() would leave: for who only follows a run, to encode() its state now and then.
    void follow() { follows_ = true; }
    // Lets go only of what needs the trace's texts, before the trace forgets them.
    void forget_texts();
    void encode(canonical_bytes&) const;  // after forget()
    // Over a trace without events, which gets its first number and source lines. Throws usage_error (see byte_source).
    timeline(trace& source, byte_source& state);
    // First children whose second sibling of the same function came after a forget(): until then they seemed alone.
    const std::vector<task_id>& late_siblings() const { return late_siblings_; }
    void mark_siblings(std::span<const task_id>);  // of a part, with what a later one knows
    // Tells these of each change of a task's state.
    void sum_into(state_sums* sums) { sums_ = sums; }

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
    struct siblings {  // tasks with the same parent and function
        task_id first = 0;
        std::uint32_t count = 0;
    };
    using sibling_names = std::map<std::pair<task_id, std::string>, siblings>;  // by parent and function

    const trace* trace_;
    std::size_t read_ = 0;
    std::int64_t end_time_ = 0;
    std::size_t stretched_ = 0;  // events read when open spans were brought up to date
    event_id first_ = 0;
    std::int64_t start_time_ = 0;
    by_task<task_info> tasks_;
    std::map<std::pair<task_id, std::uint32_t>, siblings> siblings_;  // by parent and text id of the function
    std::vector<task_id> late_siblings_;
    sibling_names earlier_siblings_;  // from before forget(): the trace may give texts other ids since
    std::vector<task_id> alive_;                                      // tasks whose last span is open
    std::vector<object_info> objects_;
    id_index object_index_;  // in objects_
    std::map<aio::object_kind, std::uint32_t> object_counts_;
    std::vector<log_line> logs_;
    snapshot head_;                      // state after the last event read
    std::vector<snapshot> checkpoints_;  // see checkpoint_due
    mutable snapshot near_;              // a little before the event that at() was asked for last
    state_sums* sums_ = nullptr;
    bool follows_ = false;

    void read(event_id);
    void fetch(const event&, bool soon) const;
    void add_task(const event&, event_id);
    siblings& same_function(const event&);
    void add_object(const event&, event_id);
    void add_level(const event&, event_id);
    object_id gathers(task_id) const;
    void add_gathered(object_id, const event&, event_id, int change);
    void extend_spans(const event&, event_id);
    void stretch_open_spans();
    void add_level(object_info&, const level&) const;
    void index_objects();
    bool checkpoint_due() const;
};

}  // namespace sim
