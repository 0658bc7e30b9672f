#include "gui/panels/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/event_filter.hpp"
#include "gui/draw/run_index.hpp"
#include "gui/draw/sentences.hpp"
#include "gui/draw/text.hpp"
#include "gui/panels/widgets.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

// What the table remembers between frames: what was typed, and for which cursor it last scrolled.
struct table_state {
    std::array<char, 128> text{};
    event_filter filter;
    sim::event_id shown = sim::no_event;
    std::uint64_t generation = 0;
};

table_state& state() {
    static table_state s;
    return s;
}

struct columns {
    float number, time, task, kind, detail, cause, end;  // left edges
};

class events_view {
public:
    events_view(const view& v, rect area, command_bus& bus, hit_map& hits)
        : v_(v), area_(area), bus_(bus), hits_(hits), history_(v.session->history()), t_(*v.colours), s_(v.scale),
          row_(std::ceil(font_size(v.text->normal) + 5 * v.scale)) {
        const float digits = text_width(v.text->mono, "0");
        const auto longest = static_cast<float>(fmt::format("{}", history_.size()).size()) + 1;
        const float pad = 12 * s_;
        columns_.number = area.min.x + 8 * s_;
        columns_.time = columns_.number + longest * digits + pad;
        columns_.task = columns_.time + 10 * digits + pad;
        const float wide = area.width();
        columns_.kind = columns_.task + std::clamp(wide * 0.13F, 84 * s_, 160 * s_) + pad;
        columns_.detail = columns_.kind + (wide > 560 * s_ ? std::clamp(wide * 0.13F, 100 * s_, 150 * s_) + pad : 0);
        columns_.end = area.max.x - 14 * s_;
        columns_.cause = columns_.end - std::max(longest * digits, text_width(v.text->small, "cause"));
    }

    void run() {
        const run_index& index = index_of(*v_.session);
        const float bar = filter_bar(index.generation());
        const float head = header(area_.min.y + bar);
        const rect body{{area_.min.x, area_.min.y + bar + head}, area_.max};
        if (body.height() < row_) return;
        ImGui::SetCursorScreenPos(body.min);
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
        ImGui::BeginChild("events", {body.width(), body.height()}, false, ImGuiWindowFlags_NoNav);
        list_ = ImGui::GetWindowDrawList();
        follow_cursor(body, index.generation());
        const auto count = static_cast<int>(std::min<std::size_t>(state().filter.size(history_), 1U << 30));
        ImGuiListClipper clipper;
        clipper.Begin(count, row_);
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) one_row(state().filter[static_cast<std::size_t>(i)], body);
        clipper.End();
        if (count == 0)
            text_line(*list_, v_.text->normal, {columns_.number, body.min.y + 4 * s_}, t_.muted,
                      state().filter.active() ? "No event matches." : "No event yet.", body.width() - 16 * s_);
        ImGui::EndChild();
        ImGui::PopStyleVar();
    }

private:
    const view& v_;
    rect area_;
    command_bus& bus_;
    hit_map& hits_;
    const sim::timeline& history_;
    const theme& t_;
    float s_, row_;
    columns columns_{};
    ImDrawList* list_ = nullptr;

    float filter_bar(std::uint64_t generation) {
        const float height = std::round(26 * s_);
        const float width = std::min(310 * s_, area_.width() * 0.6F);
        const rect box{{area_.min.x + 8 * s_, area_.min.y + s_}, {area_.min.x + 8 * s_ + width, area_.min.y + height - s_}};
        table_state& s = state();
        const char* hint = "filter: word  task:name  kind:wait  res:slots  t>1.5";
        if (text_width(v_.text->normal, hint) > width - 16 * s_) hint = "filter: word  task:name  t>1.5";
        const bool entered = text_field(v_, hits_, box, "filter", s.text.data(), s.text.size(), v_.focus == "filter", false, hint);
        s.filter.update(*v_.session, generation, s.text.data());
        if (entered && s.filter.active()) next_hit(!ImGui::GetIO().KeyShift);
        const std::size_t there = history_.size() - history_.first();
        const std::string some = v_.session->recorded() != nullptr ? fmt::format(" of this part, #{} to #{}", history_.first(), history_.size() - 1) : "";
        const std::string count = s.filter.active() ? fmt::format("{} of {} events{}", count_text(s.filter.size(history_)), count_text(there), some)
                                                    : fmt::format("{} events{}", count_text(there), some);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        text_line(list, v_.text->small, {box.max.x + 10 * s_, area_.min.y + std::floor((height - font_size(v_.text->small)) / 2)}, t_.muted, count,
                  area_.max.x - box.max.x - 20 * s_);
        return height;
    }

    // Enter walks along what matches, and the field keeps the keyboard.
    void next_hit(bool forward) {
        const event_filter& filter = state().filter;
        const std::size_t count = filter.size(history_);
        if (count == 0) return;
        const sim::event_id here = v_.now.event;
        std::size_t row = 0;
        if (here != sim::no_event) {
            const std::size_t at = filter.row_of(here);
            if (forward) row = filter[at] > here ? at : (at + 1) % count;
            else row = filter[at] < here ? at : (at + count - 1) % count;
        }
        command c;
        c.kind = command_kind::select_event;
        c.event = filter[row];
        bus_.push(std::move(c));
        command keep;
        keep.kind = command_kind::focus_field;
        keep.text = "filter";
        bus_.push(std::move(keep));
    }

    float header(float y) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const float height = font_size(v_.text->small) + 6 * s_;
        const auto title = [&](float x, float end, const char* text) { text_line(list, v_.text->small, {x, y + 2 * s_}, t_.muted, text, end - x); };
        title(columns_.number, columns_.time, "#");
        title(columns_.time, columns_.task, "time");
        title(columns_.task, columns_.kind, "task");
        if (columns_.detail > columns_.kind) title(columns_.kind, columns_.detail, "event");
        title(columns_.detail, columns_.cause, "what happened");
        title(columns_.cause, columns_.end, "cause");
        list.AddRectFilled({area_.min.x, y + height - 1}, {area_.max.x, y + height}, t_.grid);
        return height;
    }

    void follow_cursor(const rect& body, std::uint64_t generation) {
        table_state& s = state();
        if (s.shown == v_.now.event && s.generation == generation) return;
        s.shown = v_.now.event;
        s.generation = generation;
        const float y = static_cast<float>(s.filter.row_of(v_.now.event)) * row_;
        const float scroll = ImGui::GetScrollY();
        if (y < scroll || y + 2 * row_ > scroll + body.height()) ImGui::SetScrollY(std::max(0.0F, y - std::floor(body.height() / row_ / 2) * row_));  // rows are whole
    }

    void one_row(sim::event_id number, const rect& body) {
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const rect r{{area_.min.x, corner.y}, {area_.max.x, corner.y + row_}};
        ImGui::PushID(static_cast<int>(number));
        const bool clicked = ImGui::InvisibleButton("", {r.width() - 12 * s_, row_});
        ImGui::PopID();
        const bool over = ImGui::IsItemHovered();
        const sim::event& e = history_.source()[number];
        const bool past = v_.now.event != sim::no_event && number <= v_.now.event;
        const bool current = v_.now.event == number;
        if (current) list_->AddRectFilled(r.min, r.max, t_.accent);
        else if (over || (v_.selected.task != 0 && e.task == v_.selected.task)) list_->AddRectFilled(r.min, r.max, faded(t_.accent, over ? 0.45F : 0.25F));
        if (const rect seen = upright_part(r, body); seen.height() > 0) hits_.push({.min = seen.min, .max = seen.max, .kind = hit_kind::event_row, .task = e.task, .event = number});

        const float alpha = past ? 1.0F : 0.5F;
        const ImU32 ink = faded(t_.text, alpha), quiet = faded(t_.muted, alpha);
        const float y = r.min.y + 2 * s_;
        const float gap = 10 * s_;
        const auto cell = [&](ImFont* font, float x, float end, ImU32 colour, std::string_view text) {
            text_line(*list_, font, {x, y + (font == v_.text->normal ? 0 : s_)}, colour, text, end - gap - x);
        };
        cell(v_.text->mono, columns_.number, columns_.time + gap, quiet, fmt::format("{}", number));
        cell(v_.text->mono, columns_.time, columns_.task, ink, fmt::format("{}.{:06}", e.time / 1'000'000'000, e.time / 1'000 % 1'000'000));
        const auto who = e.task != 0 ? sim::short_name(history_, e.task) : std::string("loop");
        cell(v_.text->normal, columns_.task, columns_.kind, e.task != 0 ? ink : quiet, fitted_name(v_.text->normal, who, columns_.kind - gap - columns_.task));
        if (columns_.detail > columns_.kind) cell(v_.text->normal, columns_.kind, columns_.detail, quiet, sim::label(history_, number));
        cell(v_.text->normal, columns_.detail, columns_.cause, ink, sentence_of(*v_.session, number));
        const bool on_cause = over && e.cause != sim::no_event && ImGui::GetIO().MousePos.x >= columns_.cause - gap / 2;
        if (e.cause != sim::no_event) cell(v_.text->mono, columns_.cause, columns_.end + gap, on_cause ? t_.text : quiet, fmt::format("#{}", e.cause));
        if (on_cause) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (!clicked) return;
        command c;
        c.kind = command_kind::select_event;
        c.event = on_cause ? e.cause : number;
        bus_.push(std::move(c));
    }
};

}  // namespace

void events_panel(const view& v, rect area, command_bus& bus, hit_map& hits) { events_view(v, area, bus, hits).run(); }

}  // namespace gui
