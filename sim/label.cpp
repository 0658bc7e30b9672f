// An event in two or three words, for a table.

#include <fmt/core.h>

#include "sim/narration.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

std::string wait_label(aio::wait_kind wait) {
    switch (wait) {
        case aio::wait_kind::sleep: return "sleeps";
        case aio::wait_kind::queue_get: return "waits for item";
        case aio::wait_kind::queue_put: return "waits for room";
        case aio::wait_kind::queue_join: return "waits for queue";
        case aio::wait_kind::none: return "waits";
        default: return "waits for " + words::wait(wait);
    }
}

std::string created_label(aio::object_kind kind) {
    switch (kind) {
        case aio::object_kind::none:
        case aio::object_kind::timer: return "object made";
        case aio::object_kind::lock: return "lock made";
        case aio::object_kind::semaphore: return "semaphore made";
        case aio::object_kind::event: return "event made";
        case aio::object_kind::queue: return "queue made";
        case aio::object_kind::future: return "future made";
        case aio::object_kind::gather: return "gather made";
        case aio::object_kind::timeout: return "timeout made";
        case aio::object_kind::progress: return "progress begins";
        case aio::object_kind::condition: return "condition made";
        case aio::object_kind::barrier: return "barrier made";
        case aio::object_kind::gauge: return "gauge begins";
    }
    return {};
}

std::string op_label(aio::object_op op) {
    switch (op) {
        case aio::object_op::acquire: return "acquire";
        case aio::object_op::release: return "release";
        case aio::object_op::set: return "set";
        case aio::object_op::clear: return "clear";
        case aio::object_op::put: return "put";
        case aio::object_op::get: return "get";
        case aio::object_op::task_done: return "item dealt with";
        case aio::object_op::resolve: return "resolved";
        case aio::object_op::expire: return "expired";
        case aio::object_op::advance: return "progress";
        case aio::object_op::level: return "level";
    }
    return {};
}

std::string callback_label(aio::callback_kind kind) {
    switch (kind) {
        case aio::callback_kind::user: return "callback";
        case aio::callback_kind::timer: return "alarm";
        case aio::callback_kind::user_timer: return "timed callback";
        case aio::callback_kind::timeout: return "timeout";
        case aio::callback_kind::gather_child: return "gather";
        case aio::callback_kind::stop: return "stop";
    }
    return {};
}

std::string done_label(aio::outcome_kind outcome) {
    switch (outcome) {
        case aio::outcome_kind::result: return "done";
        case aio::outcome_kind::exception: return "failed";
        case aio::outcome_kind::cancelled: return "cancelled";
    }
    return {};
}

std::string finish_label(aio::run_outcome outcome) {
    switch (outcome) {
        case aio::run_outcome::ok: return "end";
        case aio::run_outcome::exception: return "end: error";
        case aio::run_outcome::deadlock: return "end: deadlock";
        case aio::run_outcome::limit: return "end: limit";
    }
    return {};
}

std::string diagnostic_label(aio::diagnostic_kind kind) {
    switch (kind) {
        case aio::diagnostic_kind::never_awaited: return "never awaited";
        case aio::diagnostic_kind::loop_blocked: return "loop blocked";
        case aio::diagnostic_kind::cancellation_swallowed: return "cancel swallowed";
        case aio::diagnostic_kind::not_held: return "released unheld";
        case aio::diagnostic_kind::destroyed_pending: return "destroyed pending";
        case aio::diagnostic_kind::task_done_too_often: return "done too often";
        case aio::diagnostic_kind::never_retrieved: return "error unseen";
    }
    return {};
}

}  // namespace

std::string label(const timeline& t, event_id number) {
    if (number >= t.size()) {
        return "";
    }
    const event& e = t.source()[number];
    switch (e.kind) {
        case event_kind::clock_advanced: return "clock moves";
        case event_kind::timer_set: return callback_label(static_cast<aio::callback_kind>(e.detail)) + " set";
        case event_kind::timer_cancelled: return "timer dropped";
        case event_kind::timer_fired: return callback_label(static_cast<aio::callback_kind>(e.detail)) + " due";
        case event_kind::callback_ready: return callback_label(static_cast<aio::callback_kind>(e.detail)) + " ready";
        case event_kind::callback_begin: return callback_label(static_cast<aio::callback_kind>(e.detail)) + " runs";
        case event_kind::task_created: return "created";
        case event_kind::task_ready: return "ready";
        case event_kind::step_begin: return "runs";
        case event_kind::task_yielded: return "yields";
        case event_kind::wait_begin: return e.extra != 0 ? "waits for network" : wait_label(static_cast<aio::wait_kind>(e.detail));
        case event_kind::task_done: return done_label(static_cast<aio::outcome_kind>(e.detail));
        case event_kind::cancel_requested: return "cancel";
        case event_kind::uncancelled: return "uncancel";
        case event_kind::object_created: return e.extra != 0 ? "connection opened" : created_label(static_cast<aio::object_kind>(e.detail));
        case event_kind::object_changed: return op_label(static_cast<aio::object_op>(e.detail));
        case event_kind::log: return "prints";
        case event_kind::loop_error: return "loop error";
        case event_kind::leftover: return "left over";
        case event_kind::unretrieved: return "error unseen";
        case event_kind::deadlocked: return "deadlocked";
        case event_kind::choice_made: return "other order";
        case event_kind::diagnostic: return diagnostic_label(static_cast<aio::diagnostic_kind>(e.detail));
        case event_kind::run_finished: return finish_label(static_cast<aio::run_outcome>(e.detail));
    }
    return "";
}

}  // namespace sim
