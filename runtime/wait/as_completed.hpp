#pragma once
// asyncio.as_completed (3.13): the results of many awaitables in the order in which they end.
//
//   auto pages = aio::as_completed(std::move(tasks), 2s);
//   while (pages.more()) {
//       std::string page = co_await pages.next();
//   }

#include <cassert>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "runtime/sync/queue.hpp"
#include "runtime/wait/await.hpp"

namespace aio {

namespace detail {

template <class T>
class completion_state {
public:
    void add_ref() noexcept { ++references_; }
    void release() noexcept {
        if (--references_ == 0) delete this;
    }

    // Each future once, in order of the arguments; then watch().
    void add(future<T> f) {
        if (seen_.insert(&f.state()).second) todo_.push_back({std::move(f), callback_id::none});
    }
    std::size_t watch(std::optional<duration> timeout) {
        seen_.clear();
        const ref<completion_state> self(this);
        for (entry& e : todo_) {
            e.told = e.future.add_done_callback([self](const aio::future<T>& f) { self->completed(f); });
        }
        if (timeout && !todo_.empty()) timer_ = get_running_loop().call_later(*timeout, [self] { self->timed_out(); });
        return todo_.size();
    }
    auto get() { return done_.get(); }

private:
    struct entry {
        aio::future<T> future;
        callback_id told;
    };

    std::uint32_t references_ = 0;
    queue<std::optional<future<T>>> done_;  // none: the time is up
    std::vector<entry> todo_;
    std::set<const future_base*> seen_;  // while futures are added: to know the second time; never walked
    std::optional<handle> timer_;

    void completed(const future<T>& f) {
        if (todo_.empty()) return;  // timed_out() was first
        std::erase_if(todo_, [&](const entry& e) { return e.future == f; });
        done_.put_nowait(f);
        if (todo_.empty() && timer_) timer_->cancel();
    }

    void timed_out() {
        for (const entry& e : todo_) {
            e.future.remove_done_callback(e.told);
            done_.put_nowait(std::nullopt);
        }
        todo_.clear();
    }
};

template <class T>
coro<future<T>> wait_for_one(ref<completion_state<T>> state) {
    std::optional<future<T>> f = co_await state->get();
    if (!f) throw timeout_error();
    co_return std::move(*f);
}

template <class T>
coro<T> result_of_one(ref<completion_state<T>> state) {
    std::optional<future<T>> f = co_await state->get();
    if (!f) throw timeout_error();
    co_return co_await *f;
}

}  // namespace detail

// The i-th item awaited is the i-th to end, whichever argument that is.
template <class T>
class completions {
public:
    explicit completions(ref<detail::completion_state<T>> state, std::size_t count) noexcept
        : state_(std::move(state)), left_(count) {}

    bool more() const noexcept { return left_ > 0; }
    // The next result; throws what that one failed with, or timeout_error once the time is up. Only when more().
    // (`for c in as_completed(...): await c`.)
    [[nodiscard]] coro<T> next() {
        take();
        return named(detail::result_of_one(state_));
    }
    // The next one itself, done: the task or future that was given, or the new task of a coroutine.
    // (`async for f in as_completed(...)`.)
    [[nodiscard]] coro<future<T>> next_done() {
        take();
        return named(detail::wait_for_one(state_));
    }

private:
    ref<detail::completion_state<T>> state_;
    std::size_t left_;

    void take() {
        assert(more());
        --left_;
    }
    template <class C>
    static C named(C c) {
        c.promise().function = "_AsCompletedIterator._wait_for_one";
        return c;
    }
};

// Coroutines become tasks, in order. Nothing is cancelled when the time is up: what is left gives timeout_error.
template <class A>
completions<await_result_t<A>> as_completed(std::vector<A> awaitables, std::optional<duration> timeout = {}) {
    using T = await_result_t<A>;
    ref<detail::completion_state<T>> state(new detail::completion_state<T>);
    for (A& a : awaitables) state->add(ensure_future(std::move(a)));
    const std::size_t count = state->watch(timeout);
    return completions<T>(std::move(state), count);
}

}  // namespace aio
