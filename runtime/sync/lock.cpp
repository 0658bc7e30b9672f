#include "runtime/sync/lock.hpp"

namespace aio {

void lock::release(site at) {
    if (!locked_) {
        diagnose(diagnostic_kind::not_held, at);
        throw runtime_error("Lock is not acquired.");
    }
    locked_ = false;
    if (observer* o = watcher(); o != nullptr) [[unlikely]] {
        look_at_release(at);
        o->object_changed(id(), object_op::release, 0, 0);
    }
    wake_first();
}

// A callback is no task, and neither is the end of one, which destroys the guards it was given as arguments.
void lock::look_at_release(site at) const {
    const task_base* by = event_loop::running()->current();
    if (by != nullptr && by->task_number() != holder_) diagnose(diagnostic_kind::not_held, at);
}

void lock::wake_first() {
    detail::waiter* first = waiters_.first();
    if (first != nullptr && !first->done()) first->wake();
}

namespace detail {

bool lock_awaiter::await_ready() {
    if (of_.locked_ || of_.waiters_.any_live()) return false;
    of_.take(*task_);
    return true;
}

void lock_awaiter::await_suspend(std::coroutine_handle<>) { wait_in(of_.waiters_); }

void lock_awaiter::await_resume() {
    if (!waited()) return;
    if (!gone()) leave();
    if (interrupted()) [[unlikely]] {
        if (!gone() && !of_.locked_) of_.wake_first();  // what this one was woken for, another must not miss
        throw_interrupted();
    }
    of_.take(*task_);
}

std::string lock_awaiter::chain() const {
    return scoped_ ? "_ContextManagerMixin.__aenter__ > Lock.acquire > Future" : "Lock.acquire > Future";
}

std::string lock_awaiter::waits() const { return "lock.acquire() of " + (gone() ? "a lock that is gone" : of_.quoted()); }

std::vector<task_id> lock_awaiter::depends_on() const {
    if (gone() || !of_.locked_) return {};
    return {of_.holder_};
}

}  // namespace detail

}  // namespace aio
