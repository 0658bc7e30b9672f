#include "runtime/core/flat_destroy.hpp"

#include <vector>

#include "runtime/core/event_loop.hpp"

namespace aio::detail {

namespace {

// Either one.
struct doomed {
    std::coroutine_handle<> frame;
    future_base* future;
};

constinit thread_local std::uint32_t depth = 0;
constinit thread_local bool any_deeper = false;

std::vector<doomed>& deeper() {
    static thread_local std::vector<doomed> list;
    return list;
}

[[gnu::noinline, gnu::cold]] void destroy_later(doomed d) {
    deeper().push_back(d);
    any_deeper = true;
}

void destroy_deeper() noexcept;

template <class Destroy>
void destroy(std::coroutine_handle<> frame, future_base* future, Destroy destroy_it) noexcept {
    if (depth >= recursion_limit) [[unlikely]] return destroy_later({frame, future});
    ++depth;
    destroy_it();
    --depth;
    if (any_deeper && depth == 0) [[unlikely]] destroy_deeper();
}

[[gnu::noinline, gnu::cold]] void destroy_deeper() noexcept {
    while (!deeper().empty()) {
        const doomed next = deeper().back();
        deeper().pop_back();
        ++depth;
        if (next.future != nullptr) {
            destroy_now(*next.future);
        } else {
            next.frame.destroy();
        }
        --depth;
    }
    any_deeper = false;
}

}  // namespace

void destroy_now(future_base& future) noexcept { future.destroy(); }

void destroy_flat(std::coroutine_handle<> frame) noexcept {
    destroy(frame, nullptr, [frame] { frame.destroy(); });
}

[[gnu::noinline]] static void destroy_with_destructor(future_base& future) noexcept {
    destroy(nullptr, &future, [&future] { destroy_now(future); });
}

void destroy_flat(future_base& future) noexcept {
    if (const std::size_t size_class = future.plain_class_; size_class != 0 && future.done()) [[likely]] {
        event_loop& loop = future.loop();
        frame_pool::release_class(&future, size_class);
        return loop.future_gone();
    }
    destroy_with_destructor(future);
}

}  // namespace aio::detail
