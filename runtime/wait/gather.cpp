#include "runtime/wait/gather.hpp"

#include <bit>
#include <numeric>

namespace aio::detail {

gather_base::gather_base(event_loop& loop, errors e) noexcept : future_base(loop, wait_kind::gather), errors_(e) {}

gather_base::~gather_base() { drop_children(); }

void gather_base::drop_children() noexcept {
    std::destroy_n(children_, std::exchange(child_count_, 0));
    ::operator delete(std::exchange(children_, nullptr));
    twice_.reset();
}

void gather_base::reserve(std::size_t arguments) {
    if (observer* o = loop().watcher(); o != nullptr) {
        id_ = loop().new_object_id();
        o->object_created(id_, object_kind::gather, {}, static_cast<std::int64_t>(arguments));
    }
    arguments_ = arguments;
    if (arguments > 0) children_ = static_cast<child*>(::operator new(arguments * sizeof(child)));
}

void gather_base::note_place(std::size_t of) { twice_->push_back(of); }

void gather_base::add_given(const ref<future_base>& f) {
    constexpr std::size_t nobody = static_cast<std::size_t>(-1);
    if (given_.empty()) given_.assign(std::bit_ceil(arguments_ * 2), nobody);
    const std::uint64_t hash = reinterpret_cast<std::uintptr_t>(f.get()) * 0x9e37'79b9'7f4a'7c15;
    std::size_t place = static_cast<std::size_t>(hash >> 32) & (given_.size() - 1);
    while (given_[place] != nobody) {
        const std::size_t there = given_[place];
        if (children_[there].future.get() == f.get()) {
            if (!twice_) {
                twice_.emplace(child_count_);
                std::iota(twice_->begin(), twice_->end(), std::size_t{0});
            }
            return note_place(there);
        }
        place = (place + 1) & (given_.size() - 1);
    }
    given_[place] = child_count_;
    add_child(f);
}

void gather_base::subscribe() {
    given_ = {};
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
        if (!children_[i].linked()) on_child(*children_[i].future);
    }
}

void gather_base::child_ended(ready_node& node) {
    auto& c = static_cast<child&>(static_cast<done_callback&>(node));
    gather_base& gather = *c.owner;
    // Nearly every one.
    if (gather.ended_ + 1 < gather.child_count_ && c.future->has_plain_value() && !gather.done()) [[likely]] {
        ++gather.ended_;
    } else {
        gather.on_child(*c.future);
    }
}

void gather_base::on_child(future_base& f) {
    ++ended_;
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
    drop_children();
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
        for (std::size_t i = 0; i < child_count_; ++i) {
            if (future_base& f = *children_[i].future; !f.cancelled()) f.mark_retrieved();
        }
        fail(at(size() - 1).take_cancelled_error());
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
    for (std::size_t i = 0; i < size(); ++i) {
        if (at(i).cancel(message)) any = true;
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
