#include "gui/panels/scrub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/marks.hpp"
#include "gui/draw/ruler.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/run_shape.hpp"
#include "gui/panels/widgets.hpp"

namespace gui {

namespace {

// From the bottom up: work first, then what waits.
constexpr std::array stack_order = {sim::task_state::running, sim::task_state::ready, sim::task_state::cancelling,
                                    sim::task_state::lock,    sim::task_state::queue, sim::task_state::io,
                                    sim::task_state::sleeping, sim::task_state::join};

float px(const view& v, float pixels) { return std::round(pixels * v.scale); }

// Neighbouring columns that look the same become one rectangle.
void draw_stack(const view& v, const run_shape& c, rect strip, float playhead) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto width = std::min(c.columns.size(), static_cast<std::size_t>(strip.width()));
    const auto split = static_cast<std::size_t>(std::clamp(playhead - strip.min.x, 0.0F, static_cast<float>(width)));
    for (std::size_t x = 0; x < width;) {
        std::size_t end = x + 1;
        while (end < width && end != split && c.columns[end] == c.columns[x]) ++end;
        float y = strip.max.y;
        for (const sim::task_state state : stack_order) {
            const float share = c.columns[x][static_cast<std::size_t>(state)] / c.most;
            if (share <= 0) continue;
            const float top = y - share * strip.height();
            list.AddRectFilled(ImVec2(strip.min.x + static_cast<float>(x), top), ImVec2(strip.min.x + static_cast<float>(end), y),
                               faded(v.colours->of(state).fill, x < split ? 1.0F : 0.35F));
            y = top;
        }
        x = end;
    }
}

// Where events are, and where they crowd: most runs do a lot in no time at all.
void draw_density(const view& v, const run_shape& c, rect strip, float playhead) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float full = std::log1p(static_cast<float>(c.most_events));
    for (std::size_t i = 0; i < c.events.size(); ++i) {
        if (c.events[i] == 0) continue;
        const float x = strip.min.x + static_cast<float>(i);
        const float strength = 0.3F + 0.7F * std::log1p(static_cast<float>(c.events[i])) / full;
        list.AddRectFilled(ImVec2(x, strip.min.y), ImVec2(x + 1, strip.max.y),
                           faded(v.colours->text, strength * (x <= playhead ? 1.0F : 0.4F)));
    }
}

// How full the fullest queue is, over the states. One item at a time says no more than the states do.
void draw_depth(const view& v, const run_shape& c, rect strip) {
    if (c.most_depth < 2) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto height = [&](std::size_t x) {
        return std::round(strip.max.y - (strip.height() - px(v, 3)) * static_cast<float>(c.depth[x]) / static_cast<float>(c.most_depth));
    };
    const ImU32 ink = faded(v.colours->text, 0.8F);
    const float line = std::max(1.0F, px(v, 1));
    const auto width = std::min(c.depth.size(), static_cast<std::size_t>(strip.width()));
    for (std::size_t x = 0; x < width;) {
        std::size_t end = x + 1;
        while (end < width && c.depth[end] == c.depth[x]) ++end;
        const float left = strip.min.x + static_cast<float>(x), right = strip.min.x + static_cast<float>(end), y = height(x);
        if (c.depth[x] > 0) {
            list.AddRectFilled({left, y + line}, {right, y + 2 * line}, v.colours->background);  // seen on any colour
            list.AddRectFilled({left, y}, {right, y + line}, ink);
        }
        if (end < width) list.AddRectFilled({right - line, std::min(y, height(end))}, {right, std::max(y, height(end)) + line}, ink);
        x = end;
    }
}

// What a state means, for somebody who has never heard of it.
const char* lesson_of(sim::task_state state) {
    switch (state) {
        case sim::task_state::running: return "Its code runs. One task runs at a time, until it awaits something. In virtual time that takes no time at all.";
        case sim::task_state::ready: return "It could run and stands in the ready queue, in the order in which tasks became ready.";
        case sim::task_state::sleeping: return "It awaits a timer: sleep().";
        case sim::task_state::lock: return "What it needs is taken: a lock, a permit of a semaphore, or an event that is not set.";
        case sim::task_state::queue: return "It awaits an item of an empty queue, room in a full one, or the end of its work.";
        case sim::task_state::io: return "It awaits the simulated network: a connection, an answer, or that what it sends has left.";
        case sim::task_state::join: return "It awaits other tasks: a task, a gather(), a group or a future.";
        case sim::task_state::cancelling: return "It was asked to cancel: CancelledError is on its way, or it cleans up.";
        default: return "";
    }
}

// "waits for a lock", or "lock" where there is no room.
std::string_view brief_name(const view& v, std::string_view name, float room) {
    if (text_width(v.text->small, name) <= room) return name;
    for (const std::string_view beginning : {"waits for a ", "waits for "}) {
        if (name.starts_with(beginning)) return name.substr(beginning.size());
    }
    return name;
}

void draw_legend(const view& v, const run_shape& c, rect area, hit_map& hits) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    std::vector<sim::task_state> shown;
    for (const sim::task_state state : stack_order) {
        if (c.present[static_cast<std::size_t>(state)]) shown.push_back(state);
    }
    if (shown.empty()) return;
    const std::size_t rows = 3;
    const std::size_t columns = (shown.size() + rows - 1) / rows;
    const float column = std::min(area.width() / static_cast<float>(columns), px(v, 168));
    const float line = std::floor(area.height() / static_cast<float>(rows));
    const bool tight = std::any_of(shown.begin(), shown.end(), [&](sim::task_state state) {
        const float room = column - px(v, 30);
        return text_width(v.text->small, brief_name(v, v.colours->of(state).name, room)) > room;
    });
    const float mark = px(v, tight ? 14 : 20), text = mark + px(v, tight ? 4 : 6);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const state_style& style = v.colours->of(shown[i]);
        const float x = area.min.x + static_cast<float>(i / rows) * column;
        const float y = area.min.y + static_cast<float>(i % rows) * line;
        const rect chip = box_at(x, y + px(v, 2), mark, px(v, 12));
        const rect place = box_at(x, y, std::max(1.0F, column - px(v, 8)), std::max(1.0F, line));
        ImGui::SetCursorScreenPos(place.min);
        ImGui::PushID(static_cast<int>(i));
        ImGui::InvisibleButton("legend", ImVec2(place.width(), place.height()));
        ImGui::PopID();
        tooltip(v, lesson_of(shown[i]));
        push_control(hits, place, std::string("legend:") + style.name);
        paint_bar(list, *v.colours, shown[i], chip, bar_tone::solid, v.scale);
        text_line(list, v.text->small, ImVec2(x + text, y + std::floor((px(v, 16) - font_size(v.text->small)) / 2)),
                  v.colours->muted, brief_name(v, style.name, column - text - px(v, 4)), column - text - px(v, 4));
    }
}

// Which part of a run in a file the other panels show.
std::string part_text(const view& v) {
    const sim::recording* file = v.session->recorded();
    if (file == nullptr || file->parts() == 1) return "";
    return fmt::format("; part {} of {}", file->part_with(v.session->history().first()) + 1, file->parts());
}

// A moment of a run in a file, as what goes there: its events need not be known here.
command moment_at(const time_axis& whole, const view& v, float x) {
    const double position = whole.at(x);
    command c;
    c.kind = position < 0 ? command_kind::go_to_start : whole.mode() == axis_mode::event ? command_kind::go_to_event : command_kind::go_to_time;
    if (position < 0) return c;
    c.event = static_cast<sim::event_id>(std::min(position, static_cast<double>(v.session->run_events() - 1)));
    c.time_ns = std::min(whole.time_of(position), v.session->run_end_time());
    return c;
}

// Another part takes a moment to read: that waits until the mouse is let go.
void seek_in_file(const view& v, const time_axis& whole, command_bus& bus, bool let_go) {
    command c = moment_at(whole, v, ImGui::GetIO().MousePos.x);
    const sim::timeline& here = v.session->history();
    const bool inside = c.kind == command_kind::go_to_event ? here.knows(c.event) : c.kind == command_kind::go_to_time && c.time_ns > here.start_time() && c.time_ns < here.end_time();
    if (inside != let_go) bus.push(std::move(c));
}

void seek(const view& v, const time_axis& whole, command_bus& bus) {
    const float x = ImGui::GetIO().MousePos.x;
    const sim::event_id there = whole.event_at(x, v.session->history());
    if (there == v.session->cursor()) return;
    command c;
    if (there == sim::no_event) {
        c.kind = command_kind::go_to_start;
    } else {
        c.kind = command_kind::go_to_event;
        c.event = there;
    }
    bus.push(std::move(c));
}

void handle_mouse(const view& v, const time_axis& whole, command_bus& bus) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool in_file = v.session->recorded() != nullptr;
    if (in_file && ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(0)) seek_in_file(v, whole, bus, true);
    else if (in_file && ImGui::IsItemActive() && ImGui::IsMouseDown(0)) seek_in_file(v, whole, bus, false);
    else if (ImGui::IsItemActive() && ImGui::IsMouseDown(0)) seek(v, whole, bus);
    if (ImGui::IsItemActive() && (ImGui::IsMouseDown(1) || ImGui::IsMouseDown(2)) && io.MouseDelta.x != 0) {
        command c;
        c.kind = command_kind::pan;
        c.number = static_cast<double>(io.MouseDelta.x) * whole.per_pixel() / (v.axis.last() - v.axis.first());
        bus.push(std::move(c));
    }
    if (!ImGui::IsItemHovered()) return;
    if (ImGui::IsMouseDoubleClicked(1)) bus.push(command_kind::fit);
    if (io.MouseWheel != 0) {
        command c;
        c.kind = command_kind::zoom;
        c.number = std::pow(1.25, static_cast<double>(io.MouseWheel));
        c.position = whole.at(io.MousePos.x);
        bus.push(std::move(c));
    }
}

// Where a click would go.
void draw_hover(const view& v, const time_axis& whole, rect canvas) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float x = std::floor(ImGui::GetIO().MousePos.x);
    list.AddRectFilled(ImVec2(x, canvas.min.y), ImVec2(x + 1, canvas.max.y), faded(v.colours->text, 0.6F));
    const bool in_file = v.session->recorded() != nullptr;
    const sim::event_id there = in_file ? sim::no_event : whole.event_at(x, v.session->history());
    const command moment = in_file ? moment_at(whole, v, x) : command{};
    std::string text = moment.kind == command_kind::go_to_event  ? fmt::format("#{}", moment.event)
                             : moment.kind == command_kind::go_to_time ? moment_text(moment.time_ns)
                             : there == sim::no_event ? std::string("start") : fmt::format("#{}  {}", there, moment_text(v.session->events()[there].time));
    if (const std::string mark = mark_text(v, whole, x); !mark.empty()) text += "  " + mark;
    const float width = text_width(v.text->small, text) + px(v, 12);
    const float left = x + px(v, 6) + width > canvas.max.x ? x - px(v, 6) - width : x + px(v, 6);
    text_chip(list, v.text->small, ImVec2(left, canvas.min.y + px(v, 4)), px(v, 18), v.colours->raised, v.colours->text, text, width);
}

}  // namespace

void scrub_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const theme& t = *v.colours;
    const time_axis whole = whole_axis(v);
    const run_shape& c = run_shape_of(*v.session, whole, v.growing);
    const rect canvas{{v.axis.left(), area.min.y + px(v, 4)}, {v.axis.right(), area.max.y - px(v, 4)}};

    const float text_room = canvas.min.x - area.min.x - px(v, 16);
    text_line(list, v.text->normal, ImVec2(area.min.x + px(v, 8), area.min.y + px(v, 11)), t.text,
              std::string(v.growing || v.session->state() != sim::run_state::running ? "Whole run, " : "Its first ") + duration_text(v.session->run_end_time()) + part_text(v), text_room);
    const std::size_t tasks = v.session->run_tasks();
    std::string counts = fmt::format("{} events, {} task{}", count_text(v.session->run_events()), count_text(tasks), tasks == 1 ? "" : "s");
    const char* const state = v.growing ? ", computing" : v.session->state() == sim::run_state::running ? "; it goes on" : "";
    const std::string depth = c.most_depth < 2 ? "" : fmt::format(", queues to {}", c.most_depth);
    if (text_width(v.text->small, counts + depth + state) <= text_room) counts += depth;
    text_line(list, v.text->small, ImVec2(area.min.x + px(v, 8), area.min.y + px(v, 32)), t.muted, counts + state, text_room);

    ImGui::SetCursorScreenPos(canvas.min);
    ImGui::InvisibleButton("scrub", ImVec2(canvas.width(), canvas.height()),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
    const bool over = ImGui::IsItemHovered();
    handle_mouse(v, whole, bus);
    hits.push({.min = canvas.min, .max = canvas.max, .kind = hit_kind::scrub, .label = "scrub"});

    list.AddRectFilled(canvas.min, canvas.max, t.background);
    list.PushClipRect(canvas.min, canvas.max, true);
    const float playhead = std::floor(whole.x(position_on_whole(v, whole, v.session->cursor())));
    const float ticks = px(v, 5);
    draw_stack(v, c, {canvas.min, {canvas.max.x, canvas.max.y - ticks - px(v, 1)}}, playhead);
    draw_depth(v, c, {canvas.min, {canvas.max.x, canvas.max.y - ticks - px(v, 1)}});
    draw_density(v, c, {{canvas.min.x, canvas.max.y - ticks}, canvas.max}, playhead);

    // What the lanes do not show lies in shade.
    const float from = std::clamp(std::floor(whole.x(position_on_whole(v, whole, v.axis.first()))), canvas.min.x, canvas.max.x);
    const float to = std::clamp(std::ceil(whole.x(position_on_whole(v, whole, v.axis.last()))), canvas.min.x, canvas.max.x);
    const ImU32 shade = faded(t.panel, 0.65F);
    if (from > canvas.min.x) list.AddRectFilled(canvas.min, ImVec2(from, canvas.max.y), shade);
    if (to < canvas.max.x) list.AddRectFilled(ImVec2(to, canvas.min.y), canvas.max, shade);
    list.AddRect(ImVec2(from, canvas.min.y), ImVec2(to, canvas.max.y), t.muted);
    const float line = std::max(1.0F, px(v, 2));
    list.AddRectFilled(ImVec2(playhead - std::floor(line / 2), canvas.min.y), ImVec2(playhead - std::floor(line / 2) + line, canvas.max.y), t.playhead);
    paint_bookmarks(list, v, whole, canvas, hits);
    paint_stops(list, v, whole, canvas, hits);
    if (over) draw_hover(v, whole, canvas);
    list.PopClipRect();

    const float legend = canvas.max.x + px(v, 20);  // in line with the text of the column below
    if (area.max.x - legend > px(v, 120)) {
        draw_legend(v, c, {{legend, area.min.y + px(v, 4)}, {area.max.x - px(v, 8), area.max.y - px(v, 4)}}, hits);
    }
}

}  // namespace gui
