#pragma once
// `async with lock:` as RAII. Releasing never suspends, so a destructor can do it.

#include <utility>

namespace aio {

// Holds one unit of a lock or semaphore and releases it when it dies.
template <class Primitive>
class [[nodiscard]] scoped_guard {
public:
    explicit scoped_guard(Primitive& held) noexcept : held_(&held) {}
    scoped_guard(scoped_guard&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    scoped_guard& operator=(scoped_guard&&) = delete;
    ~scoped_guard() {
        if (held_ != nullptr) held_->release();
    }

    void release() { std::exchange(held_, nullptr)->release(); }  // early; once

private:
    Primitive* held_;
};

}  // namespace aio
