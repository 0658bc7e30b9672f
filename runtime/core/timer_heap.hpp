#pragma once
// Timers: a 4-ary heap on (when, seq). seq makes equal deadlines first come, first served; the index kept in each node
// makes cancelling a true removal, so that a cancelled timer never moves the clock.

#include <cstdint>
#include <vector>

#include "runtime/core/ready_queue.hpp"

namespace aio {

struct timer_node : ready_node {
    static constexpr std::uint32_t not_armed = 0xffff'ffff;
    std::uint32_t index = not_armed;  // place in the heap
    task_id owner = 0;                // the task it was set by

    bool armed() const noexcept { return index != not_armed; }
};

class timer_heap {
public:
    bool empty() const noexcept { return heap_.empty(); }
    std::size_t size() const noexcept { return heap_.size(); }
    std::int64_t next_when() const noexcept { return heap_.front().when; }

    void push(timer_node& node, std::int64_t when) {
        heap_.push_back({when, next_seq_++, &node});
        rise(heap_.size() - 1);
    }

    timer_node& pop() {
        timer_node& node = *heap_.front().node;
        erase(node);
        return node;
    }

    void erase(timer_node& node) {
        const std::size_t hole = node.index;
        node.index = timer_node::not_armed;
        const entry last = heap_.back();
        heap_.pop_back();
        if (hole == heap_.size()) return;
        put(hole, last);
        if (hole > 0 && before(last, heap_[(hole - 1) / 4])) {
            rise(hole);
        } else {
            sink(hole);
        }
    }

    void clear() noexcept {
        for (entry& e : heap_) e.node->index = timer_node::not_armed;
        heap_.clear();
    }

private:
    struct entry {
        std::int64_t when;
        std::uint64_t seq;
        timer_node* node;
    };
    std::vector<entry> heap_;
    std::uint64_t next_seq_ = 0;

    static bool before(const entry& a, const entry& b) noexcept {
        return a.when != b.when ? a.when < b.when : a.seq < b.seq;
    }

    void put(std::size_t i, const entry& e) noexcept {
        heap_[i] = e;
        e.node->index = static_cast<std::uint32_t>(i);
    }

    void rise(std::size_t i) noexcept {
        const entry moving = heap_[i];
        while (i > 0) {
            const std::size_t parent = (i - 1) / 4;
            if (!before(moving, heap_[parent])) break;
            put(i, heap_[parent]);
            i = parent;
        }
        put(i, moving);
    }

    void sink(std::size_t i) noexcept {
        const entry moving = heap_[i];
        const std::size_t size = heap_.size();
        for (;;) {
            const std::size_t first = i * 4 + 1;
            if (first >= size) break;
            std::size_t least = first;
            const std::size_t end = first + 4 < size ? first + 4 : size;
            for (std::size_t child = first + 1; child < end; ++child) {
                if (before(heap_[child], heap_[least])) least = child;
            }
            if (!before(heap_[least], moving)) break;
            put(i, heap_[least]);
            i = least;
        }
        put(i, moving);
    }
};

}  // namespace aio
