#pragma once
// asyncio's event loop on a virtual clock.
//
// One iteration (BaseEventLoop._run_once): when nothing is ready, time jumps to the next deadline; due timers join the
// ready queue behind what is already there; then exactly the handles ready now run. What they schedule waits for the
// next iteration. A caller may run an iteration handle by handle.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/choice.hpp"
#include "runtime/core/clock.hpp"
#include "runtime/core/diagnostics.hpp"
#include "runtime/core/executor.hpp"
#include "runtime/core/task.hpp"
#include "runtime/core/timer_heap.hpp"

namespace aio {

// asyncio.Handle and TimerHandle: a scheduled callback that can still be cancelled.
class handle {
public:
    struct state : timer_node {
        std::uint32_t references = 0;
        bool cancelled = false;
        event_loop* loop = nullptr;
        detail::context_ref context;  // of who scheduled it

        virtual ~state() = default;
        virtual void call() = 0;
        virtual void drop() noexcept = 0;  // forgets the callable
        void add_ref() noexcept { ++references; }
        void release() noexcept {
            if (--references == 0) delete this;
        }
    };

    handle() = default;
    explicit handle(ref<state> s) noexcept : state_(std::move(s)) {}
    // The callback will not run, and what it holds is let go. Harmless twice, and after it ran.
    void cancel() const;
    bool cancelled() const noexcept { return state_->cancelled; }
    time_point when() const noexcept { return time_point{duration{state_->when}}; }

private:
    ref<state> state_;
};

// What call_exception_handler is told: asyncio's context. `handle` and `future` are good only while the handler runs.
struct error_context {
    std::string message;
    std::exception_ptr exception;
    task_id task = 0;                      // the task concerned; 0: none
    const aio::handle* handle = nullptr;   // whose callback failed, when that has one: call_soon(), call_later(), call_at()
    const future_base* future = nullptr;   // whose exception nobody looked at, or whose done-callback failed
};

// Futures and tasks must not outlive an event_loop that is a local variable; the loop of run() waits for them.
class event_loop {
public:
    event_loop() = default;
    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;
    ~event_loop();

    static event_loop* running() noexcept { return running_; }  // null: none on this thread
    static observer* watching() noexcept { return watching_; }  // the watcher() of running(); null: nobody

    // --- asyncio's interface
    time_point time() const noexcept { return time_point{duration{now_}}; }
    template <class F>
    handle call_soon(F f);
    template <class F>
    handle call_later(duration delay, F f);  // fires after what is ready; a delay <= 0 in the next iteration
    template <class F>
    handle call_at(time_point when, F f);
    void stop() noexcept { set(hurdle::stopping, true); }  // at the end of this iteration
    // Null: default_exception_handler(). What a handler throws is dropped, as the loop must go on.
    using exception_handler = std::function<void(const error_context&)>;
    void set_exception_handler(exception_handler h) { exception_handler_ = std::move(h); }
    const exception_handler& get_exception_handler() const noexcept { return exception_handler_; }
    void call_exception_handler(const error_context&);
    // A line on stderr, when no observer hears of errors.
    void default_exception_handler(const error_context&) const;
    // Destroys unfinished tasks without running them, and every callback that waits. Afterwards call_soon() and the
    // like throw runtime_error. Throws runtime_error while the loop runs. Harmless twice.
    void close();
    bool closed() const noexcept { return closed_; }
    // asyncio.eager_task_factory: create_task() runs the first step at once. Has no effect while the loop does not run.
    void set_eager_tasks(bool eager) noexcept { eager_tasks_ = eager; }
    bool eager_tasks() const noexcept { return eager_tasks_; }
    // Where run_in_executor() sends its jobs; the loop owns it. Null until one is set.
    void set_default_executor(std::unique_ptr<executor> e) noexcept { executor_ = std::move(e); }
    executor* default_executor() const noexcept { return executor_.get(); }
    void refuse_jobs() noexcept { jobs_refused_ = true; }  // run_in_executor() throws from now on
    bool jobs_refused() const noexcept { return jobs_refused_; }

    // --- running it
    // These throw the system_exit of a task or callback; what has not run yet in that iteration does so in the next one.
    // Runs one handle. False: nothing is ready and no timer is set.
    bool run_handle();
    // One iteration. False: there was nothing to run, now or later.
    bool run_once();
    // Whole iterations up to the end of one that called stop(). False: there was nothing left to run before.
    bool run_until_stopped();
    bool between_iterations() const noexcept { return ready_.batch_empty(); }
    bool stopping() const noexcept { return is(hurdle::stopping); }
    void clear_stopping() noexcept { set(hurdle::stopping, false); }
    bool idle() const noexcept { return ready_.empty(); }
    std::optional<time_point> next_deadline() const noexcept {
        if (timers_.empty()) return std::nullopt;
        return time_point{duration{timers_.next_when()}};
    }
    std::uint64_t iterations() const noexcept { return iterations_; }
    std::uint64_t handles_run() const noexcept { return handles_run_; }

    // A blocking call in a callback: the clock moves, nothing else does (time.sleep).
    void block(duration, site at = {});
    // asyncio's loop.slow_callback_duration: one handle that blocks for as long is diagnosed.
    void set_slow_callback_duration(duration d) noexcept { slow_callback_ = d; }
    duration slow_callback_duration() const noexcept { return slow_callback_; }

    // --- watching and steering it
    void set_observer(observer* o) noexcept {
        observer_ = o;
        attended_ = observer_ != nullptr || closed_;
        set(hurdle::steered, observer_ != nullptr || choices_ != nullptr);
        if (running_ == this) watching_ = o;
    }
    observer* watcher() const noexcept { return observer_; }
    void set_choice_source(choice_source* c) noexcept {
        choices_ = c;
        set(hurdle::steered, observer_ != nullptr || choices_ != nullptr);
    }

    // --- for the primitives
    // A new task is made with next_task(), then made known here as that, then named (null: "Task-N"; else moved from) and given a
    // copy of its creator's variables, then launched: its first step runs in the next iteration, or now.
    task_base::birth next_task() const noexcept { return {tasks_made_.next_id(), current_ != nullptr ? current_->id_ : 0}; }
    inline void add_task(task_base&, task_base::count) noexcept;
    void add_details(task_base&, std::string* name);
    void launch(task_base&, bool eager);
    // Nearly all need no more than to be queued: nobody watches, and their creator is a task that has no variables.
    bool starts_plainly() const noexcept {
        return !attended_ && !eager_tasks_ && current_ != nullptr && current_->details_ == nullptr;
    }
    task_base::birth next_task_of_current() const noexcept { return {tasks_made_.next(), current_->id_}; }
    void launch_plainly(task_base& t) noexcept { ready_.push_task(t.wake_node()); }
    void schedule(ready_node& n) {
        if (attended_) [[unlikely]] return schedule_attended(n);
        ready_.push(n);
    }
    void schedule_taken(ready_node& n) {  // from node_list::take_front()
        if (attended_) [[unlikely]] {
            n.prev = nullptr;
            return schedule_attended(n);
        }
        if (n.is_task) {
            n.prev = nullptr;
            ready_.push_task(n);
        } else {
            ready_.push_callback(n);
        }
    }
    void schedule_task(ready_node& wake_node) {
        if (attended_) [[unlikely]] return schedule_attended(wake_node);
        ready_.push_task(wake_node);
    }
    void arm(timer_node& n, std::int64_t when_ns);
    void disarm(timer_node& n);
    // An event from outside the loop, such as the end of a job: joins the ready queue at `when`, before due timers.
    void arm_external(external_node& n, std::int64_t when_ns);
    void disarm_external(external_node& n);
    // Blocks the loop until the next event from outside, and takes in what is due then. False: there is none to come.
    bool block_until_external();
    // Tells the observer what a job prints, once the clock is there.
    void log_at(std::int64_t when_ns, task_id by, std::string_view text);
    void future_made() noexcept { ++others_; }
    void future_gone() noexcept {
        --others_;
        if (retired_) [[unlikely]] retired_future_gone();
    }
    [[gnu::cold, gnu::noinline]] void retired_future_gone() noexcept;
    // Closes the loop, and deletes it once the last future is gone. For one that came from `new`.
    void retire() noexcept;
    callback_id new_callback_id() noexcept { return callback_id{++last_callback_}; }
    object_id new_object_id() noexcept { return ++last_object_; }
    task_base* current() const noexcept { return current_; }
    std::vector<any_task> all_tasks() const;
    // Runs when the loop closes, for what keeps itself alive until then.
    void on_close(ready_node& hook) noexcept { close_hooks_.push_back(hook); }
    void skip_task_number() noexcept { tasks_made_ = tasks_made_.next_number(); }
    // Of the loop's own: a task with the id 0, of which observers do not hear.
    task<> create_hidden_task(coro<> body);
    // Runs a callback; what it throws goes to the exception handler, and the loop goes on. The callback of a handle, or
    // done-callback of a future: the handler is told of which.
    template <class F>
    void guarded(F f, handle::state* of = nullptr, const future_base* done = nullptr) {
        try {
            f();
        } catch (const system_exit&) {
            throw;
        } catch (...) {
            callback_failed(of, done);
        }
    }
    void callback_failed(handle::state* of, const future_base* done);  // in a handler: tells of the current exception
    // Tells the observer, if there is one, of a mistake of the current task. A line inside the library is replaced by
    // that of the task's last co_await.
    void diagnose(diagnostic_kind, object_id, site, std::string_view text = {}) const;
    void note_pending() const;  // diagnoses every unfinished task: it is about to be destroyed
    // Tasks that failed and whose exception nobody has looked at, in order of creation; each is reported once.
    std::vector<any_task> take_unretrieved();

private:
    friend class task_base;
    friend class running_scope;
    friend void enter_task(event_loop&, const any_task&);
    friend void leave_task(event_loop&, const any_task&);
    friend class outside_loop_scope;

    // What every hop needs, in one line of the cache; what every new task needs, in the next.
    alignas(64) ready_queue ready_;
    task_base* current_ = nullptr;
    observer* observer_ = nullptr;
    std::uint64_t iterations_ = 0;
    // What keeps an iteration from beginning with nothing but a look at the ready queue. In one byte, as are the flags
    // after it, so that who asks for several of them asks once.
    enum class hurdle : std::uint8_t {
        stopping = 1,
        steered = 2,  // observed, or somebody chooses what runs next
        timed = 4,    // there may be a timer or an event from outside
    };
    std::uint8_t hurdles_ = 0;
    bool attended_ : 1 = false;  // observed or closed: schedule() has more to do
    bool eager_tasks_ : 1 = false;
    bool closed_ : 1 = false;
    bool retired_ : 1 = false;
    bool jobs_refused_ : 1 = false;
    alignas(64) task_links tasks_;
    task_base::count tasks_made_;
    std::uint32_t others_ = 0;  // futures there are, less the tasks: see futures()
    object_id last_object_ = 0;
    std::int64_t now_ = 0;
    std::uint64_t handles_run_ = 0;
    choice_source* choices_ = nullptr;
    std::uint32_t last_callback_ = 0;
    std::uint32_t eager_depth_ = 0;
    timer_heap timers_;
    timer_heap externals_;
    node_list close_hooks_;
    std::vector<ref<task_base>> failed_;
    std::size_t failed_limit_ = 64;
    exception_handler exception_handler_;
    duration slow_callback_{100'000'000};
    detail::blocked_time blocked_;
    detail::deliveries deliveries_;
    detail::late_lines late_lines_;
    std::vector<call_frame> chain_;  // for the observer
    std::unique_ptr<executor> executor_;

    static constinit thread_local event_loop* running_;
    static constinit thread_local observer* watching_;  // of running_, for who looks at nothing else of it

    static void set_running(event_loop* loop) noexcept {
        running_ = loop;
        watching_ = loop != nullptr ? loop->observer_ : nullptr;
    }

    bool is(hurdle h) const noexcept { return (hurdles_ & static_cast<std::uint8_t>(h)) != 0; }
    void set(hurdle h, bool on) noexcept {
        const auto bit = static_cast<std::uint8_t>(h);
        hurdles_ = static_cast<std::uint8_t>(on ? hurdles_ | bit : hurdles_ & ~bit);
    }

    struct between_steps;
    // Tasks and other futures that live. Making a task counts it once, as made.
    std::uint32_t futures() const noexcept { return tasks_made_.id() + others_; }

    template <bool Whole>
    bool take_due();
    inline void wake_alone(task_base&);
    bool advance_clock();
    void move_clock(std::int64_t to);
    void take_externals();
    void shut_down() noexcept;
    void destroy_handles() noexcept;
    void schedule_attended(ready_node&);
    template <bool Whole>
    inline bool begin_iteration();
    void run_next();
    template <class F>
    inline void contained(F run_it);
    inline void run(ready_entry);
    void run_steered();
    void look_ahead();
    void run_observed(ready_node&);
    void note_delivery(const task_base&);
    void note_end(const task_base&, outcome_kind);
    ready_node& choose_from_batch();
    void note_ready(ready_node&);
    void note_begin(ready_node&);
    inline void task_ended(task_base&);
    void keep_failed(task_base&);
    handle schedule_handle(ref<handle::state>);
    handle arm_handle(ref<handle::state>, std::int64_t when);
    static void run_handle_state(ready_node&);
};

// The ready queue of the running loop is at hand; that of the task's own loop must be read from the task first, and who
// runs next would wait for that.
inline void task_base::make_ready() {
    event_loop* const running = event_loop::running();
    if (running == &loop()) [[likely]] {
        running->schedule_task(*this);
    } else {
        loop().schedule_task(*this);
    }
}

// Hides the running loop while it lives: a job of an executor is not loop code.
class outside_loop_scope {
public:
    outside_loop_scope() noexcept;
    outside_loop_scope(const outside_loop_scope&) = delete;
    outside_loop_scope& operator=(const outside_loop_scope&) = delete;
    ~outside_loop_scope();

private:
    event_loop* hidden_;
};

// Makes a loop the running one of this thread while it lives. Throws runtime_error when another one is running.
class running_scope {
public:
    explicit running_scope(event_loop& loop);
    running_scope(const running_scope&) = delete;
    running_scope& operator=(const running_scope&) = delete;
    ~running_scope();
};

[[noreturn]] void throw_no_running_loop();

inline event_loop& get_running_loop() {  // throws runtime_error("no running event loop")
    event_loop* loop = event_loop::running();
    if (loop == nullptr) [[unlikely]] throw_no_running_loop();
    return *loop;
}

// time.sleep(): blocks the loop, so it moves the virtual clock; in a job of an executor, the job's own clock. Throws
// value_error for a negative duration.
void blocking_sleep(duration, site at = site::current());

// time.monotonic(): the loop's clock, in a job of an executor the job's own. Throws runtime_error outside both.
time_point monotonic();
// What a program prints, for the observer; from a job at the job's time. Nothing happens outside a loop.
void log(std::string_view text);

namespace detail {

template <class F>
struct callable_handle final : handle::state {
    std::optional<F> callable;

    explicit callable_handle(F f) : callable(std::move(f)) {}
    void call() override {
        F f = std::move(*callable);
        callable.reset();
        f();
    }
    void drop() noexcept override { callable.reset(); }
};

// Known to its loop until it ran: what a user's callable holds may hold the future that holds the callable, and the
// closing loop cuts such rings.
struct owned_callback : self_owned_callback {
    explicit owned_callback(event_loop&);
    ~owned_callback();

    context_ref context = current_context();  // of who added it; shared, as only copies of a context can differ

private:
    struct close_hook final : ready_node {
        owned_callback* owner = nullptr;
    };
    close_hook hook_;

    static void loop_closes(ready_node&);
};

template <class T, class F>
struct user_callback final : owned_callback {
    F callable;
    user_callback(event_loop& loop, F f) : owned_callback(loop), callable(std::move(f)) { run = &invoke; }

    static void invoke(ready_node& node) {
        std::unique_ptr<user_callback> self(&static_cast<user_callback&>(node));
        if (self->source == nullptr) return;
        ref<future_base> source(self->source);
        source->release();  // the one it held
        event_loop& loop = source->loop();
        const context_scope scope(self->context);
        if (!loop.closed()) loop.guarded([&] { self->callable(future<T>(source)); }, nullptr, source.get());
    }
};

}  // namespace detail

template <class F>
handle event_loop::call_soon(F f) {
    return schedule_handle(ref<handle::state>(new detail::callable_handle<F>(std::move(f))));
}

template <class F>
handle event_loop::call_later(duration delay, F f) {
    return call_at(time_point{duration{deadline(now_, delay)}}, std::move(f));
}

template <class F>
handle event_loop::call_at(time_point when, F f) {
    return arm_handle(ref<handle::state>(new detail::callable_handle<F>(std::move(f))), when.time_since_epoch().count());
}

template <class T>
future<T> create_future() {
    return future<T>(ref<future_base>(new plain_future_state<T>(get_running_loop())));
}

template <class T>
template <class F>
callback_id future<T>::add_done_callback(F f) const {
    auto* callback = new detail::user_callback<T, F>(state_->loop(), std::move(f));
    const callback_id id = callback->number;
    state_->add_done_callback(*callback);
    return id;
}

}  // namespace aio

#include "runtime/core/create_task.hpp"
