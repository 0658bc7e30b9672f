#include "gui/panels/inspector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "gui/draw/bars.hpp"
#include "gui/draw/causality.hpp"
#include "gui/draw/lanes.hpp"
#include "gui/draw/level_plot.hpp"
#include "gui/draw/linked_block.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/sentences.hpp"
#include "gui/draw/source_text.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/twin.hpp"
#include "gui/draw/wakes.hpp"
#include "gui/panels/widgets.hpp"
#include "sim/narration.hpp"
#include "sim/why.hpp"

namespace gui {

namespace {

constexpr sim::event_id look_ahead = 4000;

class inspector_view {
public:
    inspector_view(const view& v, rect area, command_bus& bus, hit_map& hits)
        : v_(v), area_(area), bus_(bus), hits_(hits), history_(v.session->history()), t_(*v.colours), s_(v.scale),
          left_(area.min.x + 12 * v.scale), right_(area.max.x - 14 * v.scale) {}

    void run() {
        ImGui::SetCursorScreenPos(area_.min);
        ImGui::BeginChild("inspected", {area_.width(), area_.height()}, false, ImGuiWindowFlags_NoNav);
        list_ = ImGui::GetWindowDrawList();
        const float top = std::floor(area_.min.y - ImGui::GetScrollY());
        y_ = top + 8 * s_;
        const sim::task_id task = subject_of(v_);
        const auto* object = v_.selected.object != 0 ? history_.object(v_.selected.object) : nullptr;
        if (object != nullptr) about_object(*object);
        else if (const auto* info = history_.task(task); info != nullptr) about_task(*info);
        else paragraph(v_.text->normal, t_.muted, "Select a task or an object to see why it is as it is.", 3);
        end_scrolling(area_, top, y_ + 8 * s_);
    }

private:
    const view& v_;
    rect area_;
    command_bus& bus_;
    hit_map& hits_;
    const sim::timeline& history_;
    const theme& t_;
    float s_, left_, right_;
    ImDrawList* list_ = nullptr;
    float y_ = 0;
    int links_ = 0;
    std::map<std::uint32_t, std::uint32_t> shown_;  // by site of a wait: the line that stands for it

    float width() const { return right_ - left_; }

    void paragraph(ImFont* font, ImU32 colour, std::string_view text, int lines) {
        y_ += text_block(*list_, font, {left_, y_}, colour, text, width(), lines) + 2 * s_;
    }

    void heading(std::string_view text, float reserved = 0) {
        y_ += 7 * s_;
        text_line(*list_, v_.text->small, {left_, y_}, t_.muted, text, width() - reserved);
        y_ += font_size(v_.text->small) + 5 * s_;
    }

    // A line that goes somewhere when clicked.
    bool link(std::string_view title, std::string_view text, sim::event_id event, sim::task_id task, float title_width) {
        // What matters may stand at the end: it goes on in a second line rather than being cut.
        const bool two = text_width(v_.text->normal, text) > width() - title_width;
        const float height = font_size(v_.text->normal) + 5 * s_ + (two ? std::ceil(font_size(v_.text->normal) * 1.28F) : 0);
        const rect r{{left_, y_}, {right_, y_ + height}};
        ImGui::SetCursorScreenPos(r.min);
        ImGui::PushID(links_++);
        const bool clicked = ImGui::InvisibleButton("link", {std::max(1.0F, r.width()), height});
        ImGui::PopID();
        const bool over = ImGui::IsItemHovered();
        if (over) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            list_->AddRectFilled({r.min.x - 4 * s_, r.min.y}, r.max, faded(t_.accent, 0.5F), 3);
        }
        text_line(*list_, v_.text->small, {left_, y_ + 2 * s_}, t_.muted, title, title_width);
        text_block(*list_, v_.text->normal, {left_ + title_width, y_ + s_}, t_.text, text, width() - title_width, two ? 2 : 1);
        if (r.min.y >= area_.min.y && r.max.y <= area_.max.y) hits_.push({.min = r.min, .max = r.max, .kind = hit_kind::control, .task = task, .event = event, .label = std::string(title)});
        y_ += height;
        return clicked;
    }

    void go_to(sim::event_id event) {
        command c;
        c.kind = command_kind::select_event;
        c.event = event;
        bus_.push(std::move(c));
    }

    void select_task(sim::task_id task) {
        command c;
        c.kind = command_kind::select_task;
        c.task = task;
        bus_.push(std::move(c));
    }

    // --- a task

    void about_task(const sim::task_info& task) {
        const auto now = v_.now.tasks[task.id];
        title(task, now.state);
        if (now.state == sim::task_state::unborn) {
            paragraph(v_.text->normal, t_.text, fmt::format("Not created yet. That happens at {} (#{}).",
                      moment_text(history_.source()[task.created].time), task.created), 3);
            if (link("Go to", "its creation", task.created, 0, title_column())) go_to(task.created);
            return;
        }
        const sim::linked_text& reason = reason_of(*v_.session, task.id, v_.now.event);
        y_ += linked_block(v_, *list_, v_.text->normal, {left_, y_}, t_.text, reason, width(), 6, 0, &bus_, &hits_) + 2 * s_;
        const bool told = reason.text.find(task.error) != std::string::npos;
        if (now.state == sim::task_state::failed && !told) paragraph(v_.text->normal, alarm_colour(t_), task.error, 4);
        if (now.cancelling > 1)
            paragraph(v_.text->normal, alarm_colour(t_), fmt::format("It was asked to cancel {} times.", now.cancelling), 2);
        if (now.cancelling > 0) cancelled_by(task.id);
        budget(task);
        source(task, now.state);
        wakes(task, now.state);
        family(task);
        const auto said = index_of(*v_.session).last_log(history_, task.id, v_.now.event);
        if (!said.empty()) {
            heading("Last printed");
            paragraph(v_.text->mono, t_.text, said, 2);
        }
    }

    float title_column() const { return text_width(v_.text->small, "Next wake by") + 10 * s_; }

    void title(const sim::task_info& task, sim::task_state state) {
        const float height = font_size(v_.text->normal) + 4 * s_;
        const float chip = 24 * s_;
        const bool alive = state != sim::task_state::unborn;
        if (alive) paint_state_chip(*list_, v_, state, {{left_, y_}, {left_ + chip, y_ + height - s_}});
        const float x = alive ? left_ + chip + 8 * s_ : left_;
        const char* name = t_.of(state).name;
        const float right = text_width(v_.text->small, name);
        text_right(*list_, v_.text->small, {right_, y_ + 2 * s_}, t_.muted, name, right + 1);
        // The end of a path says more than its beginning.
        std::string path = task.path;
        const float room = right_ - right - 10 * s_ - x;
        while (text_width(v_.text->normal, path) > room) {
            const auto slash = path.find('/', path.compare(0, 4, "\xe2\x80\xa6/") == 0 ? 4 : 0);
            if (slash == std::string::npos) break;
            path = "\xe2\x80\xa6" + path.substr(slash);
            if (path.find('/', 4) == std::string::npos) break;
        }
        text_line(*list_, v_.text->normal, {x, y_ + s_}, t_.text, path, room);
        y_ += height + 6 * s_;
    }

    // The last request, where it is not too far back.
    void cancelled_by(sim::task_id task) {
        const sim::event_id stop = v_.now.event > look_ahead ? v_.now.event - look_ahead : 0;
        for (sim::event_id e = v_.now.event + 1; e-- > stop;) {
            const sim::event& event = history_.source()[e];
            if (event.kind != sim::event_kind::cancel_requested || event.object != task) continue;
            const sim::canceller by = event.task == 0 ? sim::canceller_of(history_, e) : sim::canceller{};
            const std::string who = event.task != 0 ? sim::short_name(history_, event.task)
                                    : by.timeout    ? "its timeout"
                                    : by.failed != 0 ? fmt::format("its group: {} has failed", sim::short_name(history_, by.failed))
                                                    : "the loop";
            const auto message = history_.source().text(event.text);
            const std::string text = fmt::format("{}  #{} at {}{}{}", who, e, moment_text(event.time), message.empty() ? "" : ": ", message);
            if (link("Cancelled by", text, e, event.task, title_column())) go_to(e);
            return;
        }
    }

    void budget(const sim::task_info& task) {
        const auto times = index_of(*v_.session).times(task, v_.now.event, v_.now.time);
        const auto total = std::accumulate(times.begin(), times.end(), std::int64_t{0});
        const bool older = task.created < history_.first();  // of what it did before this part of the run little is known
        heading(older && !task.spans.empty() ? fmt::format("Where its time went since {}", moment_text(task.spans.front().begin_time)) : "Where its time went");
        paint_budget(*list_, t_, times, {{left_, y_}, {right_, y_ + std::round(14 * s_)}});
        y_ += std::round(14 * s_) + 5 * s_;
        if (total == 0) {
            text_line(*list_, v_.text->small, {left_, y_}, t_.muted, "It has taken no virtual time so far.", width());
            y_ += font_size(v_.text->small) + 3 * s_;
            return;
        }
        const float line = font_size(v_.text->small) + 4 * s_;
        const float column = width() / 2;
        int i = 0;
        for (const auto state : budget_order()) {
            const auto time = times[static_cast<std::size_t>(state)];
            if (time == 0) continue;
            const float x = left_ + static_cast<float>(i % 2) * column;
            const float y = y_ + static_cast<float>(i / 2) * line;
            const float box = std::round(9 * s_);
            list_->AddRectFilled({x, y + 2 * s_}, {x + box, y + 2 * s_ + box}, t_.of(state).fill);
            if (t_.outlined) list_->AddRect({x, y + 2 * s_}, {x + box, y + 2 * s_ + box}, faded(t_.outline, 0.6F));
            const double share = 100 * static_cast<double>(time) / static_cast<double>(total);
            text_line(*list_, v_.text->small, {x + box + 6 * s_, y}, t_.text,
                      fmt::format("{} {} ({:.0f} %)", t_.of(state).code, duration_text(time), share), column - box - 12 * s_);
            ++i;
        }
        y_ += static_cast<float>((i + 1) / 2) * line;
    }

    // --- where it is in the source

    struct parked {
        int count = 0;
        sim::task_state state{};
    };

    // The line to show for a wait: the innermost of the program's own. A library's, where it waits for the network, says
    // nothing of the program.
    std::uint32_t shown_site(std::uint32_t site) const {
        for (const std::uint16_t each : history_.source().chain(site)) {
            const std::string& file = history_.source().site(each).file;
            const bool library = file.starts_with("sim/") || file.starts_with("runtime/");
            if (!library && !source_lines(file).empty()) return each;
        }
        return site;
    }

    std::map<std::uint32_t, parked> parked_in(const std::string& file) {
        std::map<std::uint32_t, parked> lines;
        for (std::size_t i = 0; i < v_.now.tasks.count(); ++i) {
            const auto& task = v_.now.tasks.all()[i];
            if (task.site == 0 || task.wait == aio::wait_kind::none || sim::ended(task.state)) continue;
            auto known = shown_.find(task.site);
            if (known == shown_.end()) known = shown_.emplace(task.site, shown_site(task.site)).first;
            const auto& site = history_.source().site(known->second);
            if (site.file != file) continue;
            parked& p = lines[site.line];
            ++p.count;
            p.state = task.state;
        }
        return lines;
    }

    // The await the task is suspended on, or came from last.
    std::uint32_t site_of(const sim::task_info& task) const {
        const auto after = std::partition_point(task.spans.begin(), task.spans.end(), [&](const sim::span& s) { return s.begin <= v_.now.event; });
        auto s = after;
        for (int back = 0; back < 8 && s != task.spans.begin(); ++back) {
            --s;
            if (s->site != 0) return s->site;
        }
        // What it does just now may know its line: a warning does.
        const sim::event& e = history_.source()[v_.now.event];
        return e.task == task.id ? e.site : 0;
    }

    void source(const sim::task_info& task, sim::task_state state) {
        const std::uint32_t id = site_of(task);
        if (id == 0) return;
        const std::uint32_t own = shown_site(id);
        auto site = history_.source().site(own);
        const auto twin = twin_of(site.file, site.line);
        const bool python = v_.twin && twin.has_value();
        const auto here = python ? std::map<std::uint32_t, parked>() : parked_in(site.file);
        if (python) site = {twin->file, twin->line == 0 ? 1 : twin->line};
        const auto& lines = source_lines(site.file);
        const bool waits = state != sim::task_state::running && state != sim::task_state::ready && !sim::ended(state);
        const auto place = [](const auto& s) { return fmt::format("{}:{}", s.file.substr(s.file.rfind('/') + 1), s.line); };
        const float reserved = twin ? 72 * s_ : 0;
        std::string where = fmt::format("{} {}{}", waits ? "Suspended at" : state == sim::task_state::running ? "At" : "Last suspended at", place(site),
                                        own == id ? "" : ", in " + place(history_.source().site(id)));
        // The line matters more than the words before it.
        if (own == id && text_width(v_.text->small, where) > width() - reserved) where = place(site);
        heading(where, reserved);
        if (twin) twin_button(python);
        if (site.line == 0 || site.line > lines.size()) return await_chain(id);
        const int around = area_.height() > 440 * s_ ? 4 : area_.height() > 260 * s_ ? 3 : 2;
        const int first = std::max(1, static_cast<int>(site.line) - around);
        const int last = std::min(static_cast<int>(lines.size()), static_cast<int>(site.line) + around);
        std::size_t indent = 1000;
        for (int n = first; n <= last; ++n) {
            const std::string& text = lines[static_cast<std::size_t>(n - 1)];
            const auto start = text.find_first_not_of(' ');
            if (start != std::string::npos) indent = std::min(indent, start);
        }
        for (int n = first; n <= last; ++n) source_line(lines[static_cast<std::size_t>(n - 1)], n, indent, n == static_cast<int>(site.line), state, here);
        await_chain(id);
    }

    // Each function of the task with the line on which it awaits the next, the outermost first.
    void await_chain(std::uint32_t site) {
        const std::vector<std::uint16_t> chain = history_.source().chain(site);
        if (chain.size() < 2) return;
        constexpr std::size_t most = 12;
        heading(fmt::format("Await chain: {} functions", chain.size()));
        const float small = font_size(v_.text->small);
        const float dot = std::round(3 * s_), x = left_ + std::round(14 * s_);
        float above = 0;
        for (std::size_t i = chain.size(); i-- > 0;) {
            if (chain.size() > most && i == chain.size() - 2) {  // the task's own and those next to the wait
                i = most - 2;
                text_line(*list_, v_.text->small, {x, y_}, t_.muted, fmt::format("and {} more", chain.size() - most), right_ - x);
                y_ += small + 5 * s_;
            }
            const auto& f = history_.source().site(chain[i]);
            const float top = y_;
            const ImVec2 centre(left_ + dot + s_, std::floor(y_ + small / 2) + 1);
            if (above != 0) list_->AddRectFilled({centre.x - s_ / 2, above}, {centre.x + s_ / 2, centre.y - dot}, t_.grid);
            list_->AddCircleFilled(centre, dot, i == 0 ? t_.text : t_.muted, 12);
            above = centre.y + dot;
            const float used = text_line(*list_, v_.text->small, {x, y_}, t_.text, f.function + "()", right_ - x);
            if (!f.file.empty()) {
                const std::string place = fmt::format("{}:{}", f.file.substr(f.file.rfind('/') + 1), f.line);
                text_right(*list_, v_.text->small, {right_, y_}, t_.muted, place, std::max(0.0F, right_ - x - used - 10 * s_));
            }
            y_ += small + 2 * s_;
            const auto& lines = source_lines(f.file);
            if (f.line > 0 && f.line <= lines.size()) {
                const std::string& text = lines[f.line - 1];
                const auto start = std::min(text.find_first_not_of(' '), text.size());
                text_line(*list_, v_.text->mono, {x, y_}, mixed(t_.text, t_.muted, 0.5F), std::string_view(text).substr(start), right_ - x);
                y_ += font_size(v_.text->mono) + 3 * s_;
            }
            y_ += 3 * s_;
            if (top >= area_.min.y && y_ <= area_.max.y) push_control(hits_, {{left_, top}, {right_, y_}}, "await:" + f.function);
        }
    }

    // At the right end of the heading.
    void twin_button(bool python) {
        ImGui::PushFont(v_.text->small);
        const std::string_view text = python ? "C++" : "Python";
        const float width = text_width(v_.text->normal, text) + 16 * s_, height = std::round(18 * s_);
        button_look look;
        look.tooltip = "The same program in the other language";
        look.key = "twin";
        const rect box = box_at(right_ - width, y_ - height - 1 * s_, width, height);
        if (box.min.y >= area_.min.y && box.max.y <= area_.max.y && button(v_, hits_, box, "twin", text, look)) bus_.push(command_kind::toggle_twin);
        ImGui::PopFont();
    }

    // A line of code cut so that the await is seen and the rows fit, of which all but the first are two letters further in; three at most.
    static std::vector<std::string_view> rows_of(std::string_view code, std::size_t letters) {
        std::vector<std::string_view> rows;
        while (code.size() > letters && letters > 12 && rows.size() < 2) {
            // The await begins a row; else the row ends at a blank, or within a call.
            const std::size_t start = code.find_first_not_of(' ');
            const std::size_t await = rows.empty() ? code.find("co_await ") : std::string_view::npos;
            std::size_t cut = await != std::string_view::npos && await > start ? await : code.find_last_of(" (,", letters - 1);
            if (cut != await && cut != std::string_view::npos && code[cut] == '(' && cut + 1 < code.size() && code[cut + 1] == ')') cut = code.find_last_of(" (,", cut - 1);
            if (cut == std::string_view::npos || start >= cut) break;
            if (cut != await) ++cut;
            rows.push_back(code.substr(0, cut));
            code.remove_prefix(std::min(code.find_first_not_of(' ', cut), code.size()));
            if (rows.size() == 1) letters -= std::min(letters, rows[0].find_first_not_of(' ') + 2);
        }
        rows.push_back(code);
        return rows;
    }

    void source_line(const std::string& text, int number, std::size_t indent, bool current, sim::task_state state,
                     const std::map<std::uint32_t, parked>& here) {
        ImFont* font = v_.text->mono;
        const float height = font_size(font) + 4 * s_;
        const float badge = std::round(14 * s_), digits = text_width(font, "0000"), letter = text_width(font, "0");
        const float x = left_ + badge + 4 * s_, code = x + digits + 8 * s_;
        const std::string_view shown = text.size() > indent ? std::string_view(text).substr(indent) : std::string_view();
        const std::vector<std::string_view> rows = current ? rows_of(shown, static_cast<std::size_t>(std::max(1.0F, (right_ - code) / letter))) : std::vector{shown};
        const ImU32 tint = t_.of(sim::ended(state) ? sim::task_state::sleeping : state).fill;
        if (current) list_->AddRectFilled({left_ - 6 * s_, y_}, {right_ + 6 * s_, y_ + height * static_cast<float>(rows.size())}, faded(tint, 0.28F), 3);
        if (const auto p = here.find(static_cast<std::uint32_t>(number)); p != here.end()) {
            const state_style& style = t_.of(p->second.state);
            const ImVec2 centre(left_ + badge / 2, y_ + height / 2);
            list_->AddCircleFilled(centre, badge / 2, style.fill, 20);
            const std::string count = p->second.count > 99 ? "+" : fmt::format("{}", p->second.count);
            const float w = text_width(v_.text->small, count);
            text_line(*list_, v_.text->small, {centre.x - w / 2, centre.y - font_size(v_.text->small) / 2 - 1}, style.label, count, w + 1);
        }
        text_right(*list_, font, {x + digits, y_ + 2 * s_}, t_.muted, fmt::format("{}", number), digits);
        if (shown.empty()) {
            y_ += height;
            return;
        }
        // The line that waits is shown whole, what does not fit below it.
        const ImU32 ink = current ? t_.text : mixed(t_.text, t_.muted, 0.5F);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const float in = row == 0 ? 0 : letter * static_cast<float>(std::min(shown.find_first_not_of(' '), shown.size()) + 2);
            text_line(*list_, font, {code + in, y_ + 2 * s_}, ink, rows[row], right_ - code - in);
            y_ += height;
        }
    }

    // --- who wakes whom

    std::string wake_text(const wake& w, bool other) const {
        return fmt::format("{}  #{} {}", sim::short_name(history_, other ? w.from : w.to), other ? w.cause : w.effect,
                           sim::label(history_, other ? w.cause : w.effect));
    }

    // What makes the task ready at `effect`, as a line: another task, or its own timer.
    void woken(std::string_view title, sim::event_id effect) {
        if (const auto w = wake_at(history_, effect)) {
            if (link(title, wake_text(*w, true), w->cause, w->from, title_column())) go_to(w->cause);
            return;
        }
        const sim::event_id cause = history_.source()[effect].cause;
        if (cause == sim::no_event) return;
        if (!history_.knows(cause)) {  // in an earlier part of the run
            if (link(title, fmt::format("#{}", cause), cause, 0, title_column())) go_to(cause);
            return;
        }
        const std::string text = fmt::format("#{} {} at {}", cause, sim::label(history_, cause), moment_text(history_.source()[cause].time));
        if (link(title, text, cause, 0, title_column())) go_to(cause);
    }

    void wakes(const sim::task_info& task, sim::task_state state) {
        const auto after = std::partition_point(task.spans.begin(), task.spans.end(), [&](const sim::span& s) { return s.begin <= v_.now.event; });
        if (after == task.spans.begin()) return;
        auto ready = after - 1;
        while (ready != task.spans.begin() && ready->state != sim::task_state::ready) --ready;
        // Of what the program itself started and has ended there is nothing to tell.
        const bool first = ready->begin == task.created && task.parent == 0;
        if (first && sim::ended(state)) return;
        heading("Cause and effect");
        woken(ready->begin == task.created ? "Started by" : "Woken by", ready->begin);
        if (!sim::ended(state) && after != task.spans.end() && after->state == sim::task_state::ready) woken("Next wake by", after->begin);
        const sim::event_id last = static_cast<sim::event_id>(history_.size() - 1);
        const sim::event_id stop = last - v_.now.event > look_ahead ? v_.now.event + look_ahead : last;
        for (sim::event_id e = v_.now.event + 1; e <= stop && !sim::ended(state); ++e) {
            const auto w = wake_at(history_, e);
            if (!w || w->from != task.id) continue;
            if (link(w->resolves == sim::task_state::unborn ? "Will start" : "Will wake", wake_text(*w, false), w->effect, w->to, title_column())) go_to(w->effect);
            break;
        }
        if (task.ended != sim::no_event && task.ended > v_.now.event) {
            const auto end = history_.state_at(task.id, task.ended);
            const std::string text = fmt::format("#{} {} at {}", task.ended, t_.of(end).name, moment_text(history_.source()[task.ended].time));
            if (link("Will end", text, task.ended, 0, title_column())) go_to(task.ended);
        }
    }

    // --- whose it is

    // The gather or the group that is told of its end.
    void member(const sim::task_info& task) {
        if (index_of(*v_.session).groups().of(history_, task.id) != nullptr) {
            if (link("Part of", fmt::format("a TaskGroup of {}", sim::short_name(history_, task.parent)), sim::no_event, task.parent, title_column())) select_task(task.parent);
            return;
        }
        if (task.ended == sim::no_event) return;
        const auto last = std::min<std::size_t>(history_.size(), std::size_t{task.ended} + 64);
        for (auto e = task.ended + 1; e < last; ++e) {
            const sim::event event = history_.source()[e];
            if (event.kind != sim::event_kind::callback_ready || event.cause != task.ended) continue;
            const auto kind = static_cast<aio::callback_kind>(event.detail);
            if (kind == aio::callback_kind::gather_child && history_.object(event.object) != nullptr) {
                if (!link("Part of", sim::describe(history_, event.object), sim::no_event, 0, title_column())) return;
                command c;
                c.kind = command_kind::select_object;
                c.object = event.object;
                bus_.push(std::move(c));
                return;
            }
        }
    }

    void family(const sim::task_info& task) {
        std::vector<sim::task_id> children;
        std::size_t count = 0;
        for (const sim::task_info& other : history_.tasks()) {
            if (other.parent != task.id) continue;
            if (++count <= 6) children.push_back(other.id);
        }
        if (task.parent == 0 && count == 0) return;
        heading(count == 0 ? std::string("Family") : fmt::format("Family: {} {}", count, count == 1 ? "child" : "children"));
        if (task.parent != 0 && link("Created by", sim::short_name(history_, task.parent), sim::no_event, task.parent, title_column())) select_task(task.parent);
        member(task);
        for (const sim::task_id child : children) {
            const auto state = history_.state_at(child, v_.now.event);
            const std::string text = fmt::format("{}, {}", sim::short_name(history_, child), state == sim::task_state::unborn ? "not created yet" : t_.of(state).name);
            if (link("Child", text, sim::no_event, child, title_column())) select_task(child);
        }
        if (count > children.size()) paragraph(v_.text->small, t_.muted, fmt::format("and {} more", count - children.size()), 1);
    }

    // --- an object

    void about_object(const sim::object_info& o) {
        text_line(*list_, v_.text->large, {left_, y_}, t_.text, sim::describe(history_, o.id), width());
        y_ += font_size(v_.text->large) + 8 * s_;
        if (v_.now.event == sim::no_event || o.created > v_.now.event) {
            paragraph(v_.text->normal, t_.text, fmt::format("Not created yet. That happens at {} (#{}).", moment_text(history_.source()[o.created].time), o.created), 3);
            return;
        }
        paragraph(v_.text->normal, t_.text, state_text(o), 3);
        tasks_of("Held by", v_.now.objects[o.id].holders, false);
        std::vector<sim::task_id> waiting;
        for (std::size_t i = 0; i < v_.now.tasks.count(); ++i) {
            const auto& task = v_.now.tasks.all()[i];
            const bool parked = !sim::ended(task.state) && task.state != sim::task_state::ready && task.state != sim::task_state::running;
            if (parked && task.object == o.id && task.wait != aio::wait_kind::task) waiting.push_back(v_.now.tasks.id(i));
        }
        tasks_of("Waiting", waiting, true);
        levels(o);
    }

    std::string state_text(const sim::object_info& o) const {
        const sim::level* level = level_at(o, v_.now.event);
        const auto raw = level != nullptr ? level->value : o.kind == aio::object_kind::semaphore ? o.capacity : 0;
        switch (o.kind) {
            case aio::object_kind::semaphore: return fmt::format("{} of {} permits are taken, {} left.", o.capacity - raw, o.capacity, raw);
            case aio::object_kind::lock: return raw != 0 ? "It is held." : "It is free.";
            case aio::object_kind::event: return raw != 0 ? "It is set: nobody has to wait." : "It is not set: whoever waits for it is suspended.";
            case aio::object_kind::queue: {
                const std::string bound = o.capacity > 0 ? fmt::format(" of {}", o.capacity) : "";
                const auto unfinished = level != nullptr ? level->aux : 0;
                const char* items = raw == 1 && bound.empty() ? "item" : "items";
                const bool counted = index_of(*v_.session).range(history_, o).unfinished_matters();
                return fmt::format("{}{} {} in it{}.", raw, bound, items, counted ? fmt::format(", {} put but not done", unfinished) : "");
            }
            case aio::object_kind::progress:
                return o.capacity > 0 ? fmt::format("{} of {} ({} %).", raw, o.capacity, 100 * raw / o.capacity) : fmt::format("{} so far.", raw);
            case aio::object_kind::gauge: return fmt::format("{} now.", raw);
            case aio::object_kind::condition: return fmt::format("{} {} until somebody notifies it.", raw, raw == 1 ? "task waits" : "tasks wait");
            case aio::object_kind::barrier: return fmt::format("{} of {} have arrived and wait for the others.", raw, o.capacity);
            default: return "";
        }
    }

    void tasks_of(std::string_view title, const std::vector<sim::task_id>& tasks, bool waiting) {
        if (tasks.empty()) return;
        heading(fmt::format("{} ({})", title, tasks.size()));
        constexpr std::size_t most = 12;
        for (std::size_t i = 0; i < std::min(tasks.size(), most); ++i) {
            const sim::span* here = history_.span_at(tasks[i], v_.now.event);
            const std::string who = sim::short_name(history_, tasks[i]);
            const std::string text = waiting ? fmt::format("{} since {}", who, moment_text(here == nullptr ? v_.now.time : here->begin_time))
                                             : fmt::format("{}, {}", who, t_.of(v_.now.tasks[tasks[i]].state).name);
            if (link(fmt::format("{}.", i + 1), text, sim::no_event, tasks[i], 22 * s_)) select_task(tasks[i]);
        }
        if (tasks.size() > most) paragraph(v_.text->small, t_.muted, fmt::format("and {} more", tasks.size() - most), 1);
    }

    void levels(const sim::object_info& o) {
        const auto after = std::partition_point(o.levels.begin(), o.levels.end(), [&](const sim::level& l) { return l.event <= v_.now.event; });
        const auto count = after - o.levels.begin();
        heading(fmt::format("Changes so far: {}, in the whole run: {}", count, o.levels.size()));
        auto l = after;
        for (int i = 0; i < 6 && l != o.levels.begin(); ++i) {
            --l;
            const std::string text = fmt::format("{}: {}", l->task != 0 ? sim::short_name(history_, l->task) : "loop", sim::label(history_, l->event));
            if (link(moment_text(l->time), text, l->event, l->task, 70 * s_)) go_to(l->event);
        }
    }
};

}  // namespace

void inspector_panel(const view& v, rect area, command_bus& bus, hit_map& hits) { inspector_view(v, area, bus, hits).run(); }

}  // namespace gui
