#include "runtime/sync/barrier.hpp"

namespace aio {

namespace detail {

// locks.py: Barrier, line by line. Lives as long as the barrier or a task in one of its calls.
struct barrier_state {
    enum class phase : std::uint8_t { filling, draining, resetting, broken };

    barrier_state(std::size_t n, std::string_view name) : changed(condition::parties{n}, name), parties(n) {}

    std::uint32_t references = 0;
    condition changed;
    std::size_t parties;
    std::size_t count = 0;  // tasks in it
    phase now = phase::filling;

    void add_ref() noexcept { ++references; }
    void release() noexcept {
        if (--references == 0) delete this;
    }

    void leave() {
        --count;
        if (count > 0) return;
        if (now == phase::resetting || now == phase::draining) now = phase::filling;
        if (changed.locked()) changed.notify_all();  // not when the loop ends in the middle of a wait
    }
};

namespace {

using phase = barrier_state::phase;

template <class T>
coro<T> named(coro<T> c, const char* name) {
    c.promise().function = name;
    return c;
}

// Until it neither drains nor resets.
coro<> block(barrier_state& b) {
    co_await b.changed.wait_for([&] { return b.now != phase::draining && b.now != phase::resetting; });
    if (b.now == phase::broken) throw broken_barrier_error("Barrier aborted");
}

coro<> wait_for_others(barrier_state& b) {
    co_await b.changed.wait_for([&] { return b.now != phase::filling; });
    if (b.now == phase::broken || b.now == phase::resetting) throw broken_barrier_error("Abort or reset of barrier");
}

// With the lock held.
coro<std::size_t> pass(barrier_state& b) {
    auto blocked = named(block(b), "Barrier._block");
    co_await std::move(blocked);
    struct leaving {
        barrier_state& b;
        ~leaving() { b.leave(); }
    };
    const std::size_t index = b.count++;
    const leaving at_end{b};
    if (index + 1 == b.parties) {
        b.now = phase::draining;
        b.changed.notify_all();
    } else {
        auto waiting = named(wait_for_others(b), "Barrier._wait");
        co_await std::move(waiting);
    }
    co_return index;
}

coro<std::size_t> wait_in(ref<barrier_state> b) {
    auto guard = co_await b->changed.scoped();
    auto passing = named(pass(*b), "with");  // asyncio has no frame for it
    co_return co_await std::move(passing);
}

coro<> reset_in(ref<barrier_state> b) {
    auto guard = co_await b->changed.scoped();
    b->now = b->count > 0 ? phase::resetting : phase::filling;
    b->changed.notify_all();
}

coro<> abort_in(ref<barrier_state> b) {
    auto guard = co_await b->changed.scoped();
    b->now = phase::broken;
    b->changed.notify_all();
}

}  // namespace

}  // namespace detail

barrier::barrier(std::size_t parties, std::string_view name) {
    if (parties < 1) throw value_error("parties must be > 0");
    state_ = ref<detail::barrier_state>(new detail::barrier_state(parties, name));
}

barrier::~barrier() = default;

coro<std::size_t> barrier::wait() { return detail::named(detail::wait_in(state_), "Barrier.wait"); }

coro<> barrier::reset() { return detail::named(detail::reset_in(state_), "Barrier.reset"); }

coro<> barrier::abort() { return detail::named(detail::abort_in(state_), "Barrier.abort"); }

std::size_t barrier::parties() const noexcept { return state_->parties; }

std::size_t barrier::n_waiting() const noexcept {
    return state_->now == detail::barrier_state::phase::filling ? state_->count : 0;
}

bool barrier::broken() const noexcept { return state_->now == detail::barrier_state::phase::broken; }

}  // namespace aio
