#include "sim/snapshot.hpp"

#include <xxhash.h>

#include <algorithm>

#include "sim/canonical_bytes.hpp"

namespace sim {

std::string_view to_string(task_state state) {
    switch (state) {
        case task_state::unborn: return "unborn";
        case task_state::ready: return "ready";
        case task_state::running: return "running";
        case task_state::sleeping: return "sleeping";
        case task_state::lock: return "lock";
        case task_state::queue: return "queue";
        case task_state::join: return "join";
        case task_state::io: return "io";
        case task_state::cancelling: return "cancelling";
        case task_state::done: return "done";
        case task_state::failed: return "failed";
        case task_state::cancelled: return "cancelled";
    }
    return "";
}

namespace {

bool before(const snapshot::object& o, object_id id) { return o.id < id; }

}  // namespace

const snapshot::object& snapshot::object_table::operator[](object_id id) const {
    static const object none;
    const auto at = std::lower_bound(items_.begin(), items_.end(), id, before);
    return at != items_.end() && at->id == id ? *at : none;
}

snapshot::object* snapshot::object_table::find(object_id id) {
    const auto at = std::lower_bound(items_.begin(), items_.end(), id, before);
    return at != items_.end() && at->id == id ? &*at : nullptr;
}

snapshot::object& snapshot::object_table::add(object_id id) {
    auto at = std::lower_bound(items_.begin(), items_.end(), id, before);
    if (at == items_.end() || at->id != id) {
        at = items_.insert(at, object{});
        at->id = id;
    }
    return *at;
}

std::uint64_t snapshot::digest() const {
    canonical_bytes out;
    out.i64(time);
    out.u32(running);
    for (const task_id t : outside) {
        out.u32(t);
    }
    out.u64(tasks.size());
    for (const task& t : tasks) {
        out.u8(static_cast<std::uint8_t>(t.state));
        out.u8(static_cast<std::uint8_t>(t.wait));
        out.u32(t.object);
        out.u32(t.since);
        out.u32(static_cast<std::uint32_t>(t.cancelling));
    }
    out.u64(ready.size());
    for (const ready_entry& r : ready) {
        out.u32(r.task);
        out.u8(static_cast<std::uint8_t>(r.callback));
        out.u32(r.object);
        out.u32(r.since);
    }
    out.u64(timers.size());
    for (const timer& t : timers) {
        out.u32(t.id);
        out.u32(t.task);
        out.u8(static_cast<std::uint8_t>(t.callback));
        out.i64(t.when);
    }
    out.u64(objects.count());
    for (const object& o : objects) {
        out.u32(o.id);
        out.i64(o.value);
        out.i64(o.aux);
        out.u64(o.holders.size());
        for (const task_id holder : o.holders) {
            out.u32(holder);
        }
    }
    return XXH3_64bits(out.bytes().data(), out.size());
}

}  // namespace sim
