#pragma once
// `async with lock:` as RAII. Releasing never suspends, so a destructor can do it.

#include <utility>

#include "runtime/core/site.hpp"

namespace aio {

void report_guard_error();  // of the current exception

// Holds one unit of a lock or semaphore and releases it when it dies.
template <class Primitive>
class [[nodiscard]] scoped_guard {
public:
    explicit scoped_guard(Primitive& held) noexcept : held_(&held) {}
    scoped_guard(scoped_guard&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    scoped_guard& operator=(scoped_guard&&) = delete;
    // Where `async with` would raise (the body released it already), the error goes to the loop's exception handler.
    ~scoped_guard() {
        if (held_ == nullptr) return;
        try {
            held_->release();
        } catch (...) {
            report_guard_error();
        }
    }

    void release(site at = site::current()) { std::exchange(held_, nullptr)->release(at); }  // early; once

private:
    Primitive* held_;
};

}  // namespace aio
