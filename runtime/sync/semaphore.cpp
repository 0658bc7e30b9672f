#include "runtime/sync/semaphore.hpp"

namespace aio {

semaphore::semaphore(std::int64_t value, std::string_view name)
    : sync_object(object_kind::semaphore, name, value), value_(value) {
    if (value < 0) throw value_error("Semaphore initial value must be >= 0");
}

void semaphore::release() {
    if (value_ >= bound_) throw value_error("BoundedSemaphore released too many times");
    ++value_;
    changed(object_op::release, waiters_.first_pending() != nullptr ? value_ - 1 : value_);
    wake_next();
}

bool semaphore::wake_next() {
    detail::waiter* next = waiters_.first_pending();
    if (next == nullptr) return false;
    --value_;  // the permit is its own from now on, though it runs later
    next->wake();
    return true;
}

namespace detail {

bool semaphore_awaiter::await_ready() {
    if (semaphore_.locked()) return false;
    --semaphore_.value_;
    semaphore_.changed(object_op::acquire, semaphore_.value_);
    return true;
}

void semaphore_awaiter::await_suspend(std::coroutine_handle<>) {
    parked_ = true;
    semaphore_.waiters_.push_back(*this);
    park();
}

void semaphore_awaiter::await_resume() {
    if (!parked_) return;
    if (gone()) throw_interrupted();
    semaphore_.waiters_.remove(*this);
    const bool failed = interrupted();
    if (failed && !cancelled()) ++semaphore_.value_;  // it was given a permit and cannot use it
    if (!failed) semaphore_.changed(object_op::acquire, semaphore_.value_);
    while (semaphore_.value_ > 0 && semaphore_.wake_next()) {
    }
    if (failed) [[unlikely]] throw_interrupted();
}

std::string semaphore_awaiter::chain() const {
    return scoped_ ? "_ContextManagerMixin.__aenter__ > Semaphore.acquire > Future" : "Semaphore.acquire > Future";
}

std::string semaphore_awaiter::waits() const { return "semaphore.acquire() of " + (gone() ? "a semaphore that is gone" : semaphore_.quoted()); }

}  // namespace detail

}  // namespace aio
