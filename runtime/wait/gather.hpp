#pragma once
// asyncio.gather. Coroutines become tasks in the order of the arguments. The first child that fails (or is cancelled)
// fails the gather; its siblings go on running. Cancelling the gather cancels every child, and it ends when they have.
// With return_exceptions=True: gather_settled, whose values are outcomes.

#include <array>
#include <memory>
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

    void adopt(std::vector<ref<future_base>> children);  // once, right after construction
    bool cancel(std::string message) override;

    std::string chain() const override;
    std::string waits() const override;

protected:
    struct child final : done_callback {
        ref<future_base> future;
        gather_base* owner = nullptr;
        bool subscribed = false;
    };

    struct close_hook final : ready_node {
        gather_base* owner = nullptr;
    };

    ~gather_base() override;
    virtual void collect() = 0;  // every child has a value, or errors are settled: store the result

    future_base& at(std::size_t argument) const { return *arguments_[argument]; }
    std::size_t size() const noexcept { return arguments_.size(); }

    // A value the gather alone still refers to may be moved; else it is copied, as others may look at the task.
    template <class T>
    static void_to_unit<T> take(future_base& f) {
        auto& value = *static_cast<void_to_unit<T>*>(f.value());
        if constexpr (std::is_copy_constructible_v<void_to_unit<T>>) {
            if (f.references() > 1) return value;
        }
        return std::move(value);
    }

    template <class T>
    static outcome<T> settled(future_base& f) {
        if (std::exception_ptr e = f.failure(); e != nullptr) {
            f.mark_retrieved();
            return outcome<T>(std::move(e));
        }
        return outcome<T>(take<T>(f));
    }

private:
    std::vector<ref<future_base>> arguments_;  // a future given twice stands here twice
    std::unique_ptr<child[]> children_;        // but has one child
    close_hook close_hook_;                    // linked while it keeps itself alive
    std::size_t child_count_ = 0;
    std::size_t ended_ = 0;
    errors errors_;
    bool cancel_requested_ = false;

    static void child_ended(ready_node&);
    void let_go();   // of the reference to itself
    void abandon();  // the loop closes
    void on_child(child&);
    void finish_children(future_base& last);
};

template <class T>
class gather_list final : public gather_base {
    std::vector<void_to_unit<T>> values_;
    void collect() override {
        values_.reserve(size());
        for (std::size_t i = 0; i < size(); ++i) values_.push_back(take<T>(at(i)));
    }

public:
    using gather_base::gather_base;
    void* value() noexcept override { return &values_; }
};

template <class T>
class settled_list final : public gather_base {
    std::vector<outcome<T>> values_;
    void collect() override {
        values_.reserve(size());
        for (std::size_t i = 0; i < size(); ++i) values_.push_back(settled<T>(at(i)));
    }

public:
    using gather_base::gather_base;
    void* value() noexcept override { return &values_; }
};

template <class... T>
class gather_tuple final : public gather_base {
    using values = std::tuple<void_to_unit<T>...>;
    std::optional<values> values_;
    void collect() override { collect_each(std::index_sequence_for<T...>()); }
    template <std::size_t... I>
    void collect_each(std::index_sequence<I...>) {
        values_.emplace(values{take<T>(at(I))...});
    }

public:
    using gather_base::gather_base;
    void* value() noexcept override { return &*values_; }
};

template <class... T>
class settled_tuple final : public gather_base {
    using values = std::tuple<outcome<T>...>;
    std::optional<values> values_;
    void collect() override { collect_each(std::index_sequence_for<T...>()); }
    template <std::size_t... I>
    void collect_each(std::index_sequence<I...>) {
        values_.emplace(values{settled<T>(at(I))...});
    }

public:
    using gather_base::gather_base;
    void* value() noexcept override { return &*values_; }
};

// A gather that only waits for the end of all, whatever it is (asyncio.run's shut-down).
ref<future_base> gather_ended(const std::vector<future<void>>& children);

template <class State, class Value>
future<Value> start_gather(gather_base::errors errors, std::vector<ref<future_base>> children) {
    ref<gather_base> state(new State(get_running_loop(), errors));
    state->adopt(std::move(children));
    return future<Value>(ref<future_base>(std::move(state)));
}

template <class A>
std::vector<ref<future_base>> ensure_all(std::vector<A> awaitables) {
    std::vector<ref<future_base>> children;
    children.reserve(awaitables.size());
    for (A& a : awaitables) children.push_back(ensure_future(std::move(a)).shared());
    return children;
}

template <class... A>
std::vector<ref<future_base>> ensure_each(A&&... awaitables) {
    std::vector<ref<future_base>> children;
    children.reserve(sizeof...(A));
    (children.push_back(ensure_future(std::forward<A>(awaitables)).shared()), ...);
    return children;
}

}  // namespace detail

// gather(a, b, c): a future of a tuple; void results are `unit`.
template <class... A>
auto gather(A... awaitables) {
    return detail::start_gather<detail::gather_tuple<await_result_t<A>...>, std::tuple<void_to_unit<await_result_t<A>>...>>(
        detail::gather_base::errors::fail, detail::ensure_each(std::move(awaitables)...));
}

// gather(*list): a future of a vector.
template <class A>
auto gather(std::vector<A> awaitables) {
    using T = await_result_t<A>;
    return detail::start_gather<detail::gather_list<T>, std::vector<void_to_unit<T>>>(
        detail::gather_base::errors::fail, detail::ensure_all(std::move(awaitables)));
}

// gather(..., return_exceptions=True): never fails; each value is an outcome.
template <class... A>
auto gather_settled(A... awaitables) {
    return detail::start_gather<detail::settled_tuple<await_result_t<A>...>, std::tuple<outcome<await_result_t<A>>...>>(
        detail::gather_base::errors::settle, detail::ensure_each(std::move(awaitables)...));
}

template <class A>
auto gather_settled(std::vector<A> awaitables) {
    using T = await_result_t<A>;
    return detail::start_gather<detail::settled_list<T>, std::vector<outcome<T>>>(
        detail::gather_base::errors::settle, detail::ensure_all(std::move(awaitables)));
}

}  // namespace aio
