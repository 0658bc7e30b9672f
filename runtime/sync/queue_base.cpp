#include "runtime/sync/queue_base.hpp"

namespace aio::detail {

queue_base::queue_base(std::size_t maxsize, std::string_view name)
    : sync_object(object_kind::queue, name, static_cast<std::int64_t>(maxsize)), maxsize_(maxsize) {}

void queue_base::wake_next(waiter_list& line) {
    while (waiter* next = line.first()) {
        line.remove(*next);
        if (next->done()) continue;
        woken_.push_back(*next);
        next->wake();
        return;
    }
}

void queue_base::wake_all(waiter_list& line) {
    while (!line.empty()) wake_next(line);
}

void queue_base::finished() {
    for (waiter* w = joiners_.first(); w != nullptr; w = joiners_.next(*w)) {
        if (!w->done()) w->wake();
    }
}

void queue_base::shut_down(std::size_t dropped, bool immediate) {
    shut_down_ = true;
    if (immediate) {
        const bool waited_for = unfinished_ > 0;
        unfinished_ -= dropped < unfinished_ ? dropped : unfinished_;
        level_ = 0;
        if (dropped > 0) changed(object_op::task_done, 0, static_cast<std::int64_t>(unfinished_));
        if (waited_for && unfinished_ == 0) finished();
    }
    wake_all(getters_);
    wake_all(putters_);
}

void queue_base::task_done(site at) {
    if (unfinished_ == 0) {
        diagnose(diagnostic_kind::task_done_too_often, at);
        throw value_error("task_done() called too many times");
    }
    --unfinished_;
    changed(object_op::task_done, static_cast<std::int64_t>(level_), static_cast<std::int64_t>(unfinished_));
    if (unfinished_ == 0) finished();
}

std::string queue_waiter::chain() const {
    return kind() == wait_kind::queue_get ? "Queue.get > Future" : "Queue.put > Future";
}

std::string queue_waiter::waits() const {
    return (kind() == wait_kind::queue_get ? "queue.get() of " : "queue.put() of ") +
           (gone() ? "a queue that is gone" : queue_.quoted());
}

waiter_list& queue_waiter::line() const noexcept {
    return kind() == wait_kind::queue_get ? queue_.getters_ : queue_.putters_;
}

void queue_waiter::wait_in_line() {
    parked_ = true;
    line().push_back(*this);
    park();
}

// Woken: looks again, and stays parked when another was quicker.
bool queue_waiter::look_again() {
    if (gone()) return true;
    queue_.woken_.remove(*this);
    if (satisfied()) return true;
    wait_in_line();
    return false;
}

void queue_waiter::throw_interrupted_in_line() {
    if (!gone()) {
        queue_.woken_.remove(*this);
        line().remove(*this);
        if (possible() && !cancelled()) queue_.wake_next(line());
    }
    throw_interrupted();
}

void join_awaiter::await_suspend(std::coroutine_handle<>) {
    parked_ = true;
    queue_.joiners_.push_back(*this);
    park();
}

void join_awaiter::await_resume() {
    if (!parked_) return;
    if (!gone()) queue_.joiners_.remove(*this);
    if (interrupted()) [[unlikely]] throw_interrupted();
}

std::string join_awaiter::waits() const {
    if (gone()) return "queue.join() of a queue that is gone";
    const std::string items = queue_.unfinished() == 1 ? " item" : " items";
    return "queue.join() of " + queue_.quoted() + " (" + std::to_string(queue_.unfinished()) + items + " never marked done)";
}

}  // namespace aio::detail
