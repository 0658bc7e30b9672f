#pragma once
// Timers: a radix heap. Time only moves forward, so that entries can wait unsorted in buckets: bucket b holds those whose
// deadline first differs from `last_`, the latest deadline that was popped, in bit b - 1. When the lowest bucket is
// needed, its entries move to lower ones. An entry is 16 bytes and moves a few times in its life, each time to the end of
// a row of others; a comparison heap misses the cache at each of its levels. Buckets keep the order of arrival, so equal
// deadlines are first come, first served.
//
// An entry that is erased stays where it is and is noted as dead (dead_timers), because only the whole bucket is at hand.
// It never moves the clock: the dead are dropped before the least deadline of a bucket is looked for, and from all
// buckets once they are more than half.

#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/core/dead_timers.hpp"
#include "runtime/core/ready_queue.hpp"

namespace aio {

struct timer_node : ready_node {
    std::int64_t when = 0;
    task_id owner = 0;  // the task it was set by
};

class timer_heap {
public:
    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    std::int64_t next_when() const {  // of one that is not empty
        if (!least_known_) find_least();
        return least_;
    }

    // An armed node is not pushed again, and stays alive until it is popped or erased.
    void push(ready_node& node, std::int64_t when) {
        node.armed = true;
        ++size_;
        if (when < last_) [[unlikely]] return push_overdue(node, when);
        const unsigned b = bucket_of(when);
        buckets_[b].push_back({when, &node});
        used_ |= std::uint64_t{1} << b;
        if (when < least_) least_ = when;
    }

    ready_node& pop();                               // the first of those with the least deadline
    void erase(ready_node& node, std::int64_t when);  // `when` as it was pushed

private:
    using entry = timer_entry;
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

    // Mutable: looking for the least deadline drops dead entries on its way.
    mutable std::vector<entry> buckets_[64];
    mutable std::uint64_t used_ = 0;  // bit b: bucket b is not empty
    mutable dead_timers dead_;
    mutable std::size_t first_ = 0;  // in bucket 0: those before it were popped
    mutable std::int64_t least_ = none;
    mutable bool least_known_ = true;  // else least_ is a lower bound
    std::vector<entry> overdue_;       // pushed when time had passed their deadline already; sorted
    std::int64_t last_ = 0;
    std::int64_t fetched_ = 0;  // what is due before it was asked for already
    std::size_t size_ = 0;

    unsigned bucket_of(std::int64_t when) const noexcept {
        const auto differing = static_cast<std::uint64_t>(when ^ last_);
        return differing == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(differing));
    }
    void push_overdue(ready_node&, std::int64_t when);
    void find_least() const;
    void drop_dead(unsigned bucket) const;
    void split(unsigned bucket);
    void sweep();
    void fetch_tasks(const std::vector<entry>&) const noexcept;
    void forget_least() noexcept;
};

}  // namespace aio
