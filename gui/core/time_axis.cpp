#include "gui/core/time_axis.hpp"

#include <algorithm>
#include <cmath>

namespace gui {

namespace {

constexpr double air = 0.02;  // of the run, left and right of it when it fits
constexpr double ever = 0.10;  // of it, for waits without an end

double narrowest(axis_mode mode) { return mode != axis_mode::event ? 1'000.0 : 4.0; }  // 1 us, 4 events

struct extent {
    double first, last;
    double length() const { return last - first; }
};

// Of the run, or the part of it that is there. A run that is over at once still gets a millisecond.
extent whole(axis_mode mode, const sim::timeline& t, const idle_gaps* gaps) {
    const auto start = static_cast<double>(t.start_time()), first = static_cast<double>(t.first());
    if (mode == axis_mode::collapsed) return {start, std::max(start + 1e6, gaps->length())};
    if (mode == axis_mode::event) return {first - 1, std::max(first + 4, static_cast<double>(t.size()))};
    return {start, std::max(start + 1e6, static_cast<double>(t.end_time()))};
}

double beyond(axis_mode mode, const extent& e, const sim::timeline& t) {
    return mode != axis_mode::event && ends_in_deadlock(t) ? e.length() * ever : 0;
}

}  // namespace

bool ends_in_deadlock(const sim::timeline& t) {
    if (t.size() == 0) return false;
    const sim::event e = t.source()[static_cast<sim::event_id>(t.size() - 1)];
    return e.kind == sim::event_kind::run_finished && static_cast<aio::run_outcome>(e.detail) == aio::run_outcome::deadlock;
}

void time_axis::set_area(float left, float right) {
    left_ = left;
    right_ = std::max(right, left + 1);
}

void time_axis::set_mode(axis_mode mode, const sim::timeline& t) {
    if (mode == mode_) return;
    const bool all = shows_all(t);
    const auto time_at = [&](double position) {
        if (mode_ != axis_mode::event) return time_of(position);
        if (position < static_cast<double>(t.first()) || t.size() == 0) return t.start_time();
        return t.source()[static_cast<sim::event_id>(std::min(position, static_cast<double>(t.size() - 1)))].time;
    };
    const std::int64_t first = time_at(first_), last = time_at(last_);
    mode_ = mode;
    learn(t);
    if (all) return fit(t);
    const double low = position_of_time(first, t), high = position_of_time(last, t);
    const double spare = std::max(0.0, narrowest(mode) - (high - low)) / 2;  // one instant is no range
    set_range(low - spare, high + spare);
    clamp(t);
}

bool time_axis::shows_all(const sim::timeline& t) const {
    const extent e = whole(mode_, t, gaps_.get());
    return first_ <= e.first && last_ >= e.last;
}

void time_axis::learn(const sim::timeline& t) {
    if (mode_ == axis_mode::collapsed) gaps_ = std::make_shared<const idle_gaps>(t);
}

std::int64_t time_axis::time_of(double position) const {
    return mode_ == axis_mode::collapsed ? gaps_->time(position) : static_cast<std::int64_t>(position);
}

void time_axis::fit(const sim::timeline& t) {
    const extent e = whole(mode_, t, gaps_.get());
    first_ = e.first - e.length() * air;
    last_ = e.last + e.length() * air + beyond(mode_, e, t);
}

void time_axis::show(axis_mode mode, double first, double last) {
    mode_ = mode;
    set_range(first - (last - first) * air, last + (last - first) * air);
}

void time_axis::set_range(double first, double last) {
    if (!std::isfinite(first) || !std::isfinite(last)) return;
    first = std::clamp(first, -1e16, 1e16);
    last = std::clamp(last, -1e16, 1e16);
    if (last < first) std::swap(first, last);
    const double spare = std::max(0.0, narrowest(mode_) - (last - first)) / 2;
    first_ = first - spare;
    last_ = last + spare;
}

void time_axis::zoom(double factor, double fixed) {
    if (!(factor > 0) || !std::isfinite(factor) || !std::isfinite(fixed)) return;
    const double length = last_ - first_;
    const double next = std::max(length / factor, narrowest(mode_));
    const double share = std::clamp((fixed - first_) / length, -1e6, 1e6);
    first_ = fixed - share * next;
    last_ = first_ + next;
}

void time_axis::pan(double amount) {
    if (!std::isfinite(amount)) return;
    // Beyond this doubles could not tell both ends apart.
    amount = std::clamp(amount, -1e15, 1e15);
    first_ += amount;
    last_ += amount;
}

void time_axis::clamp(const sim::timeline& t) {
    const extent e = whole(mode_, t, gaps_.get());
    const double widest = e.length() * (1 + 2 * air) + beyond(mode_, e, t);
    const double length = last_ - first_;
    if (length >= widest) return fit(t);
    // At least half of the view shows the run.
    const double first = std::clamp(first_, e.first - length / 2, e.last - length / 2);
    last_ = first + length;
    first_ = first;
}

double time_axis::position(sim::event_id e, const sim::timeline& t) const {
    if (mode_ == axis_mode::event) return e == sim::no_event ? -1.0 : static_cast<double>(e);
    if (e == sim::no_event || t.size() == 0) return 0;
    if (e < t.first()) return position(t.start_time(), e);  // in another part of the run
    const auto last = static_cast<sim::event_id>(t.size() - 1);
    return position(t.source()[std::min(e, last)].time, e);
}

double time_axis::position_of_time(std::int64_t ns, const sim::timeline& t) const {
    if (mode_ != axis_mode::event) return position(ns, 0);
    const sim::event_id e = t.event_at(ns);
    if (e == sim::no_event) return static_cast<double>(t.first()) - 1;
    const auto position = static_cast<double>(e);
    if (e + 1 >= t.size()) return position;
    const std::int64_t here = t.source()[e].time;
    const std::int64_t next = t.source()[e + 1].time;
    return next > here ? position + static_cast<double>(ns - here) / static_cast<double>(next - here) : position;
}

sim::event_id time_axis::event_at(float x, const sim::timeline& t) const {
    const double position = at(x);
    if (position < 0 || t.size() == 0) return sim::no_event;
    if (mode_ != axis_mode::event) {
        const std::int64_t ns = time_of(position);
        if (ns >= t.end_time()) return static_cast<sim::event_id>(t.size() - 1);
        const sim::event_id last = t.event_at(ns);
        return last == sim::no_event && t.first() != 0 ? t.first() : last;
    }
    if (position < static_cast<double>(t.first())) return t.first();
    return static_cast<sim::event_id>(std::min(position, static_cast<double>(t.size() - 1)));
}

}  // namespace gui
