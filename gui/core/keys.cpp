#include "gui/core/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gui {

namespace {

using enum command_kind;

template <command_kind kind>
command plain(const view&) {
    command c;
    c.kind = kind;
    return c;
}

template <command_kind kind, int hundredths>
command amount(const view&) {
    command c;
    c.kind = kind;
    c.number = hundredths / 100.0;
    return c;
}

template <int milliseconds>
command skip(const view&) {
    command c;
    c.kind = skip_time;
    c.time_ns = std::int64_t{milliseconds} * 1'000'000;
    return c;
}

// Around the cursor where it is in view, so that zooming with keys never loses it.
template <int percent>
command zoom_at_cursor(const view& v) {
    command c;
    c.kind = zoom;
    c.number = percent / 100.0;
    const double cursor = v.axis.position(v.session->cursor(), v.session->history());
    const bool visible = cursor >= v.axis.first() && cursor <= v.axis.last();
    c.position = visible ? cursor : (v.axis.first() + v.axis.last()) / 2;
    return c;
}

constexpr std::array stops = {0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 0.0};

template <int index>
command speed_stop(const view&) {
    command c;
    c.kind = set_speed;
    c.number = stops[index];
    return c;
}

command other_theme(const view& v) {
    command c;
    c.kind = set_theme;
    c.text = v.colours->name == "dark" ? "light" : "dark";
    return c;
}

command export_svg(const view&) {
    command c;
    c.kind = export_run;
    c.text = "svg";
    return c;
}

command next_tab(const view& v) {
    command c;
    c.kind = set_tab;
    c.text = v.tab == "resources" ? "events" : v.tab == "events" ? "warnings" : v.tab == "warnings" ? "parameters" : "resources";
    return c;
}

command next_seed(const view& v) {
    command c;
    c.kind = set_seed;
    c.text = fmt::format("{}", v.session->spec().seed + 1);
    return c;
}

// The list that is open is the one the arrows walk along.
template <int direction>
command neighbour(const view& v) {
    command c;
    if (v.show_picker) c.kind = direction > 0 ? pick_next : pick_previous;
    else c.kind = direction > 0 ? select_next_lane : select_previous_lane;
    return c;
}

command edit_time(const view&) {
    command c;
    c.kind = focus_field;
    c.text = "time";
    return c;
}

command run_to_selected(const view& v) {
    command c;
    c.kind = go_to_event;
    c.event = v.selected.event == sim::no_event ? v.session->cursor() : v.selected.event;
    return c;
}

template <char prefix>
command palette(const view&) {
    command c;
    c.kind = toggle_picker;
    c.text = std::string(1, prefix);
    return c;
}

template <int direction>
command rescale(const view& v) {
    command c;
    c.kind = set_scale;
    c.number = direction == 0 ? 1.0 : std::clamp(static_cast<double>(v.user_scale) + 0.1 * direction, 0.75, 3.0);
    return c;
}

// The same command with each number from 1 to 9.
template <command_kind kind>
constexpr std::array numbered = {amount<kind, 100>, amount<kind, 200>, amount<kind, 300>, amount<kind, 400>, amount<kind, 500>,
                                 amount<kind, 600>, amount<kind, 700>, amount<kind, 800>, amount<kind, 900>};

constexpr std::array store_bookmark_ids = {"store_bookmark_1", "store_bookmark_2", "store_bookmark_3", "store_bookmark_4", "store_bookmark_5",
                                           "store_bookmark_6", "store_bookmark_7", "store_bookmark_8", "store_bookmark_9"};
constexpr std::array store_bookmark_labels = {"Bookmark 1 here", "Bookmark 2 here", "Bookmark 3 here", "Bookmark 4 here", "Bookmark 5 here",
                                              "Bookmark 6 here", "Bookmark 7 here", "Bookmark 8 here", "Bookmark 9 here"};
constexpr std::array go_to_bookmark_ids = {"bookmark_1", "bookmark_2", "bookmark_3", "bookmark_4", "bookmark_5",
                                           "bookmark_6", "bookmark_7", "bookmark_8", "bookmark_9"};
constexpr std::array go_to_bookmark_labels = {"To bookmark 1", "To bookmark 2", "To bookmark 3", "To bookmark 4", "To bookmark 5",
                                              "To bookmark 6", "To bookmark 7", "To bookmark 8", "To bookmark 9"};

constexpr chord just(key_code k) { return {k, false, false, false}; }
constexpr chord just(char k) { return just(key_of(k)); }
constexpr chord ctrl(key_code k) { return {k, true, false, false}; }
constexpr chord ctrl(char k) { return ctrl(key_of(k)); }
constexpr chord shift(key_code k) { return {k, false, true, false}; }
constexpr chord ctrl_shift(key_code k) { return {k, true, true, false}; }

constexpr chord alt(key_code k) { return {k, false, false, true}; }
constexpr chord alt_shift(key_code k) { return {k, false, true, true}; }

constexpr chord question_mark = shift(key_of('/'));

constexpr std::string_view transport = "Transport", causes = "Selection and causes", looking = "View", general = "Window";

std::vector<binding> make_table() {
    using enum key_code;
    std::vector<binding> table = {
        {"toggle_play", "Play or pause", transport, {just(space)}, false, false, plain<toggle_play>},
        {"step", "Step one event", transport, {just(right), just('.'), just(f10)}, true, false, plain<command_kind::step>},
        {"step_back", "Step back one event", transport, {just(left), just(','), shift(f10)}, true, false, plain<step_back>},
        {"step_seen", "Step one event, with the playhead gliding there", transport, {just(f4)}, true, false, plain<step_seen>},
        {"step_task", "Next step of the selected task", transport, {ctrl(right), just(f11)}, true, false, plain<step_task>},
        {"step_task_back", "Previous step of the selected task", transport, {ctrl(left)}, true, false, plain<step_task_back>},
        {"step_task_event", "Next event of the selected task", transport, {alt_shift(right)}, true, false, plain<step_task_event>},
        {"step_task_event_back", "Previous event of the selected task", transport, {alt_shift(left)}, true, false, plain<step_task_event_back>},
        {"next_iteration", "Into the loop's next iteration", transport, {just('I')}, true, false, plain<next_iteration>},
        {"previous_iteration", "Back to the previous iteration", transport, {shift(key_of('I'))}, true, false, plain<previous_iteration>},
        {"skip", "Forward 1 s", transport, {shift(right)}, true, false, skip<1000>},
        {"skip_back", "Back 1 s", transport, {shift(left)}, true, false, skip<-1000>},
        {"skip_little", "Forward 0.1 s", transport, {ctrl_shift(right)}, true, false, skip<100>},
        {"skip_little_back", "Back 0.1 s", transport, {ctrl_shift(left)}, true, false, skip<-100>},
        {"go_to_start", "To the start", transport, {just(home)}, false, false, plain<go_to_start>},
        {"go_to_end", "To the end", transport, {just(key_code::end)}, false, false, plain<go_to_end>},
        {"play", "Play", transport, {just(f5)}, false, false, plain<play>},
        {"play_fast", "Play fast", transport, {just(f6)}, false, false, plain<play_fast>},
        {"play_express", "Play to the end at once", transport, {just(f7)}, false, false, plain<play_express>},
        {"restart", "Stop and start over", transport, {shift(f5)}, false, false, plain<restart>},
        {"run_task_to_end", "To the end of the selected task", transport, {shift(f11)}, false, false, plain<run_task_to_end>},
        {"go_to_selected", "Go to the selected event", transport, {just(f8)}, false, false, run_to_selected},
        {"edit_time", "Go to a time or event", transport, {ctrl('G')}, false, false, edit_time},
        {"breakpoint", "Breakpoint: playing stops at what is selected", transport, {just(f9)}, false, false, plain<toggle_breakpoint>},
        {"speed_1", "Speed 0.1x", transport, {just('1')}, false, false, speed_stop<0>},
        {"speed_2", "Speed 0.25x", transport, {just('2')}, false, false, speed_stop<1>},
        {"speed_3", "Speed 0.5x", transport, {just('3')}, false, false, speed_stop<2>},
        {"speed_4", "Speed 1x", transport, {just('4'), just('0')}, false, false, speed_stop<3>},
        {"speed_5", "Speed 2x", transport, {just('5')}, false, false, speed_stop<4>},
        {"speed_6", "Speed 5x", transport, {just('6')}, false, false, speed_stop<5>},
        {"speed_7", "Speed 10x", transport, {just('7')}, false, false, speed_stop<6>},
        {"speed_8", "Speed 100x", transport, {just('8')}, false, false, speed_stop<7>},
        {"speed_9", "Speed max", transport, {just('9')}, false, false, speed_stop<8>},

        {"go_to_cause", "To what made this happen", causes, {just('[')}, true, false, plain<go_to_cause>},
        {"go_to_effect", "To what this made happen", causes, {just(']')}, true, false, plain<go_to_effect>},
        {"next_sibling", "What else the same cause made happen", causes, {ctrl(']')}, true, false, plain<next_sibling>},
        {"previous_sibling", "The same, backwards", causes, {ctrl('[')}, true, false, plain<previous_sibling>},
        {"why", "Why is it here?", causes, {just('Y')}, false, false, plain<toggle_why>},
        {"path", "Critical path to here", causes, {just('P')}, false, false, plain<toggle_path>},
        {"cone", "What could affect this, and what this could affect", causes, {just('C')}, false, false, plain<toggle_cone>},
        {"arrows", "All wake arrows, or the last few", causes, {just('V')}, false, false, plain<toggle_arrows>},
        {"bookmark", "Set or remove a bookmark here", causes, {just('M')}, false, false, plain<toggle_bookmark>},
        {"next_bookmark", "Next bookmark", causes, {shift(key_of('M'))}, true, false, plain<next_bookmark>},
        {"go_to_task", "Find a task", causes, {just('G')}, false, false, palette<'@'>},
        {"find_events", "Find events", causes, {ctrl('F'), just('/')}, false, false, plain<find_events>},
        {"next_warning", "Next warning", causes, {just('N')}, false, false, plain<next_warning>},
        {"twin", "Source in Python or C++", causes, {just('L')}, false, false, plain<toggle_twin>},
        {"previous_lane", "Select the task above", causes, {just(up)}, true, true, neighbour<-1>},
        {"next_lane", "Select the task below", causes, {just(down)}, true, true, neighbour<1>},
        {"select_also_previous", "Select the task above too", causes, {shift(up)}, true, false, plain<select_also_previous>},
        {"select_also_next", "Select the task below too", causes, {shift(down)}, true, false, plain<select_also_next>},
        {"only_selected", "Only the selected tasks, or all again", causes, {just('X')}, false, false, plain<toggle_only>},
        {"dismiss", "Close the sheet, or select nothing", causes, {just(escape)}, false, true, plain<dismiss>},

        {"zoom_in", "Zoom in at the playhead", looking, {just('W'), just('='), just('+')}, true, false, zoom_at_cursor<125>},
        {"zoom_out", "Zoom out", looking, {just('S'), just('-')}, true, false, zoom_at_cursor<80>},
        {"pan_left", "Pan left", looking, {just('A')}, true, false, amount<pan, -10>},
        {"pan_right", "Pan right", looking, {just('D')}, true, false, amount<pan, 10>},
        {"fit", "Fit the whole run", looking, {ctrl('0')}, false, false, plain<fit>},
        {"focus_selection", "Fit the selected task", looking, {just('F')}, false, false, plain<focus_selection>},
        {"previous_view", "Previous view", looking, {just(backspace), alt(left)}, false, false, plain<previous_view>},
        {"next_view", "Next view", looking, {alt(right)}, false, false, plain<next_view>},
        {"cycle_axis", "Axis: time, events, or time without idle gaps", looking, {just('T')}, false, false, plain<cycle_axis>},
        {"fold", "Fold or unfold the selected task's children", looking, {just(enter)}, false, false, plain<toggle_fold>},
        {"lanes_up", "Scroll the tasks up", looking, {just(page_up)}, true, false, amount<scroll_lanes, -20000>},
        {"lanes_down", "Scroll the tasks down", looking, {just(page_down)}, true, false, amount<scroll_lanes, 20000>},
        {"next_tab", "Next tab below", looking, {just(tab)}, false, false, next_tab},

        {"picker", "Choose a scenario", general, {ctrl('P'), ctrl('O')}, false, false, plain<toggle_picker>},
        {"palette", "All commands", general, {ctrl_shift(key_of('P'))}, false, false, palette<'>'>},
        {"help", "This sheet", general, {just(f1), question_mark}, false, false, plain<toggle_help>},
        {"undo_run", "Undo a change of parameter or seed", general, {ctrl('Z')}, false, false, plain<undo_run>},
        {"redo_run", "Redo it", general, {ctrl_shift(key_of('Z'))}, false, false, plain<redo_run>},
        {"next_seed", "Next seed", general, {ctrl('R')}, false, false, next_seed},
        {"copy_token", "Copy the run as a link", general, {ctrl('L')}, false, false, plain<copy_token>},
        {"settings", "Settings and recent runs", general, {ctrl(',')}, false, false, plain<toggle_settings>},
        {"save_run", "Save the run", general, {ctrl('S')}, false, false, plain<save_run>},
        {"export_svg", "Save what the lanes show as SVG", general, {ctrl('E')}, false, false, export_svg},
        {"theme", "Dark or light", general, {ctrl('T')}, false, false, other_theme},
        {"larger", "Larger", general, {ctrl('='), ctrl('+'), ctrl_shift(key_of('='))}, true, false, rescale<1>},
        {"smaller", "Smaller", general, {ctrl('-')}, true, false, rescale<-1>},
        {"full_screen", "Full screen", general, {alt(enter)}, false, false, plain<toggle_full_screen>},
        {"screenshot", "Save a picture of the window", general, {just(f12)}, false, false, plain<save_screenshot>},
        {"quit", "Quit", general, {ctrl('Q')}, false, true, plain<quit>},
    };
    auto at = std::find_if(table.begin(), table.end(), [](const binding& b) { return b.id == "next_bookmark"; }) + 1;
    for (std::size_t i = 0; i < 9; ++i) {
        const key_code digit = key_of(static_cast<char>('1' + i));
        at = table.insert(at, {store_bookmark_ids[i], store_bookmark_labels[i], causes, {ctrl(digit)}, false, false, numbered<store_bookmark>[i]}) + 1;
    }
    for (std::size_t i = 0; i < 9; ++i) {
        const key_code digit = key_of(static_cast<char>('1' + i));
        at = table.insert(at, {go_to_bookmark_ids[i], go_to_bookmark_labels[i], causes, {alt(digit)}, false, false, numbered<go_to_bookmark>[i]}) + 1;
    }
    return table;
}

struct named_key {
    key_code key;
    std::string_view name;
};

constexpr std::array key_names = {
    named_key{key_code::space, "Space"},   named_key{key_code::left, "Left"},
    named_key{key_code::right, "Right"},   named_key{key_code::up, "Up"},
    named_key{key_code::down, "Down"},     named_key{key_code::home, "Home"},
    named_key{key_code::end, "End"},       named_key{key_code::page_up, "PgUp"},
    named_key{key_code::page_down, "PgDn"}, named_key{key_code::enter, "Enter"},
    named_key{key_code::escape, "Esc"},    named_key{key_code::backspace, "Backspace"},
    named_key{key_code::tab, "Tab"},       named_key{key_code::insert, "Insert"},
    named_key{key_code::del, "Delete"},
};

}  // namespace

std::span<const binding> key_table() {
    static const std::vector<binding> table = make_table();
    return table;
}

std::span<const gesture> gesture_table() {
    static const std::vector<gesture> table = {
        {"Select one task more, or one less", {"Ctrl+click"}},
        {"Select all tasks up to there", {"Shift+click"}},
        {"Zoom to a bar", {"double click", "middle click"}},
        {"Where its state began", {"double click on a name"}},
        {"Pan, and scroll the tasks", {"drag", "Shift+wheel"}},
        {"A stretch that fills the view", {"Ctrl+drag", "Shift+drag", "middle drag"}},
        {"Zoom at the mouse", {"Ctrl+wheel"}},
        {"Scrub bar: zoom, or pan", {"right drag", "wheel", "right double click"}},
        {"In a filter: match before, or next", {"Enter", "Shift+Enter"}},
    };
    return table;
}

const binding* find_binding(key_press press, bool typing) {
    for (const binding& b : key_table()) {
        if (typing && !b.while_typing) continue;
        if (press.repeat && !b.repeat) continue;
        if (std::find(b.keys.begin(), b.keys.end(), press.what) != b.keys.end()) return &b;
    }
    return nullptr;
}

const binding* find_binding(std::string_view id) {
    const auto table = key_table();
    const auto found = std::find_if(table.begin(), table.end(), [&](const binding& b) { return b.id == id; });
    return found == table.end() ? nullptr : &*found;
}

std::string to_string(chord c) {
    if (c == question_mark) return "?";
    std::string text;
    if (c.ctrl) text += "Ctrl+";
    if (c.alt) text += "Alt+";
    if (c.shift) text += "Shift+";
    const auto number = static_cast<unsigned>(c.key);
    const auto named = std::find_if(key_names.begin(), key_names.end(), [&](const named_key& n) { return n.key == c.key; });
    if (named != key_names.end()) return text += named->name;
    if (c.key >= key_code::f1 && c.key <= key_code::f12) {
        return text + fmt::format("F{}", number - static_cast<unsigned>(key_code::f1) + 1);
    }
    return text + static_cast<char>(number);
}

std::string key_hint(std::string_view id) {
    const binding* b = find_binding(id);
    return b == nullptr || b->keys.empty() ? std::string() : to_string(b->keys.front());
}

std::optional<chord> parse_chord(std::string_view text) {
    if (text == "?") return question_mark;
    chord c;
    const auto take = [&](std::string_view prefix) {
        if (text.size() <= prefix.size() || !text.starts_with(prefix)) return false;
        text.remove_prefix(prefix.size());
        return true;
    };
    c.ctrl = take("Ctrl+");
    c.alt = take("Alt+");
    c.shift = take("Shift+");
    for (const named_key& n : key_names) {
        if (n.name == text) return c.key = n.key, c;
    }
    if (text.size() >= 2 && text.front() == 'F') {
        for (unsigned n = 1; n <= 12; ++n) {
            if (text == fmt::format("F{}", n)) return c.key = static_cast<key_code>(static_cast<unsigned>(key_code::f1) + n - 1), c;
        }
    }
    if (text.size() != 1) return std::nullopt;
    c.key = key_of(text.front());
    return c;
}

std::span<const double> speed_stops() { return stops; }

std::string speed_text(double speed) { return speed == 0 ? "max" : fmt::format("{:g}x", speed); }

}  // namespace gui
