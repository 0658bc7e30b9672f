#include "gui/panels/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gui/core/keys.hpp"
#include "gui/draw/bars.hpp"
#include "gui/draw/lanes.hpp"
#include "gui/draw/level_plot.hpp"
#include "gui/draw/marks.hpp"
#include "gui/draw/ruler.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

struct waiter {
    sim::object_id object = 0;
    sim::task_id task = 0;
};

const char* kind_name(const sim::object_info& o) {
    switch (o.kind) {
        case aio::object_kind::lock: return "lock";
        case aio::object_kind::semaphore: return "semaphore";
        case aio::object_kind::event: return "event";
        case aio::object_kind::queue: return o.connection ? "connection" : "queue";
        case aio::object_kind::progress: return "progress";
        case aio::object_kind::condition: return "condition";
        case aio::object_kind::barrier: return "barrier";
        case aio::object_kind::gauge: return "gauge";
        default: return "";
    }
}

class resources_view {
public:
    resources_view(const view& v, rect area, command_bus& bus, hit_map& hits)
        : v_(v), area_(area), bus_(bus), hits_(hits), history_(v.session->history()), index_(index_of(*v.session)),
          t_(*v.colours), s_(v.scale), mouse_(ImGui::GetIO().MousePos) {
        const auto objects = history_.objects();
        for (std::size_t i = 0; i < objects.size(); ++i) {
            const auto kind = objects[i].kind;
            if (kind == aio::object_kind::progress) progress_.push_back(i);
            else if (*kind_name(objects[i]) != 0) objects_.push_back(i);
        }
        for (std::size_t i = 0; i < v.now.tasks.count(); ++i) {
            const auto& task = v.now.tasks.all()[i];
            const bool parked = !sim::ended(task.state) && task.state != sim::task_state::ready && task.state != sim::task_state::running;
            if (parked && task.object != 0 && task.wait != aio::wait_kind::task && task.wait != aio::wait_kind::sleep)
                waiters_.push_back({task.object, v.now.tasks.id(i)});
        }
        const auto n = static_cast<float>(objects_.size()), m = static_cast<float>(progress_.size());
        const float height = area.height() - 2 * s_;
        if (objects_.empty()) {
            small_ = std::clamp(height / std::max(m, 1.0F), 18 * s_, 40 * s_);
        } else {
            small_ = std::clamp(height * 0.5F / std::max(m, 1.0F), 18 * s_, 24 * s_);
            large_ = std::clamp((height - m * small_) / n, 42 * s_, 120 * s_);
        }
        small_ = std::floor(small_);
        large_ = std::floor(large_);
    }

    void run() {
        ImGui::SetCursorScreenPos(area_.min);
        ImGui::BeginChild("rows", {area_.width(), area_.height()}, false, ImGuiWindowFlags_NoNav);
        list_ = ImGui::GetWindowDrawList();
        over_ = ImGui::IsWindowHovered();
        const auto ticks = ruler_ticks(v_, 92 * s_);
        list_->PushClipRect({v_.axis.left(), area_.min.y}, {v_.axis.right(), area_.max.y}, true);
        paint_grid(*list_, v_, area_, ticks);
        list_->PopClipRect();

        const float top = std::floor(area_.min.y - ImGui::GetScrollY());
        float y = top;
        for (const std::size_t i : objects_) {
            row(i, {{area_.min.x, y}, {area_.max.x, y + large_}}, false);
            y += large_;
        }
        for (const std::size_t i : progress_) {
            row(i, {{area_.min.x, y}, {area_.max.x, y + small_}}, true);
            y += small_;
        }
        if (objects_.empty() && progress_.empty())
            text_block(*list_, v_.text->small, {area_.min.x + 8 * s_, area_.min.y + 8 * s_}, t_.muted,
                       v_.growing ? "No queue, lock, semaphore or event so far." : "No queue, lock, semaphore or event in this run.", gutter() - 20 * s_, 4);
        list_->AddRectFilled({v_.axis.left() - 1, area_.min.y}, {v_.axis.left(), area_.max.y}, t_.grid);
        list_->PushClipRect({v_.axis.left() - 2, area_.min.y}, {v_.axis.right() + 2, area_.max.y}, true);
        paint_playhead(*list_, v_, area_, false);
        list_->PopClipRect();
        hover();
        end_scrolling(area_, top, y);
    }

private:
    const view& v_;
    rect area_;
    command_bus& bus_;
    hit_map& hits_;
    const sim::timeline& history_;
    const run_index& index_;
    const theme& t_;
    float s_;
    ImVec2 mouse_;
    ImDrawList* list_ = nullptr;
    bool over_ = false;
    float small_ = 18, large_ = 42;
    std::vector<std::size_t> objects_, progress_;
    std::vector<waiter> waiters_;
    const sim::object_info* hovered_ = nullptr;
    level_plot hovered_plot_;
    rect mark_{};  // of the breakpoint in the row drawn last

    ImU32 colour_of(const sim::object_info& o) const {
        if (o.kind == aio::object_kind::gauge) return t_.arrow;  // an amount, of which nobody waits for any
        const auto state = o.connection                           ? sim::task_state::io
                           : o.kind == aio::object_kind::queue    ? sim::task_state::queue
                           : o.kind == aio::object_kind::progress ? sim::task_state::running
                                                                  : sim::task_state::lock;
        const ImU32 fill = t_.of(state).fill;
        return t_.outlined ? mixed(fill, t_.text, 0.25F) : fill;  // thin lines need more contrast on paper
    }

    bool born(const sim::object_info& o) const { return v_.now.event != sim::no_event && o.created <= v_.now.event; }

    std::string value_text(const sim::object_info& o, std::int64_t raw) const {
        const auto value = shown_level(o, raw);
        switch (o.kind) {
            case aio::object_kind::event: return value != 0 ? "set" : "not set";
            case aio::object_kind::lock: return value != 0 ? "held" : "free";
            case aio::object_kind::progress:
                return o.capacity > 0 ? fmt::format("{} %", 100 * value / o.capacity) : fmt::format("{}", value);
            case aio::object_kind::condition: return fmt::format("{} wait", value);
            default: return o.capacity > 0 ? fmt::format("{}/{}", value, o.capacity) : fmt::format("{}", value);
        }
    }

    std::int64_t raw_at(const sim::object_info& o, sim::event_id event) const {
        const sim::level* level = level_at(o, event);
        if (level != nullptr) return level->value;
        return o.kind == aio::object_kind::semaphore ? o.capacity : 0;
    }

    void row(std::size_t i, rect r, bool small) {
        if (r.max.y < area_.min.y || r.min.y > area_.max.y) return;
        const sim::object_info& o = history_.objects()[i];
        const bool over = over_ && mouse_.y >= r.min.y && mouse_.y < r.max.y && mouse_.y >= area_.min.y;
        if (o.id == v_.selected.object) list_->AddRectFilled(r.min, r.max, faded(t_.accent, 0.55F));
        else if (over || o.id == v_.hovered_object) list_->AddRectFilled(r.min, r.max, faded(t_.accent, 0.25F));
        const rect seen = upright_part(r, area_);
        hits_.push({.min = seen.min, .max = seen.max, .kind = hit_kind::plot, .object = o.id, .label = o.name});
        if (over && ImGui::IsMouseClicked(0)) {
            command c;
            c.kind = command_kind::select_object;
            c.object = o.id;
            bus_.push(std::move(c));
        }
        list_->PushClipRect(area_.min, {v_.axis.left() - 2, area_.max.y}, true);
        small ? small_header(o, r) : header(o, r);
        list_->PopClipRect();
        if (object_has_breakpoint(v_, o.id)) push_breakpoint(o);
        if (over && mouse_.x < v_.axis.left()) describe(o);
        list_->PushClipRect({v_.axis.left(), area_.min.y}, {v_.axis.right(), area_.max.y}, true);
        plot(o, i, r, small, over);
        list_->PopClipRect();
        if (!small) list_->AddRectFilled({r.min.x, r.max.y - 1}, r.max, faded(t_.grid, 0.7F));
    }

    // Draws the sign of a breakpoint that ends at `right`; returns where what is left of it ends.
    float breakpoint(const sim::object_info& o, float right, float middle) {
        if (!object_has_breakpoint(v_, o.id)) return right;
        const float size = std::round(12 * s_);
        mark_ = {{right - size - 2 * s_, middle - size / 2 - 2 * s_}, {right + 2 * s_, middle + size / 2 + 2 * s_}};
        paint_breakpoint(*list_, t_, {right - size / 2, middle}, size);
        return right - size - 6 * s_;
    }

    void push_breakpoint(const sim::object_info& o) {
        hits_.push({.min = mark_.min, .max = mark_.max, .kind = hit_kind::control, .object = o.id, .label = "breakpoint:" + o.name});
        const bool over = over_ && mouse_.x >= mark_.min.x && mouse_.x < mark_.max.x && mouse_.y >= mark_.min.y && mouse_.y < mark_.max.y;
        if (!over || !ImGui::IsMouseClicked(0)) return;
        command c;
        c.kind = command_kind::toggle_breakpoint;
        c.object = o.id;
        bus_.push(std::move(c));
    }

    // What can be done with it, where the mouse is on its name.
    void describe(const sim::object_info& o) {
        const std::string key = key_hint("breakpoint");
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(tooltip_width * s_);
        ImGui::TextUnformatted(fmt::format("{}, {}", o.name, kind_name(o)).c_str());
        ImGui::PushFont(v_.text->small);
        if (object_has_breakpoint(v_, o.id)) ImGui::TextUnformatted(fmt::format("breakpoint: playing stops where it changes or is waited for ({} or a click on the sign removes it)", key).c_str());
        else if (o.id == v_.selected.object) ImGui::TextUnformatted(fmt::format("{}: playing stops where it changes or is waited for", key).c_str());
        else ImGui::TextUnformatted("a click selects it");
        ImGui::PopFont();
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }

    float gutter() const { return v_.axis.left() - area_.min.x; }

    void small_header(const sim::object_info& o, rect r) {
        const float y = std::floor((r.min.y + r.max.y - font_size(v_.text->small)) / 2) - 1;
        const ImU32 ink = born(o) ? t_.text : faded(t_.muted, 0.55F);
        const float right = v_.axis.left() - 10 * s_;
        const std::string value = born(o) ? value_text(o, raw_at(o, v_.now.event)) : "";
        const float w = text_width(v_.text->small, value);
        text_right(*list_, v_.text->small, {right, y}, t_.muted, value, w + 1);
        const float end = breakpoint(o, right - w - 6 * s_, std::floor((r.min.y + r.max.y) / 2)) + 6 * s_;
        text_line(*list_, v_.text->small, {r.min.x + 8 * s_, y}, ink, o.name, end - r.min.x - 16 * s_);
    }

    void header(const sim::object_info& o, rect r) {
        const float left = r.min.x + 8 * s_, right = v_.axis.left() - 10 * s_;
        const bool alive = born(o);
        const float size = font_size(v_.text->normal), small = font_size(v_.text->small);
        float y = std::floor(r.min.y + 5 * s_);
        const std::string value = alive ? value_text(o, raw_at(o, v_.now.event)) : "";
        const float value_width = text_width(v_.text->normal, value);
        text_right(*list_, v_.text->normal, {right, y}, t_.text, value, value_width + 1);
        const float room = breakpoint(o, right - value_width - 8 * s_, std::floor(y + size / 2) + 1) - left;
        const float used = text_line(*list_, v_.text->normal, {left, y}, alive ? t_.text : faded(t_.muted, 0.55F), o.name, room);
        text_line(*list_, v_.text->small, {left + used + 7 * s_, y + size - small - 1}, faded(t_.muted, alive ? 1.0F : 0.55F), kind_name(o),
                  room - used - 7 * s_);
        if (!alive) return;
        y += size + 5 * s_;
        std::vector<sim::task_id> waiting;
        for (const waiter& w : waiters_)
            if (w.object == o.id) waiting.push_back(w.task);
        const auto& holders = v_.now.objects[o.id].holders;
        const float line = small + 5 * s_;
        const bool both = y + 2 * line + 2 * s_ <= r.max.y;
        if (both) {
            if (!holders.empty()) {
                chips("held by", holders, false, left, right, y);
                y += line + 2 * s_;
            }
            if (!waiting.empty()) chips("wait", waiting, true, left, right, y);
            else if (holders.empty()) extra(o, left, right, y);
        } else if (!waiting.empty()) {
            chips("wait", waiting, true, left, right, y);
        } else if (!holders.empty()) {
            chips("held by", holders, false, left, right, y);
        } else {
            extra(o, left, right, y);
        }
    }

    void extra(const sim::object_info& o, float left, float right, float y) {
        std::string text = "nobody waits";
        // Nobody can wait for an amount.
        if (o.kind == aio::object_kind::gauge) text = fmt::format("at most {} in the run", index_.range(history_, o).most);
        if (o.kind == aio::object_kind::queue) {
            const sim::level* level = level_at(o, v_.now.event);
            const bool counted = index_.range(history_, o).unfinished_matters();
            if (counted) text = fmt::format("{} unfinished", level == nullptr ? 0 : level->aux);
        }
        text_line(*list_, v_.text->small, {left, y + s_}, t_.muted, text, right - left);
    }

    void chips(std::string_view title, const std::vector<sim::task_id>& tasks, bool waiting, float left, float right, float y) {
        ImFont* font = v_.text->small;
        const float height = font_size(font) + 4 * s_;
        float x = left + text_line(*list_, font, {left, y + s_}, t_.muted, title, right - left) + 6 * s_;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const std::size_t rest = tasks.size() - i;
            const std::string more = fmt::format("+{}", rest);
            const float reserve = rest > 1 ? text_width(font, more) + 6 * s_ : 0;
            const std::string text = sim::short_name(history_, tasks[i]);
            const bool whole = x + text_width(font, text) + 10 * s_ + reserve <= right;
            if (!whole && (i > 0 || right - x < 30 * s_)) {
                text_line(*list_, font, {x, y + s_}, t_.muted, more, right - x);
                return;
            }
            const state_style& style = t_.of(v_.now.tasks[tasks[i]].state);
            x += text_chip(*list_, font, {x, y}, height, waiting ? style.fill : t_.raised, waiting ? style.label : t_.text, text, 0, right - reserve - x) + 4 * s_;
        }
    }

    void plot(const sim::object_info& o, std::size_t i, rect r, bool small, bool over) {
        const level_range& range = index_.range(i);
        level_plot p;
        p.object = &o;
        p.range = &range;
        p.colour = colour_of(o);
        p.filled = true;
        p.stroke = std::round((small ? 1.5F : 2) * s_);
        const float pad = small ? 3 * s_ : 6 * s_;
        const float label = small ? 0 : font_size(v_.text->small) - 2 * s_;
        p.area = {{v_.axis.left(), std::floor(r.min.y + pad + label)}, {v_.axis.right(), std::floor(r.max.y - pad)}};
        const bool semaphore = o.kind == aio::object_kind::semaphore;
        const auto seen_least = semaphore ? o.capacity - range.most : range.least;
        const auto seen_most = semaphore ? o.capacity - range.least : range.most;
        const std::int64_t ceiling = o.kind == aio::object_kind::event || o.kind == aio::object_kind::lock ? 1 : o.capacity;
        p.least = static_cast<double>(range.read == 0 ? 0 : std::min<std::int64_t>(0, seen_least));
        // Where nobody says that items are done, their number only grows: it would flatten the plot.
        const bool unfinished_too = o.kind == aio::object_kind::queue && range.counts_done;
        p.most = static_cast<double>(std::max({std::int64_t{1}, range.read == 0 ? 0 : seen_most, unfinished_too ? range.most_aux : 0}));
        // A limit far above anything that happens would flatten the plot.
        const bool near = ceiling > 0 && static_cast<double>(ceiling) <= 3 * p.most;
        if (near) p.most = std::max(p.most, static_cast<double>(ceiling));
        if (near && ceiling > 1 && !small) {
            const float y = level_y(p, static_cast<double>(ceiling));
            list_->AddRectFilled({p.area.min.x, y}, {p.area.max.x, y + 1}, faded(p.colour, 0.55F));
            const std::string text = fmt::format("{} {}", o.kind == aio::object_kind::queue ? "full" : o.kind == aio::object_kind::barrier ? "opens at" : "limit", ceiling);
            const float head = playhead_x(v_), room = text_width(v_.text->small, text) + 12 * s_;
            const float right = head > p.area.max.x - room && head < p.area.max.x ? head - 8 * s_ : p.area.max.x - 6 * s_;
            text_right(*list_, v_.text->small, {right, y - font_size(v_.text->small) - 2 * s_}, t_.muted, text, 120 * s_);
        }
        paint_levels(*list_, v_, p);
        if (o.kind == aio::object_kind::lock) owners(o, p);
        if (unfinished_too) {
            level_plot unfinished = p;
            unfinished.aux = true;
            unfinished.filled = false;
            unfinished.stroke = std::max(1.0F, std::round(s_));
            unfinished.colour = t_.muted;
            paint_levels(*list_, v_, unfinished);
        }
        if (over && mouse_.x >= v_.axis.left() && mouse_.x < v_.axis.right()) {
            hovered_ = &o;
            hovered_plot_ = p;
        }
    }

    // Whose it was, in each stretch in which somebody had it.
    void owners(const sim::object_info& o, const level_plot& p) {
        const double first = v_.axis.first(), last = v_.axis.last();
        auto l = std::partition_point(o.levels.begin(), o.levels.end(), [&](const sim::level& each) { return v_.axis.position(each.time, each.event) < first; });
        if (l != o.levels.begin()) --l;
        const float y = std::floor((p.area.min.y + p.area.max.y - font_size(v_.text->small)) / 2);
        float taken = p.area.min.x;
        for (int drawn = 0; l != o.levels.end() && drawn < 200 && v_.axis.position(l->time, l->event) <= last; ++l) {
            if (l->op != aio::object_op::acquire) continue;
            const auto next = l + 1;
            const float x0 = std::max(v_.axis.x(v_.axis.position(l->time, l->event)) + 4 * s_, taken);
            const float x1 = next == o.levels.end() ? p.area.max.x : std::min(v_.axis.x(v_.axis.position(next->time, next->event)), p.area.max.x);
            if (x1 - x0 < 28 * s_) continue;
            const bool past = v_.now.event != sim::no_event && l->event <= v_.now.event;
            text_line(*list_, v_.text->small, {x0, y}, faded(t_.text, past ? 1.0F : 0.5F), sim::short_name(history_, l->task), x1 - x0 - 4 * s_);
            taken = x1;
            ++drawn;
        }
    }

    void hover() {
        const ImGuiIO& io = ImGui::GetIO();
        if (!over_) return;
        const bool on_axis = mouse_.x >= v_.axis.left();
        if (on_axis && io.MouseWheel != 0 && (io.KeyCtrl || io.KeyShift)) {
            command c;
            c.kind = io.KeyCtrl ? command_kind::zoom : command_kind::pan;
            c.number = io.KeyCtrl ? std::pow(1.25, static_cast<double>(io.MouseWheel)) : -0.1 * static_cast<double>(io.MouseWheel);
            c.position = v_.axis.at(mouse_.x);
            bus_.push(std::move(c));
        }
        if (hovered_ == nullptr) return;
        const float x = std::floor(mouse_.x);
        list_->AddRectFilled({x, area_.min.y}, {x + 1, area_.max.y}, faded(t_.muted, 0.5F));
        const sim::event_id event = v_.axis.event_at(mouse_.x, history_);
        if (event == sim::no_event || hovered_->created > event) return;
        const auto raw = raw_at(*hovered_, event);
        const float y = level_y(hovered_plot_, static_cast<double>(shown_level(*hovered_, raw)));
        list_->AddCircleFilled({x, y}, 3.5F * s_, t_.selection, 12);
        std::string text = fmt::format("{}  {}", hovered_->name, value_text(*hovered_, raw));
        const sim::level* level = level_at(*hovered_, event);
        if (hovered_->kind == aio::object_kind::queue && level != nullptr && level->aux > 0 && hovered_plot_.range->unfinished_matters()) text += fmt::format(", {} unfinished", level->aux);
        text += "   " + hover_text(v_, mouse_.x);
        const float width = text_width(v_.text->small, text) + 12 * s_;
        const float height = font_size(v_.text->small) + 6 * s_;
        const float left = x + 12 * s_ + width > v_.axis.right() ? x - 10 * s_ - width : x + 12 * s_;
        const float top = std::clamp(y - height / 2, area_.min.y, std::max(area_.min.y, area_.max.y - height));
        list_->AddRectFilled({left, top}, {left + width, top + height}, t_.raised, 3);
        text_line(*list_, v_.text->small, {left + 6 * s_, top + 2 * s_}, t_.text, text, width);
    }
};

}  // namespace

void resources_panel(const view& v, rect area, command_bus& bus, hit_map& hits) { resources_view(v, area, bus, hits).run(); }

}  // namespace gui
