#pragma once
// `try: ... except BaseException as e: ...` around one await, as a value.

#include <exception>
#include <utility>

#include "runtime/core/coro.hpp"
#include "runtime/wait/outcome.hpp"

namespace aio {

// Awaits it and gives how it ended: a value, an error, or a cancellation, be it its own or that of the task that waits.
// For an awaited child that may fail where the handler awaits too, which C++ does not allow.
template <class A>
coro<outcome<await_result_t<A>>> settled(A awaitable) {
    using T = await_result_t<A>;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(awaitable);
            co_return outcome<T>(void_to_unit<T>{});
        } else {
            T value = co_await std::move(awaitable);
            co_return outcome<T>(std::move(value));
        }
    } catch (...) {
        co_return outcome<T>(std::current_exception());
    }
}

}  // namespace aio
