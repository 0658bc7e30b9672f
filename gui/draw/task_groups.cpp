#include "gui/draw/task_groups.hpp"

#include <algorithm>

namespace gui {

namespace {

constexpr int farthest_look = 32;  // stretches of the parent's life

bool is_callback(const sim::event& e, sim::event_kind kind) {
    return e.kind == kind && static_cast<aio::callback_kind>(e.detail) == aio::callback_kind::user;
}

// The task whose end resolved the future that a span waited for, through a callback; 0: it ended otherwise.
sim::task_id ended_by(const sim::timeline& t, const sim::span& s) {
    const sim::trace& facts = t.source();
    sim::event_id at = s.end;
    const auto to_cause = [&](auto expected) {
        at = facts[at].cause;
        return t.knows(at) && expected(facts[at]);
    };
    if (!t.knows(at) || facts[at].kind != sim::event_kind::task_ready) return 0;
    const bool resolved = to_cause([&](const sim::event& e) { return e.kind == sim::event_kind::object_changed && e.object == s.object && e.value == 0; }) &&
                          to_cause([](const sim::event& e) { return is_callback(e, sim::event_kind::callback_begin); }) &&
                          to_cause([](const sim::event& e) { return is_callback(e, sim::event_kind::callback_ready); }) &&
                          to_cause([](const sim::event& e) { return e.kind == sim::event_kind::task_done; });
    return resolved ? facts[at].task : 0;
}

// Somebody is told by a callback that the task has ended.
bool reports(const sim::timeline& t, sim::event_id ended) {
    for (sim::event_id e = ended + 1; t.knows(e); ++e) {
        const sim::event event = t.source()[e];
        if (event.cause != ended) return false;
        if (is_callback(event, sim::event_kind::callback_ready)) return true;
    }
    return false;
}

}  // namespace

void task_groups::extend(const sim::timeline& t) {
    const auto tasks = t.tasks();
    lives_.resize(tasks.size());
    for (; linked_ < tasks.size(); ++linked_) {
        const sim::task_info* parent = t.task(tasks[linked_].parent);
        if (parent == nullptr) continue;
        life& above = lives_[static_cast<std::size_t>(parent - tasks.data())];
        const auto here = static_cast<std::uint32_t>(linked_ + 1);
        if (above.last != 0) lives_[above.last - 1].next = here;
        if (above.open == 0) above.open = here;
        above.last = here;
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const auto& spans = tasks[i].spans;
        for (std::uint32_t& looked = lives_[i].spans; looked < spans.size() && spans[looked].end != sim::no_event; ++looked) {
            if (spans[looked].wait == aio::wait_kind::future) note(t, i, spans[looked]);
        }
    }
}

void task_groups::note(const sim::timeline& t, std::size_t parent, const sim::span& s) {
    const auto tasks = t.tasks();
    const sim::task_info* last = t.task(ended_by(t, s));
    if (last == nullptr || last->parent != tasks[parent].id) return;
    task_group group;
    group.parent = tasks[parent].id;
    group.closes = s.begin;
    group.end = s.end;
    const auto number = static_cast<std::uint32_t>(groups_.size() + 1);
    const auto over = [&](std::uint32_t child) { return tasks[child - 1].ended <= s.end; };  // no_event is the largest
    std::uint32_t& open = lives_[parent].open;
    for (std::uint32_t child = open; child != 0 && tasks[child - 1].created < s.end; child = lives_[child - 1].next) {
        life& own = lives_[child - 1];
        if (own.group != 0 || !over(child) || !reports(t, tasks[child - 1].ended)) continue;
        own.group = number;
        if (group.first == 0) group.first = child;
        group.last = child;
    }
    while (open != 0 && over(open)) open = lives_[open - 1].next;
    if (group.first == 0) return;
    group.begin = tasks[group.first - 1].created;
    by_wait_.emplace(s.begin, number);
    // A task that fails cancels the wait for the others, and the parent waits again at the same line.
    const auto& spans = tasks[parent].spans;
    std::size_t at = static_cast<std::size_t>(&s - spans.data());
    for (int back = 0; back < farthest_look && at > 0 && spans[at - 1].begin > group.begin; ++back) {
        const sim::span& before = spans[--at];
        if (before.wait != aio::wait_kind::future) continue;
        if (before.site != s.site) break;
        by_wait_.emplace(before.begin, number);
        group.closes = before.begin;
    }
    groups_.push_back(group);
}

const task_group* task_groups::of(const sim::timeline& t, sim::task_id task) const {
    const sim::task_info* info = t.task(task);
    if (info == nullptr) return nullptr;
    const auto place = static_cast<std::size_t>(info - t.tasks().data());
    return place >= lives_.size() || lives_[place].group == 0 ? nullptr : &groups_[lives_[place].group - 1];
}

const task_group* task_groups::closing(sim::event_id wait) const {
    const auto found = by_wait_.find(wait);
    return found == by_wait_.end() ? nullptr : &groups_[found->second - 1];
}

std::vector<sim::task_id> task_groups::unfinished(const sim::timeline& t, const task_group& g, sim::event_id event) const {
    std::vector<sim::task_id> found;
    const auto number = static_cast<std::uint32_t>(&g - groups_.data()) + 1;
    for (std::uint32_t child = g.first; child != 0; child = child == g.last ? 0 : lives_[child - 1].next) {
        const sim::task_info& task = t.tasks()[child - 1];
        if (lives_[child - 1].group == number && task.created <= event && task.ended > event) found.push_back(task.id);
    }
    return found;
}

}  // namespace gui
