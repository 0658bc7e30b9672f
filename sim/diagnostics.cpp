#include "sim/diagnostics.hpp"

#include <fmt/core.h>

#include "sim/transcript.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

using aio::diagnostic_kind;

std::string name(const timeline& t, task_id id, task_name form) {
    const task_info* info = t.task(id);
    if (info == nullptr) {
        return id == 0 ? "a callback" : fmt::format("task {}", id);
    }
    return form == task_name::path ? info->path : words::task(t, id);
}

// "lock `x`, which is held by main/b": who holds it just before.
std::string not_held(const timeline& t, event_id number, const std::string& who, task_name form) {
    const event& e = t.source()[number];
    const object_info* info = t.object(e.object);
    const std::string what = words::object(t, e.object);
    if (info != nullptr && info->kind == aio::object_kind::semaphore) {
        return fmt::format("{} gave {} a permit that was never taken from it", who, what);
    }
    const snapshot before = number == 0 ? snapshot{} : t.at(number - 1);
    const auto& holders = before.objects[e.object].holders;
    const std::string state = holders.empty() ? "which nobody holds" : "which is held by " + name(t, holders[0], form);
    return fmt::format("{} released {}, {}", who, what, state);
}

std::string clause(const timeline& t, event_id number, task_name form) {
    const event& e = t.source()[number];
    const std::string who = name(t, e.task, form);
    const std::string_view text = t.source().text(e.text);
    if (e.kind == event_kind::unretrieved) return fmt::format("{} failed and nobody looked at its exception: {}", who, text);
    switch (static_cast<diagnostic_kind>(e.detail)) {
        case diagnostic_kind::never_awaited: return fmt::format("{} let go of coroutine `{}`, which was never awaited", who, text);
        case diagnostic_kind::loop_blocked: return fmt::format("{} blocked the loop for {}", who, text);
        case diagnostic_kind::cancellation_swallowed: return fmt::format("{} was cancelled, caught that and ended as if nothing had happened", who);
        case diagnostic_kind::not_held: return not_held(t, number, who, form);
        case diagnostic_kind::destroyed_pending: return fmt::format("{} was destroyed while pending in {}", who, text);
        case diagnostic_kind::task_done_too_often:
            return fmt::format("{} called task_done() of {} more often than items were put", who, words::object(t, e.object));
        case diagnostic_kind::never_retrieved:
            return fmt::format("{} let go of {}, whose error nobody ever looked at: {}", who,
                               e.object == 0 ? "a future" : words::object(t, e.object), text);
    }
    return who;
}

}  // namespace

std::string diagnosis(const timeline& t, event_id number, task_name form) {
    const std::uint32_t site = t.source()[number].site;
    const std::string said = clause(t, number, form);
    if (site == 0) {
        return said;
    }
    return fmt::format("{} ({}:{})", said, t.source().site(site).file, t.source().site(site).line);
}

std::vector<std::string> warnings(const timeline& t) {
    std::vector<std::string> lines;
    for (event_id i = t.first(); i < t.size(); ++i) {
        const event& e = t.source()[i];
        if (is_mistake(e.kind)) {
            lines.push_back(fmt::format("warning: [t={}] {}", format_time(e.time), diagnosis(t, i, task_name::path)));
        }
    }
    return lines;
}

}  // namespace sim
