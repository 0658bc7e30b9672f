#include "gui/panels/run_shape.hpp"

#include <algorithm>
#include <cmath>

#include "gui/draw/run_index.hpp"

namespace gui {

namespace {

// Adds `1` over [x0, x1) of a row of columns. Whole columns go into a row of differences, so that a long span costs as
// much as a short one.
struct layer {
    std::vector<float> part, change;
    explicit layer(std::size_t width) : part(width + 1), change(width + 1) {}

    void add(float x0, float x1) {
        const auto width = static_cast<float>(part.size() - 1);
        x0 = std::clamp(x0, 0.0F, width);
        x1 = std::clamp(x1, 0.0F, width);
        if (x1 <= x0) return;
        const auto first = static_cast<std::size_t>(x0);
        const auto last = static_cast<std::size_t>(x1);
        if (first == last) {
            part[first] += x1 - x0;
            return;
        }
        part[first] += static_cast<float>(first + 1) - x0;
        part[last] += x1 - static_cast<float>(last);
        change[first + 1] += 1;
        change[last] -= 1;
    }
};

}  // namespace

run_shape compose(const sim::timeline& t, const time_axis& whole) {
    const auto width = static_cast<std::size_t>(std::max(1.0F, whole.right() - whole.left()));
    run_shape result;
    std::vector<layer> layers(sim::task_state_count, layer(width));
    for (const sim::task_info& task : t.tasks()) {
        for (const sim::span& s : task.spans) {
            result.present[static_cast<std::size_t>(s.state)] = true;
            if (s.state == sim::task_state::unborn || sim::ended(s.state)) continue;
            const sim::event_id end = s.end == sim::no_event ? static_cast<sim::event_id>(t.size()) : s.end;
            const double from = whole.position(s.begin_time, s.begin);
            const double to = whole.position(s.end_time, end);
            layers[static_cast<std::size_t>(s.state)].add(whole.x(from) - whole.left(), whole.x(to) - whole.left());
        }
    }
    result.columns.resize(width);
    result.events.resize(width);
    std::array<float, sim::task_state_count> running{};
    for (std::size_t x = 0; x < width; ++x) {
        float alive = 0;
        for (std::size_t s = 0; s < layers.size(); ++s) {
            running[s] += layers[s].change[x];
            result.columns[x][s] = running[s] + layers[s].part[x];
            alive += result.columns[x][s];
        }
        result.most = std::max(result.most, alive);
    }
    for (sim::event_id e = 0; e < t.size(); ++e) {
        const float x = std::floor(whole.x(e, t) - whole.left());
        const auto column = static_cast<std::size_t>(std::clamp(x, 0.0F, static_cast<float>(width - 1)));
        result.most_events = std::max(result.most_events, ++result.events[column]);
    }
    return result;
}

const run_shape& run_shape_of(const sim::session& session, const time_axis& whole, bool growing) {
    struct key {
        std::uint64_t run = 0;
        std::size_t events = 0;
        axis_mode mode{};
        float left = 0, right = 0;
        bool operator==(const key&) const = default;
    };
    static key known;
    static run_shape result;
    const key wanted{index_of(session).generation(), session.history().size(), whole.mode(), whole.left(), whole.right()};
    key but_for_growth = known;
    if (growing && wanted.events >= known.events && wanted.events - known.events < known.events / 8) but_for_growth.events = wanted.events;
    if (!(wanted == but_for_growth)) {
        result = compose(session.history(), whole);
        known = wanted;
    }
    return result;
}

time_axis whole_axis(const view& v) {
    time_axis whole = v.axis;
    whole.fit(v.session->history());
    return whole;
}

}  // namespace gui
