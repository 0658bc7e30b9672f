#include "gui/draw/task_groups.hpp"

#include <algorithm>

#include "gui/draw/group_lines.hpp"

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
    forget_open();
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
        life& own = lives_[i];
        for (; own.spans < spans.size() && spans[own.spans].end != sim::no_event; ++own.spans) {
            const sim::span& s = spans[own.spans];
            if (s.wait == aio::wait_kind::none) continue;
            if (own.last != 0) note_wait(t, i, s);
            own.since = s.end;
        }
        if (own.last == 0) continue;
        if (own.spans < spans.size() && spans[own.spans].wait != aio::wait_kind::none) enter_and_leave(t, i, spans[own.spans]);
        const auto in = blocks_.find(i);
        if (tasks[i].ended == sim::no_event || in == blocks_.end()) continue;
        for (; !in->second.empty(); in->second.pop_back()) note_block(t, i, in->second.back(), tasks[i].ended);
    }
    ended_ = groups_.size();
    for (const auto& [parent, in] : blocks_) {
        for (auto b = in.rbegin(); b != in.rend(); ++b) note_block(t, parent, *b, sim::no_event);
    }
}

// Those that had not ended may have by now.
void task_groups::forget_open() {
    for (; groups_.size() > ended_; groups_.pop_back()) {
        const auto number = static_cast<std::uint32_t>(groups_.size());
        for (std::uint32_t child = groups_.back().first; child != 0; child = lives_[child - 1].next) {
            if (lives_[child - 1].group == number) lives_[child - 1].group = 0;
        }
        std::erase_if(by_wait_, [&](const auto& wait) { return wait.second == number; });
    }
}

const task_groups::place& task_groups::place_of(const sim::trace& facts, std::uint16_t site) {
    const auto known = places_.find(site);
    if (known != places_.end()) return known->second;
    place p;
    const auto chain = facts.chain(site);
    for (auto one = chain.rbegin(); one != chain.rend(); ++one) {
        const waiting_line found = look_at(facts.site(*one));
        for (const std::uint32_t line : found.groups) {
            p.blocks.push_back(lines_.emplace(std::pair(facts.site(*one).file, line), static_cast<std::uint32_t>(lines_.size())).first->second);
        }
        p.ends_block = found.ends_group;
        p.waits = found.waits;
    }
    return places_.emplace(site, std::move(p)).first->second;
}

// The blocks that a task has come into and gone out of when it waits.
void task_groups::enter_and_leave(const sim::timeline& t, std::size_t parent, const sim::span& s) {
    const place& p = place_of(t.source(), s.site);
    if (p.blocks.empty() && !blocks_.contains(parent)) return;
    auto& in = blocks_[parent];
    std::size_t same = 0;
    while (same < in.size() && same < p.blocks.size() && in[same].line == p.blocks[same]) ++same;
    for (; in.size() > same; in.pop_back()) note_block(t, parent, in.back(), s.begin);
    for (; in.size() < p.blocks.size();) in.push_back({p.blocks[in.size()], lives_[parent].since});
    if (!p.ends_block || s.wait != aio::wait_kind::future) return;
    auto& waits = in.back().waits;
    if (waits.empty() || waits.back() != s.begin) waits.push_back(s.begin);
}

void task_groups::note_wait(const sim::timeline& t, std::size_t parent, const sim::span& s) {
    enter_and_leave(t, parent, s);
    if (s.wait == aio::wait_kind::future && note_end(t, parent, s) && place_of(t.source(), s.site).ends_block) blocks_[parent].pop_back();
}

// A group of those that `member` holds for, of the parent's tasks without one made since an event; false: of none.
template <class Is>
bool task_groups::collect(const sim::timeline& t, task_group& group, std::size_t parent, sim::event_id since, Is member) {
    const auto tasks = t.tasks();
    group.parent = tasks[parent].id;
    const auto number = static_cast<std::uint32_t>(groups_.size() + 1);
    for (std::uint32_t child = lives_[parent].open; child != 0; child = lives_[child - 1].next) {
        const sim::task_info& task = tasks[child - 1];
        if (task.created >= group.end) break;
        if (lives_[child - 1].group != 0 || task.created < since || !member(task)) continue;
        lives_[child - 1].group = number;
        if (group.first == 0) group.first = child;
        group.last = child;
    }
    if (group.first == 0) return false;
    group.begin = tasks[group.first - 1].created;
    groups_.push_back(group);
    return true;
}

// A wait that a task's end has ended: true when it was the end of a group.
bool task_groups::note_end(const sim::timeline& t, std::size_t parent, const sim::span& s) {
    const auto tasks = t.tasks();
    const sim::task_info* last = t.task(ended_by(t, s));
    if (last == nullptr || last->parent != tasks[parent].id) return false;
    const place& p = place_of(t.source(), s.site);
    if (p.waits && !p.ends_block) return false;
    task_group group;
    group.closes = s.begin;
    group.end = s.end;
    const auto over = [&](const sim::task_info& task) { return task.ended <= s.end; };  // no_event is the largest
    const bool found = collect(t, group, parent, p.ends_block ? blocks_[parent].back().since : 0, [&](const sim::task_info& task) { return over(task) && reports(t, task.ended); });
    std::uint32_t& open = lives_[parent].open;
    if (p.blocks.size() <= (p.ends_block ? 1U : 0U)) {
        while (open != 0 && over(tasks[open - 1])) open = lives_[open - 1].next;
    }
    if (!found) return true;
    by_wait_.emplace(s.begin, static_cast<std::uint32_t>(groups_.size()));
    // A task that fails cancels the wait for the others, and the parent waits again at the same line.
    const auto number = static_cast<std::uint32_t>(groups_.size());
    const auto& spans = tasks[parent].spans;
    std::size_t at = static_cast<std::size_t>(&s - spans.data());
    for (int back = 0; back < farthest_look && at > 0 && spans[at - 1].begin > groups_.back().begin; ++back) {
        const sim::span& before = spans[--at];
        if (before.wait != aio::wait_kind::future) continue;
        if (before.site != s.site) break;
        by_wait_.emplace(before.begin, number);
        groups_.back().closes = before.begin;
    }
    return true;
}

// A block that a task has left without a wait for the rest, or is still in.
void task_groups::note_block(const sim::timeline& t, std::size_t parent, const block& b, sim::event_id end) {
    task_group group;
    if (!b.waits.empty()) group.closes = b.waits.front();
    group.end = end;
    const bool found = collect(t, group, parent, b.since, [&](const sim::task_info& task) {
        return task.ended == sim::no_event ? end == sim::no_event : task.ended <= end && reports(t, task.ended);
    });
    if (!found) return;
    for (const sim::event_id wait : b.waits) by_wait_.insert_or_assign(wait, static_cast<std::uint32_t>(groups_.size()));
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
