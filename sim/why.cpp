// Why a task is where it is: the wait it is in, whom that depends on, and so on to the root.

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "sim/narration.hpp"
#include "sim/why.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

constexpr std::size_t longest_chain = 8;
constexpr event_id farthest_look = 100'000;  // events to search for what a gather still waits for

// The state of everything at one event, and the tasks a chain has already passed.
struct asker {
    const timeline& t;
    event_id number;
    snapshot now;
    std::vector<task_id> passed;

    asker(const timeline& source, event_id at) : t(source), number(at), now(source.at(at)) {}

    std::string name(task_id id) const { return id == 0 ? "the loop" : link_to_task(words::task(t, id), id); }
    std::string object(object_id id) const { return id == 0 ? words::object(t, id) : link_to_object(words::object(t, id), id); }
    std::string moment(event_id at) const { return link_to_event(words::moment(t.source()[at].time), at); }
    std::string list(const std::vector<task_id>&) const;
    std::string clause(task_id);
    std::string parked(const snapshot::task&, task_id);
    std::string follow(task_id);
};

// The release that ends a wait for a lock or permit, where the trace has it.
std::optional<event> released(const asker& a, const span* wait) {
    if (wait == nullptr || wait->end == no_event) {
        return std::nullopt;
    }
    const event end = a.t.source()[wait->end];
    if (end.kind != event_kind::task_ready || end.cause >= wait->end || !a.t.knows(end.cause)) {
        return std::nullopt;
    }
    const event cause = a.t.source()[end.cause];
    const bool release = cause.kind == event_kind::object_changed && static_cast<aio::object_op>(cause.detail) == aio::object_op::release;
    return release && cause.task != 0 ? std::optional(cause) : std::nullopt;
}

// What the task waited for last before an event: "when its sleep ends".
std::string after_its_wait(const asker& a, task_id id, event_id before) {
    const task_info* info = a.t.task(id);
    if (info == nullptr) {
        return "";
    }
    const auto later = [](event_id e, const span& s) { return e <= s.begin; };
    auto s = std::upper_bound(info->spans.begin(), info->spans.end(), before, later);
    while (s != info->spans.begin() && (s - 1)->wait == aio::wait_kind::none) --s;
    if (s == info->spans.begin() || (s - 1)->end <= a.number) {
        return "";
    }
    const span& wait = *(s - 1);
    switch (wait.wait) {
        case aio::wait_kind::sleep: return wait.state == task_state::io ? ", when the network is through" : ", when its sleep ends";
        case aio::wait_kind::lock:
        case aio::wait_kind::semaphore:
        case aio::wait_kind::event: return fmt::format(", when it is through with {}", a.object(wait.object));
        case aio::wait_kind::queue_get: return fmt::format(", when it has {} {}", wait.state == task_state::io ? "read from" : "an item of", a.object(wait.object));
        case aio::wait_kind::queue_put: return fmt::format(", when its item is in {}", a.object(wait.object));
        case aio::wait_kind::task: return fmt::format(", when {} has ended", a.name(wait.object));
        default: return "";
    }
}

// "; worker[0] gives it back at 0.250 s, when its sleep ends."
std::string given_back(const asker& a, const span& wait, const event& release) {
    const bool lock = wait.wait == aio::wait_kind::lock;
    const object_info* o = a.t.object(wait.object);
    const char* what = lock ? "lets go of it" : o != nullptr && o->capacity > 1 ? "gives one back" : "gives it back";
    const event_id number = a.t.source()[wait.end].cause;
    return fmt::format("; {} {} at {}{}.", a.name(release.task), what, a.moment(number), after_its_wait(a, release.task, number));
}

// "a, b and c", cut where it is long.
std::string asker::list(const std::vector<task_id>& tasks) const {
    constexpr std::size_t longest = 4;
    const std::size_t named = tasks.size() <= longest ? tasks.size() : longest - 1;
    std::string out;
    for (std::size_t i = 0; i < named; ++i) {
        out += (i == 0 ? "" : i + 1 == tasks.size() ? " and " : ", ") + name(tasks[i]);
    }
    return named < tasks.size() ? fmt::format("{} and {} others", out, tasks.size() - named) : out;
}

std::string sleep_clause(const asker& a, const snapshot::task& s, task_id id) {
    for (const snapshot::timer& timer : a.now.timers) {
        if (timer.id == s.object || (s.object == 0 && timer.task == id)) {
            return fmt::format("{} until {}", s.io ? "waits for the network" : "sleeps", words::moment(timer.when));
        }
    }
    return "has slept enough";
}

// The children of a gather that have not ended, as the rest of the trace tells: each of them reports to it later.
std::vector<task_id> missing_children(const asker& a, object_id gather, event_id end) {
    std::vector<task_id> missing;
    const auto size = static_cast<event_id>(a.t.size());
    const event_id last = std::min({end == no_event ? size : end, size, a.number + farthest_look});
    for (event_id i = a.number + 1; i < last; ++i) {
        const event& e = a.t.source()[i];
        const bool report = e.kind == event_kind::callback_ready && e.object == gather &&
                            static_cast<aio::callback_kind>(e.detail) == aio::callback_kind::gather_child;
        if (report && e.cause < i && a.t.knows(e.cause) && a.t.source()[e.cause].kind == event_kind::task_done) {
            missing.push_back(a.t.source()[e.cause].task);
        }
    }
    return missing;
}

// The children of a task that have not ended and report to a callback when they do, while it waits: those of its group.
std::vector<task_id> group_of(const asker& a, task_id id) {
    std::vector<task_id> missing;
    const span* here = a.t.span_at(id, a.number);
    if (here == nullptr) return missing;
    const auto size = static_cast<event_id>(a.t.size());
    const event_id last = std::min({here->end == no_event ? size : here->end, size, a.number + farthest_look});
    for (event_id i = a.number + 1; i < last; ++i) {
        const event e = a.t.source()[i];
        const bool report = e.kind == event_kind::callback_ready && e.cause < i && a.t.knows(e.cause) &&
                            static_cast<aio::callback_kind>(e.detail) == aio::callback_kind::user;
        if (!report) continue;
        const event cause = a.t.source()[e.cause];
        const task_info* child = cause.kind == event_kind::task_done ? a.t.task(cause.task) : nullptr;
        if (child != nullptr && child->parent == id && child->created <= a.number) missing.push_back(child->id);
    }
    return missing;
}

std::string future_clause(asker& a, const snapshot::task& s, task_id id) {
    const std::string future = s.object == 0 ? "a future" : a.object(s.object);
    const auto group = group_of(a, id);
    if (group.empty()) return "waits for " + future;
    return fmt::format("waits for the end of {} ({}){}", a.list(group), future, group.size() == 1 ? a.follow(group[0]) : "");
}

// Whose end decided a gather, told by the causes of what ended the wait for it; 0: not known.
task_id deciding_child(const asker& a, const span* here) {
    if (here == nullptr || here->end == no_event) {
        return 0;
    }
    const trace& facts = a.t.source();
    for (event_id i = here->end; a.t.knows(i); i = facts[i].cause) {
        if (facts[i].kind == event_kind::task_done) {
            return facts[i].task;
        }
        if (i <= a.number) {
            break;
        }
    }
    return 0;
}

std::string gather_clause(asker& a, const snapshot::task& s, task_id id) {
    const span* here = a.t.span_at(id, a.number);
    auto missing = missing_children(a, s.object, here == nullptr ? no_event : here->end);
    if (missing.empty()) missing = gathered_for_ever(a.t, id);
    if (!missing.empty()) {
        const std::string chain = missing.size() == 1 ? a.follow(missing[0]) : "";
        return fmt::format("waits for {} in {}{}", a.list(missing), a.object(s.object), chain);
    }
    const task_id child = deciding_child(a, here);
    const std::string last = child == 0 ? "" : fmt::format("; it is decided by {}{}", a.name(child), a.follow(child));
    return fmt::format("waits until everything in {} has ended{}", a.object(s.object), last);
}

// "waits for a permit of semaphore `slots` (1 of 1 held by worker[0], which sleeps until 0.250 s)". Where the trace knows
// who gives it back, end_of_wait() tells that instead of the chain.
std::string holder_clause(asker& a, const snapshot::task& s, task_id id) {
    const auto& holders = a.now.objects[s.object].holders;
    const object_info* o = a.t.object(s.object);
    const bool chain = holders.size() == 1 && holders[0] != 0 && !released(a, a.t.span_at(id, a.number));
    const std::string by = holders.empty() ? "" : "held by " + a.list(holders);
    const std::string rest = chain ? a.follow(holders[0]) : "";
    if (s.wait == aio::wait_kind::lock || o == nullptr) {
        return fmt::format("waits for {}{}{}{}", a.object(s.object), by.empty() ? "" : ", ", by, rest);
    }
    const auto left = words::level_at(a.t, *o, a.number).value;
    const std::string taken = fmt::format("{} of {} ", o->capacity - left, o->capacity);
    return fmt::format("waits for a permit of {} ({}{}{})", a.object(s.object), taken, by.empty() ? "taken" : by, rest);
}

std::string queue_clause(const asker& a, const snapshot::task& s) {
    const object_info* o = a.t.object(s.object);
    const level l = o != nullptr ? words::level_at(a.t, *o, a.number) : level{};
    switch (s.wait) {
        case aio::wait_kind::queue_get:
            if (s.io) return fmt::format("waits for what comes over {}", a.object(s.object));
            return fmt::format("waits for an item in {} ({})", a.object(s.object),
                               l.value == 0 ? "empty" : words::count(l.value, "item", "items"));
        case aio::wait_kind::queue_put:
            return fmt::format("waits for room in {} ({})", a.object(s.object), o != nullptr ? words::items(*o, l.value) : "full");
        default: return fmt::format("waits until {} of {} are dealt with", words::count(l.aux, "item", "items"), a.object(s.object));
    }
}

std::string asker::parked(const snapshot::task& s, task_id id) {
    switch (s.wait) {
        case aio::wait_kind::none: return "is ready to run";
        case aio::wait_kind::sleep: return sleep_clause(*this, s, id);
        case aio::wait_kind::lock:
        case aio::wait_kind::semaphore: return holder_clause(*this, s, id);
        case aio::wait_kind::event: return fmt::format("waits until {} is set", object(s.object));
        case aio::wait_kind::queue_get:
        case aio::wait_kind::queue_put:
        case aio::wait_kind::queue_join: return queue_clause(*this, s);
        case aio::wait_kind::task: return fmt::format("waits for {}{}", name(s.object), follow(s.object));
        case aio::wait_kind::gather: return gather_clause(*this, s, id);
        case aio::wait_kind::future: return future_clause(*this, s, id);
        case aio::wait_kind::condition: return fmt::format("waits until {} is notified", object(s.object));
        case aio::wait_kind::barrier: return fmt::format("waits for the others at {}", object(s.object));
    }
    return "waits";
}

std::string asker::clause(task_id id) {
    if (id == 0 || id >= now.tasks.size()) {
        return "is not there";
    }
    const snapshot::task& s = now.tasks[id];
    switch (s.state) {
        case task_state::unborn: return "is not there";
        case task_state::ready: return "is ready to run";
        case task_state::running: return "runs";
        case task_state::done: return "is done";
        case task_state::failed: return "has failed";
        case task_state::cancelled: return "was cancelled";
        case task_state::cancelling: return "is asked to cancel and " + parked(s, id);
        case task_state::sleeping:
        case task_state::lock:
        case task_state::queue:
        case task_state::io:
        case task_state::join: return parked(s, id);
    }
    return "";
}

// ", which sleeps until 0.670 s"
std::string asker::follow(task_id id) {
    if (std::find(passed.begin(), passed.end(), id) != passed.end()) {
        return ": a circle";
    }
    if (passed.size() >= longest_chain) {
        return "";
    }
    passed.push_back(id);
    return ", which " + clause(id);
}

bool deadlocks(const timeline& t, task_id id) {
    for (std::size_t i = t.size(); i-- > t.first();) {
        const event& e = t.source()[static_cast<event_id>(i)];
        if (e.kind == event_kind::deadlocked && e.task == id) return true;
        if (e.kind != event_kind::deadlocked && e.kind != event_kind::unretrieved && e.kind != event_kind::run_finished) break;
    }
    return false;
}

// Who ends a wait, where a task does it by changing an object: ", when producer puts an item into queue `jobs`".
std::string ender(const asker& a, const event& end) {
    if (end.kind != event_kind::task_ready || !a.t.knows(end.cause)) {
        return "";
    }
    const event cause = a.t.source()[end.cause];
    const auto op = static_cast<aio::object_op>(cause.detail);
    const bool plain = op != aio::object_op::resolve && op != aio::object_op::expire && op != aio::object_op::advance &&
                       op != aio::object_op::level;
    if (cause.kind != event_kind::object_changed || cause.task == 0 || !plain) {
        return "";
    }
    std::string deed = without_marks(narrate(a.t, end.cause));
    deed.resize(std::min(deed.find_last_of(".:"), deed.find(": ")));
    return ", when " + deed;
}

// What the rest of the trace says about the end of a wait, where the sentence so far has not said it.
std::string end_of_wait(const asker& a, task_id id, const std::string& sentence) {
    const span* here = a.t.span_at(id, a.number);
    if (here == nullptr) {
        return "";
    }
    if (here->end == no_event) {
        return deadlocks(a.t, id) ? " Nothing alive can wake it." : "";
    }
    const event& end = a.t.source()[here->end];
    if (end.kind == event_kind::cancel_requested) {
        return fmt::format(" It is asked to cancel at {}.", a.moment(here->end));
    }
    const std::string by = ender(a, end);
    const bool known = by.empty() && (here->end_time == a.now.time || sentence.find(words::moment(here->end_time)) != std::string::npos);
    return known ? "" : fmt::format(" It goes on at {}{}.", a.moment(here->end), by);
}

std::string ready_sentence(const asker& a, task_id id) {
    std::size_t ahead = 0;
    for (const snapshot::ready_entry& r : a.now.ready) {
        if (r.task == id) break;
        ++ahead;
    }
    if (ahead == a.now.ready.size()) {
        return fmt::format("{} is about to enter the ready queue.", a.name(id));
    }
    return ahead == 0 ? fmt::format("{} is ready and next to run.", a.name(id))
                      : fmt::format("{} is ready, behind {}.", a.name(id), words::count(static_cast<std::int64_t>(ahead), "other", "others"));
}

std::string ended_sentence(const asker& a, const task_info& info, task_state state) {
    const std::string when = link_to_event(words::moment(info.spans.back().end_time), info.ended);
    switch (state) {
        case task_state::failed: return fmt::format("{} failed at {} with {}.", a.name(info.id), when, without_marks(info.error));
        case task_state::cancelled: return fmt::format("{} was cancelled and ended at {}.", a.name(info.id), when);
        default: return fmt::format("{} has done its work: it ended at {}.", a.name(info.id), when);
    }
}

// Who asked last for the cancel.
std::string asked_by(const asker& a, task_id id) {
    const span* here = a.t.span_at(id, a.number);
    for (event_id i = a.number + 1; i-- > (here == nullptr ? a.t.first() : std::max(a.t.task(id)->created, a.t.first()));) {
        const event& e = a.t.source()[i];
        if (e.kind == event_kind::cancel_requested && e.object == id) {
            const canceller by = e.task == 0 ? canceller_of(a.t, i) : canceller{};
            const std::string who = e.task != 0    ? a.name(e.task)
                                    : by.timeout   ? "its timeout"
                                    : by.failed != 0 ? fmt::format("its group, as {} has failed,", a.name(by.failed))
                                                   : "the loop";
            return fmt::format(" by {} at {}", who, a.moment(i));
        }
    }
    return "";
}

}  // namespace

namespace {

std::string marked(const timeline& t, task_id id, event_id number) {
    const task_info* info = t.task(id);
    if (info == nullptr) {
        return "There is no such task.";
    }
    if (number != no_event && t.size() != 0) {
        number = std::min(number, static_cast<event_id>(t.size() - 1));
    }
    const task_state state = t.state_at(id, number);
    if (state == task_state::unborn) {
        return fmt::format("{} has not been created yet.", link_to_task(words::task(t, id), id));
    }
    asker a(t, number);
    a.passed.push_back(id);
    switch (state) {
        case task_state::ready: return ready_sentence(a, id);
        case task_state::running: return fmt::format("{} is running: nothing else runs until it awaits something.", a.name(id));
        case task_state::done:
        case task_state::failed:
        case task_state::cancelled: return ended_sentence(a, *info, state);
        default: break;
    }
    std::string sentence =  // asked once: whom it has passed is not passed again
        state == task_state::cancelling
            ? fmt::format("{} was asked to cancel{}; for now it {}.", a.name(id), asked_by(a, id), a.parked(a.now.tasks[id], id))
            : fmt::format("{} {}.", a.name(id), a.clause(id));
    const span* here = a.t.span_at(id, a.number);
    const bool holds = here != nullptr && (here->wait == aio::wait_kind::lock || here->wait == aio::wait_kind::semaphore);
    if (const auto release = holds ? released(a, here) : std::nullopt) {
        sentence.pop_back();
        return sentence + given_back(a, *here, *release);
    }
    return sentence + end_of_wait(a, id, sentence);
}

}  // namespace

linked_text explain(const timeline& t, task_id id, event_id number) { return linked(marked(t, id, number)); }

std::string why(const timeline& t, task_id id, event_id number) { return explain(t, id, number).text; }

}  // namespace sim
