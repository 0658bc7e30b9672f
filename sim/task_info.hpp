#pragma once
// What is known of a task and of an object of a run.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/snapshot.hpp"

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

// The task whose state an event may change.
inline task_id concerned(const event& e) {
    return e.kind == event_kind::cancel_requested || e.kind == event_kind::uncancelled ? e.object : e.task;
}

// The condition or barrier a task waits at; 0: none. Neither tells of a level itself: it is how many wait there.
inline object_id gathers(const snapshot::task* t) {
    return t != nullptr && (t->wait == aio::wait_kind::condition || t->wait == aio::wait_kind::barrier) ? t->object : 0;
}

inline level level_of(const event& e, event_id number) {
    return level{e.time, e.value, number, e.task, e.extra, static_cast<aio::object_op>(e.detail)};
}

// One task more or less that waits there, after the last change.
inline level gathered_level(const level* last, const event& e, event_id number, int change) {
    return level{e.time, (last == nullptr ? 0 : last->value) + change, number, e.task, 0, change > 0 ? aio::object_op::acquire : aio::object_op::release};
}

}  // namespace sim
