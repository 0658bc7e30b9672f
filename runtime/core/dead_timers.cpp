#include "runtime/core/dead_timers.hpp"

#include <utility>

namespace aio {

std::size_t dead_timers::home(const timer_entry& e) const noexcept {
    std::uint64_t h = static_cast<std::uint64_t>(e.when) ^ reinterpret_cast<std::uintptr_t>(e.node) >> 4;
    h *= 0x9e37'79b9'7f4a'7c15;
    return (h >> 32) & (slots_.size() - 1);
}

void dead_timers::add(const timer_entry& e) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    std::size_t i = home(e);
    while (slots_[i].node != nullptr) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = e;
    ++size_;
}

void dead_timers::grow() {
    const std::vector<timer_entry> old = std::exchange(slots_, std::vector<timer_entry>(slots_.empty() ? 16 : slots_.size() * 2));
    size_ = 0;
    for (const timer_entry& e : old) {
        if (e.node != nullptr) add(e);
    }
}

bool dead_timers::take(const timer_entry& e) noexcept {
    if (size_ == 0) return false;
    const std::size_t mask = slots_.size() - 1;
    std::size_t hole = home(e);
    while (slots_[hole].node != e.node || slots_[hole].when != e.when) {
        if (slots_[hole].node == nullptr) return false;
        hole = (hole + 1) & mask;
    }
    // What follows moves up, unless it would come before its home.
    for (std::size_t i = (hole + 1) & mask; slots_[i].node != nullptr; i = (i + 1) & mask) {
        if (((i - home(slots_[i])) & mask) >= ((i - hole) & mask)) {
            slots_[hole] = slots_[i];
            hole = i;
        }
    }
    slots_[hole] = {};
    --size_;
    return true;
}

void dead_timers::clear() noexcept {
    if (size_ == 0) return;
    std::vector<timer_entry>().swap(slots_);
    size_ = 0;
}

}  // namespace aio
