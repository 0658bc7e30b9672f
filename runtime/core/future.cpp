#include "runtime/core/future.hpp"

#include "runtime/core/event_loop.hpp"

namespace aio {

std::exception_ptr waitable::make_cancelled_error() const {
    return std::make_exception_ptr(cancel_message_ != nullptr ? cancelled_error(*cancel_message_) : cancelled_error());
}

future_base::future_base(event_loop& loop, wait_kind kind) noexcept : waitable(kind), loop_(&loop) {}

future_base::~future_base() {
    while (!callbacks_.empty()) {
        auto& callback = static_cast<done_callback&>(callbacks_.pop_front());
        callback.source = nullptr;
        if (callback.owned) callback.run(callback);
    }
}

std::string future_base::waits() const { return "a future"; }

void future_base::throw_if_done(const char* what) const {
    if (done()) throw invalid_state_error(what);
}

void future_base::announce(outcome_kind outcome) {
    observer* o = loop_->watcher();
    if (o == nullptr) return;
    if (id_ == 0) {
        id_ = loop_->new_object_id();
        o->object_created(id_, kind_ == wait_kind::gather ? object_kind::gather : object_kind::future, {}, 0);
    }
    o->object_changed(id_, object_op::resolve, static_cast<std::int64_t>(outcome), 0);
}

bool future_base::cancel(std::string message) {
    unretrieved_ = false;
    if (done()) return false;
    if (!message.empty()) cancel_message_ = std::make_unique<std::string>(std::move(message));
    announce(outcome_kind::cancelled);
    finish(future_status::cancelled);
    return true;
}

void future_base::set_exception(std::exception_ptr e) {
    throw_if_done("invalid state");
    announce(outcome_kind::exception);
    finish_with_exception(std::move(e));
}

void future_base::finish_with_exception(std::exception_ptr e) noexcept {
    exception_ = std::move(e);
    unretrieved_ = true;
    finish(future_status::finished);
}

void future_base::finish_cancelled(std::exception_ptr e) noexcept {
    exception_ = std::move(e);
    finish(future_status::cancelled);
}

void future_base::finish(future_status status) noexcept {
    status_ = status;
    while (!callbacks_.empty()) {
        auto& callback = static_cast<done_callback&>(callbacks_.pop_front());
        if (callback.owned) add_ref();
        loop_->schedule(callback);
    }
}

void future_base::add_done_callback(done_callback& callback) {
    callback.source = this;
    if (!done()) {
        callbacks_.push_back(callback);
        return;
    }
    if (callback.owned) add_ref();
    loop_->schedule(callback);
}

std::exception_ptr future_base::failure() const {
    if (cancelled() && exception_ == nullptr) return make_cancelled_error();
    return exception_;
}

std::exception_ptr future_base::exception() {
    if (!done()) throw invalid_state_error("Exception is not set.");
    if (cancelled()) std::rethrow_exception(failure());
    unretrieved_ = false;
    return exception_;
}

void future_base::check_result() {
    if (status_ == future_status::finished && exception_ == nullptr) [[likely]] return;
    if (!done()) throw invalid_state_error("Result is not set.");
    unretrieved_ = false;
    std::rethrow_exception(failure());
}

}  // namespace aio
