#pragma once
// `async with resource as r: body`. A coroutine, so that leaving may suspend and may replace the exception.

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/core/coro.hpp"

namespace aio {

// g++ 12 destroys the captures of a lambda twice when it is made inside a co_await expression (GCC bug 100611): capture
// by reference, or name the lambda and pass std::ref(name).
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
template <class F>
concept safe_body = std::is_trivially_destructible_v<std::remove_cvref_t<F>>;
#else
template <class F>
concept safe_body = true;
#endif

// enter(), body(resource), exit(exception): each of the first and last may be a coroutine (__aenter__, __aexit__). The
// exception that exit gives leaves the block; null swallows it, which a body that gives a value must not be left with.
// An exit that gives nothing leaves the exception as it is. When entering fails, nothing else is called.
template <class R, class F>
auto with(R resource, F body) -> std::invoke_result_t<F&, R&> {
    static_assert(safe_body<F>, "g++ 12 (bug 100611): capture by reference, or name the lambda and pass std::ref(name)");
    using T = await_result_t<std::invoke_result_t<F&, R&>>;
    std::optional<void_to_unit<T>> value;
    std::exception_ptr error;
    if constexpr (std::is_void_v<decltype(resource.enter())>) {
        resource.enter();
    } else {
        auto entering = resource.enter();
        co_await std::move(entering);
    }
    try {
        auto inside = body(resource);
        if constexpr (std::is_void_v<T>) {
            co_await std::move(inside);
        } else {
            T result = co_await std::move(inside);
            value.emplace(std::move(result));
        }
    } catch (...) {
        error = std::current_exception();
    }
    if constexpr (std::is_same_v<decltype(resource.exit(nullptr)), std::exception_ptr>) {
        error = resource.exit(std::move(error));
    } else if constexpr (std::is_void_v<decltype(resource.exit(nullptr))>) {
        resource.exit(error);
    } else {
        auto leaving = resource.exit(error);
        if constexpr (std::is_void_v<await_result_t<decltype(leaving)>>) {
            co_await std::move(leaving);
        } else {
            error = co_await std::move(leaving);
        }
    }
    if (error != nullptr) std::rethrow_exception(std::move(error));
    if constexpr (!std::is_void_v<T>) co_return std::move(*value);
}

}  // namespace aio
