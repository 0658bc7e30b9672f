#include "sim/recorder.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace sim {
namespace {

template <class Enum>
std::uint8_t byte(Enum e) {
    return static_cast<std::uint8_t>(e);
}

// Where an earlier event was; 0 for none, and for one that was forgotten.
std::uint16_t site_of(const trace& t, event_id number) {
    return number != no_event && number >= t.first() ? t[number].site : std::uint16_t{0};
}

}  // namespace

event recorder::make(event_kind kind, event_id cause) const {
    event e;
    e.kind = kind;
    e.cause = cause;
    e.time = now_;
    e.task = running_;
    return e;
}

void recorder::halt(task_id task, event_id at) {
    if (task >= halted_.size()) {
        halted_.resize(std::max<std::size_t>(std::size_t{task} + 1, halted_.size() * 2), no_event);
    }
    halted_[task] = at;
}

event_id recorder::halted(task_id task) const { return task < halted_.size() ? halted_[task] : no_event; }

// --- time and handles

void recorder::clock_advanced(std::int64_t from_ns, std::int64_t to_ns) {
    now_ = to_ns;
    event e = make(event_kind::clock_advanced, no_event);
    e.task = 0;  // the handle that ran last need not be over: a blocking call moves the clock within it
    e.value = from_ns;
    trace_->append(e);
}

event_id recorder::timer_set(object_id timer, aio::callback_kind callback, task_id owner, std::int64_t when_ns) {
    event e = make(event_kind::timer_set, handle_);
    e.object = timer;
    e.detail = byte(callback);
    e.task = owner;
    e.value = when_ns;
    return trace_->append(e);
}

void recorder::timer_cancelled(object_id timer) {
    event e = make(event_kind::timer_cancelled, trigger_);
    e.object = timer;
    trace_->append(e);
}

event_id recorder::timer_fired(object_id timer, aio::callback_kind callback, task_id owner, event_id cause) {
    event e = make(event_kind::timer_fired, cause);
    e.object = timer;
    e.detail = byte(callback);
    e.task = owner;
    return trigger_ = trace_->append(e);
}

event_id recorder::callback_ready(aio::callback_kind callback, object_id object) {
    event e = make(event_kind::callback_ready, trigger_);
    e.object = object;
    e.detail = byte(callback);
    return trace_->append(e);
}

void recorder::callback_begin(aio::callback_kind callback, object_id object, event_id cause) {
    running_ = 0;
    event e = make(event_kind::callback_begin, cause);
    e.object = object;
    e.detail = byte(callback);
    handle_ = trigger_ = trace_->append(e);
}

// --- tasks

void recorder::task_created(task_id task, task_id parent, std::string_view function, std::string_view name) {
    event e = make(event_kind::task_created, handle_);
    e.task = task;
    e.object = parent;
    e.text = trace_->intern(function);
    e.value = trace_->intern(name);
    trigger_ = trace_->append(e);
}

event_id recorder::task_ready(task_id task) {
    event e = make(event_kind::task_ready, trigger_);
    e.task = task;
    return trace_->append(e);
}

void recorder::step_begin(task_id task, event_id cause) {
    running_ = task;
    handle_ = trigger_ = trace_->append(make(event_kind::step_begin, cause));
}

void recorder::eager_step_begin(task_id task) {
    outside_.push_back({handle_, running_});
    step_begin(task, trigger_);
}

void recorder::eager_step_end() {
    handle_ = outside_.back().handle;
    running_ = outside_.back().running;
    outside_.pop_back();
}

bool recorder::is_connection(object_id object) const {
    return std::binary_search(connections_.begin(), connections_.end(), object);
}

event_id recorder::task_yielded(task_id task, std::span<const aio::call_frame> chain) {
    if (io_of_ == task) io_of_ = 0;
    event e = make(event_kind::task_yielded, handle_);
    e.task = task;
    e.site = trace_->intern(chain);
    return trace_->append(e);
}

void recorder::wait_begin(task_id task, aio::wait_kind wait, object_id object, std::span<const aio::call_frame> chain) {
    event e = make(event_kind::wait_begin, handle_);
    e.task = task;
    e.detail = byte(wait);
    e.object = object;
    e.extra = io_of_ == task || (wait == aio::wait_kind::queue_get && is_connection(object)) ? 1 : 0;
    if (io_of_ == task) io_of_ = 0;
    e.site = trace_->intern(chain);
    halt(task, trace_->append(e));
}

void recorder::task_done(task_id task, aio::outcome_kind outcome, std::string_view error, aio::site where) {
    event e = make(event_kind::task_done, handle_);
    e.task = task;
    e.detail = byte(outcome);
    e.text = trace_->intern(error);
    e.site = trace_->intern(where);
    trigger_ = trace_->append(e);
    halt(task, trigger_);
}

void recorder::cancel_requested(task_id target, std::string_view message) {
    event e = make(event_kind::cancel_requested, handle_);
    e.object = target;
    e.text = trace_->intern(message);
    trigger_ = trace_->append(e);
}

void recorder::uncancelled(task_id target, int cancelling) {
    event e = make(event_kind::uncancelled, handle_);
    e.object = target;
    e.value = cancelling;
    trace_->append(e);
}

// --- objects

void recorder::object_created(object_id object, aio::object_kind kind, std::string_view name, std::int64_t capacity) {
    event e = make(event_kind::object_created, handle_);
    e.object = object;
    e.detail = byte(kind);
    e.text = trace_->intern(name);
    e.value = capacity;
    if (std::exchange(connection_follows_, false)) {
        connections_.push_back(object);
        e.extra = 1;
    }
    trace_->append(e);
}

void recorder::object_changed(object_id object, aio::object_op op, std::int64_t value, std::int64_t aux) {
    event e = make(event_kind::object_changed, handle_);
    e.object = object;
    e.detail = byte(op);
    e.value = value;
    e.extra = static_cast<std::uint32_t>(std::clamp<std::int64_t>(aux, 0, std::numeric_limits<std::uint32_t>::max()));
    trigger_ = trace_->append(e);
}

// --- words

void recorder::log(std::string_view text) {
    event e = make(event_kind::log, handle_);
    e.text = trace_->intern(text);
    trace_->append(e);
}

void recorder::job_log(task_id by, std::string_view text) {
    event e = make(event_kind::log, no_event);  // from outside the loop
    e.task = by;
    e.text = trace_->intern(text);
    trace_->append(e);
}

void recorder::loop_error(task_id task, std::string_view message, std::string_view error) {
    event e = make(event_kind::loop_error, trigger_);
    e.task = task;
    e.text = trace_->intern(message);
    e.value = trace_->intern(error);
    trace_->append(e);
}

void recorder::leftover(task_id task) {
    event e = make(event_kind::leftover, handle_);
    e.task = task;
    trace_->append(e);
}

void recorder::unretrieved(task_id task, std::string_view error) {
    event e = make(event_kind::unretrieved, halted(task));
    e.task = task;
    e.site = site_of(*trace_, e.cause);
    e.text = trace_->intern(error);
    trace_->append(e);
}

void recorder::deadlocked(task_id task, std::string_view chain) {
    event e = make(event_kind::deadlocked, halted(task));
    e.task = task;
    e.text = trace_->intern(chain);
    e.site = site_of(*trace_, e.cause);
    trigger_ = trace_->append(e);
}

void recorder::choice_made(std::uint32_t picked, std::uint32_t options) {
    event e = make(event_kind::choice_made, no_event);
    e.value = picked;
    e.extra = options;
    trace_->append(e);
}

// Of a task that is not the running one (it waits, and the loop closes), the cause is where it halted.
void recorder::diagnosed(aio::diagnostic_kind kind, task_id task, object_id object, aio::site where, std::string_view text) {
    event e = make(event_kind::diagnostic, task == running_ ? handle_ : halted(task));
    e.task = task;
    e.object = object;
    e.detail = byte(kind);
    e.site = trace_->intern(where);
    e.text = trace_->intern(text);
    trace_->append(e);
}

void recorder::run_finished(aio::run_outcome outcome, std::string_view error) {
    running_ = 0;
    event e = make(event_kind::run_finished, trigger_);
    e.detail = byte(outcome);
    // The rest of a deadlock's text names source lines, which decide nothing about a run.
    e.text = trace_->intern(outcome == aio::run_outcome::deadlock ? error.substr(0, error.find('\n')) : error);
    trace_->append(e);
}

}  // namespace sim
