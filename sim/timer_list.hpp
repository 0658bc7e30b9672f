#pragma once
// Pending timers by (when, order of setting), in blocks: setting or dropping one among a hundred thousand moves a few
// kilobytes, and a copy is a copy of the blocks.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "runtime/core/observer.hpp"

namespace sim {

struct pending_timer {
    aio::object_id id = 0;
    aio::task_id task = 0;
    aio::callback_kind callback{};
    std::int64_t when = 0;  // virtual ns
};

class timer_list {
    using block = std::vector<pending_timer>;  // never empty

public:
    class const_iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = pending_timer;
        using difference_type = std::ptrdiff_t;
        using pointer = const pending_timer*;
        using reference = const pending_timer&;

        const_iterator() = default;
        reference operator*() const { return (*block_)[index_]; }
        pointer operator->() const { return &**this; }
        const_iterator& operator++() {
            if (++index_ == block_->size()) {
                ++block_;
                index_ = 0;
            }
            return *this;
        }
        const_iterator operator++(int) {
            const const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator&) const = default;

    private:
        friend class timer_list;
        const block* block_ = nullptr;
        std::size_t index_ = 0;
        explicit const_iterator(const block* b) : block_(b) {}
    };
    using value_type = pending_timer;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const_iterator begin() const { return const_iterator(blocks_.data()); }
    const_iterator end() const { return const_iterator(blocks_.data() + blocks_.size()); }
    const pending_timer& front() const { return blocks_.front().front(); }

    void insert(const pending_timer&);     // behind those with the same deadline
    bool erase(aio::object_id);            // false: it is not there. The next to fire are found first.

private:
    std::vector<block> blocks_;
    std::size_t size_ = 0;
};

}  // namespace sim
