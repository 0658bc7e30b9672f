#include "sim/event_names.hpp"

#include <array>
#include <span>

namespace sim {
namespace {

constexpr std::array<std::string_view, event_kind_count> kinds{
    "clock_advanced", "timer_set",   "timer_cancelled",  "timer_fired", "callback_ready", "callback_begin",
    "task_created",   "task_ready",  "step_begin",       "task_yielded", "wait_begin",    "task_done",
    "cancel_requested", "uncancelled", "object_created", "object_changed", "log",         "loop_error",
    "leftover",       "unretrieved", "deadlocked",       "choice_made", "run_finished",
    "diagnostic"};

constexpr std::array<std::string_view, 6> callbacks{"user", "timer", "user_timer", "timeout", "gather_child", "stop"};
constexpr std::array<std::string_view, 13> waits{"none",       "sleep", "lock",   "semaphore", "event",     "queue_get", "queue_put",
                                                 "queue_join", "task",  "gather", "future",    "condition", "barrier"};
constexpr std::array<std::string_view, 3> outcomes{"result", "exception", "cancelled"};
constexpr std::array<std::string_view, 13> objects{"none",    "lock",  "semaphore", "event",     "queue",  "future", "gather",
                                                   "timeout", "timer", "progress",  "condition", "barrier", "gauge"};
constexpr std::array<std::string_view, 11> ops{"acquire",   "release", "set",    "clear",  "put",
                                               "get", "task_done", "resolve", "expire", "advance", "level"};
constexpr std::array<std::string_view, 4> ends{"ok", "exception", "deadlock", "limit"};

constexpr std::array<std::string_view, 7> diagnostics{"never_awaited",     "loop_blocked",        "cancellation_swallowed", "not_held",
                                                      "destroyed_pending", "task_done_too_often", "never_retrieved"};

static_assert(diagnostics.size() == static_cast<std::size_t>(aio::diagnostic_kind::never_retrieved) + 1);
static_assert(waits.size() == static_cast<std::size_t>(aio::wait_kind::barrier) + 1);
static_assert(callbacks.size() == static_cast<std::size_t>(aio::callback_kind::stop) + 1);
static_assert(objects.size() == static_cast<std::size_t>(aio::object_kind::gauge) + 1);
static_assert(ops.size() == static_cast<std::size_t>(aio::object_op::level) + 1);

std::span<const std::string_view> details(event_kind kind) {
    switch (kind) {
        case event_kind::timer_set:
        case event_kind::timer_fired:
        case event_kind::callback_ready:
        case event_kind::callback_begin: return callbacks;
        case event_kind::wait_begin: return waits;
        case event_kind::task_done: return outcomes;
        case event_kind::object_created: return objects;
        case event_kind::object_changed: return ops;
        case event_kind::run_finished: return ends;
        case event_kind::diagnostic: return diagnostics;
        default: return {};
    }
}

}  // namespace

std::string_view to_string(event_kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string_view detail_name(const event& e) {
    const auto names = details(e.kind);
    return e.detail < names.size() ? names[e.detail] : std::string_view();
}

int detail_count(event_kind kind) {
    const auto names = details(kind);
    return names.empty() ? 1 : static_cast<int>(names.size());
}

}  // namespace sim
