#pragma once
// How many tasks are in which state, summed over time and over events: what a picture of a stretch of a run needs
// without the stretch itself.

#include <array>
#include <cstdint>

#include "sim/snapshot.hpp"

namespace sim {

class state_sums {
public:
    // A task that lives has one of these, beginning with `ready`.
    static constexpr std::size_t states = static_cast<std::size_t>(task_state::cancelling) - static_cast<std::size_t>(task_state::ready) + 1;
    struct averages {
        std::array<float, states> by_time{}, by_event{};  // tasks in each state; by_time is zeros where no time passed
    };

    static std::size_t index(task_state s) { return static_cast<std::size_t>(s) - static_cast<std::size_t>(task_state::ready); }

    // A task goes from one state to another at an event; `unborn` and the states of ended tasks are not counted.
    void change(task_state from, task_state to, event_id event, std::int64_t time) {
        if (counts(from)) settle(of_[index(from)], event, time).tasks -= 1;
        if (counts(to)) settle(of_[index(to)], event, time).tasks += 1;
    }
    // Over what passed since the last call (or the start), up to before an event and to a time.
    averages take(event_id end, std::int64_t end_time);

private:
    struct sum {
        std::int64_t tasks = 0;
        event_id event = 0;     // up to here it is summed
        std::int64_t time = 0;
        std::int64_t by_event = 0;
        double by_time = 0;
    };
    std::array<sum, states> of_;
    event_id begin_ = 0;
    std::int64_t begin_time_ = 0;

    static bool counts(task_state s) { return s >= task_state::ready && s <= task_state::cancelling; }
    static sum& settle(sum& s, event_id event, std::int64_t time) {
        s.by_event += s.tasks * static_cast<std::int64_t>(event - s.event);
        s.event = event;
        if (time == s.time) return s;
        s.by_time += static_cast<double>(s.tasks) * static_cast<double>(time - s.time);
        s.time = time;
        return s;
    }
};

}  // namespace sim
