#pragma once
// asyncio.wait_for: an awaitable with a deadline. A coroutine runs inside the calling task, no new task is made.

#include <optional>

#include "runtime/scope/timeout.hpp"
#include "runtime/wait/await.hpp"

namespace aio {

namespace detail {

// wait_for(f, 0): never waits for the value, only for the cancellation to be over. Throws timeout_error when that is how
// it ended.
coro<> cancel_and_wait(ref<future_base> inner);

}  // namespace detail

// Throws timeout_error when the timeout (none: never) passes first; the awaitable is cancelled then. A result that
// arrives in the same iteration as the timeout is lost, as in CPython 3.12+. With a timeout <= 0 a coroutine becomes a
// task that is cancelled before its first step.
template <class A>
coro<await_result_t<A>> wait_for(A awaitable, std::optional<duration> time_limit) {
    using T = await_result_t<A>;
    if (time_limit && time_limit->count() <= 0) {
        future<T> inner = ensure_future(std::move(awaitable));
        if (!inner.done()) {
            auto cancelling = detail::cancel_and_wait(inner.shared());
            cancelling.promise().function = "_cancel_and_wait";
            co_await std::move(cancelling);
        }
        co_return co_await inner;
    }
    timeout scope(time_limit);
    scope.enter();
    std::optional<void_to_unit<T>> value;
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(awaitable);
            value.emplace();
        } else {
            T result = co_await std::move(awaitable);
            value.emplace(std::move(result));
        }
    } catch (...) {
        error = std::current_exception();
    }
    error = scope.exit(std::move(error));
    if (error != nullptr) std::rethrow_exception(std::move(error));
    if constexpr (!std::is_void_v<T>) co_return std::move(*value);
}

}  // namespace aio
