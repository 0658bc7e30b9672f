#pragma once
// What the tests of asyncio's behaviours share: a test is a coroutine that runs in a loop of its own, as in asyncio's
// own tests.

#include <doctest/doctest.h>

#include "tests/unit/runtime/support.hpp"

namespace test {

// What is captured by reference outlives the loop, also what is left over when the body ends.
template <class F>
void in_loop(F body) {
    aio::run(body());
}

// What f() throws, as text; "" for nothing.
template <class F>
std::string thrown(F f) {
    try {
        f();
    } catch (...) {
        return aio::describe(std::current_exception());
    }
    return "";
}

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A resource for aio::with() that is looked at after the block.
template <class R>
class borrowed {
public:
    explicit borrowed(R& resource) noexcept : resource_(&resource) {}
    void enter() { resource_->enter(); }
    auto exit(std::exception_ptr error) { return resource_->exit(std::move(error)); }

private:
    R* resource_;
};

// `async with resource: body`.
template <class R, class F>
auto inside(R& resource, F body) {
    return aio::with(borrowed<R>(resource), [body](borrowed<R>&) { return body(); });
}

// The task is parked there, and was not cancelled or woken since.
inline bool waits_in(const aio::any_task& t, aio::wait_kind kind) {
    const aio::waitable* on = t.base().waiting_on();
    return on != nullptr && on->kind() == kind && !on->done();
}

inline aio::error zero_division() { return aio::error("ZeroDivisionError", ""); }

// The text of what leaves a task group.
inline std::string in_group(const std::string& errors) {
    return "ExceptionGroup: unhandled errors in a TaskGroup [" + errors + "]";
}

}  // namespace test
