#include "gui/panels/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "gui/core/keys.hpp"
#include "gui/draw/bars.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/cone.hpp"
#include "gui/draw/group_boxes.hpp"
#include "gui/draw/items.hpp"
#include "gui/draw/lanes.hpp"
#include "gui/draw/marks.hpp"
#include "gui/draw/ruler.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/tree.hpp"
#include "gui/draw/wakes.hpp"
#include "gui/panels/reading.hpp"
#include "gui/panels/widgets.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

constexpr std::size_t most_arrows = 400;

class timeline_view {
public:
    timeline_view(const view& v, rect area, command_bus& bus, hit_map& hits)
        : v_(v), bus_(bus), hits_(hits), list_(*ImGui::GetWindowDrawList()), history_(v.session->history()),
          index_(index_of(*v.session)), mouse_(ImGui::GetIO().MousePos) {
        const float ruler = std::round(24 * v.scale);
        header_ = {area.min, {area.max.x, area.min.y + ruler}};
        body_ = {{area.min.x, area.min.y + ruler}, area.max};
        canvas_ = {{v.axis.left(), body_.min.y}, {v.axis.right(), body_.max.y}};
        const auto rows = static_cast<float>(std::max<std::size_t>(index_.lanes().size(), 1));
        lane_height_ = std::floor(std::clamp(body_.height() / rows, 18 * v.scale, 44 * v.scale));
        most_scroll_ = std::max(0.0F, rows * lane_height_ - body_.height());
        scroll_ = std::clamp(std::round(v.lane_scroll), 0.0F, most_scroll_);
    }

    void run() {
        const auto ticks = ruler_ticks(v_, 92 * v_.scale);
        input();
        ruler(ticks);
        list_.PushClipRect({canvas_.min.x, body_.min.y}, {canvas_.max.x, body_.max.y}, true);
        paint_instants(list_, v_, index_, canvas_);
        paint_grid(list_, v_, canvas_, ticks);
        list_.PopClipRect();
        list_.PushClipRect(body_.min, body_.max, true);
        group_boxes(false);
        lanes();
        group_boxes(true);
        list_.PopClipRect();
        list_.PushClipRect({canvas_.min.x, body_.min.y}, {canvas_.max.x, body_.max.y}, true);
        const lane_grid grid{{{canvas_.min.x, body_.min.y}, {canvas_.max.x, body_.max.y}}, lane_top(0), lane_height_};
        paint_items(list_, v_, index_, grid, most_arrows);
        if (v_.show_cone) paint_cone(list_, v_, index_, grid);
        if (v_.show_path) paint_path(list_, v_, index_, grid);
        if (v_.all_arrows || (!v_.show_path && !v_.show_why)) arrows();
        if (v_.show_why) paint_chain(list_, v_, index_, grid);
        if (v_.show_why) paint_hops(list_, v_, index_, grid);
        list_.PopClipRect();
        list_.PushClipRect({canvas_.min.x - 6 * v_.scale, header_.min.y}, {canvas_.max.x + 6 * v_.scale, body_.max.y}, true);
        paint_playhead(list_, v_, {{canvas_.min.x, header_.max.y - 9 * v_.scale}, body_.max}, true);
        list_.PopClipRect();
        outside();
        if (!v_.reading.empty()) push_control(hits_, paint_reading(list_, *v_.text, *v_.colours, v_.scale, {{canvas_.min.x, body_.min.y}, body_.max}, v_.reading), "reading");
        hover();
        scrollbar();
        follow_selection();
    }

private:
    const view& v_;
    command_bus& bus_;
    hit_map& hits_;
    ImDrawList& list_;
    const sim::timeline& history_;
    const run_index& index_;
    ImVec2 mouse_;
    rect header_, body_, canvas_;
    float lane_height_ = 18, scroll_ = 0, most_scroll_ = 0;
    bool over_body_ = false, over_ruler_ = false;
    bool clicked_ = false, double_clicked_ = false, middle_clicked_ = false;
    std::optional<float> chosen_from_;  // the range being chosen with the mouse begins at this x
    lane_pick pick_;
    sim::task_id picked_ = 0;

    float lane_top(int row) const { return body_.min.y + static_cast<float>(row) * lane_height_ - scroll_; }
    bool in_canvas() const { return mouse_.x >= canvas_.min.x; }

    void send(command_kind kind, double number, std::optional<double> position = {}) {
        command c;
        c.kind = kind;
        c.number = number;
        c.position = position;
        bus_.push(std::move(c));
    }

    void scroll_by(float pixels) {
        const float wanted = std::clamp(scroll_ + pixels, 0.0F, most_scroll_);
        if (wanted != v_.lane_scroll) send(command_kind::scroll_lanes, static_cast<double>(wanted - v_.lane_scroll));
    }

    void input() {
        const ImGuiIO& io = ImGui::GetIO();
        ImGui::SetCursorScreenPos({canvas_.min.x, header_.min.y});
        ImGui::InvisibleButton("ruler", {std::max(1.0F, canvas_.width()), header_.height()});
        over_ruler_ = ImGui::IsItemHovered() || ImGui::IsItemActive();
        choose_range(io);
        if (ImGui::IsItemActive() && !chosen_from_) seek();
        ImGui::SetCursorScreenPos(body_.min);
        ImGui::InvisibleButton("lanes", {std::max(1.0F, body_.width()), std::max(1.0F, body_.height())});
        over_body_ = ImGui::IsItemHovered();
        const bool dragging = ImGui::IsMouseDragging(0, 4);
        if (ImGui::IsItemActive() && dragging && in_canvas() && !chosen_from_) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
            if (io.MouseDelta.x != 0) send(command_kind::pan, -static_cast<double>(io.MouseDelta.x / canvas_.width()));
            if (io.MouseDelta.y != 0) scroll_by(-io.MouseDelta.y);
        }
        const ImVec2 travelled = ImGui::GetMouseDragDelta(0, 0);
        clicked_ = over_body_ && ImGui::IsItemDeactivated() && std::hypot(travelled.x, travelled.y) < 4;
        double_clicked_ = over_body_ && ImGui::IsMouseDoubleClicked(0);
        if ((over_body_ || over_ruler_) && io.MouseWheel != 0) wheel(io);
        if ((over_body_ || over_ruler_) && io.MouseWheelH != 0) send(command_kind::pan, -0.1 * static_cast<double>(io.MouseWheelH));
    }

    // Dragging with Shift, Ctrl or the middle button marks a range, which then fills the view.
    void choose_range(const ImGuiIO& io) {
        static std::optional<float> from;
        static int button = 0;
        const bool here = mouse_.x >= canvas_.min.x && mouse_.x < canvas_.max.x && mouse_.y >= header_.min.y && mouse_.y < body_.max.y && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
        const bool with_key = ImGui::IsMouseClicked(0) && (io.KeyCtrl || io.KeyShift);
        if (here && (with_key || ImGui::IsMouseClicked(2))) {
            from = mouse_.x;
            button = with_key ? 0 : 2;
        }
        if (!from) return;
        chosen_from_ = from;
        if (ImGui::IsMouseDown(button)) return;
        const double first = v_.axis.at(std::min(*from, mouse_.x)), last = v_.axis.at(std::max(*from, mouse_.x));
        middle_clicked_ = button == 2 && std::abs(mouse_.x - *from) < 4;
        if (std::abs(mouse_.x - *from) >= 4) {
            command c;
            c.kind = command_kind::set_view_range;
            c.time_ns = static_cast<std::int64_t>(std::floor(first));
            c.time_ns_2 = static_cast<std::int64_t>(std::ceil(last));
            bus_.push(std::move(c));
        } else if (button == 0) {
            chosen_from_.reset();  // a click
        }
        from.reset();
    }

    // How long the range is, at its end.
    void chosen_range() {
        const float end = std::clamp(mouse_.x, canvas_.min.x, canvas_.max.x);
        const float x0 = std::min(*chosen_from_, end), x1 = std::max(*chosen_from_, end);
        list_.AddRectFilled({x0, header_.min.y}, {x1, body_.max.y}, faded(v_.colours->selection, 0.14F));
        for (const float x : {x0, x1}) list_.AddRectFilled({x, header_.min.y}, {x + 1, body_.max.y}, v_.colours->selection);
        const double length = v_.axis.at(x1) - v_.axis.at(x0);
        const std::string text = v_.axis.mode() == axis_mode::event ? fmt::format("{:.0f} events", length)
                                                                    : duration_text(v_.axis.time_of(v_.axis.at(x1)) - v_.axis.time_of(v_.axis.at(x0)));
        const float width = text_width(v_.text->small, text) + 12 * v_.scale;
        const float left = std::clamp(x1 + 6 * v_.scale, canvas_.min.x, std::max(canvas_.min.x, canvas_.max.x - width));
        text_chip(list_, v_.text->small, {left, header_.max.y + 6 * v_.scale}, font_size(v_.text->small) + 6 * v_.scale, v_.colours->raised, v_.colours->text, text, width);
    }

    void wheel(const ImGuiIO& io) {
        const auto turn = static_cast<double>(io.MouseWheel);
        if (io.KeyCtrl || (v_.wheel_zooms && !io.KeyShift)) send(command_kind::zoom, std::pow(1.25, turn), v_.axis.at(std::max(mouse_.x, canvas_.min.x)));
        else if (io.KeyShift) send(command_kind::pan, -0.1 * turn);
        else if (over_body_) scroll_by(-3 * io.MouseWheel * lane_height_);
        else send(command_kind::zoom, std::pow(1.25, turn), v_.axis.at(mouse_.x));
    }

    void seek() {
        const sim::event_id there = v_.axis.event_at(mouse_.x, history_);
        if (there == v_.now.event) return;
        command c;
        if (there == sim::no_event) {
            c.kind = command_kind::go_to_start;
        } else if (v_.axis.mode() == axis_mode::event) {
            c.kind = command_kind::go_to_event;
            c.event = there;
        } else {
            c.kind = command_kind::go_to_time;
            c.time_ns = std::max<std::int64_t>(0, v_.axis.time_of(v_.axis.at(mouse_.x)));
        }
        bus_.push(std::move(c));
    }

    void ruler(const std::vector<tick>& ticks) {
        const theme& t = *v_.colours;
        const float y = std::floor(header_.min.y + (header_.height() - font_size(v_.text->small)) / 2);
        const auto count = history_.tasks().size(), hidden = count - index_.lanes().size();
        const bool some = index_.shows_only_some();
        text_line(list_, v_.text->small, {header_.min.x + 8 * v_.scale, y}, t.muted,
                  some ? fmt::format("{} of {} tasks; {} shows all", count_text(count - hidden), count_text(count), key_hint("only_selected"))
                       : fmt::format("Tasks  {}{}", count_text(count), hidden == 0 ? "" : fmt::format(", {} folded", count_text(hidden))), canvas_.min.x - header_.min.x - 12 * v_.scale);
        list_.PushClipRect({canvas_.min.x, header_.min.y}, {canvas_.max.x, header_.max.y}, true);
        paint_ruler(list_, v_, header_, ticks);
        list_.PopClipRect();
        list_.AddRectFilled({header_.min.x, header_.max.y - 1}, header_.max, t.grid);
        hits_.push({.min = {canvas_.min.x, header_.min.y}, .max = {canvas_.max.x, header_.max.y}, .kind = hit_kind::ruler, .label = "ruler"});
        list_.PushClipRect({canvas_.min.x, header_.min.y}, {canvas_.max.x, header_.max.y}, true);
        paint_bookmarks(list_, v_, v_.axis, {{canvas_.min.x, header_.min.y}, header_.max}, hits_);
        paint_stops(list_, v_, v_.axis, {{canvas_.min.x, header_.min.y}, header_.max}, hits_);
        list_.PopClipRect();
    }

    // Of what lies in other parts of a recording no more than the bars that go on there is known.
    void outside() {
        const sim::recording* file = v_.session->recorded();
        if (file == nullptr || file->parts() < 2) return;
        const auto shade = [&](float from, float to, const char* label) {
            from = std::clamp(from, canvas_.min.x, body_.max.x);
            to = std::clamp(to, canvas_.min.x, body_.max.x);
            if (to - from < 1) return;
            list_.AddRectFilled({from, body_.min.y}, {to, body_.max.y}, faded(v_.colours->panel, 0.65F));
            paint_texture(list_, texture::diagonal, {{from, body_.min.y}, {to, body_.max.y}}, faded(v_.colours->muted, 0.12F), 2 * v_.scale);
            hits_.push({.min = {from, body_.min.y}, .max = {to, body_.max.y}, .kind = hit_kind::group, .label = label});
        };
        const auto size = static_cast<sim::event_id>(history_.size());
        if (history_.first() > 0) shade(canvas_.min.x, std::floor(v_.axis.x(v_.axis.position(history_.start_time(), history_.first()))), "earlier part");
        if (size < v_.session->run_events()) shade(std::ceil(v_.axis.x(v_.axis.position(history_.end_time(), size))), body_.max.x, "later part");
    }

    void group_boxes(bool outlines) {
        const float right = body_.max.x - std::round(3 * v_.scale);
        list_.PushClipRect({canvas_.min.x, body_.min.y}, {right, body_.max.y}, true);
        const lane_grid grid{{{canvas_.min.x, body_.min.y}, {canvas_.max.x, body_.max.y}}, lane_top(0), lane_height_};
        if (outlines) paint_group_outlines(list_, v_, index_, grid, right);
        else paint_group_boxes(list_, v_, index_, grid, right, hits_);
        list_.PopClipRect();
    }

    void lanes() {
        const auto rows = index_.lanes();
        const int first = std::max(0, static_cast<int>(scroll_ / lane_height_));
        const int last = std::min(static_cast<int>(rows.size()), first + static_cast<int>(body_.height() / lane_height_) + 2);
        for (int i = first; i < last; ++i) one_lane(i, rows[static_cast<std::size_t>(i)]);
        list_.AddRectFilled({canvas_.min.x - 1, header_.min.y}, {canvas_.min.x, body_.max.y}, v_.colours->grid);
        if (history_.size() == 0 && body_.height() > 40 * v_.scale)
            text_line(list_, v_.text->normal, {canvas_.min.x + 16 * v_.scale, body_.min.y + 16 * v_.scale}, v_.colours->muted,
                      "Nothing has happened yet.", canvas_.width() - 32 * v_.scale);
    }

    void one_lane(int i, const lane_row& row) {
        const rect area{{body_.min.x, lane_top(i)}, {body_.max.x, lane_top(i) + lane_height_}};
        const bool first = v_.selected.task != 0 && index_.row_of(v_.selected.task) == i;
        const bool selected = first || v_.selected.has(row.task);
        const bool over = over_body_ && mouse_.y >= area.min.y && mouse_.y < area.max.y;
        const theme& t = *v_.colours;
        if (selected) {
            list_.AddRectFilled(area.min, area.max, faded(t.accent, first ? 0.55F : 0.4F));
            list_.AddRectFilled(area.min, {area.min.x + std::round((first ? 3.0F : 2.0F) * v_.scale), area.max.y}, first ? t.selection : t.muted);
        } else if (over || v_.hovered_task == row.task) {
            list_.AddRectFilled(area.min, area.max, faded(t.accent, 0.25F));
        }
        const rect seen = upright_part(area, body_);
        hits_.push({.min = seen.min, .max = seen.max, .kind = hit_kind::lane, .task = row.task, .label = history_.task(row.task)->path});

        list_.PushClipRect({area.min.x, body_.min.y}, {canvas_.min.x - 2, body_.max.y}, true);
        paint_lane_header(list_, v_, index_, row, {area.min, {canvas_.min.x, area.max.y}});
        list_.PopClipRect();
        if (has_breakpoint(v_, row.task)) push_breakpoint(row.task, {area.min, {canvas_.min.x, area.max.y}});
        list_.PushClipRect({canvas_.min.x, body_.min.y}, body_.max, true);
        lane l;
        l.task = history_.task(row.task);
        l.area = {{canvas_.min.x, area.min.y}, {canvas_.max.x, area.max.y}};
        l.selected = selected;
        const bool aim = over && in_canvas();
        const lane_pick pick = paint_lane(list_, v_, index_, l, aim ? mouse_ : ImVec2(-1e9F, -1e9F), hits_);
        list_.PopClipRect();
        if (!over) return;
        picked_ = row.task;
        if (aim) pick_ = pick;
    }

    void push_breakpoint(sim::task_id task, rect header) {
        const rect mark = upright_part(breakpoint_mark(v_, header), body_);
        hits_.push({.min = mark.min, .max = mark.max, .kind = hit_kind::control, .task = task, .label = "breakpoint:" + history_.task(task)->path});
    }

    // `reach`: how much of it is drawn, of one that is on its way.
    void arrow(const wake& w, float alpha, float reach = 1) {
        const int from = index_.row_of(w.from), to = index_.row_of(w.to);
        if (from < 0 || to < 0 || (from == to && w.from != w.to)) return;
        const float half = lane_height_ / 2;
        const ImVec2 start(std::floor(v_.axis.x(w.cause, history_)), lane_top(from) + half);
        ImVec2 end(std::floor(v_.axis.x(w.effect, history_)), lane_top(to) + half);
        end.y += (from < to ? -1.0F : 1.0F) * std::min(half - 2, 7 * v_.scale);
        if (std::max(start.x, end.x) < canvas_.min.x - 40 || std::min(start.x, end.x) > canvas_.max.x + 40) return;
        if (std::max(start.y, end.y) < body_.min.y || std::min(start.y, end.y) > body_.max.y) return;
        const bool past = reach < 1 || (v_.now.event != sim::no_event && w.effect <= v_.now.event);
        end = {start.x + (end.x - start.x) * reach, start.y + (end.y - start.y) * reach};
        paint_wake(list_, *v_.colours, start, end, wake_colour(*v_.colours, w), w.cancel || !past, past ? alpha : 0.4F * alpha, v_.scale,
                   canvas_.min.x);
    }

    void every_arrow(sim::event_id first, sim::event_id last) {
        std::size_t drawn = 0;
        for (sim::event_id e = first; last != sim::no_event && e <= last && e - first < 200'000 && drawn < most_arrows; ++e) {
            const auto w = wake_at(history_, e);
            if (!w || v_.selected.has(w->from) || v_.selected.has(w->to)) continue;
            arrow(*w, 0.6F);
            ++drawn;
        }
    }

    // Old news fades: the eye should go to the playhead.
    float freshness(const wake& w) const {
        const float away = playhead_x(v_) - v_.axis.x(w.effect, history_);
        return std::clamp(1.15F - away / (320 * v_.scale), 0.4F, 1.0F);
    }

    void arrows() {
        if (history_.size() == 0) return;
        const sim::event_id left = v_.axis.event_at(canvas_.min.x, history_);
        const sim::event_id right = v_.axis.event_at(canvas_.max.x, history_);
        if (v_.selected.task != 0 && right != sim::no_event) {
            std::vector<wake> own;
            for (std::size_t i = 0; i <= v_.selected.others.size() && own.size() < most_arrows; ++i) {
                const sim::task_id task = i == 0 ? v_.selected.task : v_.selected.others[i - 1];
                const auto more = wakes_of(history_, task, left == sim::no_event ? 0 : left, right, most_arrows - own.size());
                own.insert(own.end(), more.begin(), more.end());
            }
            const float alpha = own.size() > 40 ? 0.5F : 0.9F;
            for (const wake& w : own) arrow(w, alpha);
        }
        if (v_.gliding_to != sim::no_event) {
            if (const auto w = wake_at(history_, v_.gliding_to)) arrow(*w, 1, std::max(0.05F, v_.glide));
        }
        if (v_.all_arrows) return every_arrow(left == sim::no_event ? 0 : left, right);
        const auto recent = last_wakes(history_, v_.now.event, 3);
        for (auto w = recent.rbegin(); w != recent.rend(); ++w)
            if (!v_.selected.has(w->from) && !v_.selected.has(w->to)) arrow(*w, freshness(*w));
    }

    void hover() {
        if (chosen_from_ && !middle_clicked_) return chosen_range();
        if (ImGui::IsMouseDragging(0, 4) && !over_ruler_) return;
        if ((over_body_ && in_canvas() && mouse_.x < canvas_.max.x) || over_ruler_) hover_line();
        if (!over_body_ || picked_ == 0) return;
        if (middle_clicked_ && pick_.span != nullptr) zoom_to(*pick_.span);
        if (clicked_ || double_clicked_) click();
        if (pick_.span != nullptr || !in_canvas()) describe();
    }

    void hover_line() {
        const float x = std::floor(mouse_.x);
        list_.AddRectFilled({x, header_.max.y}, {x + 1, body_.max.y}, faded(v_.colours->muted, 0.5F));
        const std::string text = hover_text(v_, mouse_.x);
        const float width = text_width(v_.text->small, text) + 12 * v_.scale;
        const float left = std::clamp(x - width / 2, canvas_.min.x, std::max(canvas_.min.x, canvas_.max.x - width));
        const float height = font_size(v_.text->small) + 5 * v_.scale;
        list_.AddRectFilled({left, header_.min.y + 1}, {left + width, header_.min.y + 1 + height}, v_.colours->raised, 3);
        text_line(list_, v_.text->small, {left + 6 * v_.scale, header_.min.y + 2 * v_.scale}, v_.colours->text, text, width);
    }

    void click() {
        command c;
        if (pick_.marker) {
            c.kind = command_kind::select_event;
            c.event = history_.task(picked_)->ended;
        } else if (on_breakpoint()) {
            c.kind = command_kind::toggle_breakpoint;
            c.task = picked_;
            if (clicked_) bus_.push(std::move(c));
            return;
        } else if (on_fold_mark()) {
            c.kind = command_kind::toggle_fold;
            c.task = picked_;
            if (clicked_) bus_.push(std::move(c));
            return;
        } else if (double_clicked_ && !in_canvas() && picked_ < v_.now.tasks.size() && v_.now.event != sim::no_event) {
            c.kind = command_kind::select_event;
            c.event = v_.now.tasks[picked_].since;
        } else {
            const ImGuiIO& io = ImGui::GetIO();
            c.kind = io.KeyCtrl ? command_kind::select_also : io.KeyShift ? command_kind::select_up_to : command_kind::select_task;
            c.task = picked_;
            if (double_clicked_ && c.kind != command_kind::select_task) return;
        }
        if (!(double_clicked_ && in_canvas())) bus_.push(std::move(c));
        if (double_clicked_ && pick_.span != nullptr && !pick_.marker) zoom_to(*pick_.span);
    }

    void zoom_to(const sim::span& s) {
        const double first = span_begin(v_.axis, s), last = span_end(v_.axis, s, history_);
        const double air = std::max((last - first) * 0.15, v_.axis.mode() != axis_mode::event ? 1.0 : 2.0);
        command range;
        range.kind = command_kind::set_view_range;
        range.time_ns = static_cast<std::int64_t>(std::floor(first - air));
        range.time_ns_2 = static_cast<std::int64_t>(std::ceil(last + air));
        bus_.push(std::move(range));
    }

    bool on_breakpoint() const {
        if (in_canvas() || !has_breakpoint(v_, picked_)) return false;
        const int row = index_.row_of(picked_);
        const rect mark = breakpoint_mark(v_, {{body_.min.x, lane_top(row)}, {canvas_.min.x, lane_top(row) + lane_height_}});
        return mouse_.x >= mark.min.x && mouse_.x < mark.max.x;
    }

    bool on_fold_mark() const {
        const auto lanes = index_.lanes();
        const int row = index_.row_of(picked_);
        if (in_canvas() || row < 0 || lanes[static_cast<std::size_t>(row)].children == 0) return false;
        const rect mark = fold_mark(v_, lanes[static_cast<std::size_t>(row)], {{body_.min.x, lane_top(row)}, {canvas_.min.x, lane_top(row) + lane_height_}});
        return mouse_.x >= mark.min.x && mouse_.x < mark.max.x;
    }

    void describe() {
        const sim::task_info& task = *history_.task(picked_);
        const sim::span* s = pick_.span;
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(tooltip_width * v_.scale);
        ImGui::TextUnformatted(task.path.c_str());
        ImGui::PushFont(v_.text->small);
        if (pick_.marker) {
            const auto state = history_.state_at(task.id, task.ended);
            const std::string text = fmt::format("{} at {}", v_.colours->of(state).name, moment_text(history_.source()[task.ended].time));
            ImGui::TextUnformatted(text.c_str());
            if (!task.error.empty()) ImGui::TextUnformatted(task.error.c_str());
        } else if (s != nullptr) {
            describe_span(*s);
        }
        if (!in_canvas()) describe_keys();
        ImGui::PopFont();
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }

    // What can be done with the task, where the mouse is on its name.
    void describe_keys() {
        const std::string key = key_hint("breakpoint");
        if (has_breakpoint(v_, picked_)) ImGui::TextUnformatted(fmt::format("breakpoint: playing stops where it runs ({} or a click on the sign removes it)", key).c_str());
        else if (v_.selected.has(picked_)) ImGui::TextUnformatted(fmt::format("{}: playing stops where it runs", key).c_str());
        ImGui::TextUnformatted(v_.selected.others.empty() ? "with Ctrl or Shift a click selects more tasks" : fmt::format("{} shows only the selected tasks", key_hint("only_selected")).c_str());
    }

    void describe_span(const sim::span& s) {
        const std::string about = span_text(history_, s);
        std::string text = v_.colours->of(s.state).name;
        if (!about.empty() && s.wait != aio::wait_kind::sleep) text += ": " + about;
        ImGui::TextUnformatted(text.c_str());
        const std::string length = duration_text(s.end_time - s.begin_time);
        text = s.end == sim::no_event ? fmt::format("since {} (#{}), to the end of the run", moment_text(s.begin_time), s.begin)
                                      : fmt::format("{} to {} ({}), #{} to #{}", moment_text(s.begin_time), moment_text(s.end_time), length, s.begin, s.end);
        ImGui::TextUnformatted(text.c_str());
        if (s.site == 0) return;
        const auto& site = history_.source().site(s.site);
        ImGui::TextUnformatted(fmt::format("at {}:{}", site.file, site.line).c_str());
    }

    void scrollbar() {
        if (most_scroll_ <= 0) return;
        const float total = body_.height() + most_scroll_;
        const float length = std::max(16 * v_.scale, body_.height() * body_.height() / total);
        const float y = body_.min.y + (body_.height() - length) * scroll_ / most_scroll_;
        const float width = std::min(5 * v_.scale, body_.max.x - canvas_.max.x - 2);
        if (width < 2) return;
        list_.AddRectFilled({body_.max.x - width - 1, y}, {body_.max.x - 1, y + length}, faded(v_.colours->muted, 0.6F), width / 2);
    }

    // A lane that was selected elsewhere scrolls into view, once: afterwards the wheel is free.
    void follow_selection() {
        static std::pair<std::uint64_t, sim::task_id> last;
        const std::pair<std::uint64_t, sim::task_id> now(index_.generation(), v_.selected.task);
        if (now == last) return;
        last = now;
        const int row = index_.row_of(v_.selected.task);
        if (v_.selected.task == 0 || row < 0) return;
        const float above = lane_top(row) - body_.min.y;
        const float below = lane_top(row) + lane_height_ - body_.max.y;
        if (above < 0) scroll_by(above - lane_height_);
        else if (below > 0) scroll_by(below + lane_height_);
    }
};

}  // namespace

void timeline_panel(const view& v, rect area, command_bus& bus, hit_map& hits) {
    timeline_view(v, area, bus, hits).run();
}

}  // namespace gui
