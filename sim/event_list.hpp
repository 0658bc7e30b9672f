#pragma once
// A growing array of events in one block. Like std::vector, but it grows with realloc: a long run does not copy its
// events again and again, and touches each page of memory once.

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace sim {

template <class Event>
class event_list {
    static_assert(std::is_trivially_copyable_v<Event>);

public:
    event_list() = default;
    event_list(const event_list& other) {
        reserve(other.size_);
        if (other.size_ != 0) {
            std::memcpy(data_, other.data_, other.size_ * sizeof(Event));
        }
        size_ = other.size_;
    }
    event_list(event_list&& other) noexcept { swap(other); }
    event_list& operator=(event_list other) noexcept {
        swap(other);
        return *this;
    }
    ~event_list() { std::free(data_); }

    std::size_t size() const { return size_; }
    const Event& operator[](std::size_t i) const { return data_[i]; }
    std::span<const Event> all() const { return {data_, size_}; }

    void clear() { size_ = 0; }  // keeps the memory
    void drop_front(std::size_t count) {  // keeps the memory
        size_ -= count;
        if (size_ != 0 && count != 0) std::memmove(data_, data_ + count, size_ * sizeof(Event));
    }
    void push_back(const Event& e) {
        if (size_ == capacity_) [[unlikely]] {
            const Event copy = e;  // it may lie in the block that moves
            reserve(capacity_ < 512 ? 1024 : capacity_ * 2);
            data_[size_++] = copy;
            return;
        }
        data_[size_++] = e;
    }
    void reserve(std::size_t capacity) {
        if (capacity <= capacity_) {
            return;
        }
        void* grown = std::realloc(data_, capacity * sizeof(Event));
        if (grown == nullptr) {
            throw std::bad_alloc();
        }
        data_ = static_cast<Event*>(grown);
        capacity_ = capacity;
    }

private:
    Event* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;

    void swap(event_list& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }
};

}  // namespace sim
