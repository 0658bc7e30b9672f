#pragma once
// asyncio.Future. A future<T> is a handle: copies share one state, as Python names share one object.

#include <cassert>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "runtime/core/context.hpp"
#include "runtime/core/errors.hpp"
#include "runtime/core/flat_destroy.hpp"
#include "runtime/core/frame_pool.hpp"
#include "runtime/core/late_value.hpp"
#include "runtime/core/ready_queue.hpp"
#include "runtime/core/ref.hpp"
#include "runtime/core/waitable.hpp"

namespace aio {

class event_loop;
class future_base;
class task_base;

using unit = std::monostate;  // the value of a future<void>

template <class T>
using void_to_unit = std::conditional_t<std::is_void_v<T>, unit, T>;

// Names a user's callback for remove_done_callback().
enum class callback_id : std::uint32_t { none };

// Runs once the source is done, one iteration later, as every asyncio done-callback does.
struct done_callback : ready_node {
    using ready_node::ready_node;
    ~done_callback() {
        if (linked()) unlink();
    }
};

// One that is `owned`: it holds a reference to its source from the moment it is scheduled, and runs with source ==
// nullptr when it is only to free itself: removed, or its source was destroyed while pending.
struct self_owned_callback : done_callback {
    callback_id number = callback_id::none;
    future_base* source = nullptr;

    self_owned_callback() noexcept { owned = true; }
};

// What few futures have, kept apart so that the many are small.
struct future_details {
    std::exception_ptr exception;               // what it ended with; of a pending task: what its await is to throw
    std::optional<std::string> name;            // of a task
    std::optional<std::string> cancel_message;  // of cancel()
    event_id alarm_cause = no_event;            // what set the timer of a sleep that was cancelled
    std::optional<std::string> wait_message;    // of a cancel() that reached the lock, queue or timer the task waits on
    detail::context_ref context;                // of a task; null: no variables
};

// State without the value. Reference counted; starts with no reference.
class future_base : public waitable {
public:
    future_base(event_loop&, wait_kind) noexcept;

    void add_ref() noexcept { ++references_; }
    void release() noexcept {
        if (--references_ == 0) detail::destroy_flat(*this);
    }
    std::uint32_t references() const noexcept { return references_; }

    event_loop& loop() const noexcept { return *loop_; }

    bool cancel(std::string message) override;
    void set_exception(std::exception_ptr);  // throws invalid_state_error when done; a null one is a type error

    // The exception, null for a result. Throws cancelled_error, or invalid_state_error while pending. Counts as looked at.
    std::exception_ptr exception();
    // asyncio's _make_cancelled_error. The CancelledError that ended a task is given out once, to the first who asks;
    // later ones get a new one without its message, as does who asks a future that was not cancelled.
    std::exception_ptr take_cancelled_error();
    // set_result() where the type is known to the caller only; *value is moved from. Throws invalid_state_error when
    // done, runtime_error for a task, whose result is its own.
    virtual void assign_result(void* value);
    const std::string* cancel_message() const noexcept {  // null: none
        return details_ != nullptr && details_->cancel_message ? &*details_->cancel_message : nullptr;
    }
    // Throws what result() would throw; returns when there is a value. Counts as looked at.
    void check_result() {
        if (!has_plain_value()) [[unlikely]] look_at_result();
    }

    // A result, and nothing else is known of it: neither name, nor exception, nor message.
    bool has_plain_value() const noexcept { return status_ == future_status::finished && details_ == nullptr; }

    void add_done_callback(done_callback&);  // on a done future: scheduled at once
    void add_waker(done_callback& wakes) noexcept { callbacks_.push_back(wakes); }  // of who waits; the future is pending
    bool remove_done_callback(callback_id) noexcept;
    void mark_retrieved() noexcept { unretrieved_ = false; }
    bool unretrieved() const noexcept { return unretrieved_; }
    // What result() would throw (a CancelledError for a cancelled one), without looking at it. Null: a value.
    std::exception_ptr failure() const;

    bool ended_by_cancellation() const noexcept override { return cancelled() || is_cancelled(exception_kept()); }
    std::string chain() const override { return "Future"; }
    std::string waits() const override;

    virtual void* value() noexcept = 0;  // of the finished result

    static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept { frame_pool::release(memory, size); }

protected:
    virtual ~future_base();

    inline void finish(future_status) noexcept;
    void finish_with_value() noexcept;
    void finish_with_exception(std::exception_ptr) noexcept;  // stored as it is, even a cancelled_error
    void finish_cancelled(std::exception_ptr) noexcept;       // null: made when somebody asks
    void throw_if_done(const char* what) const;
    void announce(outcome_kind);                              // to the observer
    // CancelledError with the message of cancel().
    cancelled_error make_cancelled_error() const;
    void keep_cancel_message(std::string message);  // an empty one: none
    future_details& details() {
        if (details_ == nullptr) {
            details_ = std::make_unique<future_details>();
            plain_class_ = 0;
        }
        return *details_;
    }

    const std::exception_ptr& exception_kept() const noexcept { return details_ != nullptr ? details_->exception : no_exception; }

    // Of a new task: not counted by its loop yet, and with two references, its handle's and the loop's.
    future_base(event_loop& loop, task_id id, task_id parent, std::uint8_t plain_class) noexcept
        : waitable(wait_kind::task, id, plain_class), loop_(&loop), references_(2), parent_(parent) {}

    std::unique_ptr<future_details> details_;  // null: none of them

private:
    event_loop* loop_;
    node_list callbacks_;

protected:
    std::uint32_t references_ = 0;
    task_id parent_ = 0;  // of a task; here, it fills a gap

private:
    static const std::exception_ptr no_exception;

    void look_at_result();
    void forget_callbacks() noexcept;
    virtual void destroy() noexcept { delete this; }
    friend void detail::destroy_flat(future_base&) noexcept;
    friend void detail::destroy_now(future_base&) noexcept;
};

// Where the result of a future is kept; that of a future<void> takes no room.
template <class T>
struct value_slot {
    detail::late_value<T> value_;

    template <class... Args>
    void emplace_value(Args&&... args) {
        value_.emplace(std::forward<Args>(args)...);
    }
    void* value_address() noexcept { return &value_.get(); }
};

template <>
struct value_slot<unit> {
    void emplace_value(unit = {}) noexcept {}
    void* value_address() noexcept;
};

template <class T, class Base = future_base>
class future_state : public Base, protected value_slot<void_to_unit<T>> {
public:
    using Base::Base;

    void* value() noexcept override { return this->value_address(); }

    template <class... Args>
    void set_value(Args&&... args) {
        this->emplace_value(std::forward<Args>(args)...);
        this->finish_with_value();
    }
};

// A future somebody sets by hand; its result is announced to observers.
template <class T>
class plain_future_state final : public future_state<T> {
public:
    explicit plain_future_state(event_loop& loop) noexcept : future_state<T>(loop, wait_kind::future) {}

    void assign_result(void* value) override { set_result(std::move(*static_cast<void_to_unit<T>*>(value))); }

    template <class... Args>
    void set_result(Args&&... args) {
        this->throw_if_done("invalid state");
        this->emplace_value(std::forward<Args>(args)...);
        this->announce(outcome_kind::result);
        this->finish_with_value();
    }
};

template <class T = void>
class future {
public:
    using value_type = T;

    future() = default;
    explicit future(ref<future_base> state) noexcept : state_(std::move(state)) {}

    bool done() const noexcept { return state_->done(); }
    bool cancelled() const noexcept { return state_->cancelled(); }
    // True when it was pending. A task only takes note; see task::cancel.
    bool cancel(std::string message = {}) const { return state_->cancel(std::move(message)); }

    // Of a future that is not a task: for a task they throw runtime_error. Throw invalid_state_error when done.
    template <class... Args>
    void set_result(Args&&... args) const {
        if (state_->kind() == wait_kind::future) {
            static_cast<plain_future_state<T>&>(*state_).set_result(std::forward<Args>(args)...);
        } else {
            void_to_unit<T> value(std::forward<Args>(args)...);
            state_->assign_result(&value);
        }
    }
    void set_exception(std::exception_ptr e) const {
        if (state_->kind() == wait_kind::task) throw runtime_error("Task does not support set_exception operation");
        state_->set_exception(std::move(e));
    }

    // Throw the exception, cancelled_error, or invalid_state_error while pending.
    std::add_lvalue_reference_t<const T> result() const {
        state_->check_result();
        if constexpr (!std::is_void_v<T>) return *static_cast<const T*>(state_->value());
    }
    std::exception_ptr exception() const { return state_->exception(); }
    event_loop& get_loop() const noexcept { return state_->loop(); }

    // f(future<T>) runs through call_soon once this is done, after the callbacks added before it.
    template <class F>
    callback_id add_done_callback(F f) const;
    // False when it is not there (any more). A callback that is scheduled already still runs.
    bool remove_done_callback(callback_id id) const noexcept { return state_->remove_done_callback(id); }

    future_base& state() const noexcept { return *state_; }
    const ref<future_base>& shared() const noexcept { return state_; }
    ref<future_base> release() noexcept { return std::move(state_); }  // gives the handle's reference away
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const future& a, const future& b) noexcept { return a.state_.get() == b.state_.get(); }

protected:
    ref<future_base> state_;
};

// loop.create_future() on the running loop.
template <class T = void>
future<T> create_future();

}  // namespace aio
