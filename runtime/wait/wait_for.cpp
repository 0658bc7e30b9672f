#include "runtime/wait/wait_for.hpp"

namespace aio::detail {

// tasks.py _cancel_and_wait: the wait is a future of its own, so that cancelling the caller does not reach `inner` again.
coro<> cancel_and_wait(ref<future_base> inner) {
    future<> waiter = create_future<>();
    struct release final : done_callback {
        future<> waiter;
    } callback;
    callback.waiter = waiter;
    callback.run = [](ready_node& n) {
        auto& self = static_cast<release&>(static_cast<done_callback&>(n));
        if (!self.waiter.done()) self.waiter.set_result();
    };
    inner->add_done_callback(callback);
    inner->cancel({});
    co_await waiter;
    if (!inner->ended_by_cancellation()) co_return;
    throw timeout_error({}, inner->cancelled() ? inner->take_cancelled_error() : inner->exception());
}

}  // namespace aio::detail
