#include "runtime/sync/semaphore.hpp"

namespace aio {

semaphore::semaphore(std::int64_t value, std::string_view name)
    : sync_object(object_kind::semaphore, name, value), value_(value), initial_(value) {
    if (value < 0) throw value_error("Semaphore initial value must be >= 0");
}

void semaphore::release(site at) {
    if (value_ >= bound_) {
        diagnose(diagnostic_kind::not_held, at);
        throw value_error("BoundedSemaphore released too many times");
    }
    ++value_;
    const event_loop* loop = event_loop::running();
    holders_.remove(loop != nullptr && loop->current() != nullptr ? loop->current()->task_number() : 0);
    if (observer* o = watcher(); o != nullptr) [[unlikely]] {
        look_at_release(at);
        o->object_changed(id(), object_op::release, waiters_.first_pending() != nullptr ? value_ - 1 : value_, 0);
    }
    wake_next();
}

void semaphore::look_at_release(site at) const {
    if (initial_ > 0 && value_ > initial_) diagnose(diagnostic_kind::not_held, at);
}

bool semaphore::wake_next() {
    detail::waiter* next = waiters_.take_next();
    if (next == nullptr) return false;
    --value_;  // the permit is its own from now on, though it runs later
    next->wake();
    return true;
}

namespace detail {

bool semaphore_awaiter::await_ready() {
    if (of_.locked()) return false;
    --of_.value_;
    of_.holders_.add(task_->task_number());
    of_.changed(object_op::acquire, of_.value_);
    return true;
}

void semaphore_awaiter::await_suspend(std::coroutine_handle<>) { wait_in(of_.waiters_); }

void semaphore_awaiter::await_resume() {
    if (!waited()) return;
    if (gone()) throw_interrupted();
    of_.waiters_.remove(*this);
    const bool failed = interrupted();
    if (failed && !cancelled()) ++of_.value_;  // it was given a permit and cannot use it
    if (!failed) {
        of_.holders_.add(task_->task_number());
        of_.changed(object_op::acquire, of_.value_);
    }
    while (of_.value_ > 0 && of_.wake_next()) {
    }
    if (failed) [[unlikely]] throw_interrupted();
}

void semaphore_awaiter::forsake() noexcept {
    if (!gone()) of_.waiters_.remove(*this);
}

std::string semaphore_awaiter::chain() const {
    return scoped_ ? "_ContextManagerMixin.__aenter__ > Semaphore.acquire > Future" : "Semaphore.acquire > Future";
}

std::string semaphore_awaiter::waits() const { return "semaphore.acquire() of " + (gone() ? "a semaphore that is gone" : of_.quoted()); }

std::vector<task_id> semaphore_awaiter::depends_on() const {
    return gone() ? std::vector<task_id>() : of_.holders_.known();
}

}  // namespace detail

}  // namespace aio
