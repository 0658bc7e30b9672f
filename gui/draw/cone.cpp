#include "gui/draw/cone.hpp"

#include <algorithm>

#include "gui/draw/text.hpp"

namespace gui {

namespace {

constexpr sim::event_id farthest = 2'000'000;  // events looked at on either side

// Objects that tasks pass something on through: who uses one may see what all did with it before.
class shared_objects {
public:
    explicit shared_objects(const sim::timeline& t) {
        for (const sim::object_info& o : t.objects()) {
            const bool shared = o.kind != aio::object_kind::progress && o.kind != aio::object_kind::gauge;
            if (o.id >= state_.size()) state_.resize(std::size_t{o.id} + 1, 0);
            state_[o.id] = shared ? 1 : 0;
        }
    }
    bool reached(const sim::event& e) const { return of(e) && state_[e.object] == 2; }
    void reach(const sim::event& e) {
        if (of(e)) state_[e.object] = 2;
    }

private:
    std::vector<char> state_;  // by id; 0: of no use, 1: shared, 2: reached
    bool of(const sim::event& e) const { return e.kind == sim::event_kind::object_changed && e.object < state_.size() && state_[e.object] != 0; }
};

// A task's creation is the deed of who creates it.
sim::task_id doer(const sim::event& e) { return e.kind == sim::event_kind::task_created ? e.object : e.task; }

void find_past(const sim::timeline& t, sim::event_id at, std::vector<sim::event_id>& until) {
    const sim::trace& facts = t.source();
    const sim::event_id first = std::max(facts.first(), at > farthest ? at - farthest : 0);
    std::vector<bool> asked(at - first + 1);
    asked.back() = true;
    shared_objects objects(t);
    const auto reach = [&](sim::task_id task, sim::event_id e) {
        if (task != 0 && task < until.size() && until[task] == sim::no_event) until[task] = e;
    };
    for (sim::event_id i = at + 1; i-- > first;) {
        const sim::event e = facts[i];
        const bool own = e.task != 0 && e.task < until.size() && until[e.task] != sim::no_event;
        if (!asked[i - first] && !own && !objects.reached(e)) continue;
        objects.reach(e);
        reach(e.task, i);
        reach(doer(e), i);
        if (e.cause != sim::no_event && e.cause >= first && e.cause < i) asked[e.cause - first] = true;
    }
}

void find_future(const sim::timeline& t, sim::event_id at, std::vector<sim::event_id>& from) {
    const sim::trace& facts = t.source();
    const auto last = static_cast<sim::event_id>(std::min<std::size_t>(t.size(), std::size_t{at} + farthest));
    std::vector<bool> in(last - at);
    shared_objects objects(t);
    for (sim::event_id i = at; i < last; ++i) {
        const sim::event e = facts[i];
        const bool own = e.task != 0 && e.task < from.size() && from[e.task] != sim::no_event;
        const bool caused = e.cause != sim::no_event && e.cause >= at && e.cause < i && in[e.cause - at];
        if (i != at && !own && !caused && !objects.reached(e)) continue;
        objects.reach(e);
        in[i - at] = true;
        if (e.task != 0 && e.task < from.size() && from[e.task] == sim::no_event) from[e.task] = i;
    }
}

}  // namespace

causal_cone cone_of(const sim::timeline& t, sim::event_id at) {
    sim::task_id most = 0;
    for (const sim::task_info& task : t.tasks()) most = std::max(most, task.id);
    causal_cone c;
    c.past_until.assign(most + 1, sim::no_event);
    c.future_from.assign(most + 1, sim::no_event);
    if (!t.knows(at)) return c;
    find_past(t, at, c.past_until);
    find_future(t, at, c.future_from);
    return c;
}

void paint_cone(ImDrawList& list, const view& v, const run_index& index, const lane_grid& g) {
    const sim::timeline& history = v.session->history();
    const sim::event_id at = path_end(v);
    if (at == sim::no_event || at >= history.size()) return;
    static causal_cone known;
    static std::pair<std::uint64_t, std::pair<std::size_t, sim::event_id>> of;
    if (const std::pair now(index.generation(), std::pair(history.size(), at)); now != of || known.past_until.empty()) {
        known = cone_of(history, at);
        of = now;
    }
    const theme& t = *v.colours;
    const auto lanes = index.lanes();
    const int first = std::max(0, static_cast<int>((g.canvas.min.y - g.top) / g.height));
    const int last = std::min(static_cast<int>(lanes.size()), first + static_cast<int>(g.canvas.height() / g.height) + 2);
    const auto x_of = [&](sim::event_id e) { return std::clamp(v.axis.x(e, history), g.canvas.min.x, g.canvas.max.x); };
    for (int row = first; row < last; ++row) {
        const sim::task_id task = lanes[static_cast<std::size_t>(row)].task;
        const auto past = known.past_until[task], future = known.future_from[task];
        const float x0 = past == sim::no_event ? g.canvas.min.x : x_of(past), x1 = future == sim::no_event ? g.canvas.max.x : x_of(future);
        if (x1 > x0) list.AddRectFilled({x0, g.y(row)}, {x1, g.y(row) + g.height}, faded(t.background, 0.78F));
        // What it may lead to is tinted, so that the two sides are told apart.
        if (future != sim::no_event) list.AddRectFilled({x1, g.y(row)}, {g.canvas.max.x, g.y(row) + g.height}, faded(t.accent, 0.3F));
    }
    const int row = index.row_of(history.source()[at].task);
    if (row >= first && row < last) list.AddCircleFilled({x_of(at), g.y(row) + g.height / 2}, 4 * v.scale, t.selection, 16);
}

}  // namespace gui
