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

namespace detail {

// `co_await primitive.acquire()`, waiting as Awaiter does.
template <class Awaiter>
struct acquire_operation {
    using awaiter = Awaiter;
    using value_type = void;
    static constexpr const char* name = "acquire";
    typename Awaiter::primitive* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of, false); }
};

// `co_await primitive.scoped()`: the same, and then a guard.
template <class Awaiter>
class scoped_awaiter final : public Awaiter {
public:
    using primitive = typename Awaiter::primitive;
    scoped_awaiter(promise_base& frame, primitive& of) noexcept : Awaiter(frame, of, true) {}
    scoped_guard<primitive> await_resume() {
        Awaiter::await_resume();
        return scoped_guard<primitive>(this->of_);
    }
};

template <class Awaiter>
struct scoped_operation {
    using awaiter = scoped_awaiter<Awaiter>;
    using value_type = scoped_guard<typename Awaiter::primitive>;
    static constexpr const char* name = "__aenter__";
    typename Awaiter::primitive* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

}  // namespace detail

}  // namespace aio
