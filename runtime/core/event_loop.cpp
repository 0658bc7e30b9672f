#include "runtime/core/event_loop.hpp"

#include <algorithm>
#include <cstdio>

namespace aio {

constinit thread_local event_loop* event_loop::running_ = nullptr;

event_loop::~event_loop() { close(); }

void event_loop::close() noexcept {
    if (closed_) return;
    closed_ = true;
    observer_ = nullptr;
    while (!close_hooks_.empty()) {
        ready_node& hook = close_hooks_.pop_front();
        hook.run(hook);
    }
    // What owns itself is told to go; what belongs to a task goes with the task.
    batch_.splice(ready_);
    while (!batch_.empty()) {
        ready_node& n = batch_.pop_front();
        if (n.owned) n.run(n);
    }
    for (timer_node* t = timers_.empty() ? nullptr : &timers_.pop(); t != nullptr;
         t = timers_.empty() ? nullptr : &timers_.pop()) {
        if (t->owned) t->run(*t);
    }
    while (first_task_ != nullptr) {
        ref<task_base> t(first_task_);
        t->destroy_frame();
        task_ended(*t);
    }
    failed_.clear();
}

// Time jumps only when nothing is ready.
bool event_loop::take_due_timers() {
    if (ready_.empty() && !stopping_) {
        if (timers_.empty()) return false;
        const std::int64_t when = timers_.next_when();
        if (when > now_) {
            const std::int64_t from = std::exchange(now_, when);
            if (observer_ != nullptr) observer_->clock_advanced(from, when);
        }
    }
    while (!timers_.empty() && timers_.next_when() <= now_) {
        timer_node& t = timers_.pop();
        if (observer_ != nullptr) [[unlikely]] t.cause = observer_->timer_fired(t.subject, t.callback, t.owner, t.cause);
        ready_.push_back(t);
    }
    return true;
}

inline bool event_loop::begin_iteration() {
    if ((ready_.empty() || !timers_.empty()) && !take_due_timers()) return false;
    batch_.splice(ready_);
    ++iterations_;
    return true;
}

ready_node& event_loop::choose_from_batch() {
    const std::size_t options = batch_.size();
    std::size_t picked = options > 1 ? choices_->choose(options) : 0;
    if (picked >= options) picked = 0;
    if (picked != 0 && observer_ != nullptr) {
        observer_->choice_made(static_cast<std::uint32_t>(picked), static_cast<std::uint32_t>(options));
    }
    ready_node& n = batch_.nth(picked);
    n.unlink();
    return n;
}

inline void event_loop::run_next() {
    ready_node& n = choices_ == nullptr ? batch_.pop_front() : choose_from_batch();
    ++handles_run_;
    if (observer_ != nullptr) [[unlikely]] note_begin(n);
    n.run(n);
}

bool event_loop::run_handle() {
    if (batch_.empty() && !begin_iteration()) return false;
    if (!batch_.empty()) run_next();
    return true;
}

bool event_loop::run_once() {
    if (batch_.empty() && !begin_iteration()) return false;
    while (!batch_.empty()) run_next();
    return true;
}

bool event_loop::run_until_stopped() {
    do {
        if (batch_.empty() && !begin_iteration()) return false;
        while (!batch_.empty()) run_next();
    } while (!stopping_);
    return true;
}

void event_loop::note_ready(ready_node& n) {
    if (n.silent || closed_) return;
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
    timers_.push(n, when_ns);
}

void event_loop::disarm(timer_node& n) {
    if (n.linked()) {
        n.unlink();  // it fired and waits to run
        if (observer_ != nullptr) [[unlikely]] observer_->timer_cancelled(n.subject);
        return;
    }
    if (!n.armed()) return;
    timers_.erase(n);
    if (observer_ != nullptr) [[unlikely]] observer_->timer_cancelled(n.subject);
}

void event_loop::block(duration d) {
    if (d.count() <= 0) return;
    const std::int64_t from = now_;
    now_ += d.count();
    if (observer_ != nullptr) observer_->clock_advanced(from, now_);
}

void event_loop::call_exception_handler(const error_context& context) {
    if (observer_ != nullptr) observer_->loop_error(context.task, context.message, describe(context.exception));
    if (exception_handler_ != nullptr) {
        try {
            exception_handler_(context);
        } catch (...) {
            // As in asyncio: a handler that fails must not stop the loop.
        }
    } else if (observer_ == nullptr) {
        std::fprintf(stderr, "%s: %s\n", context.message.c_str(), describe(context.exception).c_str());
    }
}

void event_loop::add_task(task_base& t) {
    if (closed_) [[unlikely]] throw runtime_error("Event loop is closed");
    t.id_ = ++last_task_id_;
    t.subject = t.id_;
    t.parent_ = current_ != nullptr ? current_->task_number() : 0;
    if (t.name_ == nullptr) t.number_ = ++last_task_number_;
    t.previous_task_ = last_task_;
    (last_task_ != nullptr ? last_task_->next_task_ : first_task_) = &t;
    last_task_ = &t;
    t.add_ref();
    if (observer_ != nullptr) [[unlikely]] observer_->task_created(t.id_, t.parent_, t.function_, t.name());
    schedule(t.wake_node());
}

void event_loop::task_ended(task_base& t) {
    (t.previous_task_ != nullptr ? t.previous_task_->next_task_ : first_task_) = t.next_task_;
    (t.next_task_ != nullptr ? t.next_task_->previous_task_ : last_task_) = t.previous_task_;
    t.next_task_ = t.previous_task_ = nullptr;
    if (t.unretrieved() && !closed_) {
        if (failed_.size() >= failed_limit_) {
            std::erase_if(failed_, [](const ref<task_base>& f) { return !f->unretrieved(); });
            failed_limit_ = std::max<std::size_t>(64, failed_.size() * 2);
        }
        failed_.emplace_back(&t);
    }
    t.release();
}

std::vector<any_task> event_loop::all_tasks() const {
    std::vector<any_task> tasks;
    for (task_base* t = first_task_; t != nullptr; t = t->next_task_) tasks.emplace_back(t);
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
    if (s.cancelled || loop.closed_) return;
    loop.guarded([&] { s.call(); });
}

handle event_loop::schedule_handle(ref<handle::state> s) {
    if (closed_) throw runtime_error("Event loop is closed");
    s->run = &run_handle_state;
    s->owned = true;
    s->loop = this;
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
    s->when = when;
    s->add_ref();
    arm(*s, when);
    return handle(std::move(s));
}

void handle::cancel() const {
    if (state_->cancelled) return;
    state_->cancelled = true;
    state_->drop();
    if (state_->armed() || state_->linked()) {
        if (state_->armed() || state_->callback == callback_kind::user_timer) {
            state_->loop->disarm(*state_);
        } else {
            state_->unlink();
        }
        state_->release();
    }
}

running_scope::running_scope(event_loop& loop) {
    if (event_loop::running_ != nullptr) {
        throw runtime_error("Cannot run the event loop while another loop is running");
    }
    event_loop::running_ = &loop;
}

running_scope::~running_scope() { event_loop::running_ = nullptr; }

void throw_no_running_loop() { throw runtime_error("no running event loop"); }

void blocking_sleep(duration d) { get_running_loop().block(d); }

}  // namespace aio
