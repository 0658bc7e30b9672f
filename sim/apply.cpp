// The state machine of a run: what each event does to a snapshot.

#include <algorithm>

#include "sim/snapshot.hpp"

namespace sim {
namespace {

using aio::callback_kind;
using aio::object_kind;
using aio::object_op;
using aio::outcome_kind;
using aio::wait_kind;

snapshot::task* find(snapshot& s, task_id id) { return s.tasks.find(id); }

task_state state_of(wait_kind wait) {
    switch (wait) {
        case wait_kind::none: return task_state::ready;
        case wait_kind::sleep: return task_state::sleeping;
        case wait_kind::lock:
        case wait_kind::semaphore:
        case wait_kind::event:
        case wait_kind::condition:
        case wait_kind::barrier: return task_state::lock;
        case wait_kind::queue_get:
        case wait_kind::queue_put:
        case wait_kind::queue_join: return task_state::queue;
        case wait_kind::task:
        case wait_kind::gather:
        case wait_kind::future: return task_state::join;
    }
    return task_state::join;
}

// A task that does not run: ready, waiting, or either of these while it is asked to cancel.
void rest(snapshot::task& t, event_id number) {
    t.state = t.cancelling > 0 ? task_state::cancelling : t.io ? task_state::io : state_of(t.wait);
    t.since = number;
}

void park(snapshot::task& t, wait_kind wait, object_id object, bool io = false) {
    t.wait = wait;
    t.object = object;
    t.io = io;
}

void enqueue_task(snapshot& s, task_id task, event_id number) {
    snapshot::ready_entry entry;
    entry.task = task;
    entry.since = number;
    s.ready.push_back(entry);
}

void enqueue_callback(snapshot& s, const event& e, event_id number) {
    snapshot::ready_entry entry;
    entry.callback = static_cast<callback_kind>(e.detail);
    entry.object = e.object;
    entry.since = number;
    s.ready.push_back(entry);
}

// Nearly always the front: only another choice than asyncio's own takes from further back.
template <class Matches>
bool dequeue(snapshot& s, Matches matches) {
    const auto at = std::find_if(s.ready.begin(), s.ready.end(), matches);
    if (at == s.ready.end()) {
        return false;
    }
    s.ready.erase(at);
    return true;
}

void set_timer(snapshot& s, const event& e) {
    snapshot::timer timer;
    timer.id = e.object;
    timer.task = e.task;
    timer.callback = static_cast<callback_kind>(e.detail);
    timer.when = e.value;
    s.timers.insert(timer);
}

void create_task(snapshot& s, const event& e, event_id number) {
    if (e.task != s.tasks.next()) {
        return;
    }
    snapshot::task created;
    created.state = task_state::ready;
    created.since = number;
    s.tasks.add(std::move(created));
}

void become_ready(snapshot& s, const event& e, event_id number) {
    snapshot::task* t = find(s, e.task);
    if (t == nullptr || ended(t->state)) {
        return;
    }
    enqueue_task(s, e.task, number);
    const bool fresh = t->state == task_state::ready;  // ready since it was created
    park(*t, wait_kind::none, 0);
    if (!fresh) {
        rest(*t, number);
    }
}

void begin_step(snapshot& s, const event& e, event_id number) {
    snapshot::task* t = find(s, e.task);
    if (t == nullptr || ended(t->state)) {
        return;
    }
    dequeue(s, [&e](const snapshot::ready_entry& r) { return r.task == e.task; });
    if (s.running != 0) s.outside.push_back(s.running);
    s.running = e.task;
    park(*t, wait_kind::none, 0);
    t->site = 0;
    t->state = task_state::running;
    t->since = number;
}

void stop_running(snapshot& s, task_id task) {
    if (s.running != task) {
        return;
    }
    s.running = s.outside.empty() ? 0 : s.outside.back();
    if (!s.outside.empty()) {
        s.outside.pop_back();
    }
}

void end_step(snapshot& s, const event& e, event_id number, wait_kind wait, object_id object, bool io) {
    snapshot::task* t = find(s, e.task);
    if (t == nullptr || ended(t->state)) {
        return;
    }
    stop_running(s, e.task);
    park(*t, wait, object, io);
    t->site = e.site;
    rest(*t, number);
    if (e.kind == event_kind::task_yielded) {
        enqueue_task(s, e.task, number);
    }
}

void end_task(snapshot& s, const event& e, event_id number) {
    snapshot::task* t = find(s, e.task);
    if (t == nullptr || ended(t->state)) {
        return;
    }
    stop_running(s, e.task);
    park(*t, wait_kind::none, 0);
    t->site = 0;
    t->since = number;
    switch (static_cast<outcome_kind>(e.detail)) {
        case outcome_kind::result: t->state = task_state::done; break;
        case outcome_kind::exception: t->state = task_state::failed; break;
        case outcome_kind::cancelled: t->state = task_state::cancelled; break;
    }
}

void set_cancelling(snapshot& s, task_id target, std::int32_t count, event_id number) {
    snapshot::task* t = find(s, target);
    if (t == nullptr || ended(t->state)) {
        return;
    }
    const bool was = t->cancelling > 0;
    t->cancelling = count;
    if (t->state != task_state::running && was != (count > 0)) {
        rest(*t, number);
    }
}

void change_object(snapshot& s, const event& e, std::size_t place) {
    snapshot::object* o = s.objects.find(e.object, place);
    if (o == nullptr) {
        return;
    }
    o->value = e.value;
    o->aux = e.extra;
    const auto op = static_cast<object_op>(e.detail);
    if (op == object_op::acquire) {
        o->holders.push_back(e.task);
    } else if (op == object_op::release && !o->holders.empty()) {
        const auto own = std::find(o->holders.begin(), o->holders.end(), e.task);
        o->holders.erase(own != o->holders.end() ? own : o->holders.begin());
    }
}

void create_object(snapshot& s, const event& e) {
    const auto kind = static_cast<object_kind>(e.detail);
    if (kind == object_kind::timer) {
        return;
    }
    snapshot::object& o = s.objects.add(e.object);
    o.value = kind == object_kind::semaphore ? e.value : 0;
    o.aux = 0;
    o.holders.clear();
}

}  // namespace

void apply(snapshot& s, const event& e, event_id number, std::size_t place) {
    s.event = number;
    s.time = e.time;
    switch (e.kind) {
        case event_kind::timer_set: set_timer(s, e); break;
        case event_kind::timer_cancelled:
            if (!s.timers.erase(e.object)) {  // it has fired, but its callback has not run
                dequeue(s, [&e](const snapshot::ready_entry& r) { return r.task == 0 && r.object == e.object; });
            }
            break;
        case event_kind::timer_fired:
            s.timers.erase(e.object);
            enqueue_callback(s, e, number);
            break;
        case event_kind::callback_ready: enqueue_callback(s, e, number); break;
        case event_kind::callback_begin:
            s.running = 0;
            dequeue(s, [&e](const snapshot::ready_entry& r) {
                return r.task == 0 && r.callback == static_cast<callback_kind>(e.detail) && r.object == e.object;
            });
            break;
        case event_kind::task_created: create_task(s, e, number); break;
        case event_kind::task_ready: become_ready(s, e, number); break;
        case event_kind::step_begin: begin_step(s, e, number); break;
        case event_kind::task_yielded: end_step(s, e, number, wait_kind::none, 0, false); break;
        case event_kind::wait_begin: end_step(s, e, number, static_cast<wait_kind>(e.detail), e.object, e.extra != 0); break;
        case event_kind::task_done: end_task(s, e, number); break;
        case event_kind::cancel_requested:
            if (const snapshot::task* t = find(s, e.object)) {
                set_cancelling(s, e.object, t->cancelling + 1, number);
            }
            break;
        case event_kind::uncancelled:
            set_cancelling(s, e.object, static_cast<std::int32_t>(std::clamp<std::int64_t>(e.value, 0, 1 << 30)), number);
            break;
        case event_kind::object_created: create_object(s, e); break;
        case event_kind::object_changed: change_object(s, e, place); break;
        case event_kind::run_finished: s.running = 0; break;
        case event_kind::clock_advanced:
        case event_kind::log:
        case event_kind::loop_error:
        case event_kind::leftover:
        case event_kind::unretrieved:
        case event_kind::deadlocked:
        case event_kind::choice_made:
        case event_kind::diagnostic: break;
    }
}

}  // namespace sim
