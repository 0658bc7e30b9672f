#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gui/app/application.hpp"
#include "gui/draw/marks.hpp"

namespace gui {

namespace {

constexpr std::uint64_t slice = 8192;      // handles run before the clock is looked at
// For computing between two frames. Who looks at a still picture wants the rest of it soon.
constexpr std::chrono::milliseconds slice_time{50}, slice_time_while_playing{12};
constexpr double events_per_second = 8;    // at 1x, where events are what the axis counts
constexpr double glide_time = 0.5;         // seconds, however far it is
constexpr std::size_t ranges_kept = 100;

}  // namespace

// A run that takes no virtual time has only its events to show.
bool application::plays_by_event() const {
    return view_.axis.mode() == axis_mode::event || session_.run_end_time() == 0;
}

void application::start_playing() {
    if (session_.history().size() == 0) return;
    const bool at_end = session_.cursor() != sim::no_event && session_.cursor() + 1 >= session_.run_events();
    if (at_end && !view_.growing) go_to(sim::no_event);
    view_.playing = true;
    view_.show_why = false;
    if (!view_.coach.empty()) close_coach_mark();
    autoplay_in_ = -1;
    refresh();
    play_position_ = position_to_play_from();
}

double application::position_to_play_from() const {
    if (!plays_by_event()) return view_.axis.position_of_time(session_.cursor_time(), session_.history());
    return session_.cursor() == sim::no_event ? -1 : static_cast<double>(session_.cursor());
}

void application::compute() {
    const bool all = view_.axis.shows_all(session_.history());
    const auto start = std::chrono::steady_clock::now();
    const auto longest = view_.playing ? slice_time_while_playing : slice_time;
    do grow(slice);
    while (view_.growing && std::chrono::steady_clock::now() - start < longest);
    // It reads the whole run: not for every slice of a long one.
    if (!view_.growing || session_.history().size() - learnt_ >= learnt_ / 3) {
        learnt_ = session_.history().size();
        view_.axis.learn(session_.history());
    }
    if (all) view_.axis.fit(session_.history());
}

// Playing has gone on from `before`: goes back to the first breakpoint after it, if there is one.
bool application::stop_at_breakpoint(sim::event_id before) {
    if (view_.task_breakpoints.empty() && view_.object_breakpoints.empty()) return false;
    const auto& events = session_.events();
    for (sim::event_id e = std::max(before + 1, events.first()); session_.cursor() != sim::no_event && e <= session_.cursor(); ++e) {  // no_event + 1 is 0
        if (!stops_at(view_, events[e])) continue;
        session_.go_to(e);
        view_.notice = fmt::format("breakpoint: #{}", e);
        return true;
    }
    return false;
}

// Begins the way to the next event; one that has begun is at its end at once.
void application::glide() {
    if (view_.gliding_to != sim::no_event) arrive();
    const sim::event_id next = session_.cursor() + 1;  // no_event + 1 is 0
    if (view_.reduced_motion || next >= session_.history().size()) {
        return arrive();
    }
    stop_playing();
    autoplay_in_ = -1;
    view_.selected.event = sim::no_event;
    // Where it goes is in sight, and so is most of the way.
    const double there = view_.axis.position(next, session_.history());
    if (there > view_.axis.last() || there < view_.axis.first()) view_.axis.pan(there - (view_.axis.first() + 3 * view_.axis.last()) / 4);
    view_.axis.clamp(session_.history());
    follow_ = false;  // the cursor, which may be out of sight by then
    view_.gliding_to = next;
    view_.glide = 0;
}

void application::arrive() {
    view_.gliding_to = sim::no_event;
    command c;
    c.kind = command_kind::step;
    apply_to_transport(c);
}

void application::advance(double seconds) {
    if (view_.growing) compute();
    if (view_.gliding_to != sim::no_event) {
        view_.glide += static_cast<float>(seconds / glide_time);
        if (view_.glide >= 1) arrive();
        return;
    }
    if (autoplay_in_ >= 0) {
        autoplay_in_ -= seconds;
        if (autoplay_in_ < 0) start_playing();
        return;
    }
    if (!view_.playing) return;

    const sim::event_id before = session_.cursor();
    const auto last = static_cast<sim::event_id>(session_.history().size() - 1);  // of the part that is there
    const bool goes_on = last + 1 < session_.run_events();
    // Of a run in a file that is read in parts, none with a breakpoint in it may be passed over.
    const bool every_part = view_.speed != 0 || !view_.task_breakpoints.empty() || !view_.object_breakpoints.empty();
    bool over = false;
    if (view_.speed == 0) {
        if (!every_part && must_say(static_cast<sim::event_id>(session_.run_events() - 1))) return;
        session_.go_to(every_part ? last : static_cast<sim::event_id>(session_.run_events() - 1));
        over = true;
    } else if (plays_by_event()) {
        play_position_ += seconds * view_.speed * events_per_second;
        over = play_position_ >= static_cast<double>(last);
        if (over) session_.go_to(last);
        else if (play_position_ >= 0) session_.go_to(static_cast<sim::event_id>(play_position_));
    } else {
        play_position_ += seconds * view_.speed * 1e9;
        over = play_position_ >= view_.axis.position_of_time(session_.history().end_time(), session_.history());
        if (over) session_.go_to(last);
        else session_.go_to(session_.history().event_at(view_.axis.time_of(play_position_)));
    }
    bool stopped = stop_at_breakpoint(before);
    if (over && !stopped && every_part && goes_on) {
        over = false;
        if (!must_say(last + 1)) {
            session_.go_to(last + 1);
            over = session_.cursor() != last + 1;  // a file is damaged there
            stopped = !over && stop_at_breakpoint(last);
        }
    }
    if (stopped || (over && !view_.growing)) stop_playing();
    if (session_.cursor() == before) return;
    const bool other_part = reading_ != session_.reading();
    refresh();
    if (other_part) play_position_ = position_to_play_from();
    follow_ = true;
    lead_tour(before);
}

// One entry for a whole gesture: turning the wheel is one change of view.
void application::remember_range(command_kind kind) {
    const bool gesture = kind == command_kind::zoom || kind == command_kind::pan;
    if (gesture && last_range_change_ == kind) return;
    last_range_change_ = kind;
    next_ranges_.clear();
    past_ranges_.push_back({view_.axis.mode(), view_.axis.first(), view_.axis.last()});
    if (past_ranges_.size() > ranges_kept) past_ranges_.erase(past_ranges_.begin());
}

void application::show_range(double first, double last, command_kind kind) {
    remember_range(kind);
    view_.axis.set_range(first, last);
    view_.axis.clamp(session_.history());
}

// While playing the cursor walks through the middle of the view; a jump puts it there only when it left the view.
void application::show_cursor() {
    const double length = view_.axis.last() - view_.axis.first();
    const double cursor = view_.axis.position(session_.cursor(), session_.history());
    if (view_.playing) {
        const double edge = view_.axis.first() + length * 0.7;
        if (cursor > edge) view_.axis.pan(cursor - edge);
    }
    if (cursor < view_.axis.first() || cursor > view_.axis.last()) {
        view_.axis.pan(cursor - (view_.axis.first() + view_.axis.last()) / 2);
    }
    // The whole run in view stays as it is.
    view_.axis.clamp(session_.history());
}

}  // namespace gui
