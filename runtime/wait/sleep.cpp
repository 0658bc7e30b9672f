#include "runtime/wait/sleep.hpp"

namespace aio::detail {

sleeper::sleeper(promise_base& frame, std::int64_t delay_ns) : waiter(frame, wait_kind::sleep, 0) {
    event_loop& loop = task_->loop();
    run = &fired;
    callback = callback_kind::timer;
    loop.arm(*this, deadline(loop.time().time_since_epoch().count(), duration{delay_ns}));
    id_ = subject;
    park();
}

void sleeper::wake_up() {
    if (!interrupted()) [[likely]] return;
    task_->loop().disarm(*this);
    throw_interrupted();
}

void sleeper::fired(ready_node& node) {
    auto& self = static_cast<sleeper&>(static_cast<timer_node&>(node));
    if (!self.done()) self.wake();
}

}  // namespace aio::detail
