#include "sim/timeline.hpp"

#include <algorithm>

#include "runtime/core/ready_queue.hpp"

namespace sim {
namespace {

// Of a task that has ended: its state is in the outcome, not in a span.
task_state end_state(aio::outcome_kind outcome) {
    switch (outcome) {
        case aio::outcome_kind::result: return task_state::done;
        case aio::outcome_kind::exception: return task_state::failed;
        case aio::outcome_kind::cancelled: return task_state::cancelled;
    }
    return task_state::done;
}

// Copying a checkpoint costs as much as it has entries, so they are at least as far apart: going somewhere costs one copy
// and the events in between, and all checkpoints together stay in proportion to the trace.
constexpr std::size_t least_interval = 4096, dear_interval = 262'144;

// Who asks for a moment soon asks for the ones around it.
constexpr event_id nearby = 32;

std::size_t entries(const snapshot& s) {
    return s.tasks.count() + s.ready.size() + s.timers.size() + s.objects.count();
}

// An event is read in some ten nanoseconds: nobody waits for a quarter of a million of them, so up to there they are
// farther apart still.
std::size_t interval(const snapshot& s) {
    const std::size_t n = entries(s);
    return std::max({least_interval, n, std::min(8 * n, dear_interval)});
}

}  // namespace

timeline::timeline(const trace& source, run_past s)
    : trace_(&source),
      read_(s.first),
      end_time_(s.time),
      first_(s.first),
      start_time_(s.time),
      tasks_(std::move(s.tasks)),
      objects_(std::move(s.objects)),
      names_(std::move(s.names)),
      head_(std::move(s.now)) {
    for (std::size_t i = 0; i < objects_.size(); ++i) object_index_.add(objects_[i].id, i);
    for (const task_info& t : tasks_.all()) {
        if (t.ended == no_event) alive_.push_back(t.id);
    }
    checkpoints_.assign(1, head_);
}

void timeline::mark_siblings(std::span<const task_id> tasks) {
    for (const task_id id : tasks) {
        if (task_info* known = tasks_.find(id)) known->alone = false;
    }
}

void timeline::extend() {
    read_on(trace_->size());
    if (stretched_ == read_) return;
    stretched_ = read_;
    stretch_open_spans();
}

void timeline::read_on(std::size_t upto) {
    // With many tasks an event finds little of what it changes in a cache, so that is asked for ahead, first what leads there.
    constexpr std::size_t many = 256, ahead = 32, soon = 12;
    upto = std::min(upto, trace_->size());
    for (; read_ < upto; ++read_) {
        if (tasks_.count() > many && read_ + ahead < upto) {
            fetch((*trace_)[static_cast<event_id>(read_ + ahead)], false);
            fetch((*trace_)[static_cast<event_id>(read_ + soon)], true);
        }
        read(static_cast<event_id>(read_));
    }
}

void timeline::fetch(const event& e, bool soon) const {
    const task_id id = concerned(e);
    const task_info* const task = tasks_.find(id);
    const std::size_t at = e.kind == event_kind::object_changed ? object_index_.find(e.object) : id_index::none;
    const object_info* const changed = at != id_index::none ? &objects_[at] : nullptr;
    if (!soon) {
        if (task != nullptr) {
            aio::fetch(task);
            aio::fetch(head_.tasks.find(id));
        }
        if (changed != nullptr) aio::fetch(&changed->levels);
        return;
    }
    if (task != nullptr) aio::fetch(task->spans.data() + task->spans.size());
    if (changed != nullptr) aio::fetch(changed->levels.data() + changed->levels.size());
}

void timeline::read(event_id number) {
    const event& e = (*trace_)[number];
    end_time_ = e.time;
    switch (e.kind) {
        case event_kind::task_created: add_task(e, number); break;
        case event_kind::object_created: add_object(e, number); break;
        case event_kind::object_changed: add_level(e, number); break;
        case event_kind::log:
            logs_.push_back(log_line{number, e.time, e.task, trace_->text(e.text)});
            break;
        default: break;
    }
    const object_id before = gathers(head_.tasks.find(e.task));
    apply(head_, e, number, e.kind == event_kind::object_changed ? object_index_.find(e.object) : id_index::none);
    extend_spans(e, number);
    if (const object_id now = gathers(head_.tasks.find(e.task)); now != before) {
        add_gathered(before, e, number, -1);
        add_gathered(now, e, number, 1);
    }
    if (checkpoint_due()) {
        checkpoints_.push_back(head_);
    }
}

void timeline::add_task(const event& e, event_id number) {
    if (e.task != tasks_.next()) {
        return;
    }
    tasks_.add(names_.task(*trace_, e, number, tasks_));
    alive_.push_back(e.task);
}

void timeline::add_object(const event& e, event_id number) {
    if (static_cast<aio::object_kind>(e.detail) == aio::object_kind::timer || object(e.object) != nullptr) {
        return;
    }
    object_index_.add(e.object, objects_.size());
    objects_.push_back(names_.object(*trace_, e, number));
}

void timeline::add_level(const event& e, event_id number) {
    const std::size_t at = object_index_.find(e.object);
    if (at != id_index::none) objects_[at].levels.push_back(level_of(e, number));
}

void timeline::add_gathered(object_id id, const event& e, event_id number, int change) {
    const std::size_t at = object_index_.find(id);
    if (at == id_index::none) return;
    std::vector<level>& levels = objects_[at].levels;
    levels.push_back(gathered_level(levels.empty() ? nullptr : &levels.back(), e, number, change));
}

// A span begins where apply() says that the task's state does: lanes and snapshots cannot differ.
void timeline::extend_spans(const event& e, event_id number) {
    const task_id id = concerned(e);
    task_info* const known = tasks_.find(id);
    if (known == nullptr || head_.tasks[id].since != number) {
        return;
    }
    const snapshot::task& now = head_.tasks[id];
    task_info& info = *known;
    if (!info.spans.empty()) {
        info.spans.back().end = number;
        info.spans.back().end_time = e.time;
    }
    if (ended(now.state)) {
        info.ended = number;
        info.outcome = static_cast<aio::outcome_kind>(e.detail);
        info.error = trace_->text(e.text);
        return;
    }
    span s;
    s.state = now.state;
    s.wait = now.wait;
    s.object = now.object;
    s.site = static_cast<std::uint16_t>(now.site);
    s.begin = number;
    s.begin_time = s.end_time = e.time;
    info.spans.push_back(s);
}

void timeline::stretch_open_spans() {
    const auto over = [this](task_id id) { return tasks_[id].ended != no_event; };
    alive_.erase(std::remove_if(alive_.begin(), alive_.end(), over), alive_.end());
    for (const task_id id : alive_) {
        tasks_[id].spans.back().end_time = end_time_;
    }
}

bool timeline::checkpoint_due() const {
    const std::size_t events = std::size_t{head_.event} + 1;
    const std::size_t last = checkpoints_.empty() ? first_ : std::size_t{checkpoints_.back().event} + 1;
    return events - last >= interval(head_);
}

const task_info* timeline::task(task_id id) const {
    return tasks_.find(id);
}

const object_info* timeline::object(object_id id) const {
    const std::size_t at = object_index_.find(id);
    return at != id_index::none ? &objects_[at] : nullptr;
}

event_id timeline::event_at(std::int64_t time) const {
    std::size_t low = first_, high = read_;  // what lies before `low` is not later, what lies from `high` on is
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if ((*trace_)[static_cast<event_id>(middle)].time <= time) low = middle + 1;
        else high = middle;
    }
    return low == first_ ? no_event : static_cast<event_id>(low - 1);
}

const span* timeline::span_at(task_id id, event_id event) const {
    const task_info* info = task(id);
    if (info == nullptr || event == no_event) {
        return nullptr;
    }
    const auto later = [](event_id e, const span& s) { return e < s.begin; };
    const auto after = std::upper_bound(info->spans.begin(), info->spans.end(), event, later);
    return after == info->spans.begin() ? nullptr : &*(after - 1);
}

task_state timeline::state_at(task_id id, event_id event) const {
    const span* s = span_at(id, event);
    if (s == nullptr) {
        return task_state::unborn;
    }
    const task_info& info = *task(id);
    return info.ended != no_event && event >= info.ended ? end_state(info.outcome) : s->state;
}

snapshot timeline::at(event_id event) const {
    if (read_ == first_ || event == no_event || event < first_) {
        return first_ == 0 ? snapshot{} : checkpoints_.front();  // what went before the first event
    }
    event = std::min(event, static_cast<event_id>(read_ - 1));
    if (event == head_.event) {
        return head_;
    }
    const auto later = [](event_id e, const snapshot& s) { return e < s.event; };
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), event, later);
    const snapshot* from = after == checkpoints_.begin() ? nullptr : &*(after - 1);
    if (near_.event <= event && (from == nullptr || near_.event > from->event)) {  // no_event is after all events
        from = &near_;
    }
    snapshot s = from == nullptr ? snapshot{} : *from;
    event_id next = from == nullptr ? 0 : s.event + 1;
    for (; next <= event; ++next) {
        apply(s, (*trace_)[next], next);
        if (next + nearby == event) near_ = s;
    }
    return s;
}

event_id timeline::next_of(task_id id, event_id event) const {
    const std::size_t next = event == no_event ? 0 : std::size_t{event} + 1;
    for (std::size_t i = std::max<std::size_t>(next, first_); i < read_; ++i) {
        const sim::event& e = (*trace_)[static_cast<event_id>(i)];
        if (id != 0 && (e.task == id || concerned(e) == id)) {
            return static_cast<event_id>(i);
        }
    }
    return no_event;
}

event_id timeline::previous_of(task_id id, event_id event) const {
    for (std::size_t i = event == no_event ? 0 : std::min<std::size_t>(event, read_); i-- > first_;) {
        const sim::event& e = (*trace_)[static_cast<event_id>(i)];
        if (id != 0 && (e.task == id || concerned(e) == id)) {
            return static_cast<event_id>(i);
        }
    }
    return no_event;
}

}  // namespace sim
