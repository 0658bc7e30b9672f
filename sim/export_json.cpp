#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "sim/digest.hpp"
#include "sim/event_names.hpp"
#include "sim/export.hpp"

namespace sim {
namespace {

using json = nlohmann::ordered_json;

std::string text_of(const json& j) { return j.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string state_text(task_state s) { return std::string(to_string(s)); }

json or_null(event_id e) { return e == no_event ? json(nullptr) : json(e); }

json task_json(const task_info& t) {
    json spans = json::array();
    for (const span& s : t.spans) {
        json one{{"state", state_text(s.state)}, {"begin", s.begin}, {"end", or_null(s.end)},
                 {"begin_ns", s.begin_time}, {"end_ns", s.end_time}};
        if (s.wait != aio::wait_kind::none) {
            one["object"] = s.object;
        }
        spans.push_back(std::move(one));
    }
    return json{{"id", t.id},           {"path", t.path},     {"name", t.name},
                {"function", t.function}, {"parent", t.parent}, {"created", t.created},
                {"ended", or_null(t.ended)}, {"error", t.error}, {"spans", std::move(spans)}};
}

json object_json(const object_info& o) {
    event kind;
    kind.kind = event_kind::object_created;
    kind.detail = static_cast<std::uint8_t>(o.kind);
    json levels = json::array();
    for (const level& l : o.levels) {
        levels.push_back(json{{"event", l.event}, {"time_ns", l.time}, {"value", l.value}, {"aux", l.aux}});
    }
    return json{{"id", o.id},           {"kind", std::string(detail_name(kind))}, {"name", o.name},
                {"capacity", o.capacity}, {"created", o.created}, {"levels", std::move(levels)}};
}

// What the object of an event is: for these kinds it is a task.
bool object_is_task(const event& e) {
    return e.kind == event_kind::task_created || e.kind == event_kind::cancel_requested || e.kind == event_kind::uncancelled ||
           (e.kind == event_kind::wait_begin && static_cast<aio::wait_kind>(e.detail) == aio::wait_kind::task);
}

void add_object(json& out, const timeline& t, const event& e) {
    if (object_is_task(e)) {
        if (const task_info* info = t.task(e.object)) {
            out["about"] = info->path;
        }
    } else if (e.object != 0) {
        out["object"] = e.object;
        if (const object_info* info = t.object(e.object)) {
            out["object_name"] = info->name;
        }
    }
}

std::string place(const trace::source_line& s) { return fmt::format("{}:{}", s.file, s.line); }

json event_json(const timeline& t, event_id number) {
    const trace& facts = t.source();
    const event& e = facts[number];
    json out{{"event", number}, {"time_ns", e.time}, {"kind", std::string(to_string(e.kind))}};
    if (const std::string_view detail = detail_name(e); !detail.empty()) {
        out["detail"] = std::string(detail);
    }
    if (const task_info* info = t.task(e.task)) {
        out["task"] = info->path;
    }
    add_object(out, t, e);
    if (e.text != 0) {
        out["text"] = std::string(facts.text(e.text));
    }
    if (value_is_text(e.kind)) {
        out[e.kind == event_kind::task_created ? "name" : "error"] =
            std::string(facts.text(static_cast<std::uint32_t>(e.value)));
    } else {
        out["value"] = e.value;
    }
    if (e.extra != 0) {
        out["extra"] = e.extra;
    }
    out["cause"] = or_null(e.cause);
    if (e.site != 0) {
        out["site"] = place(facts.site(e.site));
        const std::vector<std::uint16_t> chain = facts.chain(e.site);
        for (std::size_t i = 1; i < chain.size(); ++i) {
            const trace::source_line& s = facts.site(chain[i]);
            out["awaited_by"].push_back({{"function", s.function}, {"site", s.file.empty() ? json(nullptr) : json(place(s))}});
        }
    }
    return out;
}

// [a, b, ...] with one element a line.
template <class Count, class Element>
void write_array(std::ostream& out, const char* name, Count count, Element element) {
    out << "\"" << name << "\": [";
    for (Count i = 0; i < count; ++i) {
        out << (i == 0 ? "\n" : ",\n") << text_of(element(i));
    }
    out << "]";
}

}  // namespace

void write_json(std::ostream& out, const timeline& t, std::string_view token, const export_progress& progress) {
    const trace& facts = t.source();
    const bool over = !facts.empty() && facts.back().kind == event_kind::run_finished;
    json head{{"format", "orrery-run"}, {"version", 1}, {"token", std::string(token)}, {"end_ns", t.end_time()}};
    head["outcome"] = over ? json(std::string(detail_name(facts.back()))) : json(nullptr);
    head["error"] = over ? std::string(facts.text(facts.back().text)) : std::string();
    head["digest"] = digest(facts);
    std::string opening = text_of(head);
    opening.pop_back();
    out << opening << ",\n";
    write_array(out, "tasks", t.tasks().size(), [&t](std::size_t i) { return task_json(t.tasks()[i]); });
    out << ",\n";
    write_array(out, "objects", t.objects().size(), [&t](std::size_t i) { return object_json(t.objects()[i]); });
    out << ",\n";
    write_array(out, "events", t.size(), [&](std::size_t i) {
        constexpr std::size_t step = 4096;
        if (i % step == step - 1 && progress) progress(step);
        return event_json(t, static_cast<event_id>(i));
    });
    out << "}\n";
}

}  // namespace sim
