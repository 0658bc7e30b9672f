#pragma once
// `try: body finally: cleanup`, where the cleanup awaits: C++ has no co_await in a handler.
//
//   co_await aio::finally(work(), [&]() -> aio::coro<> { co_await connection.close(); });

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/core/coro.hpp"
#include "runtime/scope/with.hpp"

namespace aio {

// Awaits `body`, then cleanup(), however the body ended; then gives the body's result or throws its error. An error of
// the cleanup takes the place of the body's, and so does a cancellation that arrives in it.
template <class A, class C>
coro<await_result_t<A>> finally(A body, C cleanup) {
    static_assert(safe_body<C>, "g++ 12 (bug 100611): capture by reference, or name the lambda and pass std::ref(name)");
    using T = await_result_t<A>;
    std::optional<void_to_unit<T>> value;
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(body);
        } else {
            T result = co_await std::move(body);
            value.emplace(std::move(result));
        }
    } catch (...) {
        error = std::current_exception();
    }
    auto last = cleanup();
    co_await std::move(last);
    if (error != nullptr) std::rethrow_exception(std::move(error));
    if constexpr (!std::is_void_v<T>) co_return std::move(*value);
}

}  // namespace aio
