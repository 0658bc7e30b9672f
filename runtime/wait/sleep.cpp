#include "runtime/wait/sleep.hpp"

#include <limits>

namespace aio::detail {

sleeper::sleeper(promise_base& frame, std::int64_t delay_ns) : waiter(frame, wait_kind::sleep, 0) {
    event_loop& loop = task_->loop();
    run = &fired;
    callback = callback_kind::timer;
    std::int64_t when = 0;
    if (__builtin_add_overflow(loop.time().time_since_epoch().count(), delay_ns, &when)) {
        when = std::numeric_limits<std::int64_t>::max();
    }
    loop.arm(*this, when);
    id_ = subject;
    park();
}

void sleeper::wake_up() {
    if (!interrupted()) [[likely]] return;
    task_->loop().disarm(*this);
    throw_cancelled();
}

void sleeper::fired(ready_node& node) {
    auto& self = static_cast<sleeper&>(static_cast<timer_node&>(node));
    if (!self.done()) self.wake();
}

}  // namespace aio::detail
