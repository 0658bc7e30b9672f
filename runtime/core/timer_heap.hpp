#pragma once
// Timers: a radix heap. Time only moves forward, so that entries can wait unsorted in buckets: bucket b holds those whose
// deadline first differs from `last_`, the latest deadline a bucket was opened for, in bit b - 1. When the lowest bucket
// is needed, its entries move to lower ones. An entry is 16 bytes and moves a few times in its life, each time to the end
// of a row of others; a comparison heap misses the cache at each of its levels. Buckets keep the order of arrival, so
// equal deadlines are first come, first served.
//
// The last levels are not worth their way: a bucket of a few entries is sorted at once, into the row, from which they are
// popped one after the other. What is pushed meanwhile is younger and goes to the buckets; the lesser of the two comes
// first, and of equal ones that of the row.
//
// An entry that is erased from a bucket stays there and is noted as dead (dead_timers): only the whole bucket is at hand.
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
        if (row_least_ <= buckets_least_) return row_least_;
        if (!exact_) find_least();
        return row_least_ <= buckets_least_ ? row_least_ : buckets_least_;
    }

    bool due(std::int64_t now) const { return size_ != 0 && next_when() <= now; }

    // An armed node is not pushed again, and stays alive until it is popped or erased.
    void push(ready_node& node, std::int64_t when) {
        node.armed = true;
        ++size_;
        if (when < buckets_least_) {
            buckets_least_ = when;
            exact_ = true;
        }
        if (when < last_) [[unlikely]] return push_overdue(node, when);
        const unsigned b = bucket_of(when);
        buckets_[b].push_back({when, &node});
        used_ |= std::uint64_t{1} << b;
    }

    ready_node& pop() {  // the first of those with the least deadline
        const std::int64_t when = next_when();
        return row_first_ < row_.size() && row_least_ == when ? pop_row() : pop_bucket();
    }
    void erase(ready_node& node, std::int64_t when);  // `when` as it was pushed

private:
    using entry = timer_entry;
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

    // Mutable: looking for the least deadline drops dead entries on its way.
    mutable std::vector<entry> buckets_[64];
    mutable std::uint64_t used_ = 0;  // bit b: bucket b is not empty
    mutable dead_timers dead_;
    mutable std::size_t first_ = 0;  // in bucket 0: those before it were popped
    mutable std::int64_t buckets_least_ = none;
    mutable bool exact_ = true;  // else buckets_least_ is a lower bound
    std::int64_t row_least_ = none;
    std::vector<entry> row_;     // sorted
    std::size_t row_first_ = 0;  // those before it were popped
    std::vector<entry> overdue_;  // pushed when `last_` had passed their deadline already; sorted
    std::int64_t last_ = 0;
    std::int64_t fetched_ = 0;         // the tasks of what is due up to it were asked for already
    std::int64_t frames_fetched_ = 0;  // and their frames
    std::size_t size_ = 0;

    unsigned bucket_of(std::int64_t when) const noexcept { return first_difference(when, last_); }
    static unsigned first_difference(std::int64_t a, std::int64_t b) noexcept {
        const auto differing = static_cast<std::uint64_t>(a ^ b);
        return differing == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(differing));
    }
    // The latest deadline the lowest bucket may hold.
    std::int64_t latest_in(unsigned b) const noexcept { return buckets_least_ | ((std::int64_t{1} << (b - 1)) - 1); }
    // When the last live entry has gone, the dead go too.
    ready_node& popped(ready_node& node) noexcept {
        node.armed = false;
        if (--size_ == 0) clear();
        return node;
    }
    ready_node& pop_row() {
        ready_node& node = *row_[row_first_++].node;
        settle_row();
        return popped(node);
    }
    void settle_row() noexcept { row_least_ = row_first_ < row_.size() ? row_[row_first_].when : none; }
    ready_node& pop_bucket();
    void push_overdue(ready_node&, std::int64_t when);
    void find_least() const;
    void forget_least() const noexcept;
    void drop_dead(unsigned bucket) const;
    bool erase_from_row(const ready_node&, std::int64_t when) noexcept;
    void split(unsigned bucket);
    bool sort_into_row(unsigned bucket);
    void sweep();
    void fetch_tasks(unsigned bucket) noexcept;
    static void fetch_frames(const std::vector<entry>&, std::size_t from) noexcept;
    void fetch_ahead();
    void clear() noexcept;
};

}  // namespace aio
