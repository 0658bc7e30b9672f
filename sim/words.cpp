#include "sim/words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "sim/narration.hpp"
#include "sim/transcript.hpp"

namespace sim {

std::string short_name(const timeline& t, task_id id) {
    const task_info* info = t.task(id);
    if (info == nullptr) {
        return fmt::format("task {}", id);
    }
    std::string name = info->path.substr(info->path.rfind('/') + 1);
    if (info->alone && info->parent != 0 && name.size() > 3) {
        name.resize(name.size() - 3);  // the "[0]" of an only child
    }
    return name;
}

std::string describe(const timeline& t, object_id id) {
    const object_info* info = t.object(id);
    if (info == nullptr) {
        return id == 0 ? "nothing" : fmt::format("object {}", id);
    }
    switch (info->kind) {
        case aio::object_kind::none:
        case aio::object_kind::timer: return fmt::format("object `{}`", info->name);
        case aio::object_kind::lock: return fmt::format("lock `{}`", info->name);
        case aio::object_kind::semaphore: return fmt::format("semaphore `{}`", info->name);
        case aio::object_kind::event: return fmt::format("event `{}`", info->name);
        case aio::object_kind::queue: return fmt::format("{} `{}`", info->connection ? "connection" : "queue", info->name);
        case aio::object_kind::future: return fmt::format("future `{}`", info->name);
        case aio::object_kind::gather: return fmt::format("gather `{}`", info->name);
        case aio::object_kind::timeout: return fmt::format("timeout `{}`", info->name);
        case aio::object_kind::progress: return fmt::format("progress `{}`", info->name);
        case aio::object_kind::condition: return fmt::format("condition `{}`", info->name);
        case aio::object_kind::barrier: return fmt::format("barrier `{}`", info->name);
        case aio::object_kind::gauge: return fmt::format("gauge `{}`", info->name);
    }
    return {};
}

namespace words {

std::string task(const timeline& t, task_id id) { return id == 0 ? "the loop" : short_name(t, id); }

std::string object(const timeline& t, object_id id) { return describe(t, id); }

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

std::string moment(std::int64_t ns) {
    if (ns <= 0 || ns >= 1'000'000) {
        return format_time(ns) + " s";
    }
    return ns >= 1'000 ? fmt::format("{} us", ns / 1'000) : fmt::format("{} ns", ns);
}

std::string count(std::int64_t n, const char* one, const char* many) { return fmt::format("{} {}", n, n == 1 ? one : many); }

std::string list(const timeline& t, const std::vector<task_id>& tasks) {
    constexpr std::size_t longest = 4;
    const std::size_t named = tasks.size() <= longest ? tasks.size() : longest - 1;
    std::string out;
    for (std::size_t i = 0; i < named; ++i) {
        const bool last = i + 1 == tasks.size();
        out += (i == 0 ? "" : last ? " and " : ", ") + task(t, tasks[i]);
    }
    if (named < tasks.size()) {
        out += fmt::format(" and {} others", tasks.size() - named);
    }
    return out;
}

std::string wait(aio::wait_kind kind) {
    switch (kind) {
        case aio::wait_kind::none: return "nothing";
        case aio::wait_kind::sleep: return "sleep";
        case aio::wait_kind::lock: return "lock";
        case aio::wait_kind::semaphore: return "permit";
        case aio::wait_kind::event: return "event";
        case aio::wait_kind::queue_get: return "item";
        case aio::wait_kind::queue_put: return "room";
        case aio::wait_kind::queue_join: return "queue's end";
        case aio::wait_kind::task: return "task";
        case aio::wait_kind::gather: return "gather";
        case aio::wait_kind::future: return "future";
        case aio::wait_kind::condition: return "condition";
        case aio::wait_kind::barrier: return "barrier";
    }
    return {};
}

std::string callback(const timeline& t, aio::callback_kind kind, object_id id, task_id owner) {
    switch (kind) {
        case aio::callback_kind::user: return "a callback";
        case aio::callback_kind::timer: return fmt::format("the sleep of {}", task(t, owner));
        case aio::callback_kind::user_timer: return "a timed callback";
        case aio::callback_kind::timeout: return fmt::format("the timeout of {}", task(t, owner));
        case aio::callback_kind::gather_child:
            return t.object(id) != nullptr ? fmt::format("the count of {}", object(t, id)) : "the count of a gather";
        case aio::callback_kind::stop: return "the loop's stop";
    }
    return {};
}

level level_at(const timeline&, const object_info& o, event_id event) {
    const auto later = [](event_id e, const level& l) { return e < l.event; };
    const auto after = std::upper_bound(o.levels.begin(), o.levels.end(), event, later);
    if (after != o.levels.begin()) {
        return *(after - 1);
    }
    level made;
    made.event = o.created;
    made.value = o.kind == aio::object_kind::semaphore ? o.capacity : 0;
    return made;
}

std::string permits(const object_info& o, std::int64_t left) { return fmt::format("{} of {} left", left, o.capacity); }

std::string items(const object_info& o, std::int64_t in_it) {
    return o.capacity > 0 ? fmt::format("{} of {} items in it", in_it, o.capacity)
                          : fmt::format("{} in it", count(in_it, "item", "items"));
}

}  // namespace words
}  // namespace sim
