#include "runtime/scope/task_group.hpp"

namespace aio {

namespace detail {

class group_state {
public:
    group_state() = default;
    group_state(const group_state&) = delete;
    group_state& operator=(const group_state&) = delete;
    ~group_state() {
        while (first_ != nullptr) forget(*first_);
    }

    void enter();
    void check_open() const;
    void adopt(task_base&);
    bool has_tasks() const noexcept { return first_ != nullptr; }

private:
    friend coro<std::exception_ptr> leave_group(group_state&, std::exception_ptr);

    struct child final : done_callback {
        ref<task_base> task;
        group_state* owner = nullptr;
        child* after = nullptr;
        child* before = nullptr;
    };

    ref<task_base> parent_;
    child* first_ = nullptr;  // unfinished, in order of creation
    child* last_ = nullptr;
    std::size_t count_ = 0;
    std::vector<std::exception_ptr> errors_;
    std::exception_ptr exit_;  // the first system_exit: it leaves the group as it is
    future<> completed_;  // awaited by exit(), null: not
    bool entered_ = false;
    bool exiting_ = false;
    bool aborting_ = false;
    bool parent_cancel_requested_ = false;

    static void child_ended(ready_node&);
    void forget(child&) noexcept;
    void note_end(task_base&);
    void abort();
    std::string repr() const;
    std::exception_ptr join_errors(std::exception_ptr body_error, std::exception_ptr cancellation);
};

void group_deleter::operator()(group_state* s) const noexcept { delete s; }

std::string group_state::repr() const {
    std::string text = "TaskGroup <TaskGroup";
    if (count_ > 0) text += " tasks=" + std::to_string(count_);
    if (!errors_.empty()) text += " errors=" + std::to_string(errors_.size());
    if (aborting_) {
        text += " cancelling";
    } else if (entered_) {
        text += " entered";
    }
    return text + ">";
}

void group_state::enter() {
    if (entered_) throw runtime_error(repr() + " has already been entered");
    parent_ = ref<task_base>(get_running_loop().current());
    if (!parent_) throw runtime_error(repr() + " cannot determine the parent task");
    entered_ = true;
}

void group_state::check_open() const {
    if (!entered_) throw runtime_error(repr() + " has not been entered");
    if (exiting_ && !has_tasks()) throw runtime_error(repr() + " is finished");
    if (aborting_) throw runtime_error(repr() + " is shutting down");
}

void group_state::adopt(task_base& t) {
    if (t.done()) {  // it ended in its eager first step
        note_end(t);
        return;
    }
    auto* c = new child;
    c->task = ref<task_base>(&t);
    c->owner = this;
    c->run = &child_ended;
    c->before = last_;
    (last_ != nullptr ? last_->after : first_) = c;
    last_ = c;
    ++count_;
    t.add_done_callback(*c);
}

void group_state::forget(child& c) noexcept {
    (c.before != nullptr ? c.before->after : first_) = c.after;
    (c.after != nullptr ? c.after->before : last_) = c.before;
    --count_;
    delete &c;
}

void group_state::child_ended(ready_node& node) {
    auto& c = static_cast<child&>(static_cast<done_callback&>(node));
    group_state& group = *c.owner;
    const ref<task_base> task = c.task;
    group.forget(c);
    group.note_end(*task);
}

void group_state::note_end(task_base& t) {
    if (completed_ && !has_tasks() && !completed_.done()) completed_.set_result();
    if (t.cancelled()) return;
    std::exception_ptr e = t.exception();
    if (e == nullptr) return;
    errors_.push_back(e);
    if (exit_ == nullptr && is_system_exit(e)) exit_ = e;
    if (parent_->done()) {
        t.loop().call_exception_handler({"Task " + t.name() + " has errored out but its parent task " + parent_->name() +
                                             " is already completed",
                                         std::move(e), t.task_number()});
        return;
    }
    if (aborting_ || parent_cancel_requested_) return;
    // The body is interrupted by a cancellation that leave_group() takes back.
    abort();
    parent_cancel_requested_ = true;
    parent_->cancel({});
}

void group_state::abort() {
    aborting_ = true;
    for (child* c = first_; c != nullptr; c = c->after) {
        if (!c->task->done()) c->task->cancel({});
    }
}

// taskgroups.py: the end of __aexit__.
std::exception_ptr group_state::join_errors(std::exception_ptr body_error, std::exception_ptr cancellation) {
    if (parent_cancel_requested_ && parent_->uncancel() == 0) cancellation = nullptr;
    if (cancellation != nullptr && errors_.empty()) return cancellation;
    if (body_error != nullptr && !is_cancelled(body_error)) errors_.push_back(std::move(body_error));
    if (errors_.empty()) return nullptr;
    // Somebody outside cancelled too: it is delivered again at the next await.
    if (parent_->cancelling() > 0) {
        parent_->uncancel();
        parent_->cancel({});
    }
    return std::make_exception_ptr(exception_group("unhandled errors in a TaskGroup", std::exchange(errors_, {})));
}

coro<std::exception_ptr> leave_group(group_state& group, std::exception_ptr error) {
    group.exiting_ = true;
    std::exception_ptr cancellation;
    if (is_cancelled(error)) cancellation = error;
    if (group.exit_ == nullptr && is_system_exit(error)) group.exit_ = error;
    if (error != nullptr && !group.aborting_) group.abort();
    while (group.has_tasks()) {
        group.completed_ = create_future<>();
        const future<> completed = group.completed_;
        try {
            co_await completed;
        } catch (const cancelled_error&) {
            if (!group.aborting_) {
                cancellation = std::current_exception();
                group.abort();
            }
        }
        group.completed_ = {};
    }
    if (group.exit_ != nullptr) co_return group.exit_;
    co_return group.join_errors(std::move(error), std::move(cancellation));
}

}  // namespace detail

task_group::task_group() : state_(new detail::group_state) {}

void task_group::enter() { state_->enter(); }

void task_group::check_open() const { state_->check_open(); }

void task_group::adopt(task_base& t) { state_->adopt(t); }

coro<std::exception_ptr> task_group::exit(std::exception_ptr error) {
    auto leaving = detail::leave_group(*state_, std::move(error));
    leaving.promise().function = "TaskGroup.__aexit__";
    return leaving;
}

}  // namespace aio
