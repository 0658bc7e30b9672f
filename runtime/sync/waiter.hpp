#pragma once
// Parking of one task inside a primitive. A waiter lives in the awaiter, so in the coroutine's frame: waiting allocates
// nothing. It plays the part of the future asyncio's primitives create for each waiter.

#include <string>
#include <string_view>

#include "runtime/core/event_loop.hpp"

namespace aio {

namespace detail {

class waiter_list;

// A place in a line, set when it is taken.
struct waiter_links {
    waiter_links* next_in_line;
    waiter_links* previous_in_line;
};

// Stands in line from await_suspend() until its task runs again, or is destroyed. It has no destructor: a frame that dies
// in the middle of a wait dies with its task, which calls forsake().
class waiter : public counted_wait, private waiter_links {
public:
    waiter(promise_base& frame, wait_kind kind) noexcept : counted_wait(kind), task_(frame.task) {}

    // future.set_result(): the task runs in the next iteration.
    void wake() {
        status_ = future_status::finished;
        task_->make_ready();
    }
    bool cancel(std::string message) override;
    void forsake() noexcept override {
        if (!gone()) leave();
    }

protected:
    ~waiter() = default;

    template <class Line>
    void wait_in(Line& line) {
        line.push_back(*this);
        task_->park(*this);
    }
    // Once the task runs again: a wait ends by being done, and who needed none is not.
    bool waited() const noexcept { return done(); }
    // Of one that waited: true when that did not end as it should, but by a cancellation, here or of the task, or when what
    // was waited for is gone.
    bool interrupted() const noexcept {
        return !(status_ == future_status::finished && !gone_) || task_->cancellation_pending();
    }
    // Throws the cancelled_error, or runtime_error when there is nothing to wait for any more.
    [[noreturn]] void throw_interrupted();
    // The primitive died while this one waited: it must not be looked at.
    bool gone() const noexcept { return gone_; }

    void leave() noexcept {
        previous_in_line->next_in_line = next_in_line;
        next_in_line->previous_in_line = previous_in_line;
    }

    task_base* task_;

private:
    friend class waiter_list;
    friend class wake_line;
};

// Waiters in order of arrival, in a circle with the list. Dies before or after its waiters; those that are in it then
// know that it is gone.
class waiter_list {
public:
    waiter_list() = default;
    waiter_list(const waiter_list&) = delete;
    waiter_list& operator=(const waiter_list&) = delete;
    ~waiter_list() {
        if (!empty()) [[unlikely]] abandon();
    }

    bool empty() const noexcept { return ends_.next_in_line == &ends_; }
    void push_back(waiter& w) noexcept {
        // In this order: two stores side by side would be made one of 16 bytes, put together first, and read in halves.
        waiter_links& n = w;
        n.previous_in_line = ends_.previous_in_line;
        ends_.previous_in_line->next_in_line = &n;
        n.next_in_line = &ends_;
        ends_.previous_in_line = &n;
    }
    waiter* first() const noexcept { return at(ends_.next_in_line); }  // null: none
    waiter* next(const waiter& w) const noexcept { return at(w.next_in_line); }
    bool any_live() const noexcept {  // one that is not cancelled
        for (const waiter* w = first(); w != nullptr; w = next(*w)) {
            if (!w->cancelled()) return true;
        }
        return false;
    }
    waiter* first_pending() const noexcept {  // null: none
        for (waiter* w = first(); w != nullptr; w = next(*w)) {
            if (!w->done()) return w;
        }
        return nullptr;
    }
    std::size_t size() const noexcept;  // walks

protected:
    waiter_links ends_{&ends_, &ends_};

private:
    waiter* at(waiter_links* n) const noexcept { return n == &ends_ ? nullptr : static_cast<waiter*>(n); }
    void abandon() noexcept;
};

// Waiters that are woken one at a time, each by its turn. Those told stay until they run, in front of the others.
class wake_line : public waiter_list {
public:
    bool anybody() const noexcept { return next_ != &ends_; }  // not told yet, though maybe cancelled
    void push_back(waiter& w) noexcept {
        waiter_list::push_back(w);
        if (!anybody()) next_ = &w;
    }
    void remove(waiter& w) noexcept {  // told or not
        if (next_ == &w) next_ = w.next_in_line;
        w.leave();
    }
    waiter* take_next() noexcept {  // the first that was not told, and not cancelled; it is to be told. Null: none
        while (anybody()) {
            waiter& w = static_cast<waiter&>(*next_);
            next_ = w.next_in_line;
            if (!w.done()) return &w;
        }
        return nullptr;
    }

private:
    waiter_links* next_ = &ends_;
};

}  // namespace detail

class sync_object;

// From what refers to a primitive but may outlive it: null once it is gone.
class object_link {
public:
    explicit object_link(sync_object* to = nullptr) noexcept { attach(to); }
    object_link(object_link&& other) noexcept {
        attach(other.to_);
        other.detach();
    }
    object_link& operator=(object_link&&) = delete;
    ~object_link() { detach(); }

    sync_object* get() const noexcept { return to_; }
    void attach(sync_object* to) noexcept;  // refers to none before
    void detach() noexcept;

private:
    sync_object* to_ = nullptr;
    object_link* next_ = nullptr;
    object_link* previous_ = nullptr;
};

// What locks, queues, events and semaphores have in common: an identity for observers, and a name for people.
class sync_object {
public:
    sync_object(const sync_object&) = delete;
    sync_object& operator=(const sync_object&) = delete;

    object_id id() const noexcept { return id_; }
    const std::string& name() const noexcept { return name_; }

protected:
    // Makes itself known to the running loop's observer; without one, nothing happens.
    sync_object(object_kind, std::string_view name, std::int64_t capacity);
    ~sync_object() {
        while (links_ != nullptr) links_->detach();
    }

    void changed(object_op op, std::int64_t value, std::int64_t aux = 0) const {
        if (observer* o = watcher(); o != nullptr) [[unlikely]] o->object_changed(id_, op, value, aux);
    }
    observer* watcher() const noexcept {  // null: nobody looks
        observer* const o = event_loop::watching();
        return o == nullptr || id_ == 0 ? nullptr : o;
    }
    void diagnose(diagnostic_kind, site) const;  // a mistake made with it
    std::string quoted() const;  // "queue `jobs`"

private:
    friend class object_link;
    object_link* links_ = nullptr;
    object_id id_ = 0;  // 0: made outside a loop, never observed
    object_kind kind_;
    std::string name_;
};

}  // namespace aio
