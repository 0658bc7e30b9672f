#pragma once
// Everything a person can do to the window is a command: buttons, keys, palette, command line and tests send the same.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/session.hpp"

namespace gui {

enum class command_kind : std::uint8_t {
    // the run
    open_scenario,   // text: name or alias, or a token
    set_parameter,   // text: name, value: new value (restarts the run, cursor to the start)
    set_seed,        // number
    restart,
    undo_run, redo_run,  // the last change of parameters or seed
    // transport
    play, pause, toggle_play,
    play_fast, play_express,    // ten times as fast as time; to the end at once
    step, step_back,            // one event
    step_seen,                  // one event, the playhead gliding to it
    skip_time,                  // time_ns: this much forward or (negative) back
    step_task, step_task_back,  // the selected task's next or previous event
    run_task_to_end,            // to where the selected task ends
    go_to_event,                // event
    go_to_time,                 // time_ns
    go_to_text,                 // text: as people type a moment: "1.8", "+0.5", "#128"
    go_to_start, go_to_end,
    set_speed,                  // number: virtual seconds per second; 0 is max
    // selection
    select_event,   // event (also moves the cursor there)
    select_task,    // task; 0 clears
    select_object,  // object
    select_next_lane, select_previous_lane,
    select_also,    // task: added to what is selected, or taken from it
    select_up_to,   // task: with all lanes between it and the selected one
    select_also_next, select_also_previous,  // the lanes beside the selected one
    toggle_only,    // only the selected tasks have lanes, or all again
    clear_selection,
    go_to_cause,    // the event that made this one happen
    go_to_effect,   // the first event this one made happen
    next_sibling, previous_sibling,  // what else was made to happen by the same cause
    // why
    toggle_why,     // the answer for the selected task
    toggle_path,    // the critical path to the selected event
    toggle_cone,    // what may have had a part in it, and what it may lead to
    toggle_arrows,  // all wakes in view, or the last few
    next_iteration, previous_iteration,  // of the loop
    step_task_event, step_task_event_back,  // the selected task's next event
    toggle_twin,    // source in C++ or Python
    toggle_bookmark,  // here
    next_bookmark,    // after the cursor, else the first
    store_bookmark,   // number, 1 to 9: here; where it is here already it is removed
    go_to_bookmark,   // number, 1 to 9
    toggle_breakpoint,  // task or object, both 0: the selected one: playing stops there
    toggle_fold,      // task, 0: the selected one: its descendants share its lane
    next_warning,   // to the next warning after the cursor, else the first
    learn_warning,  // event: whose meaning is shown; no_event: none
    close_coach,    // the tour's mark
    // view
    set_view_range,  // time_ns, time_ns_2
    zoom,            // number: factor; position: what stays where it is
    pan,             // number: fraction of the view
    fit,
    focus_selection,  // the selected task's life fills the view; without a selection, or again: fit
    previous_view,    // undoes the last change of range
    next_view,        // does it again
    cycle_axis,
    scroll_lanes,     // number: pixels, down is positive
    set_tab,          // text: "resources", "events", "warnings", "parameters"
    set_search,       // text: what the picker looks for
    focus_field,      // text: the field that takes the keyboard: "time", "seed"
    set_split,        // text: "tree", "right", "bottom", "now"; number: share of the window
    set_theme,       // text: "dark" or "light"
    set_scale,       // number
    toggle_full_screen,
    set_colour_free, set_reduced_motion, set_wheel_zooms,  // number: 1 on, 0 off
    toggle_help,
    toggle_settings,
    toggle_picker,    // text: what it begins to look for, as ">" for commands
    find_events,      // in the table of events
    pick_next, pick_previous,  // in the picker
    copy_token,       // the run as one word, to the clipboard
    dismiss,          // closes the topmost sheet; with none open, clears the selection
    save_screenshot,  // text: file, "" for a name of its own
    open_file,        // text: a recorded run
    save_run,         // text: file, "" for a name of its own
    export_run,       // text: a file that ends in .svg, .csv, .json, .chrome or .txt; an ending alone for a name of its own
    quit,
};

struct command {
    command_kind kind{};
    sim::event_id event = sim::no_event;
    sim::task_id task = 0;
    sim::object_id object = 0;
    std::int64_t time_ns = 0;
    std::int64_t time_ns_2 = 0;
    std::optional<double> position;  // in axis units; without it time_ns is meant
    double number = 0;
    std::string text;
    std::optional<sim::parameter_value> value;
};

// Panels push while they draw; the application applies them between frames.
class command_bus {
public:
    void push(command c) { pending_.push_back(std::move(c)); }
    void push(command_kind kind) {
        command c;
        c.kind = kind;
        pending_.push_back(std::move(c));
    }
    std::vector<command> take() { return std::exchange(pending_, {}); }
    bool empty() const { return pending_.empty(); }

private:
    std::vector<command> pending_;
};

}  // namespace gui
