#pragma once
// asyncio.shield: whoever waits may be cancelled without cancelling what is waited for.

#include "runtime/wait/await.hpp"

namespace aio {

namespace detail {

// The result of a future that is done and has one: copied, as others may look at it, or moved when it cannot be copied.
template <class T>
void_to_unit<T> take_result(const future<T>& f) {
    auto& value = *static_cast<void_to_unit<T>*>(f.state().value());
    if constexpr (std::is_copy_constructible_v<void_to_unit<T>>) {
        return value;
    } else {
        return std::move(value);
    }
}

// The end of `from` becomes the end of `to`. Throws invalid_state_error when that has been given another one.
template <class T>
void copy_end(const future<T>& from, const future<T>& to) {
    if (to.cancelled()) {
        if (!from.cancelled()) from.state().mark_retrieved();
    } else if (from.cancelled()) {
        to.cancel();
    } else if (std::exception_ptr e = from.exception(); e != nullptr) {
        to.set_exception(std::move(e));
    } else if constexpr (std::is_void_v<T>) {
        to.set_result();
    } else {
        to.set_result(take_result(from));
    }
}

}  // namespace detail

// A future with the end of the awaitable, one iteration later; a future or task that is done already is given back
// itself. Cancelling it leaves the awaitable alone; the awaitable cancelled, it is cancelled. A coroutine becomes a task.
template <class A>
future<await_result_t<A>> shield(A awaitable) {
    using T = await_result_t<A>;
    future<T> inner = ensure_future(std::move(awaitable));
    if (inner.done()) return inner;
    future<T> outer = create_future<T>();
    const callback_id told = inner.add_done_callback([outer](const future<T>& f) { detail::copy_end(f, outer); });
    outer.add_done_callback([inner, told](const future<T>&) {
        if (!inner.done()) inner.remove_done_callback(told);
    });
    return outer;
}

}  // namespace aio
