#include "runtime/sync/queue.hpp"

namespace aio::detail {

queue_base::queue_base(std::size_t maxsize, std::string_view name)
    : sync_object(object_kind::queue, name, static_cast<std::int64_t>(maxsize)), maxsize_(maxsize) {}

void queue_base::wake_next(waiter_list& line) {
    while (waiter* next = line.first()) {
        line.remove(*next);
        if (next->done()) continue;
        next->wake();
        return;
    }
}

void queue_base::item_added(std::size_t size) {
    ++unfinished_;
    level_ = size;
    changed(object_op::put, static_cast<std::int64_t>(size), static_cast<std::int64_t>(unfinished_));
    wake_next(getters_);
}

void queue_base::item_taken(std::size_t size) {
    level_ = size;
    changed(object_op::get, static_cast<std::int64_t>(size), static_cast<std::int64_t>(unfinished_));
    wake_next(putters_);
}

void queue_base::task_done() {
    if (unfinished_ == 0) throw value_error("task_done() called too many times");
    --unfinished_;
    changed(object_op::task_done, static_cast<std::int64_t>(level_), static_cast<std::int64_t>(unfinished_));
    if (unfinished_ > 0) return;
    for (waiter* w = joiners_.first(); w != nullptr; w = joiners_.next(*w)) {
        if (!w->done()) w->wake();
    }
}

std::string queue_waiter::chain() const {
    return kind() == wait_kind::queue_get ? "Queue.get > Future" : "Queue.put > Future";
}

std::string queue_waiter::waits() const {
    return (kind() == wait_kind::queue_get ? "queue.get() of " : "queue.put() of ") + queue_.quoted();
}

waiter_list& queue_waiter::line() const noexcept {
    return kind() == wait_kind::queue_get ? queue_.getters_ : queue_.putters_;
}

void queue_waiter::wait_in_line() {
    parked_ = true;
    line().push_back(*this);
    park(this);
}

bool queue_waiter::ready() {
    if (satisfied()) return true;
    wait_in_line();
    return false;
}

void queue_waiter::leave_line() {
    if (!parked_) return;
    if (!interrupted()) [[likely]] return;
    line().remove(*this);
    if (satisfied() && !cancelled()) queue_base::wake_next(line());
    throw_cancelled();
}

void join_awaiter::await_suspend(std::coroutine_handle<>) {
    parked_ = true;
    queue_.joiners_.push_back(*this);
    park();
}

void join_awaiter::await_resume() {
    if (!parked_) return;
    queue_.joiners_.remove(*this);
    if (interrupted()) [[unlikely]] throw_cancelled();
}

std::string join_awaiter::waits() const {
    return "queue.join() of " + queue_.quoted() + " (" + std::to_string(queue_.unfinished()) + " items never marked done)";
}

}  // namespace aio::detail
