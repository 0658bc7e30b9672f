#pragma once
// `async for item in source: body`.
//
//   co_await aio::async_for(countdown(3), [&](int& i) -> aio::coro<> {
//       world.print("{}", i);
//       co_return;
//   });

#include <exception>
#include <utility>

#include "runtime/gen/async_generator.hpp"
#include "runtime/scope/with.hpp"

namespace aio {

// Awaits body(item) for each item. A body that is a coro<bool> ends the loop by `co_return false`, as `break` does.
// However the loop ends, the generator is closed before async_for() ends: Python leaves that to contextlib.aclosing.
template <class T, class F>
coro<> async_for(async_generator<T> source, F body) {
    static_assert(safe_body<F>, "g++ 12 (bug 100611): capture by reference, or name the lambda and pass std::ref(name)");
    std::exception_ptr error;
    try {
        bool more = true;
        while (more) {
            T* item = co_await source.next();
            if (item == nullptr) break;
            auto inside = body(*item);
            if constexpr (std::is_void_v<await_result_t<decltype(inside)>>) {
                co_await std::move(inside);
            } else {
                more = co_await std::move(inside);
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await source.aclose();
    if (error != nullptr) std::rethrow_exception(std::move(error));
}

}  // namespace aio
