#pragma once
// What is where on the screen. Painters push as they draw; the last hit containing the mouse is what it is over. Tests
// ask the same list where to click.

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "sim/timeline.hpp"

namespace gui {

enum class hit_kind : unsigned char { button, lane, bar, marker, event_row, plot, scrub, ruler, splitter, control, group };

struct hit {
    ImVec2 min, max;
    hit_kind kind{};
    sim::task_id task = 0;
    sim::object_id object = 0;
    sim::event_id event = sim::no_event;
    std::string label{};  // buttons and controls: their name
};

class hit_map {
public:
    void clear() { hits_.clear(); }
    void push(hit h) { hits_.push_back(std::move(h)); }
    const hit* at(ImVec2 point) const;                      // topmost
    const hit* find(hit_kind, std::string_view label) const;  // by name
    const hit* find_bar(sim::task_id, sim::event_id) const;   // the bar of a task that covers an event
    const std::vector<hit>& all() const { return hits_; }

private:
    std::vector<hit> hits_;
};

}  // namespace gui
