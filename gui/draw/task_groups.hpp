#pragma once
// Which tasks belong to a task group. The trace tells it by how the group ends: its parent waits for a future that a
// callback of the last child resolves. A group whose tasks had all ended by then made nobody wait and is not known, nor
// is one that never ends.

#include <imgui.h>

#include <cstdint>
#include <map>
#include <vector>

#include "sim/timeline.hpp"

namespace gui {

struct task_group {
    sim::task_id parent = 0;
    sim::event_id begin = 0;   // its first task was created
    sim::event_id closes = 0;  // the parent waits for the rest
    sim::event_id end = 0;     // the parent goes on
    std::uint32_t first = 0, last = 0;  // of its tasks, by place in the timeline
};

class task_groups {
public:
    void extend(const sim::timeline&);  // with what was appended since

    bool empty() const { return groups_.empty(); }
    // The group a task was made in; nullptr: none. The group that a wait of its parent ends, by the wait's first event.
    const task_group* of(const sim::timeline&, sim::task_id) const;
    const task_group* closing(sim::event_id wait) const;

    // Its tasks that have not ended by an event, in order of creation.
    std::vector<sim::task_id> unfinished(const sim::timeline&, const task_group&, sim::event_id) const;

private:
    struct life {                  // of a task; places are one more than those in the timeline, 0 is none
        std::uint32_t group = 0;
        std::uint32_t spans = 0;   // looked at
        std::uint32_t open = 0;    // its first child that may still be of a group to come
        std::uint32_t last = 0;    // its last child
        std::uint32_t next = 0;    // its parent's next child
    };
    std::vector<life> lives_;
    std::size_t linked_ = 0;
    std::vector<task_group> groups_;
    std::map<sim::event_id, std::uint32_t> by_wait_;

    void note(const sim::timeline&, std::size_t parent, const sim::span&);
};

}  // namespace gui
