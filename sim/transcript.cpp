#include "sim/transcript.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace sim {
namespace {

// What a line says of a task; the name is empty where there is no such task.
struct task_words {
    std::string_view name;
    std::string_view function;
};

// "Task-3 (download)"
std::string name_and_function(const task_words& who, task_id id) {
    return who.name.empty() ? fmt::format("Task-{} ()", id) : fmt::format("{} ({})", who.name, who.function);
}

std::string loop_error(const trace& facts, const event& e, const task_words& who) {
    std::string text = fmt::format("!loop {}", facts.text(e.text));
    if (!who.name.empty()) {
        text += fmt::format(" task={}", who.name);
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

bool makes_a_line(event_kind kind) {
    switch (kind) {
        case event_kind::log:
        case event_kind::loop_error:
        case event_kind::leftover:
        case event_kind::deadlocked:
        case event_kind::unretrieved:
        case event_kind::run_finished: return true;
        default: return false;
    }
}

std::string line_of(const trace& facts, const event& e, const task_words& who) {
    switch (e.kind) {
        case event_kind::log: return stamped(e.time, facts.text(e.text));
        case event_kind::loop_error: return stamped(e.time, loop_error(facts, e, who));
        case event_kind::leftover: return stamped(e.time, "!leftover " + name_and_function(who, e.task));
        case event_kind::deadlocked:
            return stamped(e.time, fmt::format("!deadlock {} waiting {}", name_and_function(who, e.task), facts.text(e.text)));
        case event_kind::unretrieved:
            return stamped(e.time, fmt::format("!unretrieved {} {}", name_and_function(who, e.task), facts.text(e.text)));
        case event_kind::run_finished: return fmt::format("[end t={}] {}", format_time(e.time), outcome(facts, e));
        default: return "";
    }
}

}  // namespace

std::string format_time(std::int64_t ns) {
    const std::int64_t ms = ns / 1'000'000;
    return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string transcript_line(const timeline& t, event_id number) {
    const event& e = t.source()[number];
    if (!makes_a_line(e.kind)) {
        return "";
    }
    const task_info* info = t.task(e.task);
    return line_of(t.source(), e, info == nullptr ? task_words{} : task_words{info->name, info->function});
}

void transcript_reader::note(const event& e) {
    if (e.kind == event_kind::task_created) {
        tasks_[e.task] = {std::string(facts_->text(static_cast<std::uint32_t>(e.value))), std::string(facts_->text(e.text))};
    } else if (e.kind == event_kind::task_done && static_cast<aio::outcome_kind>(e.detail) != aio::outcome_kind::exception) {
        tasks_.erase(e.task);
    }
}

std::string transcript_reader::next_lines() {
    std::string lines;
    for (; next_ < facts_->size(); ++next_) {
        const event& e = (*facts_)[next_];
        note(e);
        if (makes_a_line(e.kind)) {
            const auto who = tasks_.find(e.task);
            const auto words = who == tasks_.end() ? task_words{} : task_words{who->second.name, who->second.function};
            lines += line_of(*facts_, e, words) + "\n";
        }
    }
    return lines;
}

std::string transcript(const timeline& t, event_id last) {
    std::string out;
    const std::size_t end = last == no_event ? t.size() : std::min(t.size(), std::size_t{last} + 1);
    for (std::size_t i = t.first(); i < end; ++i) {
        const std::string line = transcript_line(t, static_cast<event_id>(i));
        if (!line.empty()) {
            out += line + "\n";
        }
    }
    return out;
}

}  // namespace sim
