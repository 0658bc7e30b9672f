#pragma once
// What the loop tells whoever watches it. Everything is an integer, a literal or text: never a pointer that could reach
// a trace. Hooks may read the loop but must not schedule work. With no observer a loop pays one null check per hook.
//
// Hooks that return an event_id let the watcher number what happened; the loop keeps that number with the handle or
// timer it belongs to and hands it back as `cause` when the handle runs or the timer fires.

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/core/site.hpp"

namespace aio {

using task_id = std::uint32_t;    // 1, 2, 3... in order of creation; 0 is the loop itself
using object_id = std::uint32_t;  // locks, queues, timers, futures...: one sequence for all; 0 is none
using event_id = std::uint32_t;   // a watcher's number for something that happened

inline constexpr event_id no_event = 0xffff'ffff;

// What a task is parked on.
enum class wait_kind : std::uint8_t {
    none,
    sleep,       // a timer
    lock,        // lock.acquire()
    semaphore,   // semaphore.acquire()
    event,       // event.wait()
    queue_get,   // queue.get() on an empty queue
    queue_put,   // queue.put() on a full queue
    queue_join,  // queue.join() with unfinished items
    task,        // another task's end
    gather,      // the end of all children of a gather()
    future,      // a bare future
    condition,   // condition.wait(), before the lock is asked for again
    barrier,     // barrier.wait(), reset...: those who are not here yet
};

enum class object_kind : std::uint8_t {
    none, lock, semaphore, event, queue, future, gather, timeout, timer, progress, condition, barrier, gauge
};

// What was done to an object. The value that goes with each is the object's level afterwards.
enum class object_op : std::uint8_t {
    acquire,    // lock: 1; semaphore: permits left
    release,    // lock: 0; semaphore: permits left
    set,        // event: 1
    clear,      // event: 0
    put,        // queue: items in it
    get,        // queue: items in it
    task_done,  // queue: items in it; aux: unfinished items
    resolve,    // future, gather: 0 result, 1 exception, 2 cancelled
    expire,     // timeout: 1, its deadline passed
    advance,    // progress: the amount done
    level,      // gauge: the amount there is now
};

enum class callback_kind : std::uint8_t {
    user,          // call_soon, add_done_callback
    timer,         // a sleep's timer sets its future
    user_timer,    // call_later, call_at
    timeout,       // timeout() cancels its task
    gather_child,  // gather() is told that a child ended
    stop,          // run() is told that its task ended
};

enum class outcome_kind : std::uint8_t { result, exception, cancelled };

// One coroutine of a task: where it waits in the one it awaits.
struct call_frame {
    const char* function;  // "lambda" for one without a name
    site where;            // file null: not known
};

enum class run_outcome : std::uint8_t { ok, exception, deadlock, limit };

// What is legal and nearly always a mistake. Looked for only while somebody watches. What each tells, besides the task:
enum class diagnostic_kind : std::uint8_t {
    never_awaited,           // task: who let go of it; text: the coroutine's function, site: a line of it
    loop_blocked,            // task: in whose step, 0: a callback; text: for how long, site: the longest blocking call
    cancellation_swallowed,  // site: the co_await where the CancelledError arrived
    not_held,                // object: lock or semaphore that the task released without holding it; site: the release
    destroyed_pending,       // the task was never going to end; text: its await chain, site: where it waits
    task_done_too_often,     // object: the queue; site: the call
    never_retrieved,         // task: who let go of a future or gather; text: its exception, which nobody had looked at
};

class observer {
public:
    virtual ~observer() = default;

    // --- time and handles
    virtual void clock_advanced(std::int64_t from_ns, std::int64_t to_ns) = 0;
    virtual event_id timer_set(object_id timer, callback_kind, task_id owner, std::int64_t when_ns) = 0;
    virtual void timer_cancelled(object_id timer) = 0;
    virtual event_id timer_fired(object_id timer, callback_kind, task_id owner, event_id cause) = 0;  // now in ready queue
    virtual event_id callback_ready(callback_kind, object_id) = 0;
    virtual void callback_begin(callback_kind, object_id, event_id cause) = 0;

    // --- tasks: created, then ready / step / wait in turn, then done
    virtual void task_created(task_id, task_id parent, std::string_view function, std::string_view name) = 0;
    virtual event_id task_ready(task_id) = 0;
    virtual void step_begin(task_id, event_id cause) = 0;
    // An eager task runs its first step inside what runs now: between these two, all that happens is that task's.
    virtual void eager_step_begin(task_id) = 0;
    virtual void eager_step_end() = 0;
    // Both end the step. `chain` are the task's coroutines, innermost first; it is gone when the call returns.
    virtual event_id task_yielded(task_id, std::span<const call_frame> chain) = 0;  // ready again, at the tail
    virtual void wait_begin(task_id, wait_kind, object_id, std::span<const call_frame> chain) = 0;  // a task: its id
    // Ends the step. site: of a task that failed, its outermost coroutine's last co_await.
    virtual void task_done(task_id, outcome_kind, std::string_view error, site) = 0;
    virtual void cancel_requested(task_id target, std::string_view message) = 0;
    virtual void uncancelled(task_id target, int cancelling) = 0;

    // --- objects
    virtual void object_created(object_id, object_kind, std::string_view name, std::int64_t capacity) = 0;
    virtual void object_changed(object_id, object_op, std::int64_t value, std::int64_t aux) = 0;

    // --- words
    virtual void log(std::string_view text) = 0;
    virtual void job_log(task_id by, std::string_view text) = 0;  // a job that this task sent to an executor
    virtual void loop_error(task_id, std::string_view message, std::string_view error) = 0;
    virtual void leftover(task_id) = 0;                              // run() cancels a task still pending
    virtual void unretrieved(task_id, std::string_view error) = 0;   // nobody ever looked at a task's exception
    virtual void deadlocked(task_id, std::string_view chain) = 0;    // one for each pending task
    virtual void choice_made(std::uint32_t picked, std::uint32_t options) = 0;  // only where it is not the default
    virtual void diagnosed(diagnostic_kind, task_id, object_id, site, std::string_view text) = 0;  // file null: no line
};

}  // namespace aio
