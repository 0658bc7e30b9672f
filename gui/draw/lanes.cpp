#include "gui/draw/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/draw/bars.hpp"
#include "gui/draw/composition.hpp"
#include "gui/draw/text.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

constexpr std::size_t most_bar_hits = 4000;  // more bars than that are not something to click on

bool inside(const rect& r, ImVec2 p) { return p.x >= r.min.x && p.x < r.max.x && p.y >= r.min.y && p.y < r.max.y; }

class lane_painter {
public:
    lane_painter(ImDrawList& list, const view& v, const run_index& index, const lane& l, ImVec2 mouse, hit_map& hits)
        : list_(list), v_(v), index_(index), lane_(l), mouse_(mouse), hits_(hits), history_(v.session->history()),
          full_(std::floor(std::max(8.0F, l.area.height() - 4 * v.scale))), now_x_(playhead_x(v)),
          progress_(index.progress_of(history_, l.task->id)) {}

    lane_pick paint() {
        composition columns(list_, *v_.colours, lane_.area, full_, now_x_, v_.scale);
        const auto& spans = lane_.task->spans;
        const time_axis& axis = v_.axis;
        const float left = lane_.area.min.x, right = lane_.area.max.x;
        const bool by_time = axis.mode() != axis_mode::event;
        const auto n = static_cast<double>(history_.size());
        const double first = axis.first();
        const double to_pixels = 1 / axis.per_pixel();
        const auto end_of = [&](const sim::span& s) {
            return axis.position(s.end_time, s.end == sim::no_event ? static_cast<sim::event_id>(n) : s.end);
        };
        const auto begin = std::partition_point(spans.begin(), spans.end(), [&](const sim::span& s) { return end_of(s) < first; });
        const auto x_at = [&](double position) {
            return std::clamp(axis.left() + static_cast<float>((position - first) * to_pixels), left, right);
        };
        auto next_span = spans.end();
        double next_from = 0;
        for (auto s = begin; s != spans.end(); ++s) {
            if (const auto next = spans_of_column(columns, s, by_time); next != s) {
                s = next - 1;
                continue;
            }
            // A span begins where the one before it ends.
            const double from = s == next_span ? next_from : axis.position(s->begin_time, s->begin);
            if (from > axis.last()) break;
            next_from = end_of(*s);
            next_span = s + 1;
            const float x0 = x_at(from);
            const float x1 = x_at(next_from);
            if (x1 - x0 < columns.sliver_width()) {
                columns.add(s->state, x0, x1);
                continue;
            }
            const auto before = columns.finish();
            bar(*s, {x0, x1});
            columns.paint(before);
            if (before.state != sim::task_state::unborn) label_from_ = before.x + columns.sliver_width();
            label(*s, {x0, x1});
        }
        columns.paint(columns.finish());
        if (by_time && !spans.empty()) for_ever(spans.back());
        terminal();
        return pick_;
    }

private:
    struct extent {
        float from, to;
    };
    ImDrawList& list_;
    const view& v_;
    const run_index& index_;
    const lane& lane_;
    ImVec2 mouse_;
    hit_map& hits_;
    const sim::timeline& history_;
    float full_, now_x_;
    float label_from_ = 0;  // a sliver covers what is left of it
    const sim::object_info* progress_;
    lane_pick pick_;

    using span_place = std::vector<sim::span>::const_iterator;

    // Adds what lies within the column that is open; returns what comes after. Whole blocks of spans need no look at each.
    span_place spans_of_column(composition& columns, span_place s, bool by_time) const {
        const float border = std::min(columns.border(), lane_.area.max.x);
        if (border <= lane_.area.min.x) return s;
        const auto& spans = lane_.task->spans;
        const auto blocks = index_.blocks(lane_.task->id);
        const double position = v_.axis.at(border);
        const auto limit = by_time ? v_.axis.time_of(position) : static_cast<std::int64_t>(position);
        const auto end_key = [&](const sim::span& each) {
            if (by_time) return each.end_time;
            return static_cast<std::int64_t>(each.end == sim::no_event ? history_.size() : each.end);
        };
        const auto begin_key = [&](const sim::span& each) { return by_time ? each.begin_time : static_cast<std::int64_t>(each.begin); };
        const auto first = s;
        std::array<std::int64_t, span_sums::states> sums{};
        composition::share shares;
        while (s != spans.end()) {
            const auto number = static_cast<std::size_t>(s - spans.begin());
            if (number % span_block_size == 0 && number / span_block_size + 1 < blocks.size()) {
                const span_sums& block = blocks[number / span_block_size];
                const span_sums& next = (&block)[1];
                if ((by_time ? next.begin_time : static_cast<std::int64_t>(next.begin)) < limit) {
                    for (std::size_t i = 0; i < sums.size(); ++i)
                        sums[i] += by_time ? next.time[i] - block.time[i] : static_cast<std::int64_t>(next.events[i] - block.events[i]);
                    shares.ran = true;  // no task waits so often without running in between
                    s += span_block_size;
                    continue;
                }
            }
            const std::int64_t end = end_key(*s);
            if (end >= limit) break;
            sums[span_sums::index(s->state)] += end - begin_key(*s);
            shares.ran |= s->state == sim::task_state::running;
            shares.cancelled |= s->state == sim::task_state::cancelling;
            ++s;
        }
        if (s == first) return s;
        // Where jumps of the clock are shortened the column is, and the shares in it are of true time.
        const auto& last = *(s - 1);
        const float x0 = v_.axis.x(span_begin(v_.axis, *first)), x1 = v_.axis.x(span_end(v_.axis, last, history_));
        const auto all = static_cast<double>(end_key(last) - begin_key(*first));
        const double each = all > 0 ? static_cast<double>(x1 - x0) / all : 0;
        for (std::size_t i = 0; i < sums.size(); ++i)
            shares.of[i + static_cast<std::size_t>(sim::task_state::ready)] = static_cast<float>(static_cast<double>(sums[i]) * each);
        columns.add(shares, x0, x1);
        return s;
    }

    float middle() const { return (lane_.area.min.y + lane_.area.max.y) / 2; }

    bool thin_join(const sim::span& s) const { return s.state == sim::task_state::join && !lane_.selected; }

    rect box_of(const sim::span& s, extent x) const {
        const float h = thin_join(s) ? std::round(6 * v_.scale) : bar_height(*v_.colours, s.state, full_);
        const float y = std::floor(middle() - h / 2);
        return {{x.from, y}, {x.to, y + h}};
    }

    // Right of this the span has not happened yet.
    float border(const sim::span& s, const rect& box) const {
        if (v_.now.event == sim::no_event || s.begin > v_.now.event) return box.min.x;
        if (s.end <= v_.now.event) return box.max.x;
        return std::clamp(now_x_, box.min.x, box.max.x);
    }

    void bar(const sim::span& s, extent x) {
        const rect box = box_of(s, x);
        const float now = border(s, box);
        const bar_tone past = thin_join(s) ? bar_tone::quiet : bar_tone::solid;
        if (now > box.min.x) {
            const rect done{box.min, {now, box.max.y}};
            paint_bar(list_, *v_.colours, s.state, done, past, v_.scale);
            fill(s, done);
        }
        if (now < box.max.x) paint_bar(list_, *v_.colours, s.state, {{now, box.min.y}, box.max}, bar_tone::ghost, v_.scale);
        const rect target{{box.min.x, lane_.area.min.y}, {box.max.x, lane_.area.max.y}};
        if (inside(target, mouse_)) {
            pick_ = {&s, box, false};
            list_.AddRect(ImVec2(box.min.x - 1, box.min.y - 1), ImVec2(box.max.x + 1, box.max.y + 1), v_.colours->selection);
        }
        if (hits_.all().size() < most_bar_hits) {
            hits_.push({.min = target.min, .max = target.max, .kind = hit_kind::bar, .task = lane_.task->id, .object = s.object, .event = s.begin});
        }
    }

    // A wait that nothing will end runs off the axis.
    void for_ever(const sim::span& s) {
        if (s.end != sim::no_event || sim::ended(s.state) || !ends_in_deadlock(history_)) return;
        const float x0 = std::max(v_.axis.x(span_end(v_.axis, s, history_)), lane_.area.min.x), x1 = lane_.area.max.x;
        if (x1 - x0 < 10 * v_.scale) return;
        const rect box = box_of(s, {x0, x1});
        const bool now = v_.now.event != sim::no_event && s.begin <= v_.now.event && v_.now.time >= s.end_time;
        const auto part = [&](float from, float to, bar_tone tone) {
            paint_bar(list_, *v_.colours, s.state, {{std::round(x0 + from * (x1 - x0)), box.min.y}, {std::round(x0 + to * (x1 - x0)), box.max.y}}, now ? tone : bar_tone::ghost, v_.scale);
        };
        const bool thin = thin_join(s);
        part(0, 0.62F, thin ? bar_tone::quiet : bar_tone::solid);
        part(0.67F, 0.81F, bar_tone::quiet);
        part(0.86F, 0.94F, bar_tone::ghost);
        if (thin || box.height() < font_size(v_.text->small)) return;
        const std::string_view text = "for ever";
        const float width = text_width(v_.text->small, text);
        if (v_.show_why || 0.62F * (x1 - x0) < width + 8 * v_.scale) return;  // the answer's marks stand there
        const state_style& style = v_.colours->of(s.state);
        const ImVec2 at(std::floor(x0 + 0.62F * (x1 - x0) - width - 5 * v_.scale), std::floor(middle() - font_size(v_.text->small) / 2) - 1);
        if (now) list_.AddRectFilled({at.x - 2, at.y}, {at.x + width + 2, at.y + font_size(v_.text->small) + 2}, style.fill);
        text_line(list_, v_.text->small, at, now ? style.label : v_.colours->muted, text, width + 2);
    }

    // How far the task's work has come: constant while it waits, so the bar fills like a glass.
    void fill(const sim::span& s, const rect& box) {
        const double share = progress_share(s.begin);
        if (share <= 0 || box.height() < 5 || thin_join(s)) return;
        const float y = box.max.y - static_cast<float>(share) * box.height();
        const ImU32 colour = mixed(v_.colours->of(s.state).fill, v_.colours->of(sim::task_state::running).fill, 0.45F);
        list_.AddRectFilled(ImVec2(box.min.x, y), box.max, colour);
    }

    double progress_share(sim::event_id at) const {
        if (progress_ == nullptr || progress_->capacity <= 0) return 0;
        const sim::level* level = level_at(*progress_, at);
        if (level == nullptr) return 0;
        return std::clamp(static_cast<double>(level->value) / static_cast<double>(progress_->capacity), 0.0, 1.0);
    }

    // Thin waits for tasks have theirs across the line, everything else inside the bar or not at all.
    void label(const sim::span& s, extent x) {
        const rect box = box_of(s, x);
        const float now = border(s, box);
        const float least = 22 * v_.scale;
        const bool past = now - box.min.x >= least || now >= box.max.x;
        const float from = std::max(past ? box.min.x : now, label_from_) + 3 * v_.scale;
        const float room = (past ? now : box.max.x) - from - 2 * v_.scale;
        if (room < least - 6 * v_.scale) return;
        ImFont* font = v_.text->small;
        const float size = font_size(font);
        const state_style& style = v_.colours->of(s.state);
        const bool inside_bar = box.height() >= size - 2;  // letters are lower than their line
        if (!inside_bar && (!thin_join(s) || lane_.area.height() < size + 2 || room < 60 * v_.scale)) return;
        std::string text = style.code;
        const std::string about = s.wait == aio::wait_kind::future && index_.groups().closing(s.begin) != nullptr ? "TaskGroup" : span_text(history_, s);
        if (!about.empty()) text += " " + about;
        if (const double share = progress_share(s.begin); share > 0 && past) text += fmt::format("  {:.0f} %", std::floor(share * 100));
        std::string_view said = past ? index_.last_log(history_, lane_.task->id, s.begin) : std::string_view();
        const bool two_lines = !said.empty() && box.height() >= 2 * size + 3 && room >= 70 * v_.scale;
        const bool roomy = lane_.area.height() >= 30 * v_.scale;
        const ImU32 ink = !past || !inside_bar ? v_.colours->text : style.label;
        const ImU32 plate = !inside_bar ? v_.colours->background
                            : past      ? style.fill
                                        : mixed(v_.colours->background, style.fill, 0.3F);
        const float y = two_lines ? box.min.y + 1 : middle() - size / 2 - 1;
        if (const float code = text_width(font, style.code); text_width(font, text) > room) {
            if (code > room) return;
            if (room < code + 30 * v_.scale) text = style.code;  // two letters and half a word say less than two letters
        }
        const std::string shown = fitted(font, text, room);
        const float width = text_width(font, shown);
        const bool textured = style.pattern != texture::solid && (style.pattern != texture::dotted_line || box.height() < size + 5);
        const bool plated = !inside_bar || (textured && past);
        if (plated && !shown.empty())
            list_.AddRectFilled(ImVec2(from - 2, std::max(y, inside_bar ? box.min.y + 1 : y)),
                                ImVec2(from + width + 3, std::min(y + size + 2, inside_bar ? box.max.y - 1 : y + size + 2)),
                                plate);
        text_line(list_, font, ImVec2(from, y), past ? ink : faded(ink, 0.75F), shown, room + 1);
        if (said.empty() || !roomy) return;
        const float gap = 10 * v_.scale;
        const ImVec2 at(two_lines ? from : from + width + gap, two_lines ? y + size + 1 : y);
        const float rest = two_lines ? room : room - width - gap;
        if (rest < 70 * v_.scale) return;
        const std::string line = fitted(font, said, rest);
        if (plated)
            list_.AddRectFilled(ImVec2(at.x - 2, at.y), ImVec2(at.x + text_width(font, line) + 3, at.y + size + 1), plate);
        text_line(list_, font, at, faded(ink, 0.8F), line, rest + 1);
    }

    void terminal() {
        const sim::task_info& task = *lane_.task;
        if (task.ended == sim::no_event) return;
        const float size = std::min(14 * v_.scale, lane_.area.height() - 4);
        const float end = v_.axis.x(task.ended, history_);
        // Right of the end, but not cut where the lanes end.
        const float most = std::max(end, lane_.area.max.x + 7 * v_.scale - size / 2);
        const float x = std::min(end + 4 * v_.scale + size / 2, end <= lane_.area.max.x ? most : 1e9F);
        if (x < lane_.area.min.x || x > lane_.area.max.x + size) return;
        const bool past = v_.now.event != sim::no_event && task.ended <= v_.now.event;
        const auto state = history_.state_at(task.id, task.ended);
        paint_terminal(list_, *v_.colours, state, ImVec2(std::floor(x), std::floor(middle())), size, past ? 1.0F : 0.35F);
        const rect place{{x - size / 2, lane_.area.min.y}, {x + size / 2, lane_.area.max.y}};
        if (inside(place, mouse_)) pick_ = {task.spans.empty() ? nullptr : &task.spans.back(), place, true};
        hits_.push({.min = place.min, .max = place.max, .kind = hit_kind::marker, .task = task.id, .event = task.ended});
    }
};

}  // namespace

float playhead_x(const view& v) {
    const float here = v.axis.x(v.now.event, v.session->history());
    if (v.gliding_to == sim::no_event) return here;
    const float eased = v.glide * v.glide * (3 - 2 * v.glide);
    return here + (v.axis.x(v.gliding_to, v.session->history()) - here) * eased;
}

double span_begin(const time_axis& axis, const sim::span& s) {
    return axis.position(s.begin_time, s.begin);
}

double span_end(const time_axis& axis, const sim::span& s, const sim::timeline& history) {
    return axis.position(s.end_time, s.end == sim::no_event ? static_cast<sim::event_id>(history.size()) : s.end);
}

std::string span_text(const sim::timeline& history, const sim::span& s) {
    const auto name = [&] {
        const auto* object = history.object(s.object);
        return object == nullptr ? std::string() : object->name;
    };
    if (s.state == sim::task_state::io && s.wait != aio::wait_kind::sleep) return name();
    switch (s.wait) {
        case aio::wait_kind::none: return "";
        case aio::wait_kind::sleep: return s.end == sim::no_event ? "" : duration_text(s.end_time - s.begin_time);
        case aio::wait_kind::lock:
        case aio::wait_kind::semaphore:
        case aio::wait_kind::event: return name();
        case aio::wait_kind::queue_get: return name() + ".get";
        case aio::wait_kind::queue_put: return name() + ".put";
        case aio::wait_kind::queue_join: return name() + ".join";
        case aio::wait_kind::task: return sim::short_name(history, s.object);
        case aio::wait_kind::gather:
        case aio::wait_kind::future:
        case aio::wait_kind::condition:
        case aio::wait_kind::barrier: return name();
    }
    return "";
}

lane_pick paint_lane(ImDrawList& list, const view& v, const run_index& index, const lane& l, ImVec2 mouse, hit_map& hits) {
    return lane_painter(list, v, index, l, mouse, hits).paint();
}

}  // namespace gui
