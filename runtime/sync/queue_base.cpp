#include "runtime/sync/queue_base.hpp"

namespace aio::detail {

queue_base::queue_base(std::size_t maxsize, std::string_view name)
    : sync_object(object_kind::queue, name, static_cast<std::int64_t>(maxsize)), limit_(maxsize == 0 ? no_limit : maxsize) {}

void queue_base::wake_all(wake_line& line) {
    while (line.anybody()) wake_next(line);
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
        items_left_ = 0;
        places_left_ = limit_;
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
    changed(object_op::task_done, static_cast<std::int64_t>(items_left_), static_cast<std::int64_t>(unfinished_));
    if (unfinished_ == 0) finished();
}

std::string queue_waiter::chain() const {
    return kind() == wait_kind::queue_get ? "Queue.get > Future" : "Queue.put > Future";
}

std::string queue_waiter::waits() const {
    return (kind() == wait_kind::queue_get ? "queue.get() of " : "queue.put() of ") +
           (gone() ? "a queue that is gone" : queue_.quoted());
}

void queue_waiter::forsake() noexcept {
    if (!gone()) line().remove(*this);
}

bool queue_waiter::look_again() {
    if (satisfied()) return true;
    line().remove(*this);
    status_ = future_status::pending;
    wait_in_line(line());
    return false;
}

void queue_waiter::throw_interrupted_in_line() {
    if (!gone()) {
        line().remove(*this);
        if (!missing() && !cancelled()) queue_base::wake_next(line());
    }
    throw_interrupted();
}

void join_awaiter::await_suspend(std::coroutine_handle<>) { wait_in(queue_.joiners_); }

void join_awaiter::await_resume() {
    if (!waited()) return;
    if (!gone()) leave();
    if (interrupted()) [[unlikely]] throw_interrupted();
}

std::string join_awaiter::waits() const {
    if (gone()) return "queue.join() of a queue that is gone";
    const std::string items = queue_.unfinished() == 1 ? " item" : " items";
    return "queue.join() of " + queue_.quoted() + " (" + std::to_string(queue_.unfinished()) + items + " never marked done)";
}

}  // namespace aio::detail
