#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "sim/export.hpp"
#include "sim/narration.hpp"

namespace sim {
namespace {

using json = nlohmann::ordered_json;

constexpr std::uint64_t progress_step = 4096;

std::string quoted_json(const std::string& text) { return json(text).dump(-1, ' ', false, json::error_handler_t::replace); }

std::string microseconds(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

std::string waits_on(const timeline& t, const span& s) {
    if (s.wait == aio::wait_kind::none) return "";
    if (s.wait == aio::wait_kind::sleep) return "sleep";
    return s.wait == aio::wait_kind::task ? short_name(t, s.object) : describe(t, s.object);
}

}  // namespace

chrome_writer::chrome_writer(std::ostream& out, export_progress progress) : out_(&out), progress_(std::move(progress)) {
    out << "{\"displayTimeUnit\": \"ms\", \"traceEvents\": [";
}

void chrome_writer::put(std::string_view fields) {
    *out_ << (std::exchange(first_, false) ? "\n{" : ",\n{") << fields << "}";
}

void chrome_writer::put_span(const timeline& t, const task_info& task, const span& s) {
    put(fmt::format(R"("ph": "X", "pid": 1, "tid": {}, "ts": {}, "dur": {}, "name": "{}", "cat": "task", "args": {{"on": {}}})",
                    task.id, microseconds(s.begin_time), microseconds(s.end_time - s.begin_time), to_string(s.state),
                    quoted_json(waits_on(t, s))));
}

void chrome_writer::put_rows(const timeline& t) {
    for (const task_info& task : t.tasks()) {
        if (task.created >= written_) {
            put(fmt::format(R"("ph": "M", "pid": 1, "tid": {}, "name": "thread_name", "args": {{"name": {}}})", task.id, quoted_json(task.path)));
            put(fmt::format(R"("ph": "M", "pid": 1, "tid": {0}, "name": "thread_sort_index", "args": {{"sort_index": {0}}})", task.id));
        }
        for (const span& s : task.spans) {
            if (s.end != no_event && s.end >= written_) put_span(t, task, s);
        }
    }
}

void chrome_writer::put_levels(const timeline& t) {
    for (const object_info& o : t.objects()) {
        for (const level& l : o.levels) {
            if (l.event < written_) continue;
            put(fmt::format(R"("ph": "C", "pid": 1, "ts": {}, "name": {}, "args": {{"level": {}}})", microseconds(l.time),
                            quoted_json(describe(t, o.id)), l.value));
        }
    }
}

// From what woke a task to the task; only where a task did it.
void chrome_writer::put_wake(event_id number, const event& e, const event& cause) {
    const task_id waker = cause.kind == event_kind::task_created ? cause.object : cause.task;
    if (waker == 0 || waker == e.task) return;
    put(fmt::format(R"("ph": "s", "pid": 1, "tid": {}, "ts": {}, "id": {}, "name": "wake", "cat": "wake")", waker,
                    microseconds(cause.time), number));
    put(fmt::format(R"("ph": "f", "bp": "e", "pid": 1, "tid": {}, "ts": {}, "id": {}, "name": "wake", "cat": "wake")", e.task,
                    microseconds(e.time), number));
}

void chrome_writer::put_wakes(const timeline& t, const std::function<event(event_id)>& earlier) {
    const trace& facts = t.source();
    std::uint64_t written = 0;
    for (std::size_t i = t.first(); i < t.size(); ++i) {
        const auto number = static_cast<event_id>(i);
        const event e = facts[number];
        if (e.kind == event_kind::task_ready && e.cause < number) put_wake(number, e, t.knows(e.cause) ? facts[e.cause] : earlier(e.cause));
        if (++written % progress_step == 0 && progress_) progress_(progress_step);
    }
    if (progress_) progress_(written % progress_step);
}

void chrome_writer::add(const timeline& part, const std::function<event(event_id)>& earlier) {
    put_rows(part);
    put_levels(part);
    put_wakes(part, earlier);
    written_ = static_cast<event_id>(part.size());
}

void chrome_writer::close(const timeline& last_part) {
    for (const task_info& task : last_part.tasks()) {
        for (const span& s : task.spans) {
            if (s.end == no_event) put_span(last_part, task, s);
        }
    }
    *out_ << "\n]}\n";
}

void write_chrome_trace(std::ostream& out, const timeline& t) {
    chrome_writer w(out);
    w.add(t, [](event_id) { return event{}; });  // of what a part does not know there is no arrow
    w.close(t);
}

}  // namespace sim
