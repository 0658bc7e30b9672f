#pragma once
// Who holds the permits of a semaphore, for the report of a deadlock. Costs the same however many hold one: the first
// few are known by number, of the others only that they are there.

#include <array>
#include <cstddef>
#include <vector>

#include "runtime/core/observer.hpp"

namespace aio::detail {

class holders {
public:
    void add(task_id task) noexcept {
        ++count_;
        if (known_ < ids_.size()) ids_[known_++] = task;
    }

    // A permit given back by a task that is not known to hold one is that of an unknown holder, or of the oldest.
    void remove(task_id task) noexcept {
        if (count_ > 0) --count_;
        for (std::size_t i = 0; i < known_; ++i) {
            if (ids_[i] == task) return erase(i);
        }
        if (known_ > count_) erase(0);
    }

    std::vector<task_id> known() const { return {ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(known_)}; }

private:
    std::array<task_id, 4> ids_{};
    std::size_t known_ = 0;
    std::size_t count_ = 0;

    void erase(std::size_t i) noexcept {
        for (--known_; i < known_; ++i) ids_[i] = ids_[i + 1];
    }
};

}  // namespace aio::detail
