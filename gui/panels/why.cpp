#include "gui/panels/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gui/core/keys.hpp"
#include "gui/draw/bars.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/lanes.hpp"
#include "gui/draw/linked_block.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/sentences.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/card.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

command plain_command(command_kind kind) {
    command c;
    c.kind = kind;
    return c;
}

rect canvas_of(const view& v, rect area) { return {{v.axis.left(), area.min.y + std::round(24 * v.scale)}, {v.axis.right(), area.max.y}}; }

// Where a task's lane is at the playhead; the middle of the canvas where it is scrolled away.
ImVec2 place_of(const view& v, rect area, sim::task_id task) {
    const rect canvas = canvas_of(v, area);
    const run_index& index = index_of(*v.session);
    const auto rows = static_cast<float>(std::max<std::size_t>(index.lanes().size(), 1));
    const float height = std::floor(std::clamp(canvas.height() / rows, 18 * v.scale, 44 * v.scale));
    const float scroll = std::clamp(std::round(v.lane_scroll), 0.0F, std::max(0.0F, rows * height - canvas.height()));
    const int row = index.row_of(task);
    const float y = canvas.min.y + (static_cast<float>(row) + 0.5F) * height - scroll;
    // On the bar the playhead is in, a little left of it.
    float x = playhead_x(v) - 6 * v.scale;
    if (const sim::span* s = v.session->history().span_at(task, v.now.event)) x = std::max(x, v.axis.x(span_begin(v.axis, *s)) + 4 * v.scale);
    return {std::clamp(x, canvas.min.x + 4, canvas.max.x - 4), std::clamp(row < 0 ? y : y + height * 0.2F, canvas.min.y + 4, canvas.max.y - 4)};
}

// Where the lanes end.
float lanes_end(const view& v, rect area) {
    const rect canvas = canvas_of(v, area);
    const auto rows = static_cast<float>(std::max<std::size_t>(index_of(*v.session).lanes().size(), 1));
    return canvas.min.y + rows * std::floor(std::clamp(canvas.height() / rows, 18 * v.scale, 44 * v.scale));
}

std::string root_of(const sim::wait_chain& chain) {
    switch (chain.root) {
        case sim::wait_root::runs: return "runs";
        case sim::wait_root::timer: return fmt::format("a timer at {}", moment_text(chain.links.back().end_time));
        case sim::wait_root::program: return "what another task does";
        case sim::wait_root::nothing: return "nothing: a deadlock";
        case sim::wait_root::circle: return "the beginning: a circle";
        case sim::wait_root::ended: return "over";
    }
    return "";
}

// "download[2] > `slots` > download[1] > a timer at 0.228 s", each name a link.
sim::linked_text chain_text(const view& v, const sim::wait_chain& chain) {
    const sim::timeline& history = v.session->history();
    // A long name leaves room for the rest of the chain.
    const auto brief = [&](std::string_view name) { return fitted_name(v.text->small, name, 150 * v.scale); };
    std::string text;
    for (const sim::wait_link& l : chain.links) {
        text += sim::link_to_task(brief(sim::short_name(history, l.task)), l.task) + " > ";
        const auto* object = l.object == 0 || l.wait == aio::wait_kind::sleep ? nullptr : history.object(l.object);
        if (object != nullptr) text += sim::link_to_object(brief(object->name), l.object) + " > ";
    }
    return sim::linked(text + root_of(chain));
}

std::vector<sim::linked_text> cancel_lines(const view& v, sim::task_id task) {
    std::vector<sim::linked_text> lines;
    int number = 0;
    for (const sim::cancel_hop& hop : sim::cancel_hops(v.session->history(), task, v.now.event)) {
        lines.push_back(sim::linked(fmt::format("{}. {} ({})", ++number, sim::without_marks(sim::to_string(v.session->history(), hop)),
                                                sim::link_to_event(fmt::format("#{}", hop.event), hop.event))));
    }
    return lines;
}

}  // namespace

void why_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const sim::task_id task = subject_of(v);
    card c;
    c.colour = v.colours->selection;
    if (task == 0) {
        c.title = "Why?";
        c.body = plain("Nothing has happened yet. Press Space to play, then ask again.");
    } else {
        c.title = fmt::format("Why is {} here?", sim::short_name(v.session->history(), task));
        c.body = reason_of(*v.session, task, v.now.event);
        const sim::wait_chain& chain = chain_shown(*v.session, task, v.now.event);
        if (chain.links.size() > 1) c.lines.push_back(chain_text(v, chain));
        for (auto& line : cancel_lines(v, task)) c.lines.push_back(std::move(line));
        c.target = place_of(v, area, task);
        c.pointing = true;
        c.free_from = lanes_end(v, area);
        c.many_lanes = chain.links.size() > 1;
        c.seen_from = c.seen_to = c.target.x;
        for (const sim::wait_link& l : chain.links) {
            const sim::span* s = v.session->history().span_at(l.task, v.now.event);
            if (s == nullptr) continue;
            c.seen_from = std::min(c.seen_from, v.axis.x(span_begin(v.axis, *s)));
            c.seen_to = std::max(c.seen_to, v.axis.x(span_end(v.axis, *s, v.session->history())));
        }
        c.seen_to = std::max(c.seen_to, c.target.x + 130 * v.scale);  // what the chain ends in is written there
        c.buttons = {{"why:cause", fmt::format("{} cause", key_hint("go_to_cause")), "go_to_cause", plain_command(command_kind::go_to_cause)},
                     {"why:effect", fmt::format("{} consequence", key_hint("go_to_effect")), "go_to_effect", plain_command(command_kind::go_to_effect)},
                     {"why:path", fmt::format("{} critical path", key_hint("path")), "path", plain_command(command_kind::toggle_path)}};
    }
    const rect canvas = canvas_of(v, area);
    draw_card(v, c, "why", place_card(v, c, canvas), *ImGui::GetWindowDrawList(), plain_command(command_kind::toggle_why), bus, hits);
}

void coach_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    const sim::timeline& history = v.session->history();
    card c;
    if (v.coach == "blocked") {
        const sim::task_id task = subject_of(v);
        const auto state = history.state_at(task, v.now.event);
        const auto* object = history.object(v.now.tasks[task].object);
        c.title = object != nullptr ? fmt::format("Waiting for {}.", object->name) : "Waiting.";
        c.body = plain(fmt::format("{} has to wait: what it needs is taken. Its bar is {} as long as it does.", sim::short_name(history, task),
                                   v.colour_free ? "hatched" : "orange and hatched"));
        c.footer = fmt::format("{}: go on    {}: step back    {}: ask why", key_hint("toggle_play"), key_hint("step_back"), key_hint("why"));
        c.target = place_of(v, area, task);
        c.pointing = true;
        c.free_from = lanes_end(v, area);
        c.colour = v.colours->of(state).fill;
        c.buttons = {{"coach:play", "Go on", "toggle_play", plain_command(command_kind::toggle_play)},
                     {"coach:why", "Why?", "why", plain_command(command_kind::toggle_why)}};
    } else {
        state_times sum{};
        for (const sim::task_info& task : history.tasks()) {
            const auto times = index_of(*v.session).times(task, v.now.event, v.now.time);
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += times[i];
        }
        c.free_from = lanes_end(v, area);
        c.title = fmt::format("Done in {}.", duration_text(history.end_time()));
        std::string waits;
        for (const auto state : budget_order()) {
            const auto time = sum[static_cast<std::size_t>(state)];
            if (time > 0 && state != sim::task_state::join) waits += fmt::format("{}{} {}", waits.empty() ? "" : ", ", v.colours->of(state).name, duration_text(time));
        }
        c.body = plain(waits.empty() ? v.session->what().lesson : fmt::format("All tasks together: {}. {}", waits, v.session->what().lesson));
        c.colour = v.colours->of(sim::task_state::running).fill;
        const sim::parameter* limit = sim::find_parameter(v.session->what(), "limit");
        if (limit != nullptr && limit->type == sim::parameter_type::integer) {
            std::int64_t now = std::get<std::int64_t>(limit->standard);
            for (const auto& [name, value] : v.session->spec().parameters) {
                if (name == "limit") now = std::get<std::int64_t>(value);
            }
            if (static_cast<double>(now + 1) <= limit->maximum) {
                command what_if = plain_command(command_kind::set_parameter);
                what_if.text = "limit";
                what_if.value = now + 1;
                c.buttons.push_back({"coach:what-if", fmt::format("What if limit were {}?", now + 1), "", what_if});
            }
        }
        c.buttons.push_back({"coach:picker", "More scenarios", "picker", plain_command(command_kind::toggle_picker)});
        c.buttons.push_back({"coach:again", "Again", "toggle_play", plain_command(command_kind::toggle_play)});
    }
    const rect canvas = canvas_of(v, area);
    draw_card(v, c, "coach", place_card(v, c, canvas), *ImGui::GetWindowDrawList(), plain_command(command_kind::close_coach), bus, hits);
}

}  // namespace gui
