#pragma once
// Who made whom ready: causes as arrows between lanes.

#include <imgui.h>

#include <optional>
#include <vector>

#include "gui/core/view.hpp"

namespace gui {

struct wake {
    sim::event_id cause = sim::no_event;   // in the life of `from`
    sim::event_id effect = sim::no_event;  // `to` became ready, or was created
    sim::task_id from = 0;
    sim::task_id to = 0;
    sim::task_state resolves = sim::task_state::unborn;  // the wait that ended; unborn: `to` was created
    bool cancel = false;  // somebody asked `to` to cancel
};

// The wake an event is, where one task made another ready; nothing for timers and for what a task does to itself.
std::optional<wake> wake_at(const sim::timeline&, sim::event_id effect);

// The last `count` wakes up to an event, newest first; tasks created only where that was at the event's own instant.
// Looks back a bounded number of events.
std::vector<wake> last_wakes(const sim::timeline&, sim::event_id until, int count);
// Wakes from and to a task with effects between two events, at most `most`. Bounded: a range of very many events gives
// only wakes to the task.
std::vector<wake> wakes_of(const sim::timeline&, sim::task_id, sim::event_id first, sim::event_id last, std::size_t most);

ImU32 wake_colour(const theme&, const wake&);

// From the source's middle to the near edge of the target's lane. Where both are at one instant it bows to the left, or
// to the right where that would leave the canvas, which begins at `left`.
void paint_wake(ImDrawList&, const theme&, ImVec2 from, ImVec2 to, ImU32, bool dashed, float alpha, float scale, float left);

}  // namespace gui
