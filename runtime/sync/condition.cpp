#include "runtime/sync/condition.hpp"

namespace aio {

namespace detail {

namespace {

// The future asyncio makes for each waiter.
class notified_awaiter final : public waiter {
public:
    notified_awaiter(promise_base& frame, condition_state& of) noexcept : waiter(frame, of.kind), of_(of) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) { wait_in(of_.waiters); }
    void await_resume() {
        leave();
        if (interrupted()) [[unlikely]] throw_interrupted();
    }
    object_id id() const noexcept override { return of_.id; }
    std::string chain() const override { return "Future"; }
    std::string waits() const override {
        return (kind() == wait_kind::barrier ? "barrier.wait() of " : "condition.wait() of ") + of_.label;
    }

private:
    condition_state& of_;
};

struct notified_operation {
    using awaiter = notified_awaiter;
    using value_type = void;
    condition_state* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

}  // namespace

void condition_state::notify(std::size_t n) {
    for (waiter* w = waiters.first(); w != nullptr && n > 0; w = waiters.next(*w)) {
        if (w->done()) continue;
        w->wake();
        --n;
    }
}

coro<> condition_wait(ref<condition_state> state) {
    if (state->mutex() == nullptr || !state->mutex()->locked()) throw runtime_error("cannot wait on un-acquired lock");
    state->mutex()->release();
    std::exception_ptr error;
    const notified_operation notified{state.get()};
    try {
        co_await notified;
    } catch (...) {
        error = std::current_exception();
    }
    // The lock must be held again whatever happened; only its end can prevent that.
    for (bool held = false; !held && state->mutex() != nullptr;) {
        try {
            co_await state->mutex()->acquire();
            held = true;
        } catch (const cancelled_error&) {
            error = std::current_exception();
        }
    }
    if (error != nullptr) {
        state->notify(1);  // it may have been notified, and cannot make use of it
        std::rethrow_exception(error);
    }
    if (state->mutex() == nullptr) throw runtime_error("the lock of a condition was destroyed");
}

}  // namespace detail

condition::condition(std::string_view name) : sync_object(object_kind::condition, name, 0) { make_state(nullptr); }

condition::condition(lock& shared, std::string_view name) : sync_object(object_kind::condition, name, 0) {
    make_state(&shared);
}

condition::condition(const parties& of_barrier, std::string_view name)
    : sync_object(object_kind::barrier, name, static_cast<std::int64_t>(of_barrier.count)) {
    make_state(nullptr);
    state_->kind = wait_kind::barrier;
}

void condition::make_state(lock* shared) {
    state_ = ref<detail::condition_state>(new detail::condition_state);
    state_->id = id();
    state_->label = quoted();
    if (shared == nullptr) {
        state_->own_lock = std::make_unique<lock>(name());
        shared = state_->own_lock.get();
    }
    state_->held.attach(shared);
}

lock& condition::held() const {
    if (state_->mutex() == nullptr) throw runtime_error("the lock of a condition was destroyed");
    return *state_->mutex();
}

coro<> condition::wait_once(const ref<detail::condition_state>& state) {
    auto waiting = detail::condition_wait(state);
    waiting.promise().function = "Condition.wait";
    return waiting;
}

coro<> condition::wait() { return wait_once(state_); }

void condition::notify(std::size_t n) {
    if (!locked()) throw runtime_error("cannot notify on un-acquired lock");
    state_->notify(n);
}

void condition::notify_all() { notify(state_->waiters.size()); }

}  // namespace aio
