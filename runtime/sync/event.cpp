#include "runtime/sync/event.hpp"

namespace aio {

void event::set() {
    if (set_) return;
    set_ = true;
    changed(object_op::set, 1);
    for (detail::waiter* w = waiters_.first(); w != nullptr; w = waiters_.next(*w)) {
        if (!w->done()) w->wake();
    }
}

void event::clear() {
    if (!set_) return;
    set_ = false;
    changed(object_op::clear, 0);
}

namespace detail {

void event_awaiter::await_suspend(std::coroutine_handle<>) { wait_in(event_.waiters_); }

void event_awaiter::await_resume() {
    if (!waited()) return;
    if (!gone()) leave();
    if (interrupted()) [[unlikely]] throw_interrupted();
}

std::string event_awaiter::waits() const { return "event.wait() of " + (gone() ? "an event that is gone" : event_.quoted()); }

}  // namespace detail

}  // namespace aio
