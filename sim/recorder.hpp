#pragma once
// Writes down what a loop does: every observer call becomes one event of a trace, with its time and its cause.
//
// Cause: a handle that begins and a timer that fires are caused by what put them there (the loop hands that back). What
// a handle does is caused by the handle's own begin event. What it does to others - a task or callback becomes ready, a
// timer is dropped - is caused by the last thing in the handle that reaches others: an item put, a task's end, a
// cancel... So the arrow of a woken getter starts at the put.

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/trace.hpp"

namespace sim {

class recorder final : public aio::observer {
public:
    explicit recorder(trace& into) : trace_(&into) {}

    std::int64_t now() const { return now_; }   // virtual ns, as told by clock_advanced
    task_id running() const { return running_; }  // 0: a callback, or nothing

    // The last event of a run. Not part of the observer: whoever drives the loop knows how the run ended.
    void run_finished(aio::run_outcome, std::string_view error);

    // What the runtime cannot know, told by the simulated network: the next object made is what arrives on a connection;
    // and the next wait of the task that runs is for the network.
    void connection_follows() { connection_follows_ = true; }
    void io_follows() { io_of_ = running_; }

    void clock_advanced(std::int64_t from_ns, std::int64_t to_ns) override;
    event_id timer_set(object_id timer, aio::callback_kind, task_id owner, std::int64_t when_ns) override;
    void timer_cancelled(object_id timer) override;
    event_id timer_fired(object_id timer, aio::callback_kind, task_id owner, event_id cause) override;
    event_id callback_ready(aio::callback_kind, object_id) override;
    void callback_begin(aio::callback_kind, object_id, event_id cause) override;

    void task_created(task_id, task_id parent, std::string_view function, std::string_view name) override;
    event_id task_ready(task_id) override;
    void step_begin(task_id, event_id cause) override;
    void eager_step_begin(task_id) override;
    void eager_step_end() override;
    event_id task_yielded(task_id, std::span<const aio::call_frame> chain) override;
    void wait_begin(task_id, aio::wait_kind, object_id, std::span<const aio::call_frame> chain) override;
    void task_done(task_id, aio::outcome_kind, std::string_view error, aio::site = {}) override;
    void cancel_requested(task_id target, std::string_view message) override;
    void uncancelled(task_id target, int cancelling) override;

    void object_created(object_id, aio::object_kind, std::string_view name, std::int64_t capacity) override;
    void object_changed(object_id, aio::object_op, std::int64_t value, std::int64_t aux) override;

    void log(std::string_view text) override;
    void job_log(task_id by, std::string_view text) override;
    void loop_error(task_id, std::string_view message, std::string_view error) override;
    void leftover(task_id) override;
    void unretrieved(task_id, std::string_view error) override;
    void deadlocked(task_id, std::string_view chain) override;
    void choice_made(std::uint32_t picked, std::uint32_t options) override;
    void diagnosed(aio::diagnostic_kind, task_id, object_id, aio::site, std::string_view text) override;

private:
    trace* trace_;
    std::int64_t now_ = 0;
    event_id handle_ = no_event;   // begin of the handle that runs, or ran last
    event_id trigger_ = no_event;  // the last event in it that reaches others
    task_id running_ = 0;
    struct interrupted {
        event_id handle;
        task_id running;
    };
    std::vector<interrupted> outside_;  // of the eager step that runs, outermost first
    bool connection_follows_ = false;
    task_id io_of_ = 0;                  // whose next wait is for the network; 0: nobody's
    std::vector<object_id> connections_;  // ascending, as they are made
    std::vector<event_id> halted_;  // by task: where it last began to wait, or ended

    event make(event_kind, event_id cause) const;
    void halt(task_id, event_id);
    event_id halted(task_id) const;
    bool is_connection(object_id) const;
};

}  // namespace sim
