#include "runtime/core/event_loop.hpp"

#include <algorithm>
#include <cstdio>

#include "runtime/core/bare_name.hpp"
#include "runtime/core/hot_path.hpp"

namespace aio {

constinit thread_local event_loop* event_loop::running_ = nullptr;
constinit thread_local observer* event_loop::watching_ = nullptr;

event_loop::~event_loop() {
    shut_down();
    frame_pool::trim();
}

void event_loop::close() {
    if (running_ == this) throw runtime_error("Cannot close a running event loop");
    shut_down();
}

void event_loop::retire() noexcept {
    shut_down();
    ++others_;
    // What the handler has captured may be a future, which keeps the loop: neither would ever go.
    { const exception_handler last = std::exchange(exception_handler_, nullptr); }
    retired_ = true;
    --others_;
    retired_future_gone();
}

void event_loop::retired_future_gone() noexcept {
    if (futures() == 0) delete this;
}

// What is destroyed here may let go of, wake or cancel anything else: nothing is scheduled any more (closed_), and each
// list is emptied, not walked.
void event_loop::shut_down() noexcept {
    if (closed_) return;
    note_pending();
    closed_ = attended_ = true;
    set_observer(nullptr);
    ++others_;  // the last future must not delete the loop from here
    destroy_handles();
    while (!close_hooks_.empty()) {
        ready_node& hook = close_hooks_.pop_front();
        hook.run(hook);
    }
    // Youngest first: a task is given references into the frame of the older one that created it, and its guards give
    // back locks that live there.
    while (tasks_.previous_task != &tasks_) {
        ref<task_base> t(static_cast<task_base*>(tasks_.previous_task));
        t->destroy_frame();
        task_ended(*t);
    }
    destroy_handles();
    executor_.reset();
    failed_.clear();
    --others_;
}

// What owns itself is told to go; what belongs to a task goes with the task.
void event_loop::destroy_handles() noexcept {
    for (;;) {
        ready_.begin_batch();
        ready_.skip_taken_out_of_batch();
        if (!ready_.drained()) {
            ready_node& n = ready_.pop_node();
            if (n.owned) n.run(n);
        } else if (!timers_.empty()) {
            ready_node& t = timers_.pop();
            if (t.owned) t.run(t);
        } else if (!externals_.empty()) {
            ready_node& t = externals_.pop();
            if (t.owned) t.run(t);
        } else {
            return;
        }
    }
}

// To the next timer or event from outside. False: there is none.
bool event_loop::advance_clock() {
    std::int64_t when = timers_.empty() ? never_ns : timers_.next_when();
    if (!externals_.empty() && externals_.next_when() < when) when = externals_.next_when();
    if (when >= never_ns) return false;
    if (when > now_) move_clock(when);
    return true;
}

void event_loop::move_clock(std::int64_t to) {
    const auto set_clock = [this](std::int64_t when) {
        const std::int64_t from = std::exchange(now_, when);
        if (observer_ != nullptr && when > from) observer_->clock_advanced(from, when);
    };
    while (late_lines_.due(to)) {
        const detail::late_lines::line line = late_lines_.take();
        if (line.when > now_) set_clock(line.when);
        if (observer_ != nullptr) observer_->job_log(line.by, line.text);
    }
    set_clock(to);
}

// The timer's callback of a sleep, when it is all an iteration has: what it does, without a way through the ready queue.
inline void event_loop::wake_alone(task_base& t) {
    ++iterations_;
    ++handles_run_;
    t.alarm_has_rung();
    ready_.push_task(t.wake_node());
}

// Time jumps only when nothing is ready. Whole: iterations are not asked for one by one, so that one may have passed.
template <bool Whole>
bool event_loop::take_due() {
    if (ready_.drained() && !is(hurdle::stopping) && !advance_clock()) return false;
    if (!externals_.empty()) [[unlikely]] {
        current_ = nullptr;
        take_externals();
    }
    while (timers_.due(now_)) {
        ready_node& t = timers_.pop();
        if (t.is_task) {
            task_base& sleeper = task_base::of(t);
            const bool plain = hurdles_ == static_cast<std::uint8_t>(hurdle::timed);  // nobody watches, nobody stops
            if (Whole && plain && !t.roused && ready_.drained() && !timers_.due(now_)) {
                wake_alone(sleeper);
                break;
            }
            ready_.push(sleeper.alarm_rings());
            continue;
        }
        if (observer_ != nullptr) [[unlikely]] {
            t.cause = observer_->timer_fired(t.subject, t.callback, static_cast<timer_node&>(t).owner, t.cause);
        }
        ready_.push(t);
    }
    set(hurdle::timed, !timers_.empty() || !externals_.empty());
    return true;
}

void event_loop::take_externals() {
    while (externals_.due(now_)) {
        auto& n = static_cast<external_node&>(static_cast<timer_node&>(externals_.pop()));
        if (observer_ != nullptr && !n.silent) n.cause = observer_->timer_fired(n.subject, n.callback, n.owner, n.cause);
        if (n.due != nullptr) n.due(n);
        ready_.push(n);
    }
}

bool event_loop::block_until_external() {
    if (externals_.empty() || externals_.next_when() >= never_ns) return false;
    if (externals_.next_when() > now_) block(duration{externals_.next_when() - now_});
    take_externals();
    return true;
}

ready_node& event_loop::choose_from_batch() {
    const std::size_t options = ready_.batch_size();
    std::size_t picked = options > 1 ? choices_->choose(options) : 0;
    if (picked >= options) picked = 0;
    if (picked != 0 && observer_ != nullptr) {
        observer_->choice_made(static_cast<std::uint32_t>(picked), static_cast<std::uint32_t>(options));
    }
    return ready_.take_of_batch(picked);
}

// Of a thousand tasks in turn none is in the first cache when its turn comes: the frame of the next handle and the node
// of the one after it are asked for while this one runs.
inline void event_loop::look_ahead() {
    ready_.second().fetch_node();
    if (const ready_entry next = ready_.first(); next.is_task()) task_base::of(next.task()).fetch_frame();
}

// What a handle throws: only an exit leaves the loop.
template <class F>
[[gnu::always_inline]] inline void event_loop::contained(F run_it) {
    try {
        run_it();
    } catch (const recursion_error&) {  // a handle of asyncio's own cancels a circle of tasks: a timeout, a shield
        call_exception_handler({"Exception in callback", std::current_exception()});
    } catch (const system_exit&) {
        ready_.end_batch();
        throw;
    }
}

// A step leaves itself as the current one, for the next to overwrite: what is no step makes sure that there is none.
struct event_loop::between_steps {
    event_loop& loop;
    explicit between_steps(event_loop& l) noexcept : loop(l) {}
    between_steps(const between_steps&) = delete;
    between_steps& operator=(const between_steps&) = delete;
    ~between_steps() { loop.current_ = nullptr; }
};

[[gnu::always_inline]] inline void event_loop::run(ready_entry e) {
    contained([&]() __attribute__((always_inline)) {
        if (e.is_task()) [[likely]] {
            task_base::of(e.task()).step<false>(*this);
        } else if (e.is_taken_out()) [[unlikely]] {
            --handles_run_;
        } else {
            ready_node& n = e.callback();
            current_ = nullptr;
            n.prev = nullptr;  // it stands nowhere any more
            n.run(n);
        }
    });
}

// False: there is nothing to run.
template <bool Whole>
inline bool event_loop::begin_iteration() {
    ready_.skip_taken_out();
    if ((is(hurdle::timed) || ready_.drained()) && !take_due<Whole>()) return false;
    ready_.begin_batch();
    ++iterations_;
    return true;
}

// Somebody watches, or chooses.
void event_loop::run_steered() {
    ready_node& n = choices_ == nullptr ? ready_.pop_node() : choose_from_batch();
    const between_steps after(*this);
    ++handles_run_;
    contained([&] { observer_ != nullptr ? run_observed(n) : n.run(n); });
}

bool event_loop::run_handle() {
    ready_.skip_taken_out_of_batch();
    if (ready_.batch_drained() && !begin_iteration<false>()) return false;
    if (!ready_.batch_drained()) run_next();
    return true;
}

void event_loop::run_next() {
    if (is(hurdle::steered)) return run_steered();
    const between_steps after(*this);
    ++handles_run_;
    run(ready_.pop());
}

bool event_loop::run_once() {
    do {
        if (!run_handle()) return false;
    } while (!ready_.batch_empty());
    return true;
}

// One loop for iterations and their handles: what a handle costs beyond its own work is here.
bool event_loop::run_until_stopped() {
    const between_steps after(*this);
    struct counter {
        event_loop& loop;
        std::uint64_t handles = 0;  // in a register, not in memory
        ~counter() { loop.handles_run_ += handles; }
    } count{*this};
    for (bool begun = !ready_.batch_empty();; begun = true) {
        if (ready_.batch_drained()) {
            if (begun && is(hurdle::stopping)) return true;
            if (!begin_iteration<true>()) return false;
            if (ready_.drained()) continue;  // it is to stop
        }
        if (is(hurdle::steered)) [[unlikely]] {
            ready_.skip_taken_out_of_batch();
            if (!ready_.batch_drained()) run_steered();
            continue;
        }
        for (;;) {
            do {
                const ready_entry next = ready_.pop();
                if (!ready_.batch_drained()) look_ahead();
                ++count.handles;
                run(next);
            } while (!ready_.batch_drained() && !is(hurdle::steered));
            // Most iterations follow one another with nothing in between.
            if (hurdles_ != 0 || ready_.drained() || ready_.first().is_taken_out()) break;
            ready_.begin_batch();
            ++iterations_;
        }
    }
}

void event_loop::schedule_attended(ready_node& n) {
    if (closed_) {
        if (n.owned) n.run(n);  // only to free itself
        return;
    }
    note_ready(n);
    ready_.push(n);
}

void event_loop::note_ready(ready_node& n) {
    if (n.silent) return;
    n.cause = n.is_task ? observer_->task_ready(n.subject) : observer_->callback_ready(n.callback, n.subject);
}

void event_loop::note_begin(ready_node& n) {
    if (n.silent) return;
    if (n.is_task) {
        observer_->step_begin(n.subject, n.cause);
    } else {
        observer_->callback_begin(n.callback, n.subject, n.cause);
    }
}

void event_loop::arm(timer_node& n, std::int64_t when_ns) {
    n.owner = current_ != nullptr ? current_->task_number() : 0;
    if (observer_ != nullptr) [[unlikely]] {
        n.subject = new_object_id();
        n.cause = observer_->timer_set(n.subject, n.callback, n.owner, when_ns);
    }
    set(hurdle::timed, true);
    n.when = when_ns;
    timers_.push(n, when_ns);
}

void event_loop::disarm(timer_node& n) {
    if (n.linked()) {
        n.unlink();  // it fired and waits to run
        if (observer_ != nullptr) [[unlikely]] observer_->timer_cancelled(n.subject);
        return;
    }
    if (!n.armed) return;
    timers_.erase(n, n.when);
    if (observer_ != nullptr) [[unlikely]] observer_->timer_cancelled(n.subject);
}

void event_loop::arm_external(external_node& n, std::int64_t when_ns) {
    n.owner = current_ != nullptr ? current_->task_number() : 0;
    if (observer_ != nullptr && !n.silent) {
        n.subject = new_object_id();
        n.cause = observer_->timer_set(n.subject, n.callback, n.owner, when_ns);
    }
    set(hurdle::timed, true);
    n.when = when_ns;
    externals_.push(n, when_ns);
}

void event_loop::disarm_external(external_node& n) {
    if (n.linked()) n.unlink();
    if (n.armed) externals_.erase(n, n.when);
}

void event_loop::block(duration d, site at) {
    if (d.count() <= 0) return;
    move_clock(now_ + d.count());
    if (observer_ == nullptr) return;
    blocked_.add(d, current_ != nullptr ? current_->task_number() : 0, at);
}

void event_loop::call_exception_handler(const error_context& context) {
    if (observer_ != nullptr) observer_->loop_error(context.task, context.message, describe(context.exception));
    if (exception_handler_ != nullptr) {
        try {
            exception_handler_(context);
        } catch (const system_exit&) {
            throw;
        } catch (...) {
            // As in asyncio: a handler that fails must not stop the loop.
        }
    } else {
        default_exception_handler(context);
    }
}

void event_loop::callback_failed(handle::state* of, const future_base* done) {
    const handle failed{ref<handle::state>(of)};
    call_exception_handler({"Exception in callback", std::current_exception(), 0, of != nullptr ? &failed : nullptr, done});
}

void event_loop::default_exception_handler(const error_context& context) const {
    if (observer_ != nullptr) return;  // it was told
    const std::string error = context.exception != nullptr ? ": " + describe(context.exception) : std::string();
    std::fprintf(stderr, "%s%s\n", context.message.c_str(), error.c_str());
}

// A name of its own, and a copy of its creator's variables.
void event_loop::add_details(task_base& t, std::string* name) {
    if (name != nullptr) {
        t.set_name(std::move(*name));
    } else {
        tasks_made_ = tasks_made_.next_number();
        t.number_ = tasks_made_.number();
    }
    const detail::context_ref& variables = current_ != nullptr ? current_->variables() : detail::thread_context();
    if (variables) t.variables_slot() = detail::copy_of(variables);
}

void event_loop::launch(task_base& t, bool eager) {
    if (observer_ != nullptr) observer_->task_created(t.id_, t.parent_, bare_name(t.function()), t.name());
    if (eager) {
        t.start_eagerly();
    } else {
        schedule(t.wake_node());
    }
}

task<> event_loop::create_hidden_task(coro<> body) {
    const task_base::birth b = next_task();
    auto* t = new task_state<void>(*this, std::move(body), b);
    task<> handle{ref<future_base>::adopt(t)};
    add_task(*t, b.at);
    add_details(*t, nullptr);
    tasks_made_ = tasks_made_.without_last_id();
    ++others_;
    t->silent = true;
    t->id_ = t->subject = 0;
    ready_.push(t->wake_node());
    return handle;
}

void event_loop::keep_failed(task_base& t) {
    if (failed_.size() >= failed_limit_) {
        std::erase_if(failed_, [](const ref<task_base>& f) { return !f->unretrieved(); });
        failed_limit_ = std::max<std::size_t>(64, failed_.size() * 2);
    }
    failed_.emplace_back(&t);
}

std::vector<any_task> event_loop::all_tasks() const {
    std::vector<any_task> tasks;
    for (task_links* l = tasks_.next_task; l != &tasks_; l = l->next_task) {
        auto* t = static_cast<task_base*>(l);
        if (!t->done()) tasks.emplace_back(t);
    }
    return tasks;
}

std::vector<any_task> event_loop::take_unretrieved() {
    std::vector<any_task> tasks;
    for (const ref<task_base>& t : std::exchange(failed_, {})) {
        if (t->unretrieved()) tasks.emplace_back(t.get());
    }
    std::sort(tasks.begin(), tasks.end(), [](const any_task& a, const any_task& b) { return a.id() < b.id(); });
    return tasks;
}

void event_loop::run_handle_state(ready_node& node) {
    auto& s = static_cast<handle::state&>(static_cast<timer_node&>(node));
    ref<handle::state> keep(&s);
    s.release();  // the loop's own
    event_loop& loop = *s.loop;
    if (loop.closed_) s.drop();  // what it holds may hold the handle
    if (s.cancelled || loop.closed_) return;
    const detail::context_scope scope(std::move(s.context));
    loop.guarded([&] { s.call(); }, &s);
}

handle event_loop::schedule_handle(ref<handle::state> s) {
    if (closed_) throw runtime_error("Event loop is closed");
    s->run = &run_handle_state;
    s->owned = true;
    s->loop = this;
    s->context = detail::current_context();
    s->add_ref();
    schedule(*s);
    return handle(std::move(s));
}

handle event_loop::arm_handle(ref<handle::state> s, std::int64_t when) {
    if (closed_) throw runtime_error("Event loop is closed");
    s->run = &run_handle_state;
    s->owned = true;
    s->callback = callback_kind::user_timer;
    s->loop = this;
    s->context = detail::current_context();
    s->when = when;
    s->add_ref();
    arm(*s, when);
    return handle(std::move(s));
}

void handle::cancel() const {
    if (state_->cancelled) return;
    state_->cancelled = true;
    state_->drop();
    if (state_->armed || state_->linked()) {
        if (state_->armed || state_->callback == callback_kind::user_timer) {
            state_->loop->disarm(*state_);
        } else {
            state_->unlink();
        }
        state_->release();
    }
}

running_scope::running_scope(event_loop& loop) {
    if (loop.closed()) throw runtime_error("Event loop is closed");
    if (event_loop::running_ != nullptr) {
        throw runtime_error("Cannot run the event loop while another loop is running");
    }
    event_loop::set_running(&loop);
}

running_scope::~running_scope() { event_loop::set_running(nullptr); }

outside_loop_scope::outside_loop_scope() noexcept : hidden_(event_loop::running()) { event_loop::set_running(nullptr); }

outside_loop_scope::~outside_loop_scope() { event_loop::set_running(hidden_); }

void throw_no_running_loop() { throw runtime_error("no running event loop"); }

void throw_not_a_number() { throw value_error("Invalid delay: NaN (not a number)"); }

void blocking_sleep(duration d, site at) {
    if (d.count() < 0) throw value_error("sleep length must be non-negative");
    if (detail::job_context* job = detail::current_job(); job != nullptr) {
        job->now = deadline(job->now, d);
    } else {
        get_running_loop().block(d, at);
    }
}

time_point monotonic() {
    const detail::job_context* job = detail::current_job();
    return job != nullptr ? time_point{duration{job->now}} : get_running_loop().time();
}

void log(std::string_view text) {
    if (const detail::job_context* job = detail::current_job(); job != nullptr) {
        job->loop->log_at(job->now, job->owner, text);
    } else if (event_loop* loop = event_loop::running(); loop != nullptr && loop->watcher() != nullptr) {
        loop->watcher()->log(text);
    }
}

void event_loop::log_at(std::int64_t when_ns, task_id by, std::string_view text) {
    if (observer_ == nullptr) return;
    if (when_ns <= now_) return observer_->job_log(by, text);
    late_lines_.add({when_ns, by, std::string(text)});
}

namespace detail {

job_context*& current_job() noexcept {
    static constinit thread_local job_context* job = nullptr;
    return job;
}

void late_lines::add(line l) {
    const auto later = [](const line& a, const line& b) { return a.when < b.when; };
    lines_.insert(std::upper_bound(lines_.begin(), lines_.end(), l, later), std::move(l));
}

late_lines::line late_lines::take() {
    line first = std::move(lines_.front());
    lines_.erase(lines_.begin());
    return first;
}

owned_callback::owned_callback(event_loop& loop) {
    if (loop.closed()) throw runtime_error("Event loop is closed");
    number = loop.new_callback_id();
    hook_.owner = this;
    hook_.run = &loop_closes;
    loop.on_close(hook_);
}

owned_callback::~owned_callback() {
    if (hook_.linked()) hook_.unlink();
}

void owned_callback::loop_closes(ready_node& node) {
    owned_callback& self = *static_cast<close_hook&>(node).owner;
    // Once its source is done it is scheduled, and holds a reference to it.
    ref<future_base> held;
    if (self.source != nullptr && self.source->done()) {
        held = ref<future_base>(self.source);
        self.source->release();
    }
    if (self.linked()) self.unlink();
    self.source = nullptr;
    self.run(self);
}

}  // namespace detail

}  // namespace aio
