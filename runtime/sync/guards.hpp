#pragma once
// `async with lock:` as RAII. Releasing never suspends, so a destructor can do it.

#include "runtime/sync/waiter.hpp"

namespace aio {

void report_guard_error();  // of the current exception

// Holds one unit of a lock or semaphore and releases it when it dies; does nothing when that has died before.
template <class Primitive>
class [[nodiscard]] scoped_guard {
public:
    explicit scoped_guard(Primitive& held) noexcept : held_(&held) {}
    scoped_guard(scoped_guard&&) noexcept = default;
    scoped_guard& operator=(scoped_guard&&) = delete;
    // Where `async with` would raise (the body released it already), the error goes to the loop's exception handler.
    ~scoped_guard() {
        try {
            release();
        } catch (...) {
            report_guard_error();
        }
    }

    void release(site at = site::current()) {  // early; then the destructor does nothing
        auto* held = static_cast<Primitive*>(held_.get());
        held_.detach();
        if (held != nullptr) held->release(at);
    }

private:
    object_link held_;
};

}  // namespace aio
