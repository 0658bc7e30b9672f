#include "sim/trace_check.hpp"

#include <fmt/core.h>

#include "sim/event_names.hpp"

namespace sim {
namespace {

class checker {
public:
    checker(const trace& t, task_id tasks) : t_(t), tasks_(tasks) {}

    // What is wrong with an event, nullptr: nothing.
    const char* fault(event_id number);

private:
    const trace& t_;
    std::int64_t time_ = 0;
    task_id tasks_;

    bool is_task(task_id id) const { return id != 0 && id <= tasks_; }
    bool is_text(std::int64_t id) const { return id >= 0 && static_cast<std::uint64_t>(id) < t_.strings().size(); }
    const char* fault_of_kind(const event&);
};

const char* checker::fault(event_id number) {
    const event& e = t_[number];
    if (static_cast<int>(e.kind) >= event_kind_count) return "is of an unknown kind";
    if (static_cast<int>(e.detail) >= detail_count(e.kind)) return "has an unknown detail";
    if (e.time < time_) return "goes back in time";
    time_ = e.time;
    if (e.cause != no_event && e.cause >= number) return "is caused by a later one";
    if (e.site >= t_.sites().size()) return "has a source line that is not there";
    if (!is_text(e.text) || (value_is_text(e.kind) && !is_text(e.value))) return "has a text that is not there";
    if (const char* fault = fault_of_kind(e)) return fault;
    return e.task > tasks_ ? "is of a task that is not there" : nullptr;
}

const char* checker::fault_of_kind(const event& e) {
    switch (e.kind) {
        case event_kind::task_created:
            if (e.object > tasks_) return "has a parent that is not there";
            return e.task == ++tasks_ ? nullptr : "creates a task out of turn";
        case event_kind::wait_begin:
            if (static_cast<aio::wait_kind>(e.detail) == aio::wait_kind::task && e.object > tasks_) {
                return "waits for a task that is not there";
            }
            [[fallthrough]];
        case event_kind::task_ready:
        case event_kind::step_begin:
        case event_kind::task_yielded:
        case event_kind::task_done: return is_task(e.task) ? nullptr : "is of a task that is not there";
        case event_kind::cancel_requested:
        case event_kind::uncancelled: return is_task(e.object) ? nullptr : "cancels a task that is not there";
        case event_kind::timer_set: return e.value >= 0 ? nullptr : "sets a timer before the start";
        case event_kind::clock_advanced: return e.value >= 0 && e.value <= e.time ? nullptr : "turns the clock back";
        case event_kind::choice_made:
            return e.value >= 0 && e.value < e.extra ? nullptr : "picks what is not there";
        default: return nullptr;
    }
}

}  // namespace

std::string fault_in(const trace& t, task_id tasks, event_id from) {
    checker check(t, tasks);
    for (std::size_t i = from; i < t.size(); ++i) {
        if (const char* fault = check.fault(static_cast<event_id>(i))) {
            return fmt::format("event {} {}", i, fault);
        }
    }
    return "";
}

}  // namespace sim
