#include "runtime/wait/sleep.hpp"

#include <limits>

namespace aio::detail {

void sleep_awaiter::start_timer() {
    event_loop& loop = task_->loop();
    run = &fired;
    callback = callback_kind::timer;
    const std::int64_t now = loop.time().time_since_epoch().count();
    std::int64_t when = 0;
    if (__builtin_add_overflow(now, delay_, &when)) when = std::numeric_limits<std::int64_t>::max();
    loop.arm(*this, when);
    id_ = subject;
    park();
}

void sleep_awaiter::stop_timer() { task_->loop().disarm(*this); }

void sleep_awaiter::fired(ready_node& node) {
    auto& self = static_cast<sleep_awaiter&>(static_cast<timer_node&>(node));
    if (!self.done()) self.wake();
}

}  // namespace aio::detail
