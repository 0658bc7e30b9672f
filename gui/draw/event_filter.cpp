#include "gui/draw/event_filter.hpp"

#include <algorithm>

#include "gui/core/moment.hpp"
#include "sim/narration.hpp"

namespace gui {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains(std::string_view text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return lower(a) == b; }) != text.end();
}

}  // namespace

void event_filter::parse() {
    words_.clear();
    matches_.clear();
    read_ = first_;
    for (std::size_t i = 0; i < text_.size();) {
        const std::size_t end = std::min(text_.find(' ', i), text_.size());
        std::string_view each = std::string_view(text_).substr(i, end - i);
        i = end + 1;
        word w;
        if (each.substr(0, 5) == "task:") w.where = field::task;
        if (each.substr(0, 5) == "kind:") w.where = field::kind;
        if (w.where != field::any) each.remove_prefix(5);
        if (each.substr(0, 4) == "res:") {
            w.where = field::object;
            each.remove_prefix(4);
        }
        if (each.substr(0, 2) == "t>" || each.substr(0, 2) == "t<") {
            w.where = each[1] == '>' ? field::after : field::before;
            const auto time = parse_duration(each.substr(2));
            if (!time) continue;  // still being typed
            w.time = *time;
        }
        if (each.empty()) continue;
        w.text.resize(each.size());
        std::transform(each.begin(), each.end(), w.text.begin(), lower);
        words_.push_back(std::move(w));
    }
}

bool event_filter::matches(word& w, const sim::timeline& history, sim::event_id number) {
    const sim::event& e = history.source()[number];
    if (w.where == field::after) return e.time > w.time;
    if (w.where == field::before) return e.time < w.time;
    const auto ask = [](std::vector<answer>& known, std::uint32_t id, auto&& compare) {
        if (id >= known.size()) known.resize(id + 1, answer::unknown);
        if (known[id] == answer::unknown) known[id] = compare() ? answer::yes : answer::no;
        return known[id] == answer::yes;
    };
    const auto task = [&](sim::task_id id) {
        return id != 0 && ask(w.tasks, id, [&] {
            const auto* info = history.task(id);
            return info != nullptr && contains(info->path, w.text);
        });
    };
    const bool about_task = e.kind == sim::event_kind::cancel_requested || e.kind == sim::event_kind::uncancelled ||
                            e.kind == sim::event_kind::task_created ||
                            (e.kind == sim::event_kind::wait_begin && static_cast<aio::wait_kind>(e.detail) == aio::wait_kind::task);
    if (w.where != field::kind && w.where != field::object && (task(e.task) || (about_task && task(e.object)))) return true;
    if (w.where == field::task) return false;

    const auto* object = about_task || e.object == 0 ? nullptr : history.object(e.object);
    if (w.where == field::object) return object != nullptr && ask(w.objects, e.object, [&] { return contains(object->name, w.text); });
    const std::tuple key(static_cast<int>(e.kind), static_cast<int>(e.detail), object == nullptr ? -1 : static_cast<int>(object->kind));
    auto kind = w.kinds.find(key);
    if (kind == w.kinds.end()) kind = w.kinds.emplace(key, contains(sim::label(history, number), w.text)).first;
    if (kind->second) return true;
    if (w.where == field::kind) return false;
    if (object != nullptr && ask(w.objects, e.object, [&] { return contains(object->name, w.text); })) return true;
    return e.text != 0 && ask(w.strings, e.text, [&] { return contains(history.source().text(e.text), w.text); });
}

void event_filter::update(const sim::session& session, std::uint64_t generation, std::string_view text) {
    const sim::timeline& history = session.history();
    if (generation != generation_ || text != text_ || history.size() < read_) {
        generation_ = generation;
        text_ = text;
        first_ = history.first();
        parse();
    }
    if (!active()) return;
    for (; read_ < history.size(); ++read_) {
        const auto event = static_cast<sim::event_id>(read_);
        if (std::all_of(words_.begin(), words_.end(), [&](word& w) { return matches(w, history, event); })) matches_.push_back(event);
    }
}

std::size_t event_filter::row_of(sim::event_id event) const {
    if (event == sim::no_event) return 0;
    if (!active()) return event < first_ ? 0 : event - first_;
    const auto after = std::upper_bound(matches_.begin(), matches_.end(), event);
    return after == matches_.begin() ? 0 : static_cast<std::size_t>(after - matches_.begin()) - 1;
}

}  // namespace gui
