#include "sim/run_names.hpp"

#include <fmt/core.h>

namespace sim {
namespace {

std::string_view kind_name(aio::object_kind kind) {
    switch (kind) {
        case aio::object_kind::none: return "object";
        case aio::object_kind::lock: return "lock";
        case aio::object_kind::semaphore: return "semaphore";
        case aio::object_kind::event: return "event";
        case aio::object_kind::queue: return "queue";
        case aio::object_kind::future: return "future";
        case aio::object_kind::gather: return "gather";
        case aio::object_kind::timeout: return "timeout";
        case aio::object_kind::timer: return "timer";
        case aio::object_kind::progress: return "progress";
        case aio::object_kind::condition: return "condition";
        case aio::object_kind::barrier: return "barrier";
        case aio::object_kind::gauge: return "gauge";
    }
    return "object";
}

}  // namespace

task_info run_names::task(const trace& facts, const event& e, event_id number, by_task<task_info>& earlier) {
    task_info info;
    info.id = e.task;
    info.parent = e.object;
    info.function = facts.text(e.text);
    info.name = facts.text(static_cast<std::uint32_t>(e.value));
    info.created = number;
    siblings& same = siblings_[{e.object, info.function}];
    const std::uint32_t ordinal = same.count++;
    info.alone = ordinal == 0;
    if (ordinal == 0) {
        same.first = e.task;
    } else {
        task_info* const eldest = earlier.find(same.first);
        if (eldest != nullptr) eldest->alone = false;
        if (ordinal == 1 && readable_from_ != 0 && (eldest == nullptr || eldest->created < readable_from_)) late_siblings_.push_back(same.first);
    }
    if (const task_info* parent = earlier.find(e.object)) {
        info.path = fmt::format("{}/{}[{}]", parent->path, info.function, ordinal);
    } else {
        info.path = ordinal == 0 ? info.function : fmt::format("{}[{}]", info.function, ordinal);
    }
    return info;
}

object_info run_names::object(const trace& facts, const event& e, event_id number) {
    object_info info;
    info.id = e.object;
    info.kind = static_cast<aio::object_kind>(e.detail);
    const std::uint32_t ordinal = ++made_[info.kind];
    info.name = e.text != 0 ? std::string(facts.text(e.text)) : fmt::format("{}-{}", kind_name(info.kind), ordinal);
    info.capacity = e.value;
    info.created = number;
    info.connection = info.kind == aio::object_kind::queue && e.extra != 0;
    return info;
}

void run_names::forget(const by_task<task_info>& there) {
    std::erase_if(siblings_, [&](const auto& s) { return s.first.first != 0 && there.find(s.first.first) == nullptr; });
}

void run_names::encode(canonical_bytes& out) const {
    out.varint(made_.size());
    for (const auto& [kind, count] : made_) {
        out.u8(static_cast<std::uint8_t>(kind));
        out.varint(count);
    }
    out.varint(siblings_.size());
    for (const auto& [key, known] : siblings_) {
        out.varint(key.first);
        out.text(key.second);
        out.varint(known.first);
        out.varint(known.count);
    }
}

run_names::run_names(byte_source& in) {
    for (std::size_t left = in.count(); left > 0; --left) {
        const auto kind = in.one_of(aio::object_kind::gauge);
        made_[kind] = in.number();
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        const task_id parent = in.number();
        siblings& known = siblings_[{parent, std::string(in.text())}];
        known.first = in.number();
        known.count = in.number();
    }
}

}  // namespace sim
