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

std::vector<std::int64_t> depths(const sim::timeline& t, const time_axis& whole, std::size_t width) {
    std::vector<std::int64_t> deepest(width);
    const auto column = [&](const sim::level& l) {
        const double x = (whole.position(l.time, l.event) - whole.first()) / whole.per_pixel();
        return static_cast<std::size_t>(std::clamp(x, 0.0, static_cast<double>(width - 1)));
    };
    for (const sim::object_info& o : t.objects()) {
        if (o.kind != aio::object_kind::queue || o.connection) continue;
        std::int64_t value = 0;
        std::size_t at = 0;
        const auto stays_to = [&](std::size_t end) {
            for (; at < end; ++at) deepest[at] = std::max(deepest[at], value);
        };
        for (const sim::level& l : o.levels) {
            const std::size_t here = column(l);
            if (value > 0) stays_to(here);
            deepest[here] = std::max({deepest[here], value, static_cast<std::int64_t>(l.value)});
            at = here;
            value = l.value;
        }
        if (value > 0) stays_to(width);
    }
    return deepest;
}

}  // namespace

run_shape compose(const sim::timeline& t, const time_axis& whole) {
    const auto width = static_cast<std::size_t>(std::max(1.0F, whole.right() - whole.left()));
    run_shape result;
    std::vector<layer> layers(sim::task_state_count, layer(width));
    const double first = whole.first(), to_pixels = 1 / whole.per_pixel();
    const auto column = [&](double position) { return static_cast<float>((position - first) * to_pixels); };
    for (const sim::task_info& task : t.tasks()) {
        if (task.spans.empty()) continue;
        float from = column(whole.position(task.spans.front().begin_time, task.spans.front().begin));
        for (const sim::span& s : task.spans) {  // each begins where the one before it ends
            const float to = column(whole.position(s.end_time, s.end == sim::no_event ? static_cast<sim::event_id>(t.size()) : s.end));
            result.present[static_cast<std::size_t>(s.state)] = true;
            if (s.state != sim::task_state::unborn && !sim::ended(s.state)) layers[static_cast<std::size_t>(s.state)].add(from, to);
            from = to;
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
    result.depth = depths(t, whole, width);
    result.most_depth = *std::max_element(result.depth.begin(), result.depth.end());
    std::size_t before = 0;
    for (std::size_t x = 0; x < width; ++x) {
        const sim::event_id last = whole.event_at(whole.left() + static_cast<float>(x + 1), t);
        const std::size_t so_far = x + 1 == width ? t.size() : last == sim::no_event ? 0 : std::size_t{last} + 1;
        result.events[x] = static_cast<std::uint32_t>(so_far - before);
        result.most_events = std::max(result.most_events, result.events[x]);
        before = so_far;
    }
    return result;
}

run_shape compose(const sim::recording& file, const time_axis& whole) {
    const auto width = static_cast<std::size_t>(std::max(1.0F, whole.right() - whole.left()));
    const bool by_event = whole.mode() == axis_mode::event;
    run_shape result;
    result.columns.resize(width);
    result.events.resize(width);
    std::vector<double> events(width);
    const double first = whole.first(), to_pixels = 1 / whole.per_pixel();
    std::int64_t time = 0;
    for (const sim::trace_format::block_place& b : file.blocks()) {
        const double begin = by_event ? static_cast<double>(b.first) : static_cast<double>(time);
        const double end = by_event ? static_cast<double>(b.first + b.events) : static_cast<double>(b.end_time);
        const auto& in_states = by_event ? b.in_states.by_event : b.in_states.by_time;
        const double x0 = std::clamp((begin - first) * to_pixels, 0.0, static_cast<double>(width));
        const double x1 = std::clamp((end - first) * to_pixels, 0.0, static_cast<double>(width));
        for (auto x = static_cast<std::size_t>(x0); x < width && (static_cast<double>(x) < x1 || x == static_cast<std::size_t>(x0)); ++x) {
            const double share = std::max(0.0, std::min(x1, static_cast<double>(x) + 1) - std::max(x0, static_cast<double>(x)));
            events[x] += x1 > x0 ? share / (x1 - x0) * b.events : b.events;
            for (std::size_t i = 0; i < in_states.size(); ++i) {
                const std::size_t state = i + static_cast<std::size_t>(sim::task_state::ready);
                result.columns[x][state] += in_states[i] * static_cast<float>(share);
            }
        }
        for (std::size_t i = 0; i < in_states.size(); ++i) {
            if (b.in_states.by_event[i] > 0) result.present[i + static_cast<std::size_t>(sim::task_state::ready)] = true;
        }
        time = b.end_time;
    }
    for (std::size_t x = 0; x < width; ++x) {
        float alive = 0;
        for (const float f : result.columns[x]) alive += f;
        result.most = std::max(result.most, alive);
        result.events[x] = static_cast<std::uint32_t>(std::lround(events[x]));
        result.most_events = std::max(result.most_events, result.events[x]);
    }
    return result;
}

const run_shape& run_shape_of(const sim::session& session, const time_axis& whole, bool growing) {
    struct key {
        std::uint64_t run = 0;
        std::size_t events = 0;
        axis_mode mode{};
        float left = 0, right = 0;
        const sim::recording* file = nullptr;
        bool operator==(const key&) const = default;
    };
    static key known;
    static run_shape result;
    const sim::recording* const file = session.recorded();
    const key wanted{file != nullptr ? 0 : index_of(session).generation(), session.run_events(), whole.mode(), whole.left(), whole.right(), file};
    key but_for_growth = known;
    if (growing && wanted.events >= known.events && wanted.events - known.events < known.events / 3) but_for_growth.events = wanted.events;
    if (!(wanted == but_for_growth)) {
        result = file != nullptr ? compose(*file, whole) : compose(session.history(), whole);
        known = wanted;
    }
    return result;
}

time_axis whole_axis(const view& v) {
    time_axis whole = v.axis;
    if (v.session->recorded() == nullptr) {
        whole.fit(v.session->history());
    } else if (v.axis.mode() == axis_mode::event) {
        whole.show(axis_mode::event, -1, std::max(4.0, static_cast<double>(v.session->run_events())));
    } else {
        whole.show(axis_mode::time, 0, std::max(1e6, static_cast<double>(v.session->run_end_time())));
    }
    return whole;
}

double position_on_whole(const view& v, const time_axis& whole, sim::event_id e) {
    if (v.session->recorded() == nullptr) return whole.position(e, v.session->history());
    if (e == sim::no_event) return whole.mode() == axis_mode::event ? -1 : 0;
    return whole.position(v.session->time_near(e), e);
}

double position_on_whole(const view& v, const time_axis& whole, double position) {
    return v.axis.mode() == whole.mode() ? position : static_cast<double>(v.axis.time_of(position));
}

}  // namespace gui
