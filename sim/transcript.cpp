#include "sim/transcript.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace sim {
namespace {

// "Task-3 (download)"
std::string name_and_function(const timeline& t, task_id id) {
    const task_info* info = t.task(id);
    return info == nullptr ? fmt::format("Task-{} ()", id) : fmt::format("{} ({})", info->name, info->function);
}

std::string loop_error(const timeline& t, const event& e) {
    const trace& facts = t.source();
    std::string text = fmt::format("!loop {}", facts.text(e.text));
    if (const task_info* info = t.task(e.task)) {
        text += fmt::format(" task={}", info->name);
    }
    const std::string_view error = facts.text(static_cast<std::uint32_t>(e.value));
    if (!error.empty()) {
        text += fmt::format(" exception={}", error);
    }
    return text;
}

std::string outcome(const trace& facts, const event& e) {
    switch (static_cast<aio::run_outcome>(e.detail)) {
        case aio::run_outcome::ok: return "ok";
        case aio::run_outcome::exception: return fmt::format("exception {}", facts.text(e.text));
        case aio::run_outcome::deadlock: return "deadlock";
        case aio::run_outcome::limit: return fmt::format("limit {}", facts.text(e.text));
    }
    return "";
}

// print() of several lines makes as many lines of the transcript.
std::string stamped(std::int64_t time, std::string_view text) {
    const std::string stamp = fmt::format("[t={}] ", format_time(time));
    std::string out = stamp;
    for (const char c : text) {
        out += c;
        if (c == '\n') {
            out += stamp;
        }
    }
    return out;
}

}  // namespace

std::string format_time(std::int64_t ns) {
    const std::int64_t ms = ns / 1'000'000;
    return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string transcript_line(const timeline& t, event_id number) {
    const trace& facts = t.source();
    const event& e = facts[number];
    switch (e.kind) {
        case event_kind::log: return stamped(e.time, facts.text(e.text));
        case event_kind::loop_error: return stamped(e.time, loop_error(t, e));
        case event_kind::leftover: return stamped(e.time, "!leftover " + name_and_function(t, e.task));
        case event_kind::deadlocked:
            return stamped(e.time, fmt::format("!deadlock {} waiting {}", name_and_function(t, e.task), facts.text(e.text)));
        case event_kind::unretrieved:
            return stamped(e.time, fmt::format("!unretrieved {} {}", name_and_function(t, e.task), facts.text(e.text)));
        case event_kind::run_finished: return fmt::format("[end t={}] {}", format_time(e.time), outcome(facts, e));
        default: return "";
    }
}

std::string transcript(const timeline& t, event_id last) {
    std::string out;
    const std::size_t end = last == no_event ? t.size() : std::min(t.size(), std::size_t{last} + 1);
    for (std::size_t i = 0; i < end; ++i) {
        const std::string line = transcript_line(t, static_cast<event_id>(i));
        if (!line.empty()) {
            out += line + "\n";
        }
    }
    return out;
}

}  // namespace sim
