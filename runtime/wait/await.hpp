#pragma once
// Anything that can be awaited as a future: asyncio.ensure_future.

#include <type_traits>
#include <utility>

#include "runtime/core/event_loop.hpp"

namespace aio {

namespace detail {

template <class T>
std::true_type is_future_test(const future<T>*);
std::false_type is_future_test(...);
template <class A>
inline constexpr bool is_future = decltype(is_future_test(static_cast<std::remove_cvref_t<A>*>(nullptr)))::value;

// An operation as a coroutine of its own, for a task to run.
template <class Op>
coro<await_result_t<Op>> run_operation(Op op) {
    co_return co_await std::move(op);
}

// asyncio's sleep() and the like are coroutines; here they are operations until somebody wants one as a task.
template <class Op>
coro<await_result_t<Op>> as_coroutine(Op op) {
    auto body = run_operation(std::move(op));
    body.promise().function = std::remove_cvref_t<Op>::name;
    return body;
}

}  // namespace detail

// A coro or operation becomes a task; a future or task stays itself.
template <class A>
future<await_result_t<A>> ensure_future(A awaitable) {
    if constexpr (detail::is_future<A>) {
        return awaitable;
    } else if constexpr (detail::operation<A>) {
        return create_task(detail::as_coroutine(std::move(awaitable)));
    } else {
        return create_task(std::move(awaitable));
    }
}

// create_task(sleep(1s)) and the like.
template <detail::operation Op>
task<await_result_t<Op>> create_task(Op op, task_options options = {}) {
    return create_task(detail::as_coroutine(std::move(op)), std::move(options));
}

}  // namespace aio
