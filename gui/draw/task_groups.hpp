#pragma once
// Which tasks belong to a task group. The trace tells it by how the group ends: its parent waits for a future that a
// callback of the last child resolves. That a group is there which has not ended, or whose tasks had all ended before its
// block did, is told by the source, from the lines at which the parent waits: where that is not there, such a group is not
// known. Of a group that has not ended, a task that the parent made in the same step before it counts as one of its.

#include <imgui.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/timeline.hpp"

namespace gui {

struct task_group {
    sim::task_id parent = 0;
    sim::event_id begin = 0;   // its first task was created
    sim::event_id closes = sim::no_event;  // the parent waits for the rest; no_event: it does not, or not yet
    sim::event_id end = sim::no_event;     // the parent goes on; no_event: it has not
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
        sim::event_id since = 0;   // the end of its last wait
    };
    // What the source says of the lines that lead to a wait. A line with a group in it has a number here.
    struct place {
        std::vector<std::uint32_t> blocks;  // of the groups it is in, the outermost first
        bool ends_block = false, waits = false;  // see waiting_line
    };
    // The block of a group, which a task is in.
    struct block {
        std::uint32_t line = 0;
        sim::event_id since = 0;  // no task of the group was made before
        std::vector<sim::event_id> waits{};  // for the rest: again where a task has failed
    };
    std::vector<life> lives_;
    std::size_t linked_ = 0;
    std::vector<task_group> groups_;
    std::size_t ended_ = 0;  // of them, the first ones
    std::map<sim::event_id, std::uint32_t> by_wait_;
    std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> lines_;
    std::map<std::uint16_t, place> places_;               // by site
    std::map<std::size_t, std::vector<block>> blocks_;    // by place of the task, the outermost first

    void forget_open();
    const place& place_of(const sim::trace&, std::uint16_t site);
    void enter_and_leave(const sim::timeline&, std::size_t parent, const sim::span&);
    void note_wait(const sim::timeline&, std::size_t parent, const sim::span&);
    bool note_end(const sim::timeline&, std::size_t parent, const sim::span&);
    void note_block(const sim::timeline&, std::size_t parent, const block&, sim::event_id end);
    template <class Is>
    bool collect(const sim::timeline&, task_group&, std::size_t parent, sim::event_id since, Is member);
};

}  // namespace gui
