#include "gui/core/hit_map.hpp"

#include <algorithm>

namespace gui {

namespace {

bool contains(const hit& h, ImVec2 p) { return p.x >= h.min.x && p.x < h.max.x && p.y >= h.min.y && p.y < h.max.y; }

}  // namespace

const hit* hit_map::at(ImVec2 point) const {
    const auto found = std::find_if(hits_.rbegin(), hits_.rend(), [&](const hit& h) { return contains(h, point); });
    return found == hits_.rend() ? nullptr : &*found;
}

const hit* hit_map::find(hit_kind kind, std::string_view label) const {
    const auto found =
        std::find_if(hits_.begin(), hits_.end(), [&](const hit& h) { return h.kind == kind && h.label == label; });
    return found == hits_.end() ? nullptr : &*found;
}

// A bar's hit carries the event it begins with, so the one that covers `event` is the last that begins at or before it.
const hit* hit_map::find_bar(sim::task_id task, sim::event_id event) const {
    const hit* best = nullptr;
    for (const hit& h : hits_) {
        if (h.kind != hit_kind::bar || h.task != task || h.event > event) continue;
        if (best == nullptr || h.event >= best->event) best = &h;
    }
    return best;
}

}  // namespace gui
