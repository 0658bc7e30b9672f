#include "runtime/wait/sleep.hpp"

#include <memory>

namespace aio::detail {

void sleep_awaiter::fall_asleep() {
    std::construct_at(&wait_);
    const event_loop* running = event_loop::running();  // without a look at the task, as in alarm.cpp
    const event_loop& loop = running != nullptr ? *running : task_->loop();
    when_ = deadline(loop.time().time_since_epoch().count(), duration{when_});
    task_->set_alarm(wait_, when_);
}

// `wait_` is the last member, and the awaiter nowhere else than around it.
sleep_awaiter& sleeping::awaiter() noexcept {
    constexpr std::size_t before = sizeof(sleep_awaiter) - sizeof(sleeping);
    return *reinterpret_cast<sleep_awaiter*>(reinterpret_cast<std::byte*>(this) - before);
}

bool sleeping::cancel(std::string message) {
    if (done()) return false;
    status_ = future_status::cancelled;
    task_base& task = *awaiter().task_;
    if (!message.empty()) task.keep_wait_message(std::move(message));
    task.cancel_alarm();
    return true;
}

void sleeping::forsake() noexcept {
    const sleep_awaiter& a = awaiter();
    if (a.task_->asleep()) a.task_->drop_alarm(id_, a.when_);
}

}  // namespace aio::detail
