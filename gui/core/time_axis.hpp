#pragma once
// The one horizontal axis. Scrub bar, lanes, plots and ruler all ask it where a moment is.

#include <cstdint>
#include <memory>

#include "gui/core/idle_gaps.hpp"
#include "sim/timeline.hpp"

namespace gui {

enum class axis_mode : std::uint8_t {
    time,       // x is virtual time: true proportions, but everything at one instant falls together
    event,      // x is the event number: every step has the same width
    collapsed,  // x is virtual time in which long jumps of the clock are made short
};

// A position on the axis: ns in time mode, shortened ns in collapsed mode, event number in event mode. Fractions matter
// only while zooming.
// The run is over, and tasks wait that nothing will ever wake. Time has no end for them.
bool ends_in_deadlock(const sim::timeline&);

class time_axis {
public:
    void set_area(float left, float right);          // pixels of the canvas
    void set_mode(axis_mode, const sim::timeline&);  // keeps roughly the same part of the run in view
    void fit(const sim::timeline&);                  // the whole run, with a little air on both sides
    void set_range(double first, double last);
    void show(axis_mode, double first, double last);  // of a whole run of which no timeline tells, with a little air
    void zoom(double factor, double fixed);          // factor > 1 zooms in; `fixed` stays where it is
    void pan(double amount);                         // in axis units
    bool shows_all(const sim::timeline&) const;      // the whole run is in view
    void clamp(const sim::timeline&);                // never lose the run
    void learn(const sim::timeline&);                // the run has grown or is another one

    axis_mode mode() const { return mode_; }
    double first() const { return first_; }
    double last() const { return last_; }
    float left() const { return left_; }
    float right() const { return right_; }

    double position(sim::event_id, const sim::timeline&) const;        // of an event, in axis units
    double position_of_time(std::int64_t ns, const sim::timeline&) const;
    double position(std::int64_t ns, sim::event_id e) const {          // of an event whose time is known
        return mode_ == axis_mode::time ? static_cast<double>(ns) : mode_ == axis_mode::event ? static_cast<double>(e) : gaps_->position(ns);
    }
    std::int64_t time_of(double position) const;  // not in event mode
    const idle_gaps* gaps() const { return mode_ == axis_mode::collapsed ? gaps_.get() : nullptr; }
    float x(double position) const { return left_ + static_cast<float>((position - first_) / (last_ - first_) * (right_ - left_)); }
    float x(sim::event_id e, const sim::timeline& t) const { return x(position(e, t)); }
    double at(float x) const { return first_ + static_cast<double>(x - left_) / static_cast<double>(right_ - left_) * (last_ - first_); }
    sim::event_id event_at(float x, const sim::timeline&) const;       // the last event at or left of x; no_event: none
    double per_pixel() const { return (last_ - first_) / static_cast<double>(right_ - left_); }

private:
    axis_mode mode_ = axis_mode::time;
    double first_ = 0, last_ = 1;
    float left_ = 0, right_ = 1;
    std::shared_ptr<const idle_gaps> gaps_;  // in collapsed mode
};

}  // namespace gui
