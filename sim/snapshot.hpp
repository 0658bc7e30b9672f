#pragma once
// The state of everything just after one event. Plain data.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/core/ready_queue.hpp"
#include "sim/by_task.hpp"
#include "sim/fifo.hpp"
#include "sim/timer_list.hpp"
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
    io,          // on the network: a connection, what is sent or received
    cancelling,  // asked to cancel, cleaning up, not ended yet
    done,
    failed,
    cancelled,
};

inline constexpr int task_state_count = static_cast<int>(task_state::cancelled) + 1;

std::string_view to_string(task_state);  // "ready", "running"...

inline bool ended(task_state s) { return s >= task_state::done; }

// Equal states have equal digests.
struct snapshot {
    struct task {
        task_state state = task_state::unborn;
        aio::wait_kind wait = aio::wait_kind::none;
        bool io = false;            // the wait is for the network; the state says it too
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
    using timer = pending_timer;
    struct object {
        object_id id = 0;
        std::int64_t value = 0;
        std::int64_t aux = 0;
        std::vector<task_id> holders;  // lock, semaphore: who holds it, in order of acquisition
    };
    // Objects that have a level, by id. Sparse: timers and futures take ids too, and a run may set millions of timers.
    class object_table {
    public:
        const object& operator[](object_id id) const;  // an object of level 0 where there is none
        std::size_t size() const { return items_.empty() ? 0 : std::size_t{items_.back().id} + 1; }  // one past the last id
        auto begin() const { return items_.begin(); }
        auto end() const { return items_.end(); }
        std::size_t count() const { return items_.size(); }
        object* find(object_id);
        object* find(object_id id, std::size_t place) { return place < items_.size() && items_[place].id == id ? &items_[place] : find(id); }
        object& add(object_id);
        void fetch(std::size_t place) const {  // into a cache
            if (place < items_.size()) aio::fetch(&items_[place]);
        }
        template <class Keep>
        void keep_if(Keep keep) {
            std::erase_if(items_, [&](const object& o) { return !keep(o); });
            ids_.clear();
            for (const object& o : items_) ids_.push_back(o.id);
        }

    private:
        std::vector<object> items_;
        std::vector<object_id> ids_;  // of items_
        std::size_t place(object_id) const;  // items_.size(): it is not there
    };
    // Tasks by id. A part of a run has those that lived when it began and those made since.
    class task_table : public by_task<task> {
    public:
        using by_task<task>::operator[];
        const task& operator[](task_id id) const;  // where there is none: unborn, or done if it is an earlier one
    };
    event_id event = no_event;  // the last event included; no_event: before the first
    std::int64_t time = 0;
    task_id running = 0;             // 0: none, or a callback
    std::vector<task_id> outside;    // whose steps the running one, an eager task's first, interrupts; outermost first
    task_table tasks;
    fifo<ready_entry> ready;         // front first
    timer_list timers;               // pending, by (when, order of setting)
    object_table objects;            // index: object id; timers have no level

    std::uint64_t digest() const;  // of all but `event` and the source lines
};

// Changes a snapshot to what it is after the next event. Events about tasks and objects it has not heard of change
// nothing but the time. `place`: where the object that an object_changed is about may well stand among those of the
// snapshot; without that it is looked for.
void apply(snapshot&, const event&, event_id number, std::size_t place = SIZE_MAX);

}  // namespace sim
