#pragma once
// asyncio.gather. Coroutines become tasks in the order of the arguments. The first child that fails (or is cancelled)
// fails the gather; its siblings go on running. Cancelling the gather cancels every child, and it ends when they have.
// With return_exceptions=True: gather_settled, whose values are outcomes.

#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/wait/await.hpp"
#include "runtime/wait/outcome.hpp"

namespace aio {

namespace detail {

class gather_base : public future_base {
public:
    enum class errors : bool { fail, settle };

    gather_base(event_loop&, errors) noexcept;

    // Right after construction: reserve(), then add() for each argument in order, then subscribe(). A coroutine becomes
    // a task in its turn, before the next argument is looked at.
    void reserve(std::size_t arguments);
    template <class A>
    void add(A&& awaitable) {
        if constexpr (is_future<A>) {
            add_given(awaitable.shared());
        } else if constexpr (operation<A>) {
            add_child(create_task(std::move(awaitable)).release());
        } else {
            add_child(new_task(awaitable).release());
        }
    }
    void subscribe();

    bool cancel(std::string message) override;
    std::string chain() const override;
    std::string waits() const override;
    std::vector<task_id> depends_on() const override;

protected:
    ~gather_base() override;
    virtual void collect() = 0;  // every child has a value, or errors are settled: store the result

    future_base& at(std::size_t argument) const noexcept { return *children_[twice_ ? (*twice_)[argument] : argument].future; }
    std::size_t size() const noexcept { return twice_ ? twice_->size() : child_count_; }

    template <class T>
    static void_to_unit<T> take(future_base& f) {
        void* const place = f.kind() == wait_kind::task ? static_cast<task_state<T>&>(f).value() : f.value();
        auto& value = *static_cast<void_to_unit<T>*>(place);
        if constexpr (std::is_copy_constructible_v<void_to_unit<T>>) {
            return value;  // others may look at the task
        } else {
            return std::move(value);
        }
    }

    template <class T>
    static outcome<T> settled(future_base& f) {
        if (std::exception_ptr e = settled_error(f); e != nullptr) return outcome<T>(std::move(e));
        return outcome<T>(take<T>(f));
    }
    static std::exception_ptr settled_error(future_base&);  // null: a value

private:
    // In no list: its future was done when it was added.
    struct child final : done_callback {
        gather_base* owner;
        ref<future_base> future;

        child(gather_base& gather, ref<future_base> of) noexcept : owner(&gather), future(std::move(of)) {
            run = &child_ended;
            callback = callback_kind::gather_child;
            subject = gather.id_;
        }
    };

    struct close_hook final : ready_node {
        gather_base* owner = nullptr;
    };

    child* children_ = nullptr;  // of as many as there are arguments, the first child_count_ are there
    std::size_t child_count_ = 0;
    std::size_t ended_ = 0;
    std::size_t arguments_ = 0;
    // A future given twice has one child. The child of each argument; none: nothing was given twice.
    std::optional<std::vector<std::size_t>> twice_;
    std::vector<std::size_t> given_;  // while arguments are added: a table, by address, of the children that were given
    close_hook close_hook_;           // linked while it keeps itself alive
    errors errors_;
    bool cancel_requested_ = false;

    void add_given(const ref<future_base>&);
    void add_child(ref<future_base> f) {
        if (twice_) [[unlikely]] note_place(child_count_);
        child& c = *std::construct_at(children_ + child_count_++, *this, std::move(f));
        if (!c.future->done()) c.future->add_waker(c);
    }
    void note_place(std::size_t of);  // of the next argument's child
    static void child_ended(ready_node&);
    void let_go();   // of the reference to itself
    void abandon();  // the loop closes
    void drop_children() noexcept;
    void on_child(future_base&);
    void finish_children();
    void fail(std::exception_ptr);
};

template <class Values>
class gather_values : public gather_base {
public:
    using gather_base::gather_base;
    void* value() noexcept override { return &*values_; }
    void assign_result(void* value) override {
        throw_if_done("invalid state");
        values_.emplace(std::move(*static_cast<Values*>(value)));
        announce(outcome_kind::result);
        finish_with_value();
    }

protected:
    std::optional<Values> values_;
};

template <class T>
class gather_list final : public gather_values<std::vector<void_to_unit<T>>> {
    void collect() override {
        auto& values = this->values_.emplace();
        values.reserve(this->size());
        for (std::size_t i = 0; i < this->size(); ++i) values.push_back(this->template take<T>(this->at(i)));
    }

public:
    using gather_values<std::vector<void_to_unit<T>>>::gather_values;
};

template <class T>
class settled_list final : public gather_values<std::vector<outcome<T>>> {
    void collect() override {
        auto& values = this->values_.emplace();
        values.reserve(this->size());
        for (std::size_t i = 0; i < this->size(); ++i) values.push_back(this->template settled<T>(this->at(i)));
    }

public:
    using gather_values<std::vector<outcome<T>>>::gather_values;
};

template <class... T>
class gather_tuple final : public gather_values<std::tuple<void_to_unit<T>...>> {
    using values = std::tuple<void_to_unit<T>...>;
    void collect() override { collect_each(std::index_sequence_for<T...>()); }
    template <std::size_t... I>
    void collect_each(std::index_sequence<I...>) {
        this->values_.emplace(values{this->template take<T>(this->at(I))...});
    }

public:
    using gather_values<values>::gather_values;
};

template <class... T>
class settled_tuple final : public gather_values<std::tuple<outcome<T>...>> {
    using values = std::tuple<outcome<T>...>;
    void collect() override { collect_each(std::index_sequence_for<T...>()); }
    template <std::size_t... I>
    void collect_each(std::index_sequence<I...>) {
        this->values_.emplace(values{this->template settled<T>(this->at(I))...});
    }

public:
    using gather_values<values>::gather_values;
};

template <class State, class Value, class... A>
future<Value> gather_each(gather_base::errors errors, A&&... awaitables) {
    ref<gather_base> state(new State(get_running_loop(), errors));
    state->reserve(sizeof...(A));
    (state->add(std::move(awaitables)), ...);
    state->subscribe();
    return future<Value>(ref<future_base>(std::move(state)));
}

template <class State, class Value, class A>
future<Value> gather_all(gather_base::errors errors, std::vector<A> awaitables) {
    ref<gather_base> state(new State(get_running_loop(), errors));
    state->reserve(awaitables.size());
    for (A& a : awaitables) state->add(std::move(a));
    state->subscribe();
    return future<Value>(ref<future_base>(std::move(state)));
}

}  // namespace detail

// gather(a, b, c): a future of a tuple; void results are `unit`.
template <class... A>
auto gather(A... awaitables) {
    using values = std::tuple<void_to_unit<await_result_t<A>>...>;
    return detail::gather_each<detail::gather_tuple<await_result_t<A>...>, values>(detail::gather_base::errors::fail,
                                                                                   std::move(awaitables)...);
}

// gather(*list): a future of a vector.
template <class A>
auto gather(std::vector<A> awaitables) {
    using T = await_result_t<A>;
    return detail::gather_all<detail::gather_list<T>, std::vector<void_to_unit<T>>>(detail::gather_base::errors::fail,
                                                                                    std::move(awaitables));
}

// gather(..., return_exceptions=True): fails only when it is cancelled; each value is an outcome.
template <class... A>
auto gather_settled(A... awaitables) {
    using values = std::tuple<outcome<await_result_t<A>>...>;
    return detail::gather_each<detail::settled_tuple<await_result_t<A>...>, values>(detail::gather_base::errors::settle,
                                                                                    std::move(awaitables)...);
}

template <class A>
auto gather_settled(std::vector<A> awaitables) {
    using T = await_result_t<A>;
    return detail::gather_all<detail::settled_list<T>, std::vector<outcome<T>>>(detail::gather_base::errors::settle,
                                                                                std::move(awaitables));
}

}  // namespace aio
