#include "runtime/wait/gather.hpp"

#include <algorithm>

namespace aio::detail {

gather_base::gather_base(event_loop& loop, errors e) noexcept : future_base(loop, wait_kind::gather), errors_(e) {}

gather_base::~gather_base() = default;

void gather_base::adopt(std::vector<ref<future_base>> children) {
    arguments_ = std::move(children);
    std::vector<future_base*> distinct;
    for (const ref<future_base>& f : arguments_) {
        if (std::find(distinct.begin(), distinct.end(), f.get()) == distinct.end()) distinct.push_back(f.get());
    }
    child_count_ = distinct.size();
    if (child_count_ == 0) {
        collect();
        finish_with_value();
        return;
    }
    children_ = std::make_unique<child[]>(child_count_);
    add_ref();  // it must hear of its last child, whoever else still holds it
    close_hook_.owner = this;
    close_hook_.run = [](ready_node& node) { static_cast<close_hook&>(node).owner->abandon(); };
    loop().on_close(close_hook_);
    for (std::size_t i = 0; i < child_count_; ++i) {
        child& c = children_[i];
        c.run = &child_ended;
        c.callback = callback_kind::gather_child;
        c.owner = this;
        c.future = ref<future_base>(distinct[i]);
        c.subscribed = !c.future->done();
        if (c.subscribed) c.future->add_done_callback(c);
    }
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
    if (done()) {
        if (!c.future->cancelled()) c.future->mark_retrieved();
    } else if (std::exception_ptr failed = c.future->failure(); errors_ == errors::fail && failed != nullptr) {
        c.future->mark_retrieved();
        set_exception(std::move(failed));
    } else if (ended_ == child_count_) {
        finish_children(*c.future);
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

void gather_base::finish_children(future_base& last) {
    // A cancelled gather is cancelled whatever its children made of it.
    if (cancel_requested_) {
        std::exception_ptr e = last.cancelled() ? last.failure() : std::make_exception_ptr(cancelled_error());
        set_exception(std::move(e));
        return;
    }
    try {
        collect();
    } catch (...) {  // a value that cannot be copied
        set_exception(std::current_exception());
        return;
    }
    announce(outcome_kind::result);
    finish_with_value();
}

bool gather_base::cancel(std::string message) {
    if (done()) return false;
    bool any = false;
    for (std::size_t i = 0; i < child_count_; ++i) {
        if (children_[i].future->cancel(message)) any = true;
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

namespace {

class ended_list final : public gather_base {
    void collect() override {}

public:
    using gather_base::gather_base;
    void* value() noexcept override { return nullptr; }
};

}  // namespace

ref<future_base> gather_ended(const std::vector<future<void>>& children) {
    ref<gather_base> state(new ended_list(get_running_loop(), gather_base::errors::settle));
    std::vector<ref<future_base>> shared;
    for (const future<void>& f : children) shared.push_back(f.shared());
    state->adopt(std::move(shared));
    return ref<future_base>(std::move(state));
}

}  // namespace aio::detail
