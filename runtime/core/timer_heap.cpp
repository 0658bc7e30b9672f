#include "runtime/core/timer_heap.hpp"

#include <algorithm>

namespace aio {

namespace {

constexpr std::size_t kept_capacity = 16 * 1024;  // of an emptied bucket, in entries
constexpr std::size_t soon = 128;                 // entries of a bucket whose tasks will be wanted before long
constexpr std::size_t few = 16;                   // entries of a bucket that are sorted at once
constexpr std::size_t longest_row = 4 * few;

bool earlier(const timer_entry& a, const timer_entry& b) noexcept { return a.when < b.when; }

}  // namespace

void timer_heap::clear() noexcept {
    for (; used_ != 0; used_ &= used_ - 1) buckets_[__builtin_ctzll(used_)].clear();
    row_.clear();
    dead_.clear();
    first_ = row_first_ = 0;
    row_least_ = buckets_least_ = none;
    exact_ = true;
}

void timer_heap::push_overdue(ready_node& node, std::int64_t when) {
    overdue_.insert(std::upper_bound(overdue_.begin(), overdue_.end(), timer_entry{when, &node}, earlier), {when, &node});
}

void timer_heap::drop_dead(unsigned b) const {
    std::vector<entry>& bucket = buckets_[b];
    if (dead_.size() > 0) {
        const auto from = bucket.begin() + static_cast<std::ptrdiff_t>(b == 0 ? first_ : 0);
        bucket.erase(std::remove_if(from, bucket.end(), [this](const entry& e) { return dead_.take(e); }), bucket.end());
    }
    if (bucket.size() > (b == 0 ? first_ : 0)) return;
    bucket.clear();
    if (b == 0) first_ = 0;
    used_ &= ~(std::uint64_t{1} << b);
}

bool timer_heap::erase_from_row(const ready_node& node, std::int64_t when) noexcept {
    if (row_first_ == row_.size() || when < row_least_ || when > row_.back().when) return false;
    const auto first = row_.begin() + static_cast<std::ptrdiff_t>(row_first_);
    const auto it = std::find_if(first, row_.end(), [&](const entry& e) { return e.node == &node; });
    if (it == row_.end()) return false;
    row_.erase(it);
    settle_row();
    return true;
}

// Known without a look at them: what the bits say that the lowest bucket stands for.
void timer_heap::forget_least() const noexcept {
    exact_ = false;
    if (used_ == 0) {
        buckets_least_ = none;
    } else {
        const int b = __builtin_ctzll(used_);
        buckets_least_ = b == 0 ? last_ : ((last_ >> (b - 1)) ^ 1) << (b - 1);
    }
}

void timer_heap::find_least() const {
    exact_ = true;
    if (!overdue_.empty()) {
        buckets_least_ = overdue_.front().when;
        return;
    }
    std::int64_t least = none;
    for (bool found = false; used_ != 0 && !found;) {
        const auto b = static_cast<unsigned>(__builtin_ctzll(used_));
        drop_dead(b);
        found = (used_ >> b & 1) != 0;
        for (const entry& e : buckets_[b]) least = e.when < least ? e.when : least;
    }
    buckets_least_ = least;
}

// `last_` becomes the least deadline in it: all its entries belong further down, those with that deadline in bucket 0.
void timer_heap::split(unsigned b) {
    last_ = buckets_least_;
    std::vector<entry>& bucket = buckets_[b];
    const std::int64_t last = last_;  // in registers, as is what is used: to go through memory for each entry takes longer
    std::uint64_t used = used_ & ~(std::uint64_t{1} << b);
    for (const entry& e : bucket) {
        const unsigned to = first_difference(e.when, last);
        buckets_[to].push_back(e);
        used |= std::uint64_t{1} << to;
    }
    used_ = used;
    if (bucket.capacity() > kept_capacity) {
        std::vector<entry>().swap(bucket);
    } else {
        bucket.clear();
    }
}

// By counting for each entry how many come before it. That takes no branch that depends on the deadlines: a processor
// would guess every other one wrong. False: there are too many.
bool timer_heap::sort_into_row(unsigned b) {
    drop_dead(b);
    std::vector<entry>& bucket = buckets_[b];
    const std::size_t count = bucket.size();
    const std::size_t left = row_.size() - row_first_;
    if (count > few || left + count > longest_row) return false;
    std::size_t place[few];
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t when = bucket[i].when;
        std::size_t before = 0;
        for (std::size_t k = 0; k < i; ++k) {
            const std::size_t later = bucket[k].when > when ? 1 : 0;
            place[k] += later;
            before += 1 - later;
        }
        place[i] = before;
    }
    row_.erase(row_.begin(), row_.begin() + static_cast<std::ptrdiff_t>(row_first_));
    row_first_ = 0;
    row_.resize(left + count);
    if (left == 0) {
        for (std::size_t i = 0; i < count; ++i) row_[place[i]] = bucket[i];
    } else {
        entry sorted[few];
        for (std::size_t i = 0; i < count; ++i) sorted[place[i]] = bucket[i];
        for (std::size_t elder = left, younger = count; younger > 0;) {
            const std::size_t to = elder + younger - 1;
            row_[to] = elder > 0 && row_[elder - 1].when > sorted[younger - 1].when ? row_[--elder] : sorted[--younger];
        }
    }
    row_least_ = row_.front().when;
    last_ = buckets_least_;
    bucket.clear();
    used_ &= ~(std::uint64_t{1} << b);
    forget_least();
    if (last_ > frames_fetched_) fetch_frames(row_, row_first_);
    fetch_ahead();
    return true;
}

// What the next bucket will need, while the tasks of the row run: the tasks, or if they have been asked for, and it is to
// be the next row, their frames.
void timer_heap::fetch_ahead() {
    if (used_ == 0 || (used_ & 1) != 0) return;
    const auto b = static_cast<unsigned>(__builtin_ctzll(used_));
    if (buckets_least_ > fetched_) return fetch_tasks(b);
    if (buckets_[b].size() > few || buckets_least_ <= frames_fetched_) return;
    drop_dead(b);  // their tasks must be looked at
    fetch_frames(buckets_[b], 0);
    frames_fetched_ = latest_in(b);
}

// Those of the row, if any, come later.
ready_node& timer_heap::pop_bucket() {
    if (!overdue_.empty()) {
        ready_node& node = *overdue_.front().node;
        overdue_.erase(overdue_.begin());
        forget_least();
        if (!overdue_.empty()) buckets_least_ = overdue_.front().when;
        return popped(node);
    }
    if ((used_ & 1) == 0) {
        const auto b = static_cast<unsigned>(__builtin_ctzll(used_));
        fetch_tasks(b);
        if (sort_into_row(b)) return pop_row();
        split(b);
    }
    std::vector<entry>& now = buckets_[0];
    ready_node& node = *now[first_++].node;
    if (first_ == now.size()) {
        now.clear();
        first_ = 0;
        used_ &= ~std::uint64_t{1};
        forget_least();
    } else {
        buckets_least_ = last_;
    }
    return popped(node);
}

void timer_heap::erase(ready_node& node, std::int64_t when) {
    node.armed = false;
    --size_;
    if (when < last_) {
        const auto it = std::find_if(overdue_.begin(), overdue_.end(), [&](const entry& e) { return e.node == &node; });
        overdue_.erase(it);
    } else if (!erase_from_row(node, when)) {
        dead_.add({when, &node});
        if (dead_.size() > size_ && dead_.size() > 64) sweep();
    }
    if (when == buckets_least_) exact_ = false;
    if (size_ == 0) clear();
}

void timer_heap::sweep() {
    for (std::uint64_t left = used_; left != 0; left &= left - 1) drop_dead(static_cast<unsigned>(__builtin_ctzll(left)));
    dead_.clear();
}

// A bucket that is small enough: the memory answers to many requests in the time of one. The node of a dead entry may be
// gone, which does no harm here.
void timer_heap::fetch_tasks(unsigned b) noexcept {
    if (buckets_[b].size() > soon || buckets_least_ <= fetched_) return;
    for (const entry& e : buckets_[b]) fetch(e.node);
    fetched_ = latest_in(b);
}

}  // namespace aio
