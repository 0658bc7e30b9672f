#pragma once
// asyncio.Event.

#include "runtime/sync/waiter.hpp"

namespace aio {

namespace detail {
class event_awaiter;
struct event_operation;
}  // namespace detail

class event : public sync_object {
public:
    explicit event(std::string_view name = {}) : sync_object(object_kind::event, name, 1) {}

    // co_await wait(): at once while it is set.
    [[nodiscard]] detail::event_operation wait() noexcept;
    void set();    // wakes every waiter, in order of arrival; clear() does not take that back
    void clear();
    bool is_set() const noexcept { return set_; }

private:
    friend class detail::event_awaiter;
    detail::waiter_list waiters_;
    bool set_ = false;
};

namespace detail {

class event_awaiter final : public waiter {
public:
    event_awaiter(promise_base& frame, event& of) noexcept : waiter(frame, wait_kind::event), event_(of) {}
    bool await_ready() const noexcept { return event_.set_; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    object_id id() const noexcept override { return event_.id(); }
    std::string chain() const override { return "Event.wait > Future"; }
    std::string waits() const override;

private:
    event& event_;
};

struct event_operation {
    using awaiter = event_awaiter;
    using value_type = void;
    static constexpr const char* name = "wait";
    event* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

}  // namespace detail

inline detail::event_operation event::wait() noexcept { return {this}; }

}  // namespace aio
