#pragma once
// What a loop remembers to find mistakes (see diagnostic_kind). Used only while an observer is attached.

#include <map>

#include "runtime/core/clock.hpp"
#include "runtime/core/observer.hpp"

namespace aio::detail {

// Where tasks that are asked to cancel were last thrown their CancelledError.
class deliveries {
public:
    void note(task_id task, site where) { noted_.insert_or_assign(task, where); }
    // Forgets the task; false: it was thrown none.
    bool take(task_id task, site& where) noexcept {
        const auto found = noted_.find(task);
        if (found == noted_.end()) return false;
        where = found->second;
        noted_.erase(found);
        return true;
    }

private:
    std::map<task_id, site> noted_;  // only tasks that handle a cancellation right now
};

// What one handle spent in blocking calls.
struct blocked_time {
    duration total{0};
    duration longest{0};
    task_id task = 0;  // of the longest call
    site where;

    void add(duration d, task_id by, site at) noexcept {
        total += d;
        if (d <= longest) return;
        longest = d;
        task = by;
        where = at;
    }
};

}  // namespace aio::detail
