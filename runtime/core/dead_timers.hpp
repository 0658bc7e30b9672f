#pragma once
// The erased entries of a timer heap that still stand in it: a hash set with repetition. Whether an entry is dead is
// decided by its deadline and its node's address alone, for the node itself may be gone. A new node at the same address
// with the same deadline is told from the dead one by order: the dead one was pushed before, and is met first.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace aio {

struct ready_node;

struct timer_entry {
    std::int64_t when = 0;
    ready_node* node = nullptr;
};

class dead_timers {
public:
    std::size_t size() const noexcept { return size_; }
    void add(const timer_entry&);
    bool take(const timer_entry&) noexcept;  // true: it was dead, and is forgotten
    void clear() noexcept;

private:
    std::vector<timer_entry> slots_;  // open addressing; node null: free. The size is a power of two.
    std::size_t size_ = 0;

    std::size_t home(const timer_entry&) const noexcept;
    void grow();
};

}  // namespace aio
