#include "gui/draw/wakes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/text.hpp"

namespace gui {

namespace {

constexpr std::size_t look_back = 4000;
constexpr std::size_t look_through = 100'000;

}  // namespace

std::optional<wake> wake_at(const sim::timeline& history, sim::event_id effect) {
    const sim::trace& trace = history.source();
    const sim::event& e = trace[effect];
    wake w;
    w.effect = effect;
    w.to = e.task;
    if (e.kind == sim::event_kind::task_created) {
        w.from = e.object;
        w.cause = effect;
        return w.from == 0 ? std::nullopt : std::optional(w);
    }
    if (e.kind != sim::event_kind::task_ready) return std::nullopt;
    // Callbacks of the loop (a gather that counts its children) lie between two tasks: look through them.
    sim::event_id cause = e.cause;
    for (int hops = 0; hops < 8 && history.knows(cause); ++hops) {
        const sim::event& c = trace[cause];
        w.cancel |= c.kind == sim::event_kind::cancel_requested;
        if (c.kind == sim::event_kind::timer_fired) return std::nullopt;
        if (c.task != 0) {
            w.from = c.task;
            w.cause = cause;
            break;
        }
        cause = c.cause;
    }
    if (w.from == 0 || w.from == w.to) return std::nullopt;
    if (trace[w.cause].kind == sim::event_kind::task_created) return std::nullopt;  // its own arrow says so
    const sim::span* before = effect == 0 ? nullptr : history.span_at(w.to, effect - 1);
    if (before != nullptr) w.resolves = before->state;
    return w;
}

std::vector<wake> last_wakes(const sim::timeline& history, sim::event_id until, int count) {
    std::vector<wake> found;
    if (until == sim::no_event) return found;
    const sim::event_id stop = until > look_back ? until - static_cast<sim::event_id>(look_back) : 0;
    for (sim::event_id e = until + 1; e-- > stop && static_cast<int>(found.size()) < count;)
        if (const auto w = wake_at(history, e)) {
            const bool news = w->resolves != sim::task_state::unborn || history.source()[e].time == history.source()[until].time;
            if (news) found.push_back(*w);
        }
    return found;
}

std::vector<wake> wakes_of(const sim::timeline& history, sim::task_id task, sim::event_id first, sim::event_id last,
                           std::size_t most) {
    std::vector<wake> found;
    const auto* info = history.task(task);
    if (info == nullptr || history.size() == 0) return found;
    last = std::min(last, static_cast<sim::event_id>(history.size() - 1));
    if (first > last) return found;
    if (last - first > look_through) {
        const auto begin = std::partition_point(info->spans.begin(), info->spans.end(), [&](const sim::span& s) { return s.begin < first; });
        std::size_t looked = 0;
        for (auto s = begin; s != info->spans.end() && s->begin <= last && found.size() < most && looked < look_through; ++s, ++looked)
            if (const auto w = wake_at(history, s->begin)) found.push_back(*w);
        return found;
    }
    for (sim::event_id e = first; e <= last && found.size() < most; ++e) {
        const auto kind = history.source()[e].kind;
        if (kind != sim::event_kind::task_ready && kind != sim::event_kind::task_created) continue;
        const auto w = wake_at(history, e);
        if (w && (w->from == task || w->to == task)) found.push_back(*w);
    }
    return found;
}

ImU32 wake_colour(const theme& colours, const wake& w) {
    if (w.cancel) return alarm_colour(colours);
    if (w.resolves == sim::task_state::unborn || w.resolves == sim::task_state::running || sim::ended(w.resolves)) return colours.arrow;
    const ImU32 fill = colours.of(w.resolves).fill;
    return colours.outlined ? mixed(fill, colours.text, 0.25F) : fill;  // thin lines need more contrast on paper
}

void paint_wake(ImDrawList& list, const theme& colours, ImVec2 from, ImVec2 to, ImU32 colour, bool dashed, float alpha, float scale,
                float left_edge) {
    const float dx = to.x - from.x, dy = to.y - from.y;
    const float down = dy >= 0 ? 1.0F : -1.0F;
    float bow = dx < 24 * scale ? (12 + std::min(20.0F, std::abs(dy) * 0.1F)) * scale : 0;
    if (from.x - bow < left_edge) bow = -bow;
    const ImVec2 c1(from.x - bow + dx * 0.1F, from.y + dy * 0.45F);
    const ImVec2 c2(to.x - bow * 0.9F - dx * 0.1F, to.y - down * std::max(10 * scale, std::abs(dy) * 0.3F));
    const float head = 6 * scale;
    const float length = std::max(1.0F, std::hypot(to.x - c2.x, to.y - c2.y));
    const ImVec2 along((to.x - c2.x) / length, (to.y - c2.y) / length);
    const ImVec2 neck(to.x - along.x * head, to.y - along.y * head);
    const float stroke = 2 * scale;
    const ImU32 halo = faded(colours.background, 0.85F * alpha);
    const ImU32 ink = faded(colour, alpha);

    constexpr int pieces = 28;
    std::array<ImVec2, pieces + 1> points;
    for (int i = 0; i <= pieces; ++i) {
        const float t = static_cast<float>(i) / pieces, u = 1 - t;
        const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        points[static_cast<std::size_t>(i)] = {a * from.x + b * c1.x + c * c2.x + d * neck.x, a * from.y + b * c1.y + c * c2.y + d * neck.y};
    }
    list.AddPolyline(points.data(), pieces + 1, halo, 0, stroke + 3 * scale);
    list.AddCircleFilled(from, 4.5F * scale, halo, 12);
    if (dashed) {
        for (int i = 0; i < pieces; i += 4) list.AddPolyline(&points[static_cast<std::size_t>(i)], 3, ink, 0, stroke);
    } else {
        list.AddPolyline(points.data(), pieces + 1, ink, 0, stroke);
    }
    const ImVec2 side(-along.y * head * 0.62F, along.x * head * 0.62F);
    const ImVec2 left(neck.x + side.x, neck.y + side.y), right(neck.x - side.x, neck.y - side.y);
    list.AddTriangle(left, to, right, halo, 3 * scale);
    list.AddTriangleFilled(left, to, right, ink);
    list.AddCircleFilled(from, 3 * scale, ink, 12);
}

}  // namespace gui
