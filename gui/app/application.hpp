#pragma once
// The window without a window: a session, what is looked at, and the commands that change either. Knows ImGui but no
// backend, so a test drives it whole.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/app/settings.hpp"
#include "gui/core/keys.hpp"
#include "gui/core/layout.hpp"
#include "gui/core/view.hpp"

namespace gui {

struct application_options {
    settings chosen;
    std::vector<std::string> recent;  // tokens
    float display_scale = 1;
    std::optional<command> start_at;  // go_to_time or go_to_event once the run is there
    bool autoplay = true;
    std::uint64_t first_slice = 200'000;  // handles run before the first frame
    std::uint64_t most_events = 10'000'000;  // a run that does not end is computed no further by itself
    std::uint64_t most_made_again = 4'000'000;  // a recorded run of more events is shown by parts, from its file
    std::uint64_t noticeable = 1'000'000;  // events: reading as many is announced, a frame before it is done
    std::shared_ptr<const sim::recording> recording;  // of such a run, to begin with
};

// "reading run.trace", of a file with as many events or more; "" of a smaller one, which is there at once.
std::string what_is_read(const std::string& path, std::uint64_t noticeable = application_options().noticeable);

class application {
public:
    // `spec` is normalised. An ImGui context must exist and outlive the application.
    application(sim::run_spec spec, sim::catalogue, application_options);

    // --- what a backend calls
    // Builds the font atlas when the scale changed; true: its texture must be uploaded again. Before every frame.
    bool prepare();
    // One ImGui frame from NewFrame() to Render(); `seconds` since the last one. The backend has filled ImGui's IO.
    void frame(double seconds);
    void press(key_press);
    void set_display_scale(float);
    // Seconds until something changes by itself: 0 while it plays or computes, infinity when nothing will.
    double next_change() const;
    bool computing() const { return view_.growing; }  // the run is longer than what is computed so far
    void compute();                                   // a few milliseconds of it; frame() does it by itself
    bool take_full_screen_request();  // to fill the screen, or no longer to
    std::optional<std::string> take_screenshot_request();  // "" for a name of the backend's choice
    void notify(std::string text) { view_.notice = std::move(text); }

    // --- what tests and the backend look at
    void apply(const command&);
    const view& state() const { return view_; }
    const sim::session& session() const { return session_; }
    const hit_map& hits() const { return hits_; }
    const layout& panels() const { return layout_; }
    std::uint64_t commands_applied() const { return applied_; }
    bool done() const { return quit_; }
    settings chosen() const;
    const std::vector<std::string>& recent() const { return recent_; }  // tokens of runs, the last one first
    std::string title() const;       // of the window
    std::string state_line() const;  // one line of key=value for scripts

private:
    application_options options_;
    sim::session session_;
    view view_;
    fonts fonts_;
    command_bus bus_;
    hit_map hits_;
    layout layout_;
    splits splits_;
    float display_scale_;
    float built_scale_ = 0;
    double play_position_ = 0;     // where playing is, in ns or events: finer than the cursor
    double autoplay_in_ = -1;      // seconds; negative: not waiting
    bool speed_is_chosen_ = false;  // by a person, so it is not fitted to the run's length
    enum class tour { off, looks_for_wait, shows_wait, to_the_end };
    tour tour_ = tour::off;
    bool toured_ = false;          // somebody has seen the tour to its end, or closed it
    std::vector<std::string> recent_;  // tokens of runs, the last one first
    std::vector<sim::run_spec> undone_, done_;  // what undo and redo go back to, the next one last
    std::size_t learnt_ = 0;       // events, when the axis last learnt of them
    std::uint64_t reading_ = 0;    // session_.reading() that the axis knows
    bool showed_all_ = true;       // the axis, in the last frame
    axis_mode chosen_axis_ = axis_mode::time;  // a run that takes no time is opened on that of events nevertheless
    bool follow_ = false;          // the view moves with the cursor in this frame
    bool quit_ = false;
    std::uint64_t applied_ = 0;
    std::optional<command_kind> last_range_change_;
    struct range {
        axis_mode mode;
        double first, last;
    };
    std::vector<range> past_ranges_, next_ranges_;  // the nearest last
    bool full_screen_ = false;  // asked for, or asked to end, since the backend looked
    std::optional<std::string> screenshot_;
    std::optional<command> announced_;  // reads a file: done once a frame has said so
    bool said_so_ = false;              // the last frame said what view_.reading says
    struct not_said_yet {};             // thrown by a command that reads, where no frame has said so

    // application.cpp: the run
    void execute(const command&);
    void grow(std::uint64_t handles);
    void open(sim::run_spec, bool keep_view);
    void open_recording(std::shared_ptr<const sim::recording>);
    void show_opened(bool keep_view, bool all);
    bool take_part();  // the axis goes to the part of a recorded run that was read
    void open_text(const std::string& name_alias_or_token);
    void change_parameter(const command&);
    void change_seed(const command&);
    void change_run(sim::run_spec);
    void undo_change(bool back);
    void remember_run();
    void fit_speed();
    void refresh();  // after the cursor moved

    // commands.cpp
    bool apply_to_run(const command&);
    bool apply_to_transport(const command&);
    bool apply_to_selection(const command&);
    bool apply_to_axis(const command&);
    bool apply_to_window(const command&);
    void focus_selection();
    void change_view(std::vector<range>& from, std::vector<range>& to);
    void go_to(sim::event_id);
    void go_to_recorded(std::int64_t ns);
    bool step_selected_task(bool forward);
    void select_event(sim::event_id);
    void select_neighbour(int direction);
    void select_also(sim::task_id);
    void select_up_to(sim::task_id);
    void select_also_neighbour(int direction);
    void tell_selected();
    void toggle_only();
    void show_all_lanes();
    void pick_neighbour(int direction);
    void go_along_cause(bool forward);

    // questions.cpp
    bool apply_to_questions(const command&);
    void go_to_iteration(bool forward);
    void go_to_task_event(bool forward);
    void go_to_next_warning();
    void go_to_sibling(bool forward);
    void toggle_bookmark();
    void store_bookmark(int number);
    bool go_to_next_bookmark();
    bool go_to_bookmark(int number);
    void toggle_breakpoint(sim::task_id, sim::object_id);
    bool fold(sim::task_id);
    void apply_theme(std::string_view name);

    // files.cpp
    bool must_say(sim::event_id where);
    void read_announced();
    void nothing_is_read();
    void open_file(const std::string& path);
    void save_run(const std::string& path);
    void export_run(const std::string& path_or_ending);

    // tour.cpp: what somebody sees first
    void lead_tour(sim::event_id before);
    void end_tour();
    void close_coach_mark();

    // playback.cpp
    bool plays_by_event() const;
    double position_to_play_from() const;
    void start_playing();
    void stop_playing() { view_.playing = false; }
    void advance(double seconds);
    void glide();
    void arrive();
    bool stop_at_breakpoint(sim::event_id before);
    bool is_in_another_part(const command& range) const;
    void remember_range(command_kind);
    void show_range(double first, double last, command_kind);
    void show_cursor();

    // frame.cpp
    void draw_panels(ImVec2 size);
    void draw_splitter(const char* name, const rect&, bool upright, ImVec2 size);
    void draw_overlays(ImVec2 size);
    void hover();
};

}  // namespace gui
