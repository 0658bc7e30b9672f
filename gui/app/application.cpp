#include "gui/app/application.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <limits>

#include "gui/draw/run_index.hpp"
#include "gui/draw/text.hpp"
#include "sim/transcript.hpp"

namespace gui {

namespace {

constexpr double autoplay_delay = 1.0;
constexpr float least_width = 512, least_height = 320;  // that the panels need, at 100 %
constexpr std::uint64_t handles_between_packings = 4096;
constexpr std::size_t most_recent = 12;
constexpr double longest_show = 60, shortest_show = 4;  // seconds that a whole run should play

}  // namespace

application::application(sim::run_spec spec, sim::catalogue scenarios, application_options options)
    : options_(std::move(options)),
      session_(spec, scenarios),
      splits_(options_.chosen.shares),
      display_scale_(options_.display_scale) {
    view_.session = &session_;
    view_.text = &fonts_;
    view_.user_scale = options_.chosen.user_scale;
    view_.speed = options_.chosen.speed;
    view_.colour_free = options_.chosen.colour_free;
    view_.reduced_motion = options_.chosen.reduced_motion;
    view_.wheel_zooms = options_.chosen.wheel_zooms;
    toured_ = options_.chosen.toured;
    apply_theme(options_.chosen.theme);
    recent_ = options_.recent;
    if (options_.recording != nullptr) open_recording(options_.recording);
    else open(std::move(spec), false);
    if (options_.start_at) apply(*options_.start_at);
    // Nobody watches a run from a place they asked for and wants it to move by itself.
    else if (options_.autoplay && !view_.reduced_motion && session_.recorded() == nullptr) {
        autoplay_in_ = autoplay_delay;
        if (!toured_) tour_ = tour::looks_for_wait;
    }
}

void application::grow(std::uint64_t handles) {
    std::uint64_t left = handles;
    bool more = true;
    while (left > 0 && more && session_.events().size() < options_.most_events) {
        more = session_.step_handle();
        --left;
        if (left % handles_between_packings == 0) session_.pack();
    }
    const bool enough = session_.events().size() >= options_.most_events;
    view_.growing = more && !enough;
    if (enough && session_.state() == sim::run_state::running) {
        view_.notice = fmt::format("the run goes on after {} events; only these are shown", count_text(session_.events().size()));
    }
}

void application::open(sim::run_spec spec, bool keep_view) {
    stop_playing();
    autoplay_in_ = -1;
    const bool all = view_.axis.shows_all(session_.history());
    if (spec != session_.spec()) {
        view_.bookmarks.clear();
        view_.task_breakpoints.clear();
        view_.object_breakpoints.clear();
    }
    session_.restart(std::move(spec));
    grow(options_.first_slice);
    session_.go_to_start();
    show_opened(keep_view, all);
}

void application::open_recording(std::shared_ptr<const sim::recording> file) {
    stop_playing();
    autoplay_in_ = -1;
    session_ = sim::session(std::move(file), session_.scenarios());
    view_.growing = false;
    show_opened(false, true);
}

void application::show_opened(bool keep_view, bool all) {
    reading_ = session_.reading();
    view_.axis.learn(session_.history());
    learnt_ = session_.history().size();
    view_.selected = {};
    view_.hovered_task = 0;
    view_.learning = sim::no_event;
    view_.coach.clear();
    tour_ = tour::off;
    remember_run();
    view_.hovered_object = 0;
    play_position_ = 0;
    if (keep_view) {
        if (all) view_.axis.fit(session_.history());
        view_.axis.clamp(session_.history());
    } else {
        const bool no_time = session_.run_end_time() == 0 && !view_.growing;
        view_.axis.set_mode(no_time ? axis_mode::event : chosen_axis_, session_.history());
        view_.axis.fit(session_.history());
        view_.lane_scroll = 0;
        past_ranges_.clear();
        next_ranges_.clear();
        last_range_change_.reset();
        fit_speed();
    }
    refresh();
}

// The last one first, each once.
void application::remember_run() {
    const std::string token = sim::to_token(session_.spec(), session_.scenarios());
    std::erase(recent_, token);
    recent_.insert(recent_.begin(), token);
    if (recent_.size() > most_recent) recent_.resize(most_recent);
    view_.recent = recent_;
}

void application::open_text(const std::string& text) {
    sim::run_spec spec;
    if (text.find('~') != std::string::npos) {
        spec = sim::from_token(text, session_.scenarios());
    } else {
        const sim::found found = sim::find(session_.scenarios(), text);
        spec.scenario = found.what->name;
        spec.seed = session_.spec().seed;
        if (found.by != nullptr) spec.parameters = found.by->values;
        spec = sim::normalised(spec, session_.scenarios());
    }
    open(spec, false);
    done_.clear();
    undone_.clear();
    view_.notice.clear();
    view_.show_picker = false;
}

void application::change_parameter(const command& c) {
    if (!c.value) return;
    sim::run_spec spec = session_.spec();
    std::erase_if(spec.parameters, [&](const auto& p) { return p.first == c.text; });
    spec.parameters.emplace_back(c.text, *c.value);
    spec = sim::normalised(std::move(spec), session_.scenarios());
    change_run(std::move(spec));
}

void application::change_seed(const command& c) {
    sim::run_spec spec = session_.spec();
    if (c.text.empty()) {
        if (!(c.number >= 0 && c.number < 1.8e19)) throw sim::usage_error{"the seed must be a whole number from 0"};
        spec.seed = static_cast<std::uint64_t>(c.number);
    } else {
        const char* last = c.text.data() + c.text.size();
        const auto [rest, fault] = std::from_chars(c.text.data(), last, spec.seed);
        if (fault != std::errc() || rest != last) {
            throw sim::usage_error{fmt::format("'{}' is no seed; expected a whole number from 0 to {}", c.text,
                                               std::numeric_limits<std::uint64_t>::max())};
        }
    }
    change_run(std::move(spec));
}

void application::change_run(sim::run_spec spec) {
    if (spec != session_.spec()) {
        done_.push_back(session_.spec());
        undone_.clear();
        open(std::move(spec), true);
    }
    view_.notice.clear();
}

void application::undo_change(bool back) {
    auto& from = back ? done_ : undone_;
    if (from.empty()) {
        view_.notice = back ? "no change of a parameter or the seed to undo" : "nothing to redo";
        return;
    }
    (back ? undone_ : done_).push_back(session_.spec());
    sim::run_spec spec = std::move(from.back());
    from.pop_back();
    open(std::move(spec), true);
    view_.notice = back ? "undone" : "redone";
}

// At one speed for all, a run of hours would show nothing for hours and a run of milliseconds be over at once.
void application::fit_speed() {
    if (speed_is_chosen_) return;
    view_.speed = options_.chosen.speed;
    const double seconds = static_cast<double>(session_.run_end_time()) / 1e9;
    const auto stops = speed_stops();
    if (view_.speed == 0 || seconds == 0) return;
    while (seconds / view_.speed > longest_show) {
        const auto faster = std::find_if(stops.begin(), stops.end(), [&](double stop) { return stop > view_.speed; });
        if (faster == stops.end()) return;
        view_.speed = *faster;
    }
    while (seconds / view_.speed < shortest_show) {
        const auto slower = std::find_if(stops.rbegin(), stops.rend(), [&](double stop) { return stop > 0 && stop < view_.speed; });
        if (slower == stops.rend()) return;
        view_.speed = *slower;
    }
}

void application::refresh() {
    view_.gliding_to = sim::no_event;
    view_.now = session_.now();
    if (take_part()) follow_ = true;
    if (!session_.trouble().empty()) view_.notice = session_.trouble();
}

bool application::take_part() {
    if (reading_ == session_.reading()) return false;
    reading_ = session_.reading();
    view_.axis.learn(session_.history());
    if (showed_all_) view_.axis.fit(session_.history());
    if (session_.history().task(view_.selected.task) == nullptr) view_.selected.task = 0;
    std::erase_if(view_.selected.others, [this](sim::task_id task) { return session_.history().task(task) == nullptr; });
    if (session_.history().object(view_.selected.object) == nullptr) view_.selected.object = 0;
    return true;
}

void application::apply(const command& c) {
    ++applied_;
    if (announced_) read_announced();
    execute(c);
}

void application::execute(const command& c) {
    try {
        if (!apply_to_run(c) && !apply_to_transport(c) && !apply_to_selection(c) && !apply_to_questions(c) && !apply_to_axis(c)) apply_to_window(c);
        // Whatever leads to a task that has no lane now brings back all lanes.
        const run_index& index = index_of(session_);
        if (index.shows_only_some() && view_.selected.task != 0 && index.row_of(view_.selected.task) < 0) show_all_lanes();
    } catch (not_said_yet) {
        announced_ = c;
    } catch (const sim::usage_error& e) {
        view_.notice = e.message;
    } catch (const std::exception& e) {
        // A scenario that misuses the library is shown, not a reason to close the window.
        view_.notice = e.what();
    }
}

double application::next_change() const {
    if (view_.playing || view_.growing || !view_.reading.empty() || view_.gliding_to != sim::no_event || !bus_.empty()) return 0;
    return autoplay_in_ >= 0 ? autoplay_in_ : std::numeric_limits<double>::infinity();
}

bool application::prepare() {
    // In a small window as large as there is room for; in steps, for each makes its own fonts.
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const bool known = size.x > 0;  // not before the first frame
    const float most = known ? std::max(std::floor(8 * std::min(size.x / least_width, size.y / least_height)) / 8, 0.75F) : 4;
    view_.scale = std::min(display_scale_ * view_.user_scale, most);
    if (built_scale_ == view_.scale) return false;
    fonts_ = load_fonts(view_.scale);
    gui::apply(*view_.colours, view_.scale);
    built_scale_ = view_.scale;
    return true;
}

void application::set_display_scale(float scale) {
    if (std::isfinite(scale) && scale > 0) display_scale_ = std::clamp(scale, 0.5F, 4.0F);
}

void application::press(key_press press) {
    // A key answers what is on the screen, also for somebody who types faster than frames come.
    if (const binding* b = find_binding(press, ImGui::GetIO().WantTextInput)) apply(b->make(view_));
}

bool application::take_full_screen_request() { return std::exchange(full_screen_, false); }

std::optional<std::string> application::take_screenshot_request() { return std::exchange(screenshot_, std::nullopt); }

settings application::chosen() const {
    settings s = options_.chosen;
    s.theme = view_.colours->name;
    s.colour_free = view_.colour_free;
    s.reduced_motion = view_.reduced_motion;
    s.wheel_zooms = view_.wheel_zooms;
    s.toured = toured_;
    s.user_scale = view_.user_scale;
    if (speed_is_chosen_) s.speed = view_.speed;
    s.shares = splits_;
    return s;
}

std::string application::title() const { return session_.what().title + " - Orrery"; }

std::string application::state_line() const {
    const sim::event_id cursor = session_.cursor();
    const std::string number = cursor == sim::no_event ? "none" : fmt::format("{}", cursor);
    return fmt::format("scenario={} seed={} event={} time={} events={} task={} playing={} speed={} theme={} help={} picker={} why={} tab={}",
                       session_.spec().scenario, session_.spec().seed, number, sim::format_time(session_.cursor_time()),
                       session_.run_events(), view_.selected.task, view_.playing, speed_text(view_.speed),
                       view_.colours->name, view_.show_help, view_.show_picker, view_.show_why, view_.tab);
}

}  // namespace gui
