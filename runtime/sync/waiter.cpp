#include "runtime/sync/waiter.hpp"

#include "runtime/sync/guards.hpp"

namespace aio {

namespace detail {

bool waiter::cancel(std::string message) {
    if (done()) return false;
    status_ = future_status::cancelled;
    if (!message.empty()) task_->keep_wait_message(std::move(message));
    task_->make_ready();
    return true;
}

void waiter::throw_interrupted() {
    task_->deliver();
    if (cancelled()) throw task_->take_wait_cancellation();
    throw runtime_error("what the task waited for was destroyed");
}

void waiter_list::abandon() noexcept {
    while (waiter* w = first()) {
        w->gone_ = true;
        w->counted_ = false;
        w->leave();
    }
}

std::size_t waiter_list::size() const noexcept {
    std::size_t n = 0;
    for (const waiter* w = first(); w != nullptr; w = next(*w)) ++n;
    return n;
}

}  // namespace detail

namespace {

const char* word(object_kind kind) noexcept {
    switch (kind) {
        case object_kind::lock: return "lock";
        case object_kind::semaphore: return "semaphore";
        case object_kind::event: return "event";
        case object_kind::queue: return "queue";
        case object_kind::future: return "future";
        case object_kind::gather: return "gather";
        case object_kind::timeout: return "timeout";
        case object_kind::timer: return "timer";
        case object_kind::progress: return "progress";
        case object_kind::condition: return "condition";
        case object_kind::barrier: return "barrier";
        case object_kind::gauge: return "gauge";
        case object_kind::none: break;
    }
    return "object";
}

}  // namespace

void report_guard_error() {
    event_loop* loop = event_loop::running();
    if (loop == nullptr) return;
    loop->call_exception_handler({"Exception at the end of a scope", std::current_exception(), 0});
}

void object_link::attach(sync_object* to) noexcept {
    to_ = to;
    if (to == nullptr) return;
    next_ = to->links_;
    if (next_ != nullptr) next_->previous_ = this;
    to->links_ = this;
}

void object_link::detach() noexcept {
    if (to_ == nullptr) return;
    (previous_ != nullptr ? previous_->next_ : to_->links_) = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    next_ = previous_ = nullptr;
    to_ = nullptr;
}

sync_object::sync_object(object_kind kind, std::string_view name, std::int64_t capacity)
    : kind_(kind), name_(name) {
    event_loop* loop = event_loop::running();
    if (loop == nullptr) return;
    id_ = loop->new_object_id();
    if (observer* o = loop->watcher(); o != nullptr) o->object_created(id_, kind, name_, capacity);
}

void sync_object::diagnose(diagnostic_kind kind, site at) const {
    if (watcher() != nullptr) event_loop::running()->diagnose(kind, id_, at);
}

std::string sync_object::quoted() const {
    if (!name_.empty()) return std::string(word(kind_)) + " `" + name_ + "`";
    return std::string("an unnamed ") + word(kind_);
}

}  // namespace aio
