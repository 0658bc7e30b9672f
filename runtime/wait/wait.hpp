#pragma once
// asyncio.wait: until some or all of many futures are done. Cancels nothing and never throws timeout_error.

#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "runtime/wait/await.hpp"

namespace aio {

enum class return_when : std::uint8_t { first_completed, first_exception, all_completed };

struct wait_options {
    return_when when = return_when::all_completed;
    std::optional<duration> timeout;  // none: no limit

    wait_options() = default;
    wait_options(return_when w, std::optional<duration> limit = {}) : when(w), timeout(limit) {}
    wait_options(duration limit) : timeout(limit) {}
};

// Both in the order of the arguments, each future once.
template <class Future>
struct wait_result {
    std::vector<Future> done;
    std::vector<Future> pending;

    wait_result() = default;
};

namespace detail {

template <class Range>
using element_of = std::remove_cvref_t<decltype(*std::begin(std::declval<Range&>()))>;

template <class Range>
concept range_of_futures = is_future<element_of<Range>>;

// What the callbacks of one wait() share; they may run after it has returned.
class wait_state {
public:
    wait_state(std::size_t count, const wait_options& options);
    void arm();             // the timer, when there is a limit
    void ended(future_base&);
    void disarm() const;    // the timer
    const future<>& waiter() const noexcept { return waiter_; }

    void add_ref() noexcept { ++references_; }
    void release() noexcept {
        if (--references_ == 0) delete this;
    }

private:
    std::uint32_t references_ = 0;
    std::size_t count_;
    wait_options options_;
    future<> waiter_;
    std::optional<handle> timer_;
};

template <class Future>
coro<> wait_for_some(const std::vector<Future>& distinct, wait_options options) {
    using value = typename Future::value_type;
    ref<wait_state> state(new wait_state(distinct.size(), options));
    state->arm();
    std::vector<callback_id> told;
    told.reserve(distinct.size());
    for (const Future& f : distinct) {
        told.push_back(f.add_done_callback([state](const future<value>& ended) { state->ended(ended.state()); }));
    }
    std::exception_ptr error;
    try {
        co_await state->waiter();
    } catch (...) {
        error = std::current_exception();
    }
    state->disarm();
    for (std::size_t i = 0; i < distinct.size(); ++i) distinct[i].remove_done_callback(told[i]);
    if (error != nullptr) std::rethrow_exception(std::move(error));
}

}  // namespace detail

// co_await wait(tasks, return_when::first_completed): at least two iterations, even when all are done. What ended until
// the waiting task runs again counts as done. Throws value_error for an empty list. Coroutines must be made tasks first.
template <class Future>
    requires detail::is_future<Future>
coro<wait_result<Future>> wait(std::vector<Future> futures, wait_options options = {}) {
    if (futures.empty()) throw value_error("Set of Tasks/Futures is empty.");
    std::set<const future_base*> seen;  // only to know the second time; never walked
    std::erase_if(futures, [&](const Future& f) { return !seen.insert(&f.state()).second; });
    auto waiting = detail::wait_for_some(futures, options);
    waiting.promise().function = "_wait";
    co_await std::move(waiting);
    wait_result<Future> result;
    for (const Future& f : futures) (f.done() ? result.done : result.pending).push_back(f);
    co_return result;
}

// Of any other range, which is walked once, now.
template <detail::range_of_futures Range>
auto wait(Range&& range, wait_options options = {}) {
    std::vector<detail::element_of<Range>> futures;
    for (auto&& f : range) futures.push_back(std::forward<decltype(f)>(f));
    return wait(std::move(futures), std::move(options));
}

}  // namespace aio
