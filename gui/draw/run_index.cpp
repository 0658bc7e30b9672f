#include "gui/draw/run_index.hpp"

#include <algorithm>

namespace gui {

void run_index::clear() {
    ++generation_;
    logs_read_ = events_read_ = 0;
    ordered_ = 0;
    folded_.clear();
    only_.clear();
    lanes_.clear();
    tracks_ = {};
    ranges_.clear();
    loop_ = {};
    groups_ = {};
}

void run_index::update(const sim::session& session) {
    const sim::timeline& history = session.history();
    if (generation_ == 0 || history.size() < events_read_ || session.reading() != reading_ || !(session.spec() == spec_)) {
        clear();
        spec_ = session.spec();
        reading_ = session.reading();
        loop_ = session.loop_before();
    }
    if (history.size() == events_read_) return;
    events_read_ = history.size();
    loop_.extend(history.source());
    groups_.extend(history);

    const auto tasks = history.tasks();
    const auto objects = history.objects();
    ranges_.resize(objects.size());
    if (tasks.size() != ordered_) order(history);
    for (const auto& task : tasks) {
        track& t = *tracks_.find(task.id);
        // The last span may still grow: only what lies before it is summed.
        while (t.sums.size() * span_block_size < task.spans.size()) {
            if (t.sums.empty()) {
                t.sums.emplace_back();
                t.sums.back().begin = task.spans.front().begin;
                t.sums.back().begin_time = task.spans.front().begin_time;
                continue;
            }
            span_sums next = t.sums.back();
            const std::size_t first = (t.sums.size() - 1) * span_block_size;
            for (std::size_t i = first; i < first + span_block_size; ++i) {
                const auto& s = task.spans[i];
                next.time[span_sums::index(s.state)] += s.end_time - s.begin_time;
                next.events[span_sums::index(s.state)] += s.end - s.begin;
                note_join(history, s);
            }
            next.begin = task.spans[first + span_block_size].begin;
            next.begin_time = task.spans[first + span_block_size].begin_time;
            t.sums.push_back(next);
        }
        for (std::size_t i = t.sums.empty() ? 0 : (t.sums.size() - 1) * span_block_size; i < task.spans.size(); ++i) note_join(history, task.spans[i]);
    }
    const auto logs = history.logs();
    for (; logs_read_ < logs.size(); ++logs_read_) {
        if (track* by = tracks_.find(logs[logs_read_].task)) by->logs.push_back(static_cast<std::uint32_t>(logs_read_));
    }
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const auto& object = objects[i];
        level_range& range = ranges_[i];
        for (; range.read < object.levels.size(); ++range.read) {
            const auto& level = object.levels[range.read];
            if (range.read % level_block_size == 0) range.blocks.push_back({level.value, level.value, level.aux, level.aux, level.time, level.event});
            level_block& block = range.blocks.back();
            block = {std::min(block.least, level.value), std::max(block.most, level.value),
                     std::min<std::int64_t>(block.least_aux, level.aux), std::max<std::int64_t>(block.most_aux, level.aux), level.time, level.event};
            range.least = range.read == 0 ? level.value : std::min(range.least, level.value);
            range.most = range.read == 0 ? level.value : std::max(range.most, level.value);
            range.counts_done |= level.op == aio::object_op::task_done;
            range.most_aux = std::max<std::int64_t>(range.most_aux, level.aux);
            // Whoever declares it at 0 need not be who does the work.
            track* const by = object.kind == aio::object_kind::progress && level.value > 0 ? tracks_.find(level.task) : nullptr;
            if (by != nullptr && by->progress == 0) by->progress = object.id;
        }
    }
}

void run_index::note_join(const sim::timeline& history, const sim::span& s) {
    if (s.wait != aio::wait_kind::queue_join) return;
    const sim::object_info* queue = history.object(s.object);
    if (queue != nullptr) ranges_[static_cast<std::size_t>(queue - history.objects().data())].joined = true;
}

void run_index::order(const sim::timeline& history) {
    const auto tasks = history.tasks();
    if (tracks_.count() == 0) {  // some of a part's tasks are older than it, and many older ones it does not know
        std::vector<sim::task_id> ids;
        for (const auto& task : tasks) ids.push_back(task.id);
        tracks_.restore(std::move(ids), std::vector<track>(tasks.size()), history.tasks_made() + 1);
    }
    while (tracks_.count() < tasks.size()) tracks_.add({});
    // Numbers within this function: 0 is the loop, then the tasks in their order.
    const auto number_of = [this](sim::task_id id) {
        const track* known = tracks_.find(id);
        return known == nullptr ? std::size_t{0} : static_cast<std::size_t>(known - tracks_.all().data()) + 1;
    };
    const std::size_t count = tasks.size() + 1;
    std::vector<std::size_t> first_child(count), last_child(count), next(count);
    for (std::size_t i = 1; i < count; ++i) {
        const std::size_t parent = number_of(tasks[i - 1].parent);
        (first_child[parent] == 0 ? first_child[parent] : next[last_child[parent]]) = i;
        last_child[parent] = i;
    }
    lanes_.clear();
    ordered_ = tasks.size();
    struct place {
        std::size_t task;
        int depth;
        int under;  // the row of the folded ancestor; -1: none
    };
    std::vector<place> stack;  // siblings still to place, by depth
    if (first_child[0] != 0) stack.push_back({first_child[0], 0, -1});
    while (!stack.empty()) {
        const place p = stack.back();
        stack.pop_back();
        const sim::task_id id = tasks[p.task - 1].id;
        const bool shown = only_.empty() || only_.contains(id);
        const bool folded = only_.empty() && folded_.contains(id);
        int& row = tracks_.all()[p.task - 1].row;
        int under = p.under;
        if (under >= 0) {
            ++lanes_[static_cast<std::size_t>(under)].hidden;
            row = under;
        } else if (!shown) {
            row = -1;
        } else if (!only_.empty()) {  // a list, no tree
            row = static_cast<int>(lanes_.size());
            lanes_.push_back({id, 0, 0, false, 0});
        } else {
            row = static_cast<int>(lanes_.size());
            lanes_.push_back({id, p.depth, 0, folded, 0});
            for (std::size_t child = first_child[p.task]; child != 0; child = next[child]) ++lanes_.back().children;
            if (folded) under = row;
        }
        if (next[p.task] != 0) stack.push_back({next[p.task], p.depth, p.under});
        if (first_child[p.task] != 0) stack.push_back({first_child[p.task], p.depth + 1, under});
    }
}

bool run_index::toggle_fold(const sim::timeline& history, sim::task_id task) {
    const int row = row_of(task);
    if (row < 0) return false;
    const lane_row& shown = lanes_[static_cast<std::size_t>(row)];
    if (shown.children == 0) return false;
    if (folded_.erase(shown.task) == 0) folded_.insert(shown.task);
    order(history);
    return true;
}

void run_index::show_only(const sim::timeline& history, std::span<const sim::task_id> tasks) {
    only_ = {tasks.begin(), tasks.end()};
    order(history);
}

int run_index::row_of(sim::task_id task) const {
    const track* known = tracks_.find(task);
    return known == nullptr ? -1 : known->row;
}

state_times run_index::times(const sim::task_info& task, sim::event_id event, std::int64_t now) const {
    state_times sum{};
    const track* known = tracks_.find(task.id);
    if (event == sim::no_event || known == nullptr) return sum;
    const auto end = std::partition_point(task.spans.begin(), task.spans.end(),
                                          [&](const sim::span& s) { return s.begin <= event; });
    const auto count = static_cast<std::size_t>(end - task.spans.begin());
    if (count == 0) return sum;
    const auto& sums = known->sums;
    const std::size_t blocks = std::min((count - 1) / span_block_size, sums.empty() ? 0 : sums.size() - 1);
    if (!sums.empty()) std::copy(sums[blocks].time.begin(), sums[blocks].time.end(), sum.begin() + static_cast<int>(sim::task_state::ready));
    for (std::size_t i = blocks * span_block_size; i < count; ++i) {
        const auto& s = task.spans[i];
        sum[static_cast<std::size_t>(s.state)] += std::max<std::int64_t>(0, std::min(s.end_time, now) - s.begin_time);
    }
    return sum;
}

std::span<const span_sums> run_index::blocks(sim::task_id task) const {
    const track* known = tracks_.find(task);
    return known != nullptr ? std::span<const span_sums>(known->sums) : std::span<const span_sums>();
}

std::string_view run_index::last_log(const sim::timeline& history, sim::task_id task, sim::event_id event) const {
    const track* known = tracks_.find(task);
    if (event == sim::no_event || known == nullptr) return "";
    const auto logs = history.logs();
    const auto& own = known->logs;
    const auto after = std::partition_point(own.begin(), own.end(), [&](std::uint32_t i) { return logs[i].event <= event; });
    return after == own.begin() ? std::string_view() : logs[*(after - 1)].text;
}

const sim::object_info* run_index::progress_of(const sim::timeline& history, sim::task_id task) const {
    const track* known = tracks_.find(task);
    return known == nullptr || known->progress == 0 ? nullptr : history.object(known->progress);
}

namespace {

run_index& updated(const sim::session& session) {
    static run_index index;
    index.update(session);
    return index;
}

}  // namespace

const run_index& index_of(const sim::session& session) { return updated(session); }

bool fold_lane(const sim::session& session, sim::task_id task) { return updated(session).toggle_fold(session.history(), task); }

void show_only_lanes(const sim::session& session, std::span<const sim::task_id> tasks) { updated(session).show_only(session.history(), tasks); }

const sim::level* level_at(const sim::object_info& object, sim::event_id event) {
    if (event == sim::no_event) return nullptr;
    const auto after = std::partition_point(object.levels.begin(), object.levels.end(),
                                            [&](const sim::level& l) { return l.event <= event; });
    return after == object.levels.begin() ? nullptr : &*(after - 1);
}

}  // namespace gui
