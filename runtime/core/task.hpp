#pragma once
// asyncio.Task: a coroutine driven by the loop.
//
//   WAITING  waiting_on_ != null; the wake node is in a future's callbacks, or held by a waiter
//   READY    the wake node is in the ready queue
//   RUNNING  the loop's current task
//   DONE
//
// step() mirrors tasks.py: __step and __wakeup. cancel() goes down the await chain: it cancels what the task waits on,
// and the task learns of it when that has ended.

#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/context.hpp"
#include "runtime/core/coro.hpp"

namespace aio {

class event_loop;

struct task_options {
    std::string name;                 // empty: "Task-N"
    std::optional<bool> eager_start;  // run the first step at once, inside create_task(); none: as the loop is set
    std::optional<aio::context> context;  // runs in it; none: in a copy of the current one

    task_options() = default;
    explicit task_options(bool eager) : eager_start(eager) {}
    task_options(std::string task_name) : name(std::move(task_name)) {}
    task_options(const char* task_name) : name(task_name) {}
    task_options(aio::context in) : context(std::move(in)) {}
};

// The loop's list of unfinished tasks, in order of creation: circular, the loop has the sentinel.
struct task_links {
    task_links* next_task = this;
    task_links* previous_task = this;
};

// The wake node is a base, so that the way from the node to its task is a cast. The order is that of the memory: a task
// without a value has two lines of the cache, and what a step needs is in the second one.
class task_base : public future_base, private task_links, private done_callback {
public:
    // In an order that leaves few questions after a step: what waits, then what does not.
    enum class turn : std::uint8_t { none, parked, yielded, resume_leaf, ended };
    enum class injection : std::uint8_t { none, cancellation, exception };

    // Of the tasks made so far: the id of the last, and the N of the last "Task-N". In one word, to be counted and set at
    // once.
    class count {
    public:
        count() = default;
        task_id id() const noexcept { return static_cast<task_id>(both_); }
        std::uint32_t number() const noexcept { return static_cast<std::uint32_t>(both_ >> 32); }
        count next() const noexcept { return count(both_ + one_number + 1); }
        count next_id() const noexcept { return count(both_ + 1); }
        count next_number() const noexcept { return count(both_ + one_number); }
        count without_last_id() const noexcept { return count(both_ - 1); }

    private:
        static constexpr std::uint64_t one_number = std::uint64_t{1} << 32;
        std::uint64_t both_ = 0;
        explicit count(std::uint64_t both) noexcept : both_(both) {}
    };
    // What the loop knows of a new task. Once it is made, add_task() tells the loop.
    struct birth {
        count at;  // with this one
        task_id parent;
    };

    // With two references: its handle's, and the loop's.
    inline task_base(event_loop&, detail::promise_base& root, const birth&, std::uint8_t plain_class) noexcept;

    task_id task_number() const noexcept { return id_; }
    task_id parent() const noexcept { return parent_; }
    std::string name() const;
    void set_name(std::string name) { details().name = std::move(name); }
    const char* function() const noexcept;  // what its coroutine was written as

    bool cancel(std::string message) override;
    int cancelling() const noexcept { return cancelling_; }
    int uncancel();

    // What it waits on; null while ready or running.
    const waitable* waiting_on() const noexcept { return waiting_on_; }
    std::string chain() const override;  // as seen by a task that awaits this one
    std::string waits() const override;
    std::vector<task_id> depends_on() const override { return {id_}; }
    std::string await_chain() const;  // "main > Queue.join > Event.wait > Future"
    // The same with the line of each function's co_await: "main (a.cpp:7) > Queue.join > Event.wait > Future".
    std::string await_chain_with_lines() const;
    std::vector<call_frame> call_stack() const;  // innermost first; empty once done
    void add_call_stack(std::vector<call_frame>& to) const;
    site where() const;               // innermost co_await outside the library; file null: none
    const detail::context_ref& variables() const noexcept { return details_ != nullptr ? details_->context : no_context; }
    detail::context_ref& variables_slot() { return details().context; }

    // --- for awaiters, while this task runs
    void park(waitable& on) noexcept {  // the waiter will schedule wake_node()
        waiting_on_ = &on;
        turn_ = turn::parked;
    }
    void park(future_base& on) {
        if (&on == this || &on.loop() != &loop() || on.awaited_itself_) [[unlikely]] return refuse_to_wait(on);
        park(static_cast<waitable&>(on));
        on.add_waker(*this);
    }
    void yield() noexcept { turn_ = turn::yielded; }
    // A sleep, whose timer is the wake node itself (alarm.cpp). `on` ends as finished one iteration before the task runs.
    void set_alarm(waitable& on, std::int64_t when_ns);
    void cancel_alarm();                                      // `on` was cancelled: the task will run
    void drop_alarm(object_id timer, std::int64_t when_ns);  // whatever is left of it
    bool asleep() const noexcept { return armed; }   // the timer is set
    void deliver() {  // throws the exception meant for this task's innermost await
        if (inject_ == injection::none) [[likely]] return;
        // Thrown from here, inlined: each frame between the throw and the coroutine costs the unwinder.
        if (inject_ == injection::cancellation) throw take_injected_cancellation();
        throw_injected();
    }
    bool cancellation_pending() const noexcept { return inject_ != injection::none; }
    // A cancel() that reached what the task waits on: its message, and the error made of it.
    void keep_wait_message(std::string message) { details().wait_message = std::move(message); }
    cancelled_error take_wait_cancellation();
    ready_node& wake_node() noexcept { return *this; }
    inline void make_ready();  // its wake node goes to the ready queue
    static task_base& of(ready_node& wake_node) noexcept {
        return static_cast<task_base&>(static_cast<done_callback&>(wake_node));
    }
    static const task_base& of(const ready_node& wake_node) noexcept {
        return static_cast<const task_base&>(static_cast<const done_callback&>(wake_node));
    }
    void set_leaf(detail::promise_base& leaf) noexcept {
        leaf_ = &leaf;
        turn_ = turn::resume_leaf;
    }
    void frame_left(detail::promise_base* caller) noexcept {
        if (caller == nullptr) {
            turn_ = turn::ended;  // leaf_ is the outermost frame
        } else {
            set_leaf(*caller);
        }
    }

    void start_eagerly();           // the first step, now, inside another's
    void ended_from_outside() noexcept { set(hurdle::ended_outside); }  // its state was set by hand: the next step is refused
    void destroy_frame() noexcept;  // of a task that will never run again

protected:
    ~task_base() override;
    void finish_with_value() noexcept {  // for whoever sets the value by hand
        ended_from_outside();
        future_base::finish_with_value();
    }

private:
    friend class event_loop;
    friend class timer_heap;

    // A million tasks asleep should fit in a few hundred megabytes: what few of them have is in future_details.
    std::uint32_t number_;  // N of "Task-N"; behind its id, so that one store sets both
    turn turn_ = turn::none;  // that: not begun
    injection inject_ = injection::none;  // what the innermost await is to throw; an exception is in details_
    // What makes its next step none as others. In one byte, so that one look tells that there is none of it.
    enum class hurdle : std::uint8_t {
        must_cancel = 1,
        ended_outside = 2,  // its state was set by hand
    };
    std::uint8_t hurdles_ = 0;
    bool frames_destroyed_ = false;  // before it ended
    std::int32_t cancelling_ = 0;
    union {
        detail::promise_base* leaf_;  // the innermost frame
        const char* function_;        // once the frames are gone
    };
    waitable* waiting_on_ = nullptr;

    static const detail::context_ref no_context;

    static void run_step(ready_node&);
    void fetch_frame() const noexcept {
        const char* frame = reinterpret_cast<const char*>(leaf_);
        fetch(frame - 16);
        fetch(frame + 48);
    }
    static void run_alarm(ready_node&);
    ready_node& alarm_rings();  // the handle that is ready now
    inline void alarm_has_rung() noexcept;
    void be_task_again() noexcept;
    template <bool Watched>
    inline void step(event_loop&);
    bool goes_on(waitable& waited);  // false: it waits once more
    void prepare_cancellation(waitable* waited);
    cancelled_error take_injected_cancellation();
    [[noreturn]] void throw_injected();
    bool is(hurdle h) const noexcept { return (hurdles_ & static_cast<std::uint8_t>(h)) != 0; }
    void set(hurdle h) noexcept { hurdles_ |= static_cast<std::uint8_t>(h); }
    void clear(hurdle h) noexcept { hurdles_ &= static_cast<std::uint8_t>(~static_cast<std::uint8_t>(h)); }
    bool must_cancel() const noexcept { return is(hurdle::must_cancel); }
    bool ended() const noexcept { return done() && !is(hurdle::ended_outside); }  // by its own last step
    bool has_frames() const noexcept { return !frames_destroyed_ && !ended(); }
    detail::promise_base* leaf() const noexcept { return has_frames() ? leaf_ : nullptr; }  // null: the frames are gone
    detail::promise_base* root() const noexcept;  // the outermost frame; null likewise
    void end_before_start();
    void refuse_step(waitable* waited);
    void settle();  // after the frame suspended, where somebody watches or a cancellation waits
    inline void complete(event_loop&);
    void complete_slowly();
    void note_wait() const;
    void refuse_to_wait(future_base& on);
};

namespace detail {

inline void enter(promise_base& parent, promise_base& child) noexcept {
    task_base* task = parent.task;
    child.caller = &parent;
    child.task = task;
    child.depth = parent.depth + 1;
    task->set_leaf(child);
}

inline void leave(promise_base& child) noexcept { child.task->frame_left(child.caller); }

inline void check_depth(const promise_base& parent) {
    if (parent.depth + 1 >= recursion_limit) [[unlikely]] throw_recursion_error();
}

inline void deliver(promise_base& frame) { frame.task->deliver(); }

inline void wait_for_future(promise_base& frame, future_base& f) { frame.task->park(f); }

}  // namespace detail

template <class T>
class task_state final : public future_state<T, task_base> {
public:
    task_state(event_loop& loop, coro<T>&& body, const task_base::birth& b) noexcept
        : future_state<T, task_base>(loop, body.release(), b, plain_class()) {}

private:
    template <class R, class U>
    friend void detail::set_task_value(task_base&, U&&);

    static constexpr std::uint8_t plain_class() noexcept {
        constexpr std::size_t size_class = frame_pool::class_of(sizeof(task_state));
        return frame_pool::pooled && std::is_trivially_destructible_v<void_to_unit<T>> && size_class <= 0xff ? size_class : 0;
    }
};

template <class T, class U>
void detail::set_task_value(task_base& task, U&& value) {
    static_cast<task_state<T>&>(task).emplace_value(std::forward<U>(value));
}

// Handle of a task. Dropping it never cancels: the loop keeps unfinished tasks alive.
template <class T = void>
class task : public future<T> {
public:
    task() = default;
    explicit task(ref<future_base> state) noexcept : future<T>(std::move(state)) {}

    std::string get_name() const { return base().name(); }
    void set_name(std::string name) const { base().set_name(std::move(name)); }
    task_id id() const noexcept { return base().task_number(); }
    int cancelling() const noexcept { return base().cancelling(); }
    int uncancel() const { return base().uncancel(); }
    std::vector<call_frame> get_stack() const { return base().call_stack(); }
    task_base& base() const noexcept { return static_cast<task_base&>(*this->state_); }
};

// A task whose result type is not known or does not matter: current_task(), all_tasks().
class any_task {
public:
    any_task() = default;
    explicit any_task(task_base* t) : state_(t) {}
    template <class T>
    any_task(const task<T>& t) : state_(&t.base()) {}

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    std::string get_name() const { return base().name(); }
    void set_name(std::string name) const { base().set_name(std::move(name)); }
    task_id id() const noexcept { return base().task_number(); }
    bool done() const noexcept { return state_->done(); }
    bool cancelled() const noexcept { return state_->cancelled(); }
    bool cancel(std::string message = {}) const { return state_->cancel(std::move(message)); }
    int cancelling() const noexcept { return base().cancelling(); }
    int uncancel() const { return base().uncancel(); }
    task_base& base() const noexcept { return static_cast<task_base&>(*state_); }
    friend bool operator==(const any_task& a, const any_task& b) noexcept { return a.state_.get() == b.state_.get(); }

private:
    ref<task_base> state_;
};

// asyncio.create_task: the first step runs in the next iteration, in order of creation. Throws runtime_error when no
// loop is running.
template <class T>
task<T> create_task(coro<T> body);
template <class T>
task<T> create_task(coro<T> body, task_options options);

any_task current_task();            // null handle outside a task's step
// asyncio.tasks._enter_task and _leave_task: makes a task the current one of its loop for code that runs parts of it by
// itself. Throw runtime_error when another task is current, or not this one.
void enter_task(event_loop&, const any_task&);
void leave_task(event_loop&, const any_task&);
std::vector<any_task> all_tasks();  // unfinished ones of the running loop, in order of creation

}  // namespace aio
