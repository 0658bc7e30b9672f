// Chains through the trace: waits down to their root, causes back to the start, a cancellation hop by hop.

#include <fmt/core.h>

#include <algorithm>

#include "sim/why.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

constexpr std::size_t longest_chain = 64;
constexpr event_id farthest_look = 100'000;

// Where the next link of a chain is, or what it ends in.
struct onward {
    task_id task = 0;  // 0: the chain ends
    wait_root root = wait_root::program;
};

// Which task's deed ends a wait, told by the causes of its end; a timer where no task has to do anything.
onward ended_by(const timeline& t, task_id id, event_id end, event_id now) {
    const trace& facts = t.source();
    for (event_id i = facts[end].cause; t.knows(i) && i > now; i = facts[i].cause) {
        const event& e = facts[i];
        if (e.kind == event_kind::timer_fired) return {0, wait_root::timer};
        if (e.task != 0 && e.task != id) return {e.task, wait_root::program};
    }
    return {};
}

task_id task_called(const timeline& t, std::string_view name) {
    for (const task_info& task : t.tasks()) {
        if (task.name == name) return task.id;
    }
    return 0;
}

onward next_link(const timeline& t, const snapshot& now, task_id id, const span* here) {
    const snapshot::task& s = now.tasks[id];
    if (ended(s.state)) return {0, wait_root::ended};
    if (s.state == task_state::unborn) return {0, wait_root::program};
    if (s.wait == aio::wait_kind::none || s.state == task_state::ready || s.state == task_state::running) return {0, wait_root::runs};
    if (s.wait == aio::wait_kind::sleep) return {0, wait_root::timer};
    if (s.wait == aio::wait_kind::task) return {s.object, wait_root::program};
    if (here != nullptr && here->end != no_event) return ended_by(t, id, here->end, now.event);
    const bool over = t.size() > 0 && t.source()[static_cast<event_id>(t.size() - 1)].kind == event_kind::run_finished;
    if (s.wait == aio::wait_kind::lock || s.wait == aio::wait_kind::semaphore) {
        const auto& holders = now.objects[s.object].holders;
        if (!holders.empty() && holders[0] != 0) return {holders[0], wait_root::program};
    }
    const auto children = s.wait == aio::wait_kind::gather ? gathered_for_ever(t, id) : std::vector<task_id>();
    if (!children.empty()) return {children[0], wait_root::program};
    return {0, over ? wait_root::nothing : wait_root::program};
}

bool passed(const wait_chain& chain, task_id id) {
    return std::any_of(chain.links.begin(), chain.links.end(), [&](const wait_link& l) { return l.task == id; });
}

wait_link link_of(const snapshot& now, task_id id, const span* here) {
    const snapshot::task& s = now.tasks[id];
    wait_link l;
    l.task = id;
    if (ended(s.state) || s.state == task_state::ready || s.state == task_state::running) return l;
    l.wait = s.wait;
    l.object = s.wait == aio::wait_kind::task ? 0 : s.object;
    if (here != nullptr) {
        l.ends = here->end;
        l.end_time = here->end_time;
    }
    if (s.wait == aio::wait_kind::sleep) {
        for (const snapshot::timer& timer : now.timers) {
            if (timer.id == s.object) l.end_time = timer.when;
        }
    }
    return l;
}

}  // namespace

std::vector<task_id> gathered_for_ever(const timeline& t, task_id id) {
    std::vector<task_id> children;
    for (std::size_t i = t.size(); i-- > t.first();) {
        const event& e = t.source()[static_cast<event_id>(i)];
        if (e.kind == event_kind::deadlocked && e.task == id) {
            // "main > gather[Task-2, Task-3]"
            std::string_view text = t.source().text(e.text);
            constexpr std::string_view opens = "gather[";
            const auto begin = text.rfind(opens), end = text.rfind(']');
            if (begin == text.npos || end == text.npos || end < begin) return children;
            text = text.substr(begin + opens.size(), end - begin - opens.size());
            while (!text.empty()) {
                const auto comma = text.find(", ");
                const task_id child = task_called(t, text.substr(0, comma));
                if (child != 0 && !ended(t.state_at(child, static_cast<event_id>(i)))) children.push_back(child);
                text = comma == text.npos ? std::string_view() : text.substr(comma + 2);
            }
            return children;
        }
        if (e.kind != event_kind::deadlocked && e.kind != event_kind::unretrieved && e.kind != event_kind::run_finished && e.kind != event_kind::diagnostic) break;
    }
    return children;
}

wait_chain chain_of(const timeline& t, task_id id, event_id number) {
    wait_chain chain;
    if (t.size() == 0 || number == no_event) return chain;
    const snapshot now = t.at(std::min(number, static_cast<event_id>(t.size() - 1)));
    while (id != 0 && id < now.tasks.size()) {
        if (passed(chain, id)) {
            chain.root = wait_root::circle;
            return chain;
        }
        const span* here = t.span_at(id, now.event);
        chain.links.push_back(link_of(now, id, here));
        const onward next = next_link(t, now, id, here);
        chain.root = next.root;
        if (chain.links.size() >= longest_chain) return chain;
        id = next.task;
    }
    if (id != 0) chain.root = wait_root::program;  // a task that is not there yet
    return chain;
}

std::vector<path_step> critical_path(const timeline& t, event_id number, std::size_t most) {
    std::vector<path_step> path;
    if (!t.knows(number)) return path;
    const trace& facts = t.source();
    for (event_id i = number; t.knows(i); i = facts[i].cause) {
        task_id task = facts[i].task;
        if (facts[i].kind == event_kind::task_created) task = facts[i].object;  // its creator's deed
        if (task != 0 && (path.empty() || path.back().task != task)) {
            if (path.size() >= most) break;
            path.push_back({task, i, i});
        } else if (!path.empty()) {
            path.back().first = i;
        }
        if (facts[i].cause != no_event && facts[i].cause >= i) break;  // no trace of ours; a broken file must not hang
    }
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<cancel_hop> cancel_hops(const timeline& t, task_id id, event_id number) {
    std::vector<cancel_hop> hops;
    const trace& facts = t.source();
    const task_info* info = t.task(id);
    if (info == nullptr || t.size() == 0 || number == no_event) return hops;
    number = std::min(number, static_cast<event_id>(t.size() - 1));
    const event_id stop = std::max({info->created, t.first(), number > farthest_look ? number - farthest_look : 0});
    event_id request = no_event;
    for (event_id i = number; i > stop && request == no_event; --i) {
        if (facts[i].kind == event_kind::cancel_requested && facts[i].object == id) request = i;
    }
    if (request == no_event) return hops;
    // A task that waits for others hands the request down at once: the requests follow each other without a gap.
    const auto is_request = [&](event_id i) { return facts[i].kind == event_kind::cancel_requested; };
    event_id first = request;
    while (first > t.first() && is_request(first - 1) && facts[first - 1].cause == facts[request].cause) --first;
    for (event_id i = first; i < t.size() && is_request(i) && facts[i].cause == facts[request].cause; ++i) {
        hops.push_back({i == first ? cancel_stage::requested : cancel_stage::passed_on, i, facts[i].object, facts[i].task});
    }
    const auto last = static_cast<event_id>(std::min<std::size_t>(t.size(), std::size_t{request} + farthest_look));
    bool delivered = false;
    for (event_id i = request + 1; i < last; ++i) {
        const event& e = facts[i];
        if (e.kind == event_kind::uncancelled && e.object == id) {
            hops.push_back({cancel_stage::taken_back, i, id, e.task});
            return hops;
        }
        if (e.task != id) continue;
        if (e.kind == event_kind::step_begin && !delivered) {
            hops.push_back({cancel_stage::delivered, i, id, 0});
            delivered = true;
        } else if (e.kind == event_kind::task_done) {
            const bool result = static_cast<aio::outcome_kind>(e.detail) == aio::outcome_kind::result;
            hops.push_back({result ? cancel_stage::swallowed : cancel_stage::ended, i, id, 0});
            return hops;
        }
    }
    return hops;
}

// A callback asks: a timeout's, or that of a group of which a task has failed.
canceller canceller_of(const timeline& t, event_id request) {
    const trace& facts = t.source();
    event_id i = request;
    for (int steps = 0; steps < 6 && t.knows(i); ++steps, i = facts[i].cause) {
        const event& e = facts[i];
        const bool begins = e.kind == event_kind::callback_begin;
        if (begins && static_cast<aio::callback_kind>(e.detail) == aio::callback_kind::timeout) return {true, 0};
        if (e.kind == event_kind::task_done && static_cast<aio::outcome_kind>(e.detail) == aio::outcome_kind::exception) {
            return {false, e.task};
        }
    }
    return {};
}

namespace {

std::string asker_of(const timeline& t, const cancel_hop& hop) {
    if (hop.by != 0) return words::task(t, hop.by);
    const canceller by = canceller_of(t, hop.event);
    if (by.failed != 0) return fmt::format("{} has failed, so its group", words::task(t, by.failed));
    return by.timeout ? "Its timeout" : "The loop";
}

}  // namespace

std::string to_string(const timeline& t, const cancel_hop& hop) {
    const std::string who = words::task(t, hop.task);
    switch (hop.stage) {
        case cancel_stage::requested:
            return hop.by == hop.task ? fmt::format("{} asks itself to cancel", who) : fmt::format("{} asks {} to cancel", asker_of(t, hop), who);
        case cancel_stage::passed_on: return fmt::format("the request is passed on to {}", who);
        case cancel_stage::delivered: return fmt::format("CancelledError reaches {} at its await", who);
        case cancel_stage::taken_back: return fmt::format("the request is taken back: only a block of {} was meant, which goes on after it", who);
        case cancel_stage::swallowed: return fmt::format("{} goes on as if nothing had happened", who);
        case cancel_stage::ended: return fmt::format("{} has ended", who);
    }
    return {};
}

}  // namespace sim
