#pragma once
// A queue in one contiguous block: taking from the front costs nothing, and it is read like a vector, front first.

#include <cstddef>
#include <utility>
#include <vector>

namespace sim {

template <class T>
class fifo {
public:
    using value_type = T;
    using const_iterator = typename std::vector<T>::const_iterator;

    fifo() = default;
    fifo(const fifo& other) : items_(other.begin(), other.end()) {}
    fifo(fifo&& other) noexcept : items_(std::move(other.items_)), head_(std::exchange(other.head_, 0)) {}
    fifo& operator=(const fifo& other) {
        if (this != &other) {
            items_.assign(other.begin(), other.end());
            head_ = 0;
        }
        return *this;
    }
    fifo& operator=(fifo&& other) noexcept {
        items_ = std::move(other.items_);
        head_ = std::exchange(other.head_, 0);
        return *this;
    }
    ~fifo() = default;

    std::size_t size() const { return items_.size() - head_; }
    bool empty() const { return size() == 0; }
    const_iterator begin() const { return items_.begin() + head_; }
    const_iterator end() const { return items_.end(); }
    const T& front() const { return *begin(); }
    const T& back() const { return items_.back(); }
    const T& operator[](std::size_t i) const { return items_[static_cast<std::size_t>(head_) + i]; }

    void push_back(const T& item) { items_.push_back(item); }
    void erase(const_iterator which) {
        if (which != begin()) {
            items_.erase(which);
            return;
        }
        ++head_;
        if (static_cast<std::size_t>(head_) * 2 > items_.size()) {  // so each item is moved once on average
            items_.erase(items_.begin(), items_.begin() + head_);
            head_ = 0;
        }
    }

private:
    std::vector<T> items_;
    std::ptrdiff_t head_ = 0;  // items before it are gone
};

}  // namespace sim
