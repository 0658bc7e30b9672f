#include "sim/past_keeper.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "runtime/core/ready_queue.hpp"

namespace sim {
namespace {

// Futures and gathers are many and decided once; the others may be used again at any time.
bool is_once(aio::object_kind kind) {
    return kind == aio::object_kind::future || kind == aio::object_kind::gather || kind == aio::object_kind::timeout;
}

bool decides(aio::object_op op) { return op == aio::object_op::resolve || op == aio::object_op::expire; }

bool changes_task(event_kind k) { return k >= event_kind::task_created && k <= event_kind::uncancelled; }

// Ended tasks that still hold something.
std::set<task_id> holders_in(const snapshot& s) {
    std::set<task_id> ids;
    for (const snapshot::object& o : s.objects) ids.insert(o.holders.begin(), o.holders.end());
    return ids;
}

std::set<object_id> referred_to(const snapshot& s) {
    std::set<object_id> ids;
    for (const snapshot::task& t : s.tasks.all()) {
        if (t.object != 0 && t.wait != aio::wait_kind::task) ids.insert(t.object);
    }
    for (const snapshot::ready_entry& r : s.ready) ids.insert(r.object);
    return ids;
}

}  // namespace

void past_keeper::stretches::add(const stretch& s) {
    const auto drop_first = [](auto& row) { std::copy(row.begin() + 1, row.end(), row.begin()); };
    if (count_ >= most) [[unlikely]] {
        drop_first(time_), drop_first(event_), drop_first(object_), drop_first(site_), drop_first(state_), drop_first(wait_);
    }
    const std::uint32_t i = std::min(count_++, most - 1);
    time_[i] = s.time;
    event_[i] = s.event;
    object_[i] = s.object;
    site_[i] = s.site;
    state_[i] = s.state;
    wait_[i] = s.wait;
}

// With many tasks an event finds little of what it changes in a cache, so that is asked for ahead.
void past_keeper::read_on(std::size_t upto) {
    constexpr std::size_t together = 32, least_over = 65'536;
    std::array<std::size_t, together> objects;
    std::array<event, together> room;
    upto = std::min(upto, trace_->size());
    while (read_ < upto) {
        const auto begin = static_cast<event_id>(read_), end = static_cast<event_id>(std::min(read_ + together, upto));
        const std::span<const event> events = trace_->some(begin, end, room);
        for (std::size_t i = 0; i < events.size(); ++i) objects[i] = fetch(events[i]);
        for (std::size_t i = 0; i < events.size(); ++i) read(events[i], begin + static_cast<event_id>(i), objects[i]);
        read_ = end;
    }
    if (over_ > std::max(least_over, kept() / 2)) forget();
}

// Gives the place of the object that an event changes.
std::size_t past_keeper::fetch(const event& e) const {
    if (e.kind == event_kind::object_changed) {
        const std::size_t at = object_index_.find(e.object);
        if (at == id_index::none) return at;
        aio::fetch(&levels_[at]);
        past_.now.objects.fetch(at);
        return at;
    }
    if (changes_task(e.kind)) {
        if (const snapshot::task* t = past_.now.tasks.find(concerned(e))) {
            aio::fetch(t);
            aio::fetch(stretches_.find(concerned(e)));
        }
    }
    return id_index::none;
}

void past_keeper::read(const event& e, event_id number, std::size_t object) {
    past_.time = e.time;
    if (e.kind == event_kind::object_changed) return change_object(e, number, object);
    if (changes_task(e.kind)) return change_task(e, number);
    apply(past_.now, e, number);
    if (e.kind == event_kind::object_created) add_object(e, number);
}

void past_keeper::change_task(const event& e, event_id number) {
    by_task<snapshot::task>& tasks = past_.now.tasks;
    const task_id id = concerned(e);
    const snapshot::task* const known = tasks.find(id);
    const task_state before = known != nullptr ? known->state : task_state::unborn;
    const object_id gathered_before = gathers(id == e.task ? known : tasks.find(e.task));
    apply(past_.now, e, number);
    if (e.kind == event_kind::task_created) add_task(e, number);
    note_state(id, before, e, number);
    if (const object_id gathered = gathers(tasks.find(e.task)); gathered != gathered_before) [[unlikely]] {
        change_gathered(gathered_before, e, number, -1);
        change_gathered(gathered, e, number, 1);
    }
}

void past_keeper::add_task(const event& e, event_id number) {
    if (e.task != past_.tasks.next()) return;
    past_.tasks.add(past_.names.task(*trace_, e, number, past_.tasks));
    stretches_.add({});
}

void past_keeper::add_object(const event& e, event_id number) {
    if (static_cast<aio::object_kind>(e.detail) == aio::object_kind::timer || object_index_.find(e.object) != id_index::none) return;
    object_index_.add(e.object, past_.objects.size());
    past_.objects.push_back(past_.names.object(*trace_, e, number));
    levels_.emplace_back().event = no_event;
}

// As in a timeline, a span begins where apply() says that the task's state does.
void past_keeper::note_state(task_id id, task_state before, const event& e, event_id number) {
    const snapshot::task* const now = past_.now.tasks.find(id);
    if (now == nullptr || now->since != number) return;
    sums_.change(before, now->state, number, e.time);
    add_stretch(id, {e.time, number, now->object, static_cast<std::uint16_t>(now->site), now->state, now->wait});
    if (!ended(now->state)) return;
    ++over_;
    task_info& info = past_.tasks[id];
    info.ended = number;
    info.outcome = static_cast<aio::outcome_kind>(e.detail);
    info.error = trace_->text(e.text);
}

void past_keeper::add_stretch(task_id id, const stretch& s) {
    stretches& known = stretches_[id];
    if (s.state == task_state::running) {
        if (known.count() > stretches::most) earlier_.erase(id);
        known.clear();
    } else if (known.count() >= stretches::most) {
        earlier_[id].push_back(known[0]);
    }
    known.add(s);
}

void past_keeper::change_object(const event& e, event_id number, std::size_t place) {
    if (place == id_index::none) place = object_index_.find(e.object);  // it is younger than fetch()
    apply(past_.now, e, number, place);
    if (place == id_index::none) return;
    levels_[place] = level_of(e, number);
    if (decides(levels_[place].op) && is_once(past_.objects[place].kind)) ++over_;
}

void past_keeper::change_gathered(object_id id, const event& e, event_id number, int change) {
    const std::size_t at = object_index_.find(id);
    if (at == id_index::none) return;
    level& last = levels_[at];
    last = gathered_level(last.event == no_event ? nullptr : &last, e, number, change);
}

void past_keeper::forget() {
    forget_tasks();
    forget_objects();
    over_ = 0;
}

void past_keeper::forget_tasks() {
    const std::set<task_id> holders = holders_in(past_.now);
    const auto stays = [&](task_id id, const snapshot::task& t) { return !ended(t.state) || holders.contains(id); };
    const auto stays_with_it = [&](task_id id, const auto&) { return stays(id, past_.now.tasks[id]); };
    past_.tasks.keep_if(stays_with_it);  // of all three the same
    stretches_.keep_if(stays_with_it);
    past_.now.tasks.keep_if(stays);
    std::erase_if(earlier_, [this](const auto& e) { return stretches_.find(e.first) == nullptr; });
    past_.names.forget(past_.tasks);
}

void past_keeper::forget_objects() {
    const std::set<object_id> used = referred_to(past_.now);
    std::vector<object_info>& objects = past_.objects;
    object_index_.clear();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const bool is_over = is_once(objects[i].kind) && levels_[i].event != no_event && decides(levels_[i].op);
        if (is_over && !used.contains(objects[i].id)) continue;
        object_index_.add(objects[i].id, kept);
        if (kept != i) objects[kept] = std::move(objects[i]);
        levels_[kept++] = levels_[i];
    }
    objects.resize(kept);
    levels_.resize(kept);
    past_.now.objects.keep_if([this](const snapshot::object& o) { return object_index_.find(o.id) != id_index::none; });
}

std::vector<span> past_keeper::spans_of(task_id id) const {
    const stretches& known = *stretches_.find(id);
    std::vector<stretch> all;
    if (known.count() > stretches::most) all = earlier_.at(id);
    for (std::uint32_t i = 0; i < std::min(known.count(), stretches::most); ++i) all.push_back(known[i]);
    std::vector<span> spans;
    for (const stretch& s : all) {
        if (!spans.empty()) {
            spans.back().end = s.event;
            spans.back().end_time = s.time;
        }
        if (!ended(s.state)) spans.push_back({s.state, s.wait, s.site, s.object, s.event, no_event, s.time, past_.time});
    }
    return spans;
}

void past_keeper::encode(canonical_bytes& out) {
    forget();
    past_.first = static_cast<event_id>(read_);
    past_.names.may_be_read_from(past_.first);
    for (task_info& t : past_.tasks.all()) t.spans = spans_of(t.id);
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        if (levels_[i].event != no_event) past_.objects[i].levels = {levels_[i]};
    }
    past_.encode(out, *trace_);
    for (task_info& t : past_.tasks.all()) t.spans = {};
    for (object_info& o : past_.objects) o.levels = {};
}

}  // namespace sim
