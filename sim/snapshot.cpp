#include "sim/snapshot.hpp"

#include <xxhash.h>

#include "sim/canonical_bytes.hpp"
#include "sim/sorted_ids.hpp"

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

std::size_t snapshot::object_table::place(object_id id) const {
    const std::size_t at = place_among(ids_, id);
    return at < ids_.size() && ids_[at] == id ? at : items_.size();
}

const snapshot::object& snapshot::object_table::operator[](object_id id) const {
    static const object none;
    const std::size_t at = place(id);
    return at < items_.size() ? items_[at] : none;
}

const snapshot::task& snapshot::task_table::operator[](task_id id) const {
    static const task unborn;
    static const task over = [] {
        task t;
        t.state = task_state::done;
        return t;
    }();
    const task* known = find(id);
    return known != nullptr ? *known : id != 0 && id < next() ? over : unborn;
}

snapshot::object* snapshot::object_table::find(object_id id) {
    const std::size_t at = place(id);
    return at < items_.size() ? &items_[at] : nullptr;
}

snapshot::object& snapshot::object_table::add(object_id id) {
    const std::size_t at = place_among(ids_, id);
    const auto offset = static_cast<std::ptrdiff_t>(at);
    if (at == ids_.size() || ids_[at] != id) {
        ids_.insert(ids_.begin() + offset, id);
        items_.insert(items_.begin() + offset, object{})->id = id;
    }
    return items_[at];
}

std::uint64_t snapshot::digest() const {
    canonical_bytes out;
    out.i64(time);
    out.u32(running);
    for (const task_id t : outside) {
        out.u32(t);
    }
    out.u64(tasks.size());
    const auto put = [&out](const task& t) {
        out.u8(static_cast<std::uint8_t>(t.state));
        out.u8(static_cast<std::uint8_t>(t.wait));
        out.u32(t.object);
        out.u32(t.since);
        out.u32(static_cast<std::uint32_t>(t.cancelling));
    };
    if (tasks.size() != 0) put(task{});  // there is no task 0
    for (const task& t : tasks.all()) put(t);
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
