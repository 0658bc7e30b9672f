#include "runtime/core/flat_destroy.hpp"

#include <vector>

#include "runtime/core/coro.hpp"

namespace aio::detail {

namespace {

// Either one.
struct doomed {
    std::coroutine_handle<> frame;
    future_base* future;
};

thread_local std::uint32_t depth = 0;
thread_local std::vector<doomed> deeper;

void destroy_one(const doomed& d) noexcept {
    ++depth;
    if (d.future != nullptr) {
        destroy_now(*d.future);
    } else {
        d.frame.destroy();
    }
    --depth;
}

void destroy(const doomed& d) noexcept {
    if (depth >= recursion_limit) {
        deeper.push_back(d);
        return;
    }
    destroy_one(d);
    while (depth == 0 && !deeper.empty()) {
        const doomed next = deeper.back();
        deeper.pop_back();
        destroy_one(next);
    }
}

}  // namespace

void destroy_flat(std::coroutine_handle<> frame) noexcept { destroy({frame, nullptr}); }
void destroy_now(future_base& future) noexcept { future.destroy(); }

void destroy_flat(future_base& future) noexcept { destroy({nullptr, &future}); }

}  // namespace aio::detail
