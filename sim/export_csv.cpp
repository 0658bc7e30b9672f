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

std::string row(const timeline& t, event_id number) {
    const trace& facts = t.source();
    const event& e = facts[number];
    const task_info* task = t.task(e.task);
    const std::string value =
        value_is_text(e.kind) ? field(facts.text(static_cast<std::uint32_t>(e.value))) : fmt::format("{}", e.value);
    const std::string site = e.site == 0 ? "" : fmt::format("{}:{}", facts.site(e.site).file, facts.site(e.site).line);
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{}", number, e.time, to_string(e.kind), detail_name(e),
                       field(task == nullptr ? "" : task->path), e.object, value, e.extra,
                       e.cause == no_event ? "" : fmt::format("{}", e.cause), field(site), field(facts.text(e.text)));
}

}  // namespace

void write_csv(std::ostream& out, const timeline& t) {
    out << "event,time_ns,kind,detail,task,object,value,extra,cause,site,text\r\n";
    for (std::size_t i = t.first(); i < t.size(); ++i) {
        out << row(t, static_cast<event_id>(i)) << "\r\n";
    }
}

}  // namespace sim
