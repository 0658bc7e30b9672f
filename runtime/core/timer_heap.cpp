#include "runtime/core/timer_heap.hpp"

#include <algorithm>

namespace aio {

namespace {

constexpr std::size_t kept_capacity = 16 * 1024;  // of an emptied bucket, in entries
constexpr std::size_t soon = 64;                  // entries of a bucket whose tasks will be wanted before long

}  // namespace

// When the last live entry has gone, the dead go too.
void timer_heap::forget_least() noexcept {
    least_known_ = size_ == 0;
    if (size_ > 0) return;
    least_ = none;
    for (; used_ != 0; used_ &= used_ - 1) buckets_[__builtin_ctzll(used_)].clear();
    first_ = 0;
    dead_.clear();
}

void timer_heap::push_overdue(ready_node& node, std::int64_t when) {
    const auto after = std::upper_bound(overdue_.begin(), overdue_.end(), when,
                                        [](std::int64_t w, const entry& e) { return w < e.when; });
    overdue_.insert(after, {when, &node});
    if (when < least_) least_ = when;
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

void timer_heap::find_least() const {
    least_known_ = true;
    if (!overdue_.empty()) {
        least_ = overdue_.front().when;
        return;
    }
    for (;;) {
        const auto b = static_cast<unsigned>(__builtin_ctzll(used_));
        drop_dead(b);
        if ((used_ >> b & 1) == 0) continue;
        std::int64_t least = none;
        for (const entry& e : buckets_[b]) least = e.when < least ? e.when : least;
        least_ = least;
        return;
    }
}

// `last_` becomes the least deadline in it: all its entries belong further down, those with that deadline in bucket 0.
void timer_heap::split(unsigned b) {
    last_ = least_;
    std::vector<entry>& bucket = buckets_[b];
    if (bucket.size() <= soon && last_ > fetched_) {
        fetch_tasks(bucket);
        fetched_ = last_ | ((std::int64_t{1} << (b - 1)) - 1);  // the latest the bucket may hold
    }
    for (const entry& e : bucket) {
        const unsigned to = bucket_of(e.when);
        buckets_[to].push_back(e);
        used_ |= std::uint64_t{1} << to;
    }
    used_ &= ~(std::uint64_t{1} << b);
    if (bucket.capacity() > kept_capacity) {
        std::vector<entry>().swap(bucket);
    } else {
        bucket.clear();
    }
}

ready_node& timer_heap::pop() {
    if (!least_known_) find_least();
    --size_;
    if (!overdue_.empty()) {
        ready_node& node = *overdue_.front().node;
        overdue_.erase(overdue_.begin());
        forget_least();
        node.armed = false;
        return node;
    }
    if ((used_ & 1) == 0) split(static_cast<unsigned>(__builtin_ctzll(used_)));
    std::vector<entry>& now = buckets_[0];
    ready_node& node = *now[first_++].node;
    node.armed = false;
    if (first_ == now.size()) {
        now.clear();
        first_ = 0;
        used_ &= ~std::uint64_t{1};
        forget_least();
    } else if (size_ == 0) {
        forget_least();
    }
    return node;
}

void timer_heap::erase(ready_node& node, std::int64_t when) {
    node.armed = false;
    --size_;
    if (when < last_) {
        const auto it = std::find_if(overdue_.begin(), overdue_.end(), [&](const entry& e) { return e.node == &node; });
        overdue_.erase(it);
    } else {
        dead_.add({when, &node});
        if (dead_.size() > size_ && dead_.size() > 64) sweep();
    }
    if (when == least_ || size_ == 0) forget_least();
}

void timer_heap::sweep() {
    for (std::uint64_t left = used_; left != 0; left &= left - 1) drop_dead(static_cast<unsigned>(__builtin_ctzll(left)));
    dead_.clear();
}

}  // namespace aio
