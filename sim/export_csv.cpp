#include <fmt/core.h>

#include <ostream>

#include "sim/event_names.hpp"
#include "sim/export.hpp"

namespace sim {
namespace {

std::string field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

constexpr std::string_view heading = "event,time_ns,kind,detail,task,object,value,extra,cause,site,text\r\n";

void put_row(std::ostream& out, const trace& facts, event_id number, const task_info* task) {
    const event e = facts[number];
    const std::string value =
        value_is_text(e.kind) ? field(facts.text(static_cast<std::uint32_t>(e.value))) : fmt::format("{}", e.value);
    const std::string site = e.site == 0 ? "" : fmt::format("{}:{}", facts.site(e.site).file, facts.site(e.site).line);
    out << fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", number, e.time, to_string(e.kind), detail_name(e),
                       field(task == nullptr ? "" : task->path), e.object, value, e.extra,
                       e.cause == no_event ? "" : fmt::format("{}", e.cause), field(site), field(facts.text(e.text)));
}

}  // namespace

void write_csv(std::ostream& out, const timeline& t) {
    out << heading;
    for (std::size_t i = t.first(); i < t.size(); ++i) {
        const auto number = static_cast<event_id>(i);
        put_row(out, t.source(), number, t.task(t.source()[number].task));
    }
}

csv_writer::csv_writer(std::ostream& out) : out_(&out) { out << heading; }

void csv_writer::add(const trace& facts) {
    for (; next_ < facts.size(); ++next_) {
        const event e = facts[next_];
        if (e.kind == event_kind::task_created && e.task == tasks_.next()) {
            task_info made = names_.task(facts, e, next_, tasks_);
            made.name = made.function = {};
            tasks_.add(std::move(made));
        }
        put_row(*out_, facts, next_, tasks_.find(e.task));
    }
}

}  // namespace sim
