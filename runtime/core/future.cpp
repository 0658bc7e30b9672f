#include "runtime/core/future.hpp"

#include "runtime/core/hot_path.hpp"

namespace aio {

const std::exception_ptr future_base::no_exception;

namespace {

// The last reference to a future went, and nobody had looked at its exception. Of tasks the end of the run tells.
[[gnu::noinline]] void report_unretrieved(const future_base& f, const std::exception_ptr& exception) noexcept {
    try {
        const event_loop& loop = f.loop();
        const std::string type = f.kind() == wait_kind::gather ? "_GatheringFuture" : "Future";
        const error_context context{type + " exception was never retrieved", exception, 0, nullptr, &f};
        if (loop.watcher() != nullptr) loop.diagnose(diagnostic_kind::never_retrieved, f.id(), {}, describe(exception));
        const event_loop::exception_handler handler = loop.get_exception_handler();
        handler != nullptr ? handler(context) : loop.default_exception_handler(context);
    } catch (...) {
        // As in asyncio: a handler that fails must not stop the loop.
    }
}

}  // namespace

void future_base::finish_with_value() noexcept { finish(future_status::finished); }

void* value_slot<unit>::value_address() noexcept {
    static unit nothing;
    return &nothing;
}

cancelled_error future_base::make_cancelled_error() const {
    const std::string* message = cancel_message();
    return message != nullptr ? cancelled_error(*message) : cancelled_error();
}

void future_base::keep_cancel_message(std::string message) {
    if (!message.empty()) {
        details().cancel_message = std::move(message);
    } else if (details_ != nullptr) {
        details_->cancel_message.reset();
    }
}

future_base::~future_base() {
    if (unretrieved_ && kind_ != wait_kind::task && !loop_->closed()) [[unlikely]] {
        report_unretrieved(*this, exception_kept());
    }
    if (!callbacks_.empty()) [[unlikely]] forget_callbacks();
    loop_->future_gone();
}

void future_base::forget_callbacks() noexcept {
    while (!callbacks_.empty()) {
        ready_node& callback = callbacks_.pop_front();
        if (!callback.owned) continue;
        static_cast<self_owned_callback&>(callback).source = nullptr;
        callback.run(callback);
    }
}

future_base::future_base(event_loop& loop, wait_kind kind) noexcept : waitable(kind), loop_(&loop) { loop.future_made(); }

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
    if (!message.empty()) keep_cancel_message(std::move(message));
    announce(outcome_kind::cancelled);
    finish(future_status::cancelled);
    return true;
}

void future_base::assign_result(void*) { throw runtime_error("Task does not support set_result operation"); }

void future_base::set_exception(std::exception_ptr e) {
    throw_if_done("invalid state");
    if (e == nullptr) throw value_error("a future's exception must not be null");
    if (kind_ == wait_kind::task) static_cast<task_base*>(this)->ended_from_outside();
    announce(outcome_kind::exception);
    finish_with_exception(std::move(e));
}

void future_base::finish_with_exception(std::exception_ptr e) noexcept {
    details().exception = std::move(e);
    unretrieved_ = true;
    finish(future_status::finished);
}

void future_base::finish_cancelled(std::exception_ptr e) noexcept {
    if (e != nullptr) {
        keep_cancel_message({});  // the exception has its own
        details().exception = std::move(e);
    }
    finish(future_status::cancelled);
}

void future_base::add_done_callback(done_callback& callback) {
    if (callback.owned) static_cast<self_owned_callback&>(callback).source = this;
    if (!done()) {
        callbacks_.push_back(callback);
        return;
    }
    if (callback.owned) add_ref();
    loop_->schedule(callback);
}

bool future_base::remove_done_callback(callback_id id) noexcept {
    ready_node* found = callbacks_.find(
        [id](const ready_node& n) { return n.owned && static_cast<const self_owned_callback&>(n).number == id; });
    if (found == nullptr || id == callback_id::none) return false;
    auto& callback = static_cast<self_owned_callback&>(*found);
    callback.unlink();
    callback.source = nullptr;
    callback.run(callback);
    return true;
}

std::exception_ptr future_base::take_cancelled_error() {
    if (cancelled() && exception_kept() != nullptr) return std::exchange(details_->exception, nullptr);
    return std::make_exception_ptr(make_cancelled_error());
}

std::exception_ptr future_base::failure() const {
    if (cancelled() && exception_kept() == nullptr) return std::make_exception_ptr(make_cancelled_error());
    return exception_kept();
}

std::exception_ptr future_base::exception() {
    if (!done()) throw invalid_state_error("Exception is not set.");
    if (cancelled()) std::rethrow_exception(take_cancelled_error());
    unretrieved_ = false;
    return exception_kept();
}

void future_base::look_at_result() {
    if (status_ == future_status::finished && exception_kept() == nullptr) return;
    if (!done()) throw invalid_state_error("Result is not set.");
    unretrieved_ = false;
    std::rethrow_exception(cancelled() ? take_cancelled_error() : exception_kept());
}

}  // namespace aio
