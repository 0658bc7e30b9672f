#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "sim/export.hpp"
#include "sim/narration.hpp"

namespace sim {
namespace {

using json = nlohmann::ordered_json;

std::string quoted_json(const std::string& text) { return json(text).dump(-1, ' ', false, json::error_handler_t::replace); }

std::string microseconds(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

class writer {
public:
    explicit writer(std::ostream& out) : out_(out) { out_ << "{\"displayTimeUnit\": \"ms\", \"traceEvents\": ["; }
    void close() { out_ << "\n]}\n"; }

    void add(const std::string& fields) {
        out_ << (first_ ? "\n{" : ",\n{") << fields << "}";
        first_ = false;
    }

private:
    std::ostream& out_;
    bool first_ = true;
};

void write_rows(writer& out, const timeline& t) {
    for (const task_info& task : t.tasks()) {
        out.add(fmt::format(R"("ph": "M", "pid": 1, "tid": {}, "name": "thread_name", "args": {{"name": {}}})", task.id,
                            quoted_json(task.path)));
        out.add(fmt::format(R"("ph": "M", "pid": 1, "tid": {0}, "name": "thread_sort_index", "args": {{"sort_index": {0}}})",
                            task.id));
        for (const span& s : task.spans) {
            const std::string on = s.wait == aio::wait_kind::none    ? ""
                                   : s.wait == aio::wait_kind::sleep ? "sleep"
                                   : s.wait == aio::wait_kind::task  ? short_name(t, s.object)
                                                                     : describe(t, s.object);
            out.add(fmt::format(
                R"("ph": "X", "pid": 1, "tid": {}, "ts": {}, "dur": {}, "name": "{}", "cat": "task", "args": {{"on": {}}})",
                task.id, microseconds(s.begin_time), microseconds(s.end_time - s.begin_time), to_string(s.state),
                quoted_json(on)));
        }
    }
}

void write_levels(writer& out, const timeline& t) {
    for (const object_info& o : t.objects()) {
        for (const level& l : o.levels) {
            out.add(fmt::format(R"("ph": "C", "pid": 1, "ts": {}, "name": {}, "args": {{"level": {}}})", microseconds(l.time),
                                quoted_json(describe(t, o.id)), l.value));
        }
    }
}

// From what woke a task to the task; only where a task did it.
void write_wakes(writer& out, const timeline& t) {
    const trace& facts = t.source();
    for (std::size_t i = t.first(); i < t.size(); ++i) {
        const event& e = facts[static_cast<event_id>(i)];
        if (e.kind != event_kind::task_ready || !t.knows(e.cause)) {
            continue;
        }
        const event& cause = facts[e.cause];
        const task_id waker = cause.kind == event_kind::task_created ? cause.object : cause.task;
        if (waker == 0 || waker == e.task) {
            continue;
        }
        out.add(fmt::format(R"("ph": "s", "pid": 1, "tid": {}, "ts": {}, "id": {}, "name": "wake", "cat": "wake")", waker,
                            microseconds(cause.time), i));
        out.add(fmt::format(R"("ph": "f", "bp": "e", "pid": 1, "tid": {}, "ts": {}, "id": {}, "name": "wake", "cat": "wake")",
                            e.task, microseconds(e.time), i));
    }
}

}  // namespace

void write_chrome_trace(std::ostream& out, const timeline& t) {
    writer w(out);
    write_rows(w, t);
    write_levels(w, t);
    write_wakes(w, t);
    w.close();
}

}  // namespace sim
