#pragma once
// Asynchronous generators: `async def` with `yield`.
//
//   aio::async_generator<int> countdown(int from) {
//       for (; from > 0; --from) {
//           co_await aio::sleep(1s);
//           co_yield from;
//       }
//   }
//
// aio::async_for() walks one, as `async for` does. By hand, `int* item = co_await numbers.next();` until it is null.

#include <type_traits>
#include <utility>

#include "runtime/core/coro.hpp"
#include "runtime/core/task.hpp"

namespace aio {

template <class T>
class async_generator;

// GeneratorExit: thrown at the co_yield where aclose() finds the generator. It is to leave the generator, after what
// there is to clean up. Not a std::exception, as Python's is no Exception.
class generator_exit final {};

namespace detail {

[[noreturn]] void throw_generator_running(const char* method);  // runtime_error
[[noreturn]] void throw_generator_ignored_exit();               // runtime_error

enum class generator_state : std::uint8_t { created, running, suspended, closed };

template <class T>
struct generator_promise : promise_base {
    T* current = nullptr;  // what it has yielded; lives in its frame until it goes on
    generator_state state = generator_state::created;
    bool exiting = false;

    explicit generator_promise(function_name name = function_name::current(), site at = site::current()) noexcept {
        this->function = name.text;
        this->stand_at(at);
    }
    async_generator<T> get_return_object() noexcept;
    void return_void() noexcept {}

    struct yield_awaiter {
        generator_promise& generator;

        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) const noexcept { leave(generator); }
        void await_resume() const {
            generator.current = nullptr;
            if (generator.exiting) throw generator_exit();
        }
    };
    yield_awaiter yield_value(T& value, site at = site::current()) noexcept {
        this->stand_at(at);
        current = &value;
        return yield_awaiter{*this};
    }
    yield_awaiter yield_value(T&& value, site at = site::current()) noexcept { return yield_value(value, at); }
};

// Lets the generator go on to its next co_yield, or its end.
template <class T>
class generator_step {
public:
    generator_step(generator_promise<T>& generator, promise_base& parent) noexcept : generator_(generator), parent_(parent) {}

    bool await_ready() const noexcept { return generator_.state == generator_state::closed; }
    void await_suspend(std::coroutine_handle<>) noexcept {
        generator_.state = generator_state::running;
        started_ = true;
        enter(parent_, generator_);
    }
    T* await_resume() {
        if (!started_) return nullptr;
        generator_.task = nullptr;
        if (generator_.current != nullptr) {
            generator_.state = generator_state::suspended;
            return generator_.current;
        }
        generator_.state = generator_state::closed;
        if (generator_.exception != nullptr) std::rethrow_exception(std::exchange(generator_.exception, nullptr));
        return nullptr;
    }

private:
    generator_promise<T>& generator_;
    promise_base& parent_;
    bool started_ = false;
};

template <class T>
struct next_operation {
    using awaiter = generator_step<T>;
    using value_type = T*;
    static constexpr const char* name = "anext";
    generator_promise<T>* generator;

    awaiter start(promise_base& frame) const {
        if (generator->state == generator_state::running) throw_generator_running("anext()");
        check_depth(frame);
        return awaiter(*generator, frame);
    }
};

}  // namespace detail

// Owned by whoever holds it. Destroyed half-way, it ends where it stands: what it would await to clean up is not run, as
// there is nobody to wait for it; aclose() is for that.
template <class T>
class [[nodiscard]] async_generator {
    static_assert(!std::is_reference_v<T>, "a generator yields objects");
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
    static_assert(!std::is_aggregate_v<T> || std::is_trivially_destructible_v<T>, "g++ 12 (bug 101367): give T a constructor");
#endif

public:
    using value_type = T;
    using promise_type = detail::generator_promise<T>;

    async_generator() noexcept = default;
    async_generator(async_generator&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    async_generator& operator=(async_generator&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~async_generator() {
        if (handle_) handle_.destroy();
    }

    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

    // anext(): the next item, valid until the generator goes on; null: it has ended (StopAsyncIteration). Throws what
    // leaves the generator, which has ended then, and runtime_error while another task waits in it.
    [[nodiscard]] detail::next_operation<T> next() const {
        if (!handle_) detail::throw_coroutine_used();
        return {&handle_.promise()};
    }
    // Throws generator_exit into the generator where it stands, and waits for its end. Nothing of one that has not
    // started runs. Throws runtime_error when it yields once more, or while another task waits in it; harmless twice.
    coro<> aclose() const {
        if (!handle_) co_return;
        promise_type& generator = handle_.promise();
        if (generator.state == detail::generator_state::running) detail::throw_generator_running("aclose()");
        if (generator.state == detail::generator_state::created) generator.state = detail::generator_state::closed;
        if (generator.state == detail::generator_state::closed) co_return;
        generator.exiting = true;
        T* ignored = nullptr;
        try {
            ignored = co_await next();
        } catch (const generator_exit&) {
        }
        if (ignored != nullptr) detail::throw_generator_ignored_exit();
    }

private:
    friend detail::generator_promise<T>;
    std::coroutine_handle<promise_type> handle_;

    explicit async_generator(std::coroutine_handle<promise_type> h) noexcept : handle_(h) {}
};

template <class T>
async_generator<T> detail::generator_promise<T>::get_return_object() noexcept {
    return async_generator<T>(std::coroutine_handle<generator_promise>::from_promise(*this));
}

}  // namespace aio
