#include "runtime/core/future.hpp"

#include "runtime/core/event_loop.hpp"

namespace aio {

std::exception_ptr waitable::make_cancelled_error() const {
    return std::make_exception_ptr(cancel_message_ != nullptr ? cancelled_error(*cancel_message_) : cancelled_error());
}

future_base::future_base(event_loop& loop, wait_kind kind) noexcept : waitable(kind), loop_(&loop) { loop.future_made(); }

future_base::~future_base() {
    forget_callbacks();
    loop_->future_gone();
}

void future_base::forget_callbacks() noexcept {
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

void future_base::assign_result(void*) { throw runtime_error("Task does not support set_result operation"); }

void future_base::set_exception(std::exception_ptr e) {
    throw_if_done("invalid state");
    if (e == nullptr) throw value_error("a future's exception must not be null");
    announce(outcome_kind::exception);
    finish_with_exception(std::move(e));
}

void future_base::finish_with_exception(std::exception_ptr e) noexcept {
    exception_ = std::move(e);
    unretrieved_ = true;
    finish(future_status::finished);
}

void future_base::finish_cancelled(std::exception_ptr e) noexcept {
    if (e != nullptr) cancel_message_.reset();  // the exception has its own
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

bool future_base::remove_done_callback(callback_id id) noexcept {
    ready_node* found = callbacks_.find([id](const ready_node& n) { return static_cast<const done_callback&>(n).number == id; });
    if (found == nullptr || id == callback_id::none) return false;
    auto& callback = static_cast<done_callback&>(*found);
    callback.unlink();
    callback.source = nullptr;
    callback.run(callback);
    return true;
}

std::exception_ptr future_base::take_cancelled_error() {
    return cancelled() && exception_ != nullptr ? std::exchange(exception_, nullptr) : make_cancelled_error();
}

std::exception_ptr future_base::failure() const {
    if (cancelled() && exception_ == nullptr) return make_cancelled_error();
    return exception_;
}

std::exception_ptr future_base::exception() {
    if (!done()) throw invalid_state_error("Exception is not set.");
    if (cancelled()) std::rethrow_exception(take_cancelled_error());
    unretrieved_ = false;
    return exception_;
}

void future_base::check_result() {
    if (status_ == future_status::finished && exception_ == nullptr) [[likely]] return;
    if (!done()) throw invalid_state_error("Result is not set.");
    unretrieved_ = false;
    std::rethrow_exception(cancelled() ? take_cancelled_error() : exception_);
}

}  // namespace aio
