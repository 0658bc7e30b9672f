#pragma once
// What the queues have in common, whatever their items and the order these come out.

#include "runtime/sync/waiter.hpp"

namespace aio::detail {

struct join_operation;

class queue_base : public sync_object {
public:
    std::size_t maxsize() const noexcept { return maxsize_; }  // 0: no bound
    // Marks one item got as worked off. Throws value_error when called too often.
    void task_done(site at = site::current());
    // co_await join(): until every item put was marked done.
    [[nodiscard]] join_operation join() noexcept;
    std::size_t unfinished() const noexcept { return unfinished_; }
    bool is_shut_down() const noexcept { return shut_down_; }

protected:
    queue_base(std::size_t maxsize, std::string_view name);

    void item_added(std::size_t size) {
        ++unfinished_;
        level_ = size;
        changed(object_op::put, static_cast<std::int64_t>(size), static_cast<std::int64_t>(unfinished_));
        if (!getters_.empty()) wake_next(getters_);
    }
    void item_taken(std::size_t size) {
        level_ = size;
        changed(object_op::get, static_cast<std::int64_t>(size), static_cast<std::int64_t>(unfinished_));
        if (!putters_.empty()) wake_next(putters_);
    }
    void shut_down(std::size_t dropped, bool immediate);
    bool has_item() const noexcept { return level_ > 0; }
    bool has_place() const noexcept { return maxsize_ == 0 || level_ < maxsize_; }

private:
    friend class queue_waiter;
    friend class join_awaiter;
    waiter_list getters_;
    waiter_list putters_;
    waiter_list joiners_;
    waiter_list woken_;  // told to look again, and not yet run
    std::size_t maxsize_;
    std::size_t unfinished_ = 0;
    std::size_t level_ = 0;  // items in it
    bool shut_down_ = false;

    void wake_next(waiter_list&);
    void wake_all(waiter_list&);
    void finished();
};

// A task that waits for an item or a place.
class queue_waiter : public waiter {
public:
    std::string chain() const override;
    std::string waits() const override;
    void await_suspend(std::coroutine_handle<>) { wait_in_line(); }

protected:
    queue_waiter(promise_base& frame, queue_base& of, wait_kind kind) noexcept : waiter(frame, kind, of.id()), queue_(of) {
        rechecks_ = true;
    }
    ~queue_waiter() = default;
    bool possible() const noexcept { return kind() == wait_kind::queue_get ? queue_.has_item() : queue_.has_place(); }
    bool satisfied() const noexcept { return possible() || queue_.shut_down_; }
    void leave_line() {  // after waiting: throws when cancelled, passing on what it was woken for
        if (parked_ && interrupted()) [[unlikely]] throw_interrupted_in_line();
    }

    queue_base& queue_;

private:
    bool look_again() override;
    [[noreturn]] void throw_interrupted_in_line();
    void wait_in_line();
    waiter_list& line() const noexcept;
};

class join_awaiter final : public waiter {
public:
    join_awaiter(promise_base& frame, queue_base& of) noexcept : waiter(frame, wait_kind::queue_join, of.id()), queue_(of) {}
    bool await_ready() const noexcept { return queue_.unfinished_ == 0; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    std::string chain() const override { return "Queue.join > Event.wait > Future"; }
    std::string waits() const override;

private:
    queue_base& queue_;
};

struct join_operation {
    using awaiter = join_awaiter;
    using value_type = void;
    static constexpr const char* name = "join";
    queue_base* of;
    awaiter start(promise_base& frame) const noexcept { return awaiter(frame, *of); }
};

inline join_operation queue_base::join() noexcept { return join_operation{this}; }

}  // namespace aio::detail
