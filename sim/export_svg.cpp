#include "sim/export_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "sim/narration.hpp"
#include "sim/plain_text.hpp"

namespace sim {
namespace {

constexpr double width = 960, left = 156, right = 938, top = 12, lane_height = 24;
constexpr double char_width = 6.2;  // of the small letters, on average
constexpr double closest = 0.8;     // bars of one state nearer than this are one bar: nobody could see the gap

struct style {
    char key;            // its class
    const char* fill;    // the window's light theme
    double height;
    const char* name;
};

constexpr std::array<style, static_cast<std::size_t>(task_state_count)> styles = {{
    {'u', "#dde2e8", 0, ""},
    {'r', "#5ae4dd", 12, "ready"},
    {'x', "#74bf7c", 18, "running"},
    {'s', "#8b8795", 8, "sleeping"},
    {'l', "#c46616", 12, "waits for a lock or signal"},
    {'q', "#ecd927", 12, "waits for a queue"},
    {'j', "#8b418d", 5, "waits for a task or future"},
    {'i', "#216af6", 12, "waits for the network"},
    {'c', "#a61f21", 18, "cancelling"},
    {'d', "#5b6572", 6, "done"},
    {'f', "#a61f21", 8, "failed"},
    {'k', "#5b6572", 8, "cancelled"},
}};

const style& style_of(task_state s) { return styles[static_cast<std::size_t>(s)]; }

std::string number(double x) { return shortest(std::round(x * 10) / 10); }

// Text for XML: UTF-8 that is not, and control characters, become U+FFFD or a blank; cut where it is long.
std::string xml_text(const std::string& raw, std::size_t most) {
    using json = nlohmann::json;
    const std::string text = json::parse(json(raw).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
    std::string out;
    std::size_t letters = 0;
    for (const char c : text) {
        const bool begins_letter = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (begins_letter && ++letters > most) return out + "\u2026";
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        }
    }
    return out;
}

struct unit {
    double ns;
    const char* name;
};

unit unit_for(double range_ns) {
    if (range_ns >= 1e9) return {1e9, "s"};
    return range_ns >= 1e6 ? unit{1e6, "ms"} : unit{1e3, "\u00b5s"};
}

// 1, 2 or 5 times a power of ten, so that there are at most eight in the range.
double tick_step(double range) {
    const double power = std::pow(10, std::floor(std::log10(range / 8)));
    for (const double times : {1.0, 2.0, 5.0}) {
        if (range / (power * times) <= 8) return power * times;
    }
    return power * 10;
}

class picture {
public:
    picture(const timeline& t, const svg_options& o) : t_(t), options_(o) {
        from_ = std::max<std::int64_t>(0, o.from_ns.value_or(0));
        to_ = std::max(o.to_ns.value_or(t.end_time()), from_ + 1000);
        choose_lanes();
    }
    void write(std::ostream& out);

private:
    const timeline& t_;
    svg_options options_;
    std::int64_t from_ = 0, to_ = 0;
    std::vector<const task_info*> lanes_;
    std::map<task_id, std::size_t> lane_of_;
    std::size_t left_out_ = 0;
    std::array<bool, styles.size()> used_{};
    std::string out_;

    double x(std::int64_t ns) const {
        return left + (right - left) * static_cast<double>(ns - from_) / static_cast<double>(to_ - from_);
    }
    double y(std::size_t lane) const { return top + lane_height * (static_cast<double>(lane) + 0.5); }
    double bottom() const { return top + lane_height * static_cast<double>(lanes_.size() + (left_out_ > 0 ? 1 : 0)); }

    void choose_lanes();
    void draw_axis();
    void draw_names();
    void draw_bars(std::size_t lane);
    void draw_ends();
    void draw_arrows();
    void draw_legend();
    int depth(const task_info&) const;
    std::string end_text() const;
};

void picture::choose_lanes() {
    for (const task_info& task : t_.tasks()) {
        if (task.spans.empty() || task.spans.front().begin_time > to_ || task.spans.back().end_time < from_) continue;
        if (lanes_.size() == options_.most_lanes) {
            ++left_out_;
            continue;
        }
        lane_of_[task.id] = lanes_.size();
        lanes_.push_back(&task);
    }
}

void picture::draw_axis() {
    const double range = static_cast<double>(to_ - from_);
    const unit in = unit_for(range);
    const double step = tick_step(range);
    for (auto i = static_cast<std::int64_t>(std::ceil(static_cast<double>(from_) / step)); step * static_cast<double>(i) <= static_cast<double>(to_); ++i) {
        const double ns = step * static_cast<double>(i);
        const std::string at = number(x(static_cast<std::int64_t>(ns)));
        out_ += fmt::format("<path class=\"g\" d=\"M{} {}V{}\"/><text class=\"t\" x=\"{}\" y=\"{}\">{} {}</text>\n", at, number(top),
                            number(bottom() + 4), at, number(bottom() + 17), shortest(std::round(ns / in.ns * 1e6) / 1e6), in.name);
    }
}

int picture::depth(const task_info& task) const {
    int n = 0;
    for (const task_info* up = t_.task(task.parent); up != nullptr && n < 4; up = t_.task(up->parent)) ++n;
    return n;
}

void picture::draw_names() {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        out_ += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", 10 + 8 * depth(*lanes_[i]), number(y(i) + 4),
                            xml_text(short_name(t_, lanes_[i]->id), 20));
    }
    if (left_out_ > 0) {
        out_ += fmt::format("<text class=\"m\" x=\"10\" y=\"{}\">and {} more</text>\n", number(bottom() - 8), left_out_);
    }
}

// One path for each state: all its bars are one shape.
void picture::draw_bars(std::size_t lane) {
    std::array<std::vector<std::pair<double, double>>, styles.size()> bars;
    for (const span& s : lanes_[lane]->spans) {
        if (s.end_time < from_ || s.begin_time > to_ || style_of(s.state).height == 0 || ended(s.state)) continue;
        const double begin = x(std::max(s.begin_time, from_)), end = x(std::min(s.end_time, to_));
        // A step takes no virtual time, and is seen all the same; a wait of no time is not.
        const bool step = s.state == task_state::running;
        if (!step && end - begin < 0.05) continue;
        auto& list = bars[static_cast<std::size_t>(s.state)];
        const double shown = step ? std::max(end, begin + 1.6) : end;
        if (!list.empty() && begin - list.back().second < closest) {
            list.back().second = std::max(list.back().second, shown);
        } else {
            list.emplace_back(begin, shown);
        }
    }
    for (const task_state state : {task_state::join, task_state::sleeping, task_state::lock, task_state::queue, task_state::io, task_state::ready,
                                   task_state::cancelling, task_state::running}) {
        const auto& list = bars[static_cast<std::size_t>(state)];
        if (list.empty()) continue;
        used_[static_cast<std::size_t>(state)] = true;
        const style& look = style_of(state);
        std::string path;
        for (const auto& [begin, end] : list) {
            path += fmt::format("M{} {}h{}v{}H{}z", number(begin), number(y(lane) - look.height / 2), number(end - begin),
                                number(look.height), number(begin));
        }
        out_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", look.key, path);
    }
}

// How a task ended is a shape, not only a colour: a square, a diamond, a circle with a bar through it.
void picture::draw_ends() {
    std::string done, failed, cancelled;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const task_info& task = *lanes_[i];
        if (task.ended == no_event || task.spans.back().end_time > to_) continue;
        const std::string cx = number(x(task.spans.back().end_time) + 5), cy = number(y(i));
        switch (task.outcome) {
            case aio::outcome_kind::result: done += fmt::format("M{} {}m-3-3h6v6h-6z", cx, cy); break;
            case aio::outcome_kind::exception: failed += fmt::format("M{} {}m0-5l5 5l-5 5l-5-5z", cx, cy); break;
            case aio::outcome_kind::cancelled: cancelled += fmt::format("M{} {}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0m1.2 2.8l5.6-5.6", cx, cy);
        }
    }
    const auto draw = [this](task_state state, const std::string& path) {
        if (path.empty()) return;
        used_[static_cast<std::size_t>(state)] = true;
        out_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", style_of(state).key, path);
    };
    draw(task_state::done, done);
    draw(task_state::failed, failed);
    draw(task_state::cancelled, cancelled);
}

// From the task that woke another to the one that woke. That a task was created is seen from where its lane begins.
void picture::draw_arrows() {
    struct wake {
        double x;
        std::size_t from, to;
        bool operator==(const wake&) const = default;
    };
    std::vector<wake> wakes;
    const trace& facts = t_.source();
    for (std::size_t i = 0; i < t_.size(); ++i) {
        const event& e = facts[static_cast<event_id>(i)];
        if (e.kind != event_kind::task_ready || !t_.knows(e.cause) || e.time < from_ || e.time > to_) continue;
        const event& cause = facts[e.cause];
        const auto from = lane_of_.find(cause.task), to = lane_of_.find(e.task);
        if (cause.kind == event_kind::task_created || from == lane_of_.end() || to == lane_of_.end() || from == to) continue;
        const wake next{std::round(x(e.time) * 10) / 10, from->second, to->second};
        if (wakes.empty() || !(wakes.back() == next)) wakes.push_back(next);
    }
    const std::size_t stride = options_.most_arrows == 0 ? 0 : (wakes.size() + options_.most_arrows - 1) / options_.most_arrows;
    for (std::size_t i = 0; stride > 0 && i < wakes.size(); i += stride) {
        const auto& [at, from, to] = wakes[i];
        const double end = y(to) + (to > from ? -9 : 9);
        out_ += fmt::format("<path class=\"w\" d=\"M{0} {1}C{2} {1} {2} {3} {0} {3}\"/>\n", number(at), number(y(from)), number(at - 11), number(end));
    }
}

std::string picture::end_text() const {
    const trace& facts = t_.source();
    if (t_.size() == 0 || facts[static_cast<event_id>(t_.size() - 1)].kind != event_kind::run_finished) return {};
    static constexpr const char* words[] = {"ends", "ends by an error", "deadlock", "stopped by a limit"};
    const auto outcome = facts[static_cast<event_id>(t_.size() - 1)].detail;
    return fmt::format("{} at {} s", words[outcome], shortest(std::round(static_cast<double>(t_.end_time()) / 1e6) / 1e3));
}

void picture::draw_legend() {
    const double line = bottom() + 36;
    double at = 10;
    for (std::size_t i = 0; i < styles.size(); ++i) {
        if (!used_[i]) continue;
        const style& s = styles[i];
        const double h = s.height;
        const std::string cx = number(at + 6), cy = number(line);
        std::string shape = fmt::format("M{} {}h12v{}h-12z", number(at), number(line - h / 2), number(h));
        if (s.key == 'd') shape = fmt::format("M{} {}m-3-3h6v6h-6z", cx, cy);
        if (s.key == 'f') shape = fmt::format("M{} {}m0-5l5 5l-5 5l-5-5z", cx, cy);
        if (s.key == 'k') shape = fmt::format("M{} {}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0m1.2 2.8l5.6-5.6", cx, cy);
        out_ += fmt::format("<path class=\"{}\" d=\"{}\"/><text class=\"m\" x=\"{}\" y=\"{}\">{}</text>\n", s.key, shape, number(at + 17),
                            number(line + 4), s.name);
        at += 17 + char_width * static_cast<double>(std::string_view(s.name).size()) + 14;
    }
    out_ += fmt::format("<text class=\"e\" x=\"{}\" y=\"{}\">{}</text>\n", number(width - 10), number(line + 4), end_text());
}

void picture::write(std::ostream& out) {
    draw_axis();
    draw_names();
    for (std::size_t i = 0; i < lanes_.size(); ++i) draw_bars(i);
    draw_ends();
    draw_arrows();
    draw_legend();
    const std::string height = number(bottom() + 50);
    out << fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\">\n<style>\n",
                       number(width), height);
    out << "text{font:12px 'DejaVu Sans',Verdana,sans-serif;fill:#1b2027}.t,.m,.e{font-size:10.5px;fill:#5b6572}"
           ".t{text-anchor:middle}.e{text-anchor:end}\n"
           ".g{stroke:#dde2e8;fill:none}.w{stroke:#5b6572;fill:none;marker-end:url(#a)}\n";
    for (std::size_t i = 1; i < styles.size(); ++i) {
        if (!used_[i]) continue;
        const char* line = styles[i].key == 'k'   ? "fill:none;stroke:#5b6572;stroke-width:1.5"
                           : styles[i].key == 'j' ? "fill-opacity:.6"
                           : styles[i].key == 'x' ? "stroke:#3a7a45;stroke-width:.6"
                                                  : "stroke:#3a3f47;stroke-width:.5";
        out << fmt::format(".{}{{fill:{};{}}}\n", styles[i].key, styles[i].fill, line);
    }
    out << "</style>\n<defs><marker id=\"a\" viewBox=\"0 0 6 6\" refX=\"5\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" "
           "orient=\"auto\"><path d=\"M0 0L6 3L0 6z\" fill=\"#5b6572\"/></marker></defs>\n";
    out << fmt::format("<rect width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#fafbfc\"/>\n", number(width), height) << out_ << "</svg>\n";
}

}  // namespace

void write_svg(std::ostream& out, const timeline& t, const svg_options& options) { picture(t, options).write(out); }

}  // namespace sim
