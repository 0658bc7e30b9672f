#pragma once
// What the queues have in common, whatever their items and the order these come out.

#include <limits>

#include "runtime/sync/waiter.hpp"

namespace aio::detail {

struct join_operation;

class queue_base : public sync_object {
public:
    std::size_t maxsize() const noexcept { return limit_ == no_limit ? 0 : limit_; }  // 0: no bound
    // Marks one item got as worked off. Throws value_error when called too often.
    void task_done(site at = site::current());
    // co_await join(): until every item put was marked done.
    [[nodiscard]] join_operation join() noexcept;
    std::size_t unfinished() const noexcept { return unfinished_; }
    bool is_shut_down() const noexcept { return shut_down_; }

protected:
    queue_base(std::size_t maxsize, std::string_view name);

    void item_added() {
        ++unfinished_;
        ++items_left_;
        --places_left_;
        changed(object_op::put, static_cast<std::int64_t>(items_left_), static_cast<std::int64_t>(unfinished_));
        if (getters_.anybody()) wake_next(getters_);
    }
    void item_taken() {
        --items_left_;
        ++places_left_;
        changed(object_op::get, static_cast<std::int64_t>(items_left_), static_cast<std::int64_t>(unfinished_));
        if (putters_.anybody()) wake_next(putters_);
    }
    void shut_down(std::size_t dropped, bool immediate);
    bool has_item() const noexcept { return items_left_ > 0; }
    bool has_place() const noexcept { return places_left_ > 0; }

private:
    friend class queue_waiter;
    friend class join_awaiter;
    static constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

    wake_line getters_;  // those told are to look again
    wake_line putters_;
    waiter_list joiners_;
    std::size_t limit_;
    std::size_t unfinished_ = 0;
    std::size_t items_left_ = 0;
    std::size_t places_left_ = limit_;
    bool shut_down_ = false;

    static void wake_next(wake_line& line) {
        if (waiter* next = line.take_next(); next != nullptr) next->wake();
    }
    static void wake_all(wake_line&);
    void finished();
};

// A task that waits for an item or a place.
class queue_waiter : public waiter {
public:
    object_id id() const noexcept override { return queue_.id(); }
    std::string chain() const override;
    std::string waits() const override;
    void forsake() noexcept override;
    bool look_again() override;

protected:
    queue_waiter(promise_base& frame, queue_base& of, wait_kind kind) noexcept : waiter(frame, kind), queue_(of) {
        count_ = kind == wait_kind::queue_get ? &of.items_left_ : &of.places_left_;
        counted_ = true;
    }
    ~queue_waiter() = default;
    bool satisfied() const noexcept { return !missing() || queue_.shut_down_; }
    wake_line& getters() const noexcept { return queue_.getters_; }
    wake_line& putters() const noexcept { return queue_.putters_; }
    void wait_in_line(wake_line& line) { wait_in(line); }
    // After waiting: throws when cancelled, passing on what it was woken for.
    void leave_line() {
        if (!waited()) return;
        if (interrupted()) [[unlikely]] throw_interrupted_in_line();
        leave();
    }

    queue_base& queue_;

private:
    [[noreturn]] void throw_interrupted_in_line();
    wake_line& line() const noexcept { return kind() == wait_kind::queue_get ? getters() : putters(); }
};

class join_awaiter final : public waiter {
public:
    join_awaiter(promise_base& frame, queue_base& of) noexcept : waiter(frame, wait_kind::queue_join), queue_(of) {}
    bool await_ready() const noexcept { return queue_.unfinished_ == 0; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    object_id id() const noexcept override { return queue_.id(); }
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
