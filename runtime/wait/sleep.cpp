#include "runtime/wait/sleep.hpp"

namespace aio::detail {

void sleep_awaiter::fall_asleep() {
    parked_ = true;
    when_ = deadline(task_->loop().time().time_since_epoch().count(), duration{when_});
    task_->set_alarm(*this, when_);
}

void sleep_awaiter::end_early() { task_->drop_alarm(id_, when_); }

bool sleep_awaiter::cancel(std::string message) {
    if (done()) return false;
    status_ = future_status::cancelled;
    if (!message.empty()) task_->keep_wait_message(std::move(message));
    task_->cancel_alarm();
    return true;
}

}  // namespace aio::detail
