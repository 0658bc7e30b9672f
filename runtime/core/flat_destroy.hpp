#pragma once
// Destroying a frame or a future may let go of the next one, and that one of a third. The stack holds a chain as deep as
// the recursion limit; what lies deeper is destroyed after what holds it, one by one.

#include <coroutine>

namespace aio {
class future_base;
}

namespace aio::detail {

void destroy_flat(std::coroutine_handle<>) noexcept;
void destroy_flat(future_base&) noexcept;
void destroy_now(future_base&) noexcept;  // what destroy_flat() does in the end

}  // namespace aio::detail
