#include "runtime/wait/gather.hpp"

namespace aio::detail {

gather_base::gather_base(event_loop& loop, errors e) noexcept : future_base(loop, wait_kind::gather), errors_(e) {}

gather_base::~gather_base() = default;

void gather_base::reserve(std::size_t arguments) {
    if (observer* o = loop().watcher(); o != nullptr) {
        id_ = loop().new_object_id();
        o->object_created(id_, object_kind::gather, {}, static_cast<std::int64_t>(arguments));
    }
    arguments_.reserve(arguments);
    if (arguments > 0) children_ = std::make_unique<child[]>(arguments);
}

void gather_base::add_given(ref<future_base> f) {
    if (given_.insert(f.get()).second) {
        add_child(std::move(f));
    } else {
        arguments_.push_back(std::move(f));
    }
}

void gather_base::add_child(ref<future_base> f) {
    arguments_.push_back(f);
    child& c = children_[child_count_++];
    c.run = &child_ended;
    c.callback = callback_kind::gather_child;
    c.subject = id_;
    c.owner = this;
    c.future = std::move(f);
    c.subscribed = !c.future->done();
    if (c.subscribed) c.future->add_done_callback(c);
}

void gather_base::subscribe() {
    given_.clear();
    if (child_count_ == 0) {
        collect();
        finish_with_value();
        return;
    }
    add_ref();  // it must hear of its last child, whoever else still holds it
    close_hook_.owner = this;
    close_hook_.run = [](ready_node& node) { static_cast<close_hook&>(node).owner->abandon(); };
    loop().on_close(close_hook_);
    // Children that are done already are counted now, so that a gather of finished tasks is done at once.
    for (std::size_t i = 0; i < child_count_; ++i) {
        if (!children_[i].subscribed) on_child(children_[i]);
    }
}

void gather_base::child_ended(ready_node& node) {
    auto& c = static_cast<child&>(static_cast<done_callback&>(node));
    c.owner->on_child(c);
}

void gather_base::on_child(child& c) {
    ++ended_;
    future_base& f = *c.future;
    if (done()) {
        if (!f.cancelled()) f.mark_retrieved();
    } else if (errors_ == errors::fail && f.cancelled()) {
        fail(f.take_cancelled_error());
    } else if (errors_ == errors::fail && f.exception() != nullptr) {
        fail(f.exception());
    } else if (ended_ == child_count_) {
        finish_children();
    }
    if (ended_ == child_count_) let_go();
}

void gather_base::abandon() {
    ref<gather_base> keep(this);
    children_.reset();
    child_count_ = 0;
    arguments_.clear();
    let_go();
}

void gather_base::let_go() {
    if (close_hook_.linked()) close_hook_.unlink();
    release();
}

// Its own exception, even when that is a CancelledError: a gather is not `cancelled()`.
void gather_base::fail(std::exception_ptr e) {
    announce(outcome_kind::exception);
    finish_with_exception(std::move(e));
}

std::exception_ptr gather_base::settled_error(future_base& f) {
    if (!f.cancelled()) return f.exception();
    // Not the exception itself: asyncio makes a new one, with what message the future has kept.
    return std::make_exception_ptr(f.cancel_message() != nullptr ? cancelled_error(*f.cancel_message()) : cancelled_error());
}

void gather_base::finish_children() {
    // A cancelled gather is cancelled whatever its children made of it. The error is that of the last argument.
    if (cancel_requested_) {
        for (const ref<future_base>& f : arguments_) {
            if (!f->cancelled()) f->mark_retrieved();
        }
        fail(arguments_.back()->take_cancelled_error());
        return;
    }
    try {
        collect();
    } catch (...) {  // a value that cannot be copied
        fail(std::current_exception());
        return;
    }
    announce(outcome_kind::result);
    finish_with_value();
}

// An argument given twice is cancelled twice, as in asyncio.
bool gather_base::cancel(std::string message) {
    if (done()) return false;
    // Gathers of gathers, perhaps in a circle with tasks.
    static thread_local std::uint32_t depth = 0;
    if (depth >= recursion_limit) throw_recursion_error();
    struct counted {
        counted() { ++depth; }
        ~counted() { --depth; }
    } const level;
    bool any = false;
    for (const ref<future_base>& f : arguments_) {
        if (f->cancel(message)) any = true;
    }
    if (any) cancel_requested_ = true;
    return any;
}

std::string gather_base::chain() const {
    std::string names;
    for (std::size_t i = 0; i < child_count_; ++i) {
        const future_base& f = *children_[i].future;
        if (f.done()) continue;
        if (!names.empty()) names += ", ";
        names += f.kind() == wait_kind::task ? static_cast<const task_base&>(f).name() : "Future";
    }
    return "gather[" + names + "]";
}

std::string gather_base::waits() const { return "await of " + chain(); }

std::vector<task_id> gather_base::depends_on() const {
    std::vector<task_id> tasks;
    for (std::size_t i = 0; i < child_count_; ++i) {
        const future_base& f = *children_[i].future;
        if (!f.done() && f.kind() == wait_kind::task) tasks.push_back(static_cast<const task_base&>(f).task_number());
    }
    return tasks;
}

}  // namespace aio::detail
