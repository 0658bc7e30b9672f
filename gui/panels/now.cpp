#include "gui/panels/now.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gui/draw/bars.hpp"
#include "gui/draw/level_plot.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/sentences.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

const char* callback_name(aio::callback_kind kind) {
    switch (kind) {
        case aio::callback_kind::user: return "callback";
        case aio::callback_kind::timer: return "timer";
        case aio::callback_kind::user_timer: return "call_later";
        case aio::callback_kind::timeout: return "timeout";
        case aio::callback_kind::gather_child: return "gather";
        case aio::callback_kind::stop: return "stop";
    }
    return "callback";
}

constexpr const char* arrow = "  \xe2\x86\x90 ";

struct pill {
    sim::object_id object = 0;
    sim::task_id task = 0;  // where the wait is for a task; of a group its parent
    const task_group* group = nullptr;  // where it is for the rest of one
    sim::task_state state{};
    std::vector<sim::task_id> waiters;
};

class now_view {
public:
    now_view(const view& v, rect area, command_bus& bus, hit_map& hits)
        : v_(v), bus_(bus), hits_(hits), list_(*ImGui::GetWindowDrawList()), history_(v.session->history()), t_(*v.colours),
          s_(v.scale), left_(area.min.x + 12 * s_), right_(area.max.x - 12 * s_), bottom_(area.max.y - 4 * s_) {
        y_ = area.min.y + std::round((area.height() < 200 * s_ ? 5 : 9) * s_);
        row_ = std::round(20 * s_);
        gutter_ = text_width(v.text->small, "Waiting") + 10 * s_;
    }

    void run() {
        narration();
        separator();
        running_and_ready();
        timers();
        waiting();
    }

private:
    const view& v_;
    command_bus& bus_;
    hit_map& hits_;
    ImDrawList& list_;
    const sim::timeline& history_;
    const theme& t_;
    float s_, left_, right_, bottom_;
    float y_ = 0, row_ = 20, gutter_ = 60;

    float width() const { return right_ - left_; }
    bool fits(float height) const { return y_ + height <= bottom_; }

    bool area_clicked(const char* id, rect r, std::string label, sim::task_id task, sim::object_id object, sim::event_id event) {
        hits_.push({.min = r.min, .max = r.max, .kind = hit_kind::control, .task = task, .object = object, .event = event, .label = std::move(label)});
        ImGui::SetCursorScreenPos(r.min);
        ImGui::PushID(id);
        ImGui::PushID(static_cast<int>(task));
        ImGui::PushID(static_cast<int>(object));
        const bool clicked = ImGui::InvisibleButton("", {std::max(1.0F, r.width()), std::max(1.0F, r.height())});
        ImGui::PopID();
        ImGui::PopID();
        ImGui::PopID();
        if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        return clicked;
    }

    void select(sim::task_id task, sim::object_id object) {
        command c;
        c.kind = task != 0 ? command_kind::select_task : command_kind::select_object;
        c.task = task;
        c.object = object;
        bus_.push(std::move(c));
    }

    void narration() {
        const float line = std::ceil(font_size(v_.text->large) * 1.28F);
        const float top = y_;
        if (v_.now.event == sim::no_event) {
            text_block(list_, v_.text->large, {left_, y_}, t_.text, "Before the first event. Press Space to play, or the right arrow to step.", width(), 3);
            y_ = top + 2 * line + font_size(v_.text->small) + 6 * s_;
            return;
        }
        const int most = bottom_ - y_ > 230 * s_ ? 3 : 2;
        const float used = text_block(list_, v_.text->large, {left_, y_}, t_.text, sentence_of(*v_.session, v_.now.event), width(), most);
        // Room for two lines is kept where the sentence is short: what is below must not jump while the run plays.
        y_ = top + std::max(used, 2 * line) + 2 * s_;
        const sim::event_id cause = history_.source()[v_.now.event].cause;
        std::string text = fmt::format("#{} {}", v_.now.event, sim::label(history_, v_.now.event));
        if (cause != sim::no_event && !history_.knows(cause)) {
            text += fmt::format(", caused by #{}", cause);
        } else if (cause != sim::no_event && cause != v_.now.event) {
            text += fmt::format(", caused by #{} {}", cause, sim::label(history_, cause));
            const auto by = history_.source()[cause].task;
            if (by != 0) text += " of " + sim::short_name(history_, by);
        }
        const float height = font_size(v_.text->small) + 4 * s_;
        const rect r{{left_, y_}, {right_, y_ + height}};
        const bool link = cause != sim::no_event;
        const bool over = link && ImGui::IsMouseHoveringRect(r.min, r.max) && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
        const float drawn = text_line(list_, v_.text->small, {left_, y_ + s_}, over ? t_.text : t_.muted, text, width());
        if (over) list_.AddRectFilled({left_, r.max.y - 2 * s_}, {left_ + drawn, r.max.y - s_}, t_.muted);
        if (link && area_clicked("cause", r, "cause", 0, 0, cause)) {
            command c;
            c.kind = command_kind::select_event;
            c.event = cause;
            bus_.push(std::move(c));
        }
        y_ += height;
    }

    void separator() {
        y_ = std::floor(y_ + 4 * s_);
        list_.AddRectFilled({left_ - 12 * s_, y_}, {right_ + 12 * s_, y_ + 1}, t_.grid);
        y_ += 6 * s_;
    }

    void name(std::string_view text) {
        text_line(list_, v_.text->small, {left_, y_ + std::floor((row_ - font_size(v_.text->small)) / 2) - 1}, t_.muted, text, gutter_);
    }

    // A chip for a task; returns its width, 0 where it does not fit.
    float chip(const char* id, float x, float most, std::string text, sim::task_id task, const state_style& style) {
        const float pad = std::floor(font_size(v_.text->small) * 0.45F);
        const float natural = text_width(v_.text->small, text) + 2 * pad;
        const float w = std::min(natural, most);
        if (w < 24 * s_) return 0;
        const rect r{{x, y_}, {x + w, y_ + row_ - 2 * s_}};
        text_chip(list_, v_.text->small, r.min, r.height(), style.fill, style.label, text, w);
        if (task != 0 && task == v_.selected.task) list_.AddRect({r.min.x - 1, r.min.y - 1}, {r.max.x + 1, r.max.y + 1}, t_.selection, 3, 0, 1.5F);
        else if (t_.outlined) list_.AddRect(r.min, r.max, t_.outline, 2);
        if (task != 0 && area_clicked(id, r, text, task, 0, sim::no_event)) select(task, 0);
        return w;
    }

    void running_and_ready() {
        if (!fits(row_)) return;
        name("Running");
        const float x0 = left_ + gutter_;
        if (v_.now.running != 0) {
            chip("running", x0, right_ - x0, sim::short_name(history_, v_.now.running), v_.now.running, t_.of(sim::task_state::running));
        } else {
            const bool callback = v_.now.event != sim::no_event && history_.source()[v_.now.event].kind == sim::event_kind::callback_begin;
            const char* text = callback ? callback_name(static_cast<aio::callback_kind>(history_.source()[v_.now.event].detail)) : "nobody";
            empty_slot(x0, text);
        }
        y_ += row_ + 2 * s_;
        if (!fits(row_)) return;
        name("Ready");
        float x = x0;
        std::size_t shown = 0;
        const std::size_t count = v_.now.ready.size();
        for (const auto& entry : v_.now.ready) {
            const std::size_t rest = count - shown;
            const float reserve = rest > 1 ? 34 * s_ : 0;
            std::string text = fmt::format("{} {}", shown + 1, entry.task != 0 ? sim::short_name(history_, entry.task) : callback_name(entry.callback));
            const float needed = text_width(v_.text->small, text) + 10 * s_;
            if (shown > 0 && x + needed + reserve > right_) break;
            const float w = chip("ready", x, right_ - reserve - x, std::move(text), entry.task, t_.of(sim::task_state::ready));
            if (w == 0) break;
            x += w + 4 * s_;
            ++shown;
        }
        if (count == 0) empty_slot(x0, "nobody");
        else if (shown < count) text_line(list_, v_.text->small, {x + 2 * s_, y_ + 3 * s_}, t_.muted, fmt::format("+{}", count - shown), right_ - x);
        y_ += row_ + 3 * s_;
    }

    void empty_slot(float x, std::string_view text) {
        const float w = std::min(text_width(v_.text->small, text) + 16 * s_, right_ - x);
        list_.AddRect({x, y_}, {x + w, y_ + row_ - 2 * s_}, faded(t_.muted, 0.45F), 2);
        text_line(list_, v_.text->small, {x + 8 * s_, y_ + std::floor((row_ - 2 * s_ - font_size(v_.text->small)) / 2)}, t_.muted, text, w - 12 * s_);
    }

    // The next timers as dots, by logarithm of how far away they are: the next one is always seen apart.
    void timers() {
        const float height = std::round(30 * s_);
        if (!fits(height)) return;
        name("Timers");
        const float x0 = left_ + gutter_ + 4 * s_, x1 = right_ - 4 * s_;
        if (v_.now.timers.size() == 0) {
            empty_slot(left_ + gutter_, "none");
            y_ += row_ + 3 * s_;
            return;
        }
        const float y = std::floor(y_ + 8 * s_);
        list_.AddRectFilled({x0, y}, {x1, y + 1}, faded(t_.muted, 0.6F));
        std::int64_t nearest = 0, farthest = 0;
        std::size_t looked = 0;
        for (const auto& timer : v_.now.timers) {
            if (looked == 0) nearest = timer.when - v_.now.time;
            farthest = timer.when - v_.now.time;
            if (++looked == 8) break;
        }
        const double low = std::log(static_cast<double>(std::max<std::int64_t>(nearest, 1)));
        const double high = std::log(static_cast<double>(std::max<std::int64_t>(farthest, 1)));
        float text_from = left_ + gutter_;
        std::size_t i = 0;
        for (const auto& timer : v_.now.timers) {
            if (i++ == looked) break;
            const auto distance = timer.when - v_.now.time;
            const double share = high > low ? (std::log(static_cast<double>(std::max<std::int64_t>(distance, 1))) - low) / (high - low) : 0;
            const float x = x0 + 6 * s_ + static_cast<float>(share) * (x1 - x0 - 12 * s_) * 0.86F;
            list_.AddCircleFilled({x, y}, 4 * s_, t_.of(sim::task_state::sleeping).fill, 12);
            list_.AddCircle({x, y}, 4 * s_, t_.text, 12);
            std::string who = timer.task != 0 ? sim::short_name(history_, timer.task) : callback_name(timer.callback);
            if (timer.callback == aio::callback_kind::timeout) who += " timeout";
            // When matters more than the end of a long name.
            const std::string after = fmt::format(" +{}", duration_text(distance));
            const bool first = i == 1;
            const std::string text = (first ? fitted_name(v_.text->small, who, right_ - text_from - text_width(v_.text->small, after)) : who) + after;
            const float w = text_width(v_.text->small, text);
            const float at = std::max(text_from, std::min(x - 6 * s_, right_ - w));
            if ((!first && at + w > right_) || (!first && at > x + 24 * s_)) continue;
            text_line(list_, v_.text->small, {at, y + 6 * s_}, t_.muted, text, right_ - at);
            text_from = at + w + 10 * s_;
        }
        if (v_.now.timers.size() > looked) {
            const std::string more = fmt::format("+{}", v_.now.timers.size() - looked);
            text_right(list_, v_.text->small, {right_, y_ - 4 * s_}, t_.muted, more, 60 * s_);
        }
        y_ += height;
    }

    std::vector<pill> pills() const {
        // Keyed by what is waited for; sleepers are on the timer axis already.
        std::map<std::pair<sim::object_id, bool>, pill> found;
        for (std::size_t i = 0; i < v_.now.tasks.count(); ++i) {
            const auto& task = v_.now.tasks.all()[i];
            if (task.wait == aio::wait_kind::none || task.wait == aio::wait_kind::sleep) continue;
            if (sim::ended(task.state) || task.state == sim::task_state::ready || task.state == sim::task_state::running) continue;
            const bool on_task = task.wait == aio::wait_kind::task;
            pill& p = found[{task.object, on_task}];
            p.group = task.wait == aio::wait_kind::future ? index_of(*v_.session).groups().closing(task.since) : nullptr;
            p.object = on_task || p.group != nullptr ? 0 : task.object;
            p.task = on_task ? task.object : p.group != nullptr ? p.group->parent : 0;
            p.state = task.state;
            p.waiters.push_back(v_.now.tasks.id(i));
        }
        std::vector<pill> result;
        for (auto& entry : found) result.push_back(std::move(entry.second));
        // Waits for tasks carry least news.
        std::stable_sort(result.begin(), result.end(), [](const pill& a, const pill& b) {
            return (a.state == sim::task_state::join) < (b.state == sim::task_state::join);
        });
        return result;
    }

    std::string level_of(const sim::object_info& object) const {
        const auto& now = v_.now.objects[object.id];
        const auto value = shown_level(object, now.value);
        switch (object.kind) {
            case aio::object_kind::semaphore: return fmt::format(" {}/{}", value, object.capacity);
            case aio::object_kind::queue: return object.capacity > 0 ? fmt::format(" {}/{}", value, object.capacity) : fmt::format(" {}", value);
            case aio::object_kind::event: return value != 0 ? " set" : " not set";
            default: return "";
        }
    }

    // Who holds and who waits, with fewer names where there is less room, and at last with cut ones.
    std::string pill_text(const pill& p, float room) const {
        ImFont* font = v_.text->small;
        const auto* object = history_.object(p.object);
        const std::string what = p.group != nullptr ? "TaskGroup" : p.task != 0 ? sim::short_name(history_, p.task) : object != nullptr ? object->name : "";
        const std::string level = object != nullptr && p.object != 0 ? level_of(*object) : "";
        std::vector<sim::task_id> inside;  // who holds it, or the tasks of the group
        if (p.group != nullptr) inside = index_of(*v_.session).groups().unfinished(history_, *p.group, v_.now.event);
        else if (p.object != 0) inside = v_.now.objects[p.object].holders;
        for (std::size_t most = 4; most > 0; --most) {
            const std::string held = inside.empty() || most == 1 ? "" : "  [" + names(inside, most - 1) + "]";
            const std::string text = what + level + held + arrow + names(p.waiters, most);
            if (text_width(font, text) <= room) return text;
        }
        const std::string who = names(p.waiters, 1);
        const float who_room = std::min(text_width(font, who), room * 0.45F), left = room - who_room - text_width(font, arrow);
        const float name_room = left - text_width(font, level);
        const bool with_level = name_room > 60 * s_;
        return fitted_name(font, what, with_level ? name_room : left) + (with_level ? level : "") + arrow + fitted_name(font, who, who_room);
    }

    std::string names(const std::vector<sim::task_id>& tasks, std::size_t most) const {
        std::string text;
        for (std::size_t i = 0; i < std::min(most, tasks.size()); ++i) text += (i == 0 ? "" : ", ") + sim::short_name(history_, tasks[i]);
        if (tasks.size() > most) text += fmt::format(" +{}", tasks.size() - most);
        return text;
    }

    void waiting() {
        if (!fits(row_)) return;
        name("Waiting");
        const auto all = pills();
        if (all.empty()) {
            empty_slot(left_ + gutter_, "nobody");
            return;
        }
        const float x = left_ + gutter_;
        const float height = row_ - s_;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!fits(height)) return;
            const bool last = !(y_ + 2 * (height + 3 * s_) <= bottom_) && i + 1 < all.size();
            const std::string more = last ? fmt::format("+{} more", all.size() - i - 1) : "";
            const float end = last ? right_ - text_width(v_.text->small, more) - 8 * s_ : right_;
            const pill& p = all[i];
            const rect r{{x, y_}, {end, y_ + height}};
            const bool selected = (p.task != 0 && p.task == v_.selected.task) || (p.object != 0 && p.object == v_.selected.object);
            if (selected) list_.AddRectFilled(r.min, r.max, faded(t_.accent, 0.7F), height / 2);
            list_.AddRect(r.min, r.max, t_.of(p.state).fill, height / 2, 0, 1.5F * s_);
            const float pad = 9 * s_;
            const std::string text = pill_text(p, end - x - 2 * pad);
            text_line(list_, v_.text->small, {x + pad, y_ + std::floor((height - font_size(v_.text->small)) / 2) - 1}, t_.text, text, end - x - 2 * pad);
            if (area_clicked(p.group != nullptr ? "group" : "pill", r, text, p.task, p.object, sim::no_event)) select(p.task, p.object);
            if (last) {
                text_line(list_, v_.text->small, {end + 6 * s_, y_ + 3 * s_}, t_.muted, more, right_ - end);
                return;
            }
            y_ += height + 3 * s_;
        }
    }
};

}  // namespace

void now_panel(const view& v, rect area, command_bus& bus, hit_map& hits) { now_view(v, area, bus, hits).run(); }

}  // namespace gui
