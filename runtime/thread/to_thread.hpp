#pragma once
// loop.run_in_executor(None, f) and asyncio.to_thread(f, args...): calls that block, off the loop. In the call
// blocking_sleep() is what takes time; see worker_pool.

#include <concepts>
#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/thread/worker_pool.hpp"

namespace aio {

namespace detail {

template <class R, class F>
class call_job final : public pool_job {
public:
    call_job(F f, future<R> result) : function_(std::move(f)), result_(std::move(result)) {
        // As in asyncio, the pool hears of a cancellation by a callback, one iteration later.
        result_.add_done_callback([flag = cancelled_](const future<R>& f_) {
            if (f_.cancelled()) *flag = true;
        });
    }

private:
    F function_;
    future<R> result_;
    std::optional<void_to_unit<R>> value_;
    std::exception_ptr error_;
    std::shared_ptr<bool> cancelled_ = std::make_shared<bool>(false);

    void perform() noexcept override {
        try {
            if constexpr (std::is_void_v<R>) {
                function_();
                value_.emplace();
            } else {
                value_.emplace(function_());
            }
        } catch (...) {
            error_ = std::current_exception();
        }
    }
    bool abandoned() const noexcept override { return *cancelled_; }
    void publish() override {
        if (result_.cancelled()) return;
        if (result_.done()) throw error("AssertionError", {});
        if (error_ != nullptr) {
            result_.set_exception(std::move(error_));
        } else if constexpr (std::is_void_v<R>) {
            result_.set_result();
        } else {
            result_.set_result(std::move(*value_));
        }
    }
};

}  // namespace detail

namespace detail {

template <class F, class... A>
class bound_call {
public:
    explicit bound_call(F f, A... arguments) : function_(std::move(f)), arguments_(std::move(arguments)...) {}
    auto operator()() { return std::apply(function_, std::move(arguments_)); }

private:
    F function_;
    std::tuple<A...> arguments_;
};

template <class F>
future<std::invoke_result_t<F&>> send_to_pool(worker_pool& pool, F f) {
    using R = std::invoke_result_t<F&>;
    future<R> result = create_future<R>();
    pool.submit(std::make_unique<call_job<R, F>>(std::move(f), result));
    return result;
}

}  // namespace detail

// loop.run_in_executor(pool, f, args...): a future with what f(args...) returns or throws. Cancelling it drops a job that
// has not begun; one that has goes on, unheard. Throws runtime_error once the pool is shut down.
template <class F, class... A>
auto run_in_executor(worker_pool& pool, F f, A... arguments) {
    return detail::send_to_pool(pool, detail::bound_call<F, A...>(std::move(f), std::move(arguments)...));
}

// The same in the loop's own pool (Python's None); refused once run() has begun to shut that down.
template <class F, class... A>
    requires std::invocable<F&, A...>
auto run_in_executor(F f, A... arguments) {
    if (get_running_loop().jobs_refused()) throw runtime_error("Executor shutdown has been called");
    return run_in_executor(worker_pool::of_running_loop(), std::move(f), std::move(arguments)...);
}

namespace detail {

template <class Call>
coro<std::invoke_result_t<Call&>> call_in_thread(Call call) {
    auto result = run_in_executor(std::move(call));
    co_return co_await result;
}

}  // namespace detail

// co_await to_thread(f, args...): f(args...) in the loop's pool, begun when this is awaited.
template <class F, class... A>
auto to_thread(F f, A... arguments) {
    auto calling = detail::call_in_thread(detail::bound_call<F, A...>(std::move(f), std::move(arguments)...));
    calling.promise().function = "to_thread";
    return calling;
}

}  // namespace aio
