#include "runtime/core/task.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/core/bare_name.hpp"
#include "runtime/core/hot_path.hpp"

namespace aio {

namespace {

// By its bare name.
bool is(const char* function, std::string_view name) noexcept {
    return std::strncmp(function, name.data(), name.size()) == 0 && (function[name.size()] == '\0' || function[name.size()] == '<');
}

bool is_lambda(const char* function) noexcept { return is(function, "operator()"); }

bool is_block(const char* function) noexcept {
    switch (function[0]) {  // asked for every frame of every wait that is watched
        case 'a': return is(function, "async_for");
        case 'f': return is(function, "finally");
        case 's': return is(function, "settled");
        case 'w': return is(function, "with");
        default: return false;
    }
}

// Python has no frame for these: a block is part of the function around it, and so is its body.
bool transparent(const detail::promise_base& f) noexcept {
    return is_block(f.function) || (f.caller != nullptr && is_block(f.caller->function) && is_lambda(f.function));
}

const char* function_of(const detail::promise_base& f) noexcept { return is_lambda(f.function) ? "lambda" : f.function; }

}  // namespace

namespace detail {

void throw_recursion_error() { throw recursion_error(); }

void throw_coroutine_used() { throw runtime_error("cannot reuse already awaited coroutine"); }

void throw_no_future() { throw runtime_error("await of a future handle that refers to no future"); }

}  // namespace detail

const detail::context_ref task_base::no_context;

task_base::~task_base() {
    if (has_frames()) [[unlikely]] destroy_frame();
}

void task_base::destroy_frame() noexcept {
    detail::promise_base* outermost = root();
    if (outermost == nullptr) return;
    if (linked()) unlink();
    if (waiting_on_ != nullptr) std::exchange(waiting_on_, nullptr)->forsake();
    frames_destroyed_ = true;
    function_ = outermost->function;
    outermost->handle().destroy();
}

detail::promise_base* task_base::root() const noexcept {
    detail::promise_base* frame = leaf();
    while (frame != nullptr && frame->caller != nullptr) frame = frame->caller;
    return frame;
}

const char* task_base::function() const noexcept {
    return has_frames() ? root()->function : function_;
}

std::string task_base::name() const {
    return details_ != nullptr && details_->name ? *details_->name : "Task-" + std::to_string(number_);
}

std::string task_base::chain() const { return name(); }

std::string task_base::waits() const { return "await of " + name(); }

std::string task_base::await_chain() const {
    std::vector<const char*> frames;
    for (const detail::promise_base* f = leaf(); f != nullptr; f = f->caller) {
        if (!transparent(*f)) frames.push_back(function_of(*f));
    }
    std::string text;
    for (std::size_t i = frames.size(); i-- > 0;) {
        text += bare_name(frames[i]);
        text += " > ";
    }
    return text + (waiting_on_ != nullptr ? waiting_on_->chain() : "?");
}

// What a with-block awaits is awaited by the function around it: the line is the block's.
std::vector<call_frame> task_base::call_stack() const {
    std::vector<call_frame> frames;
    add_call_stack(frames);
    return frames;
}

void task_base::add_call_stack(std::vector<call_frame>& to) const {
    site inside;
    for (const detail::promise_base* f = leaf(); f != nullptr; f = f->caller) {
        if (inside.file == nullptr && f->where_file != nullptr && !in_library(f->where_file)) inside = f->where();
        if (transparent(*f)) continue;
        to.push_back({function_of(*f), inside});
        inside = {};
    }
}

std::string task_base::await_chain_with_lines() const {
    const std::vector<call_frame> frames = call_stack();
    std::string text;
    for (std::size_t i = frames.size(); i-- > 0;) {
        text += bare_name(frames[i].function);
        if (const site at = frames[i].where; at.file != nullptr) {
            text += std::string(" (") + at.file + ":" + std::to_string(at.line) + ")";
        }
        text += " > ";
    }
    return text + (waiting_on_ != nullptr ? waiting_on_->chain() : "?");
}

site task_base::where() const {
    if (turn_ == turn::none || is(hurdle::ended_outside)) return {};
    for (const detail::promise_base* f = leaf(); f != nullptr; f = f->caller) {
        if (f->where_file != nullptr && !in_library(f->where_file)) return f->where();
    }
    return {};
}

// Down the chain of tasks that await one another, without recursion. In asyncio tasks that await each other in a circle
// end here in a RecursionError.
bool task_base::cancel(std::string message) {
    task_base* last = nullptr;    // the lowest that took note
    const task_base* mark = this;  // moved on at every power of two: a circle comes back to it
    std::uint64_t count = 0;
    for (task_base* t = this;;) {
        t->unretrieved_ = false;
        if (t->done()) break;
        ++t->cancelling_;
        if (observer* o = loop().watcher(); o != nullptr && !t->silent) o->cancel_requested(t->id_, message);
        last = t;
        if (t->waiting_on_ == nullptr) break;
        if (t->waiting_on_->kind() != wait_kind::task) {
            if (t->waiting_on_->cancel(message)) return true;
            break;
        }
        t = static_cast<task_base*>(t->waiting_on_);
        if (t == mark) detail::throw_recursion_error();
        ++count;
        if ((count & (count - 1)) == 0) mark = t;
    }
    if (last == nullptr) return false;
    last->set(hurdle::must_cancel);
    last->keep_cancel_message(std::move(message));
    return true;
}

int task_base::uncancel() {
    if (cancelling_ > 0) {
        --cancelling_;
        if (cancelling_ == 0) clear(hurdle::must_cancel);  // 3.13: a cancellation not delivered yet is withdrawn
        if (observer* o = loop().watcher(); o != nullptr && !silent) o->uncancelled(id_, cancelling_);
    }
    return cancelling_;
}

void task_base::refuse_to_wait(future_base& on) {
    if (on.awaited_itself_) throw runtime_error("await wasn't used with future");
    awaited_itself_ = &on == this;
    inject_ = injection::exception;
    details().exception = std::make_exception_ptr(
        runtime_error(&on == this ? "Task cannot await on itself" : "Task got Future attached to a different loop"));
    turn_ = turn::yielded;
}

// Woken for what is missing again.
bool task_base::goes_on(waitable& waited) {
    if (must_cancel()) prepare_cancellation(&waited);
    return inject_ != injection::none || waited.cancelled() || static_cast<counted_wait&>(waited).look_again();
}

// Turns a request to cancel into the exception the innermost await is to throw.
void task_base::prepare_cancellation(waitable* waited) {
    clear(hurdle::must_cancel);
    if (waited != nullptr && waited->ended_by_cancellation()) return;  // its CancelledError goes in
    inject_ = injection::cancellation;
}

cancelled_error task_base::take_injected_cancellation() {
    inject_ = injection::none;
    return make_cancelled_error();
}

cancelled_error task_base::take_wait_cancellation() {
    if (details_ == nullptr || !details_->wait_message) return cancelled_error();
    cancelled_error e(std::move(*details_->wait_message));
    details_->wait_message.reset();
    return e;
}

void task_base::throw_injected() {
    inject_ = injection::none;
    std::rethrow_exception(std::exchange(details_->exception, nullptr));
}

void task_base::run_step(ready_node& node) { of(node).step<true>(of(node).loop()); }

// Cancelled before its first step: the body never runs.
void task_base::end_before_start() {
    leaf_->exception = std::make_exception_ptr(take_injected_cancellation());
    complete(loop());
}

void task_base::refuse_step(waitable* waited) {
    event_loop& l = loop();
    ref<task_base> keep(this);
    waiting_on_ = waited;
    destroy_frame();
    l.task_ended(*this);
    const invalid_state_error error("__step(): already done: " + name());
    if (l.observer_ != nullptr && !silent) {
        const bool failed = exception_kept() != nullptr;
        l.observer_->task_done(id_, failed ? outcome_kind::exception : outcome_kind::result, describe(exception_kept()), {});
    }
    l.call_exception_handler({"Exception in callback", std::make_exception_ptr(error), id_});
}

void task_base::start_eagerly() {
    event_loop& l = loop();
    ref<task_base> keep(this);
    task_base* const outer = std::exchange(l.current_, nullptr);
    std::exception_ptr exits;
    if (++l.eager_depth_ >= detail::recursion_limit) {
        leaf_->exception = std::make_exception_ptr(recursion_error());
        complete(l);
    } else {
        if (l.observer_ != nullptr) l.observer_->eager_step_begin(id_);
        try {
            step<true>(l);
        } catch (const system_exit&) {  // leaves create_task()
            exits = std::current_exception();
        }
        if (l.observer_ != nullptr) l.observer_->eager_step_end();
    }
    --l.eager_depth_;
    l.current_ = outer;
    if (exits != nullptr) std::rethrow_exception(std::move(exits));
}

void task_base::settle() {
    event_loop& l = loop();
    l.current_ = nullptr;
    if (turn_ == turn::yielded) {
        if (l.observer_ != nullptr) [[unlikely]] {
            l.chain_.clear();
            add_call_stack(l.chain_);
            cause = l.observer_->task_yielded(id_, l.chain_);
        }
        l.ready_.push_task(*this);
        return;
    }
    if (l.observer_ != nullptr) [[unlikely]] {
        if (!silent) note_wait();
    }
    if (!must_cancel()) return;
    try {
        if (waiting_on_->cancel(cancel_message() != nullptr ? *cancel_message() : std::string())) clear(hurdle::must_cancel);
    } catch (const recursion_error&) {  // it awaits itself by others; asyncio's step lets this go to the loop as well
        l.call_exception_handler({"Exception in callback", std::current_exception()});
    }
}

void task_base::note_wait() const {
    // What nobody made known yet becomes an object when somebody waits for it.
    object_id id = waiting_on_->id();
    if (id == 0) {
        id = waiting_on_->id_ = loop().new_object_id();
        const bool gathers = waiting_on_->kind() == wait_kind::gather;
        loop().observer_->object_created(id, gathers ? object_kind::gather : object_kind::future, {}, 0);
    }
    std::vector<call_frame>& chain = loop().chain_;
    chain.clear();
    add_call_stack(chain);
    loop().observer_->wait_begin(id_, waiting_on_->kind(), id, chain);
}

void task_base::complete_slowly() {
    const bool has_value = leaf_->exception == nullptr && !must_cancel();
    std::exception_ptr e = std::exchange(leaf_->exception, nullptr);
    const site last = leaf_->where();
    destroy_frame();
    event_loop& l = loop();
    const bool cancelled = !has_value && (e == nullptr || is_cancelled(e));
    if (l.observer_ != nullptr && !silent) {
        const auto outcome = has_value   ? outcome_kind::result
                             : cancelled ? outcome_kind::cancelled
                                         : outcome_kind::exception;
        if (cancelling_ > 0) l.note_end(*this, outcome);
        const bool failed = outcome == outcome_kind::exception;
        l.observer_->task_done(id_, outcome, failed ? describe(e) : std::string(), failed && last.file != nullptr && !in_library(last.file) ? last : site{});
    }
    clear(hurdle::must_cancel);
    std::exception_ptr exits;
    if (has_value) {
        future_base::finish_with_value();
    } else if (cancelled) {
        finish_cancelled(std::move(e));
    } else {
        if (is_system_exit(e)) [[unlikely]] exits = e;
        finish_with_exception(std::move(e));
    }
    l.task_ended(*this);
    if (exits != nullptr) [[unlikely]] std::rethrow_exception(std::move(exits));
}

any_task current_task() {
    event_loop* loop = event_loop::running();
    return any_task(loop != nullptr ? loop->current() : nullptr);
}

void enter_task(event_loop& loop, const any_task& task) {
    if (loop.current_ != nullptr) {
        throw runtime_error("Cannot enter into task " + task.get_name() + " while another task " + loop.current_->name() +
                            " is being executed.");
    }
    loop.current_ = &task.base();
}

void leave_task(event_loop& loop, const any_task& task) {
    if (loop.current_ != &task.base()) {
        throw runtime_error("Leaving task " + task.get_name() + " does not match the current task " +
                            (loop.current_ != nullptr ? loop.current_->name() : "None") + ".");
    }
    loop.current_ = nullptr;
}

std::vector<any_task> all_tasks() { return get_running_loop().all_tasks(); }

}  // namespace aio
