#include "runtime/sync/lock.hpp"

namespace aio {

lock::~lock() {
    while (links_ != nullptr) links_->detach();
}

void lock::release() {
    if (!locked_) throw runtime_error("Lock is not acquired.");
    locked_ = false;
    changed(object_op::release, 0);
    wake_first();
}

void lock::wake_first() {
    detail::waiter* first = waiters_.first();
    if (first != nullptr && !first->done()) first->wake();
}

namespace detail {

void lock_link::attach(lock& l) noexcept {
    to = &l;
    next = l.links_;
    if (next != nullptr) next->previous = this;
    l.links_ = this;
}

void lock_link::detach() noexcept {
    if (to == nullptr) return;
    (previous != nullptr ? previous->next : to->links_) = next;
    if (next != nullptr) next->previous = previous;
    next = previous = nullptr;
    to = nullptr;
}

bool lock_awaiter::await_ready() {
    if (lock_.locked_ || lock_.waiters_.any_live()) return false;
    lock_.take();
    return true;
}

void lock_awaiter::await_suspend(std::coroutine_handle<>) {
    parked_ = true;
    lock_.waiters_.push_back(*this);
    park();
}

void lock_awaiter::await_resume() {
    if (!parked_) return;
    if (!gone()) lock_.waiters_.remove(*this);
    if (interrupted()) [[unlikely]] {
        if (!gone() && !lock_.locked_) lock_.wake_first();  // what this one was woken for, another must not miss
        throw_interrupted();
    }
    lock_.take();
}

std::string lock_awaiter::chain() const {
    return scoped_ ? "_ContextManagerMixin.__aenter__ > Lock.acquire > Future" : "Lock.acquire > Future";
}

std::string lock_awaiter::waits() const { return "lock.acquire() of " + (gone() ? "a lock that is gone" : lock_.quoted()); }

}  // namespace detail

}  // namespace aio
