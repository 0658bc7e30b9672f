#pragma once
// Coroutines: `async def`. A coro<T> is lazy and owned by whoever holds it; awaiting it runs it inside the same task,
// without the ready queue.
//
//   task ----leaf----> frame of fetch()  --caller-->  frame of main()  --caller--> (none)
//                      suspended at where()           suspended at where()
//
// No frame ever resumes another: await_suspend only names the next leaf and returns to the task's step, which resumes
// it (see task.cpp). The stack stays flat at every optimisation level and under every sanitizer.

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include "runtime/core/errors.hpp"
#include "runtime/core/frame_pool.hpp"
#include "runtime/core/future.hpp"
#include "runtime/core/late_value.hpp"
#include "runtime/core/site.hpp"

namespace aio {

class task_base;
template <class T>
class task_state;
template <class T>
class task;
template <class T>
class coro;

namespace detail {
struct promise_base;

template <class T>
struct child_awaiter;
template <class T, class State>
struct future_awaiter;

// Steps into a child frame, and back out of one that ended.
void enter(promise_base& parent, promise_base& child) noexcept;
void leave(promise_base& child) noexcept;
void check_depth(const promise_base& parent);  // throws recursion_error

inline constexpr std::uint32_t recursion_limit = 1000;  // CPython's sys.getrecursionlimit()
template <class T, class U>
void set_task_value(task_base&, U&&);  // of a task whose outermost coroutine returns: its own place, not the frame's
[[noreturn]] void throw_recursion_error();
[[noreturn]] void throw_coroutine_used();  // runtime_error
[[noreturn]] void throw_no_future();       // runtime_error
void note_never_awaited(const promise_base&) noexcept;  // to the observer of the running loop

// Ops are what primitives return to be awaited: `co_await queue.get()`. Their awaiter is built in place in the frame.
template <class Op>
concept operation = requires(Op&& op, promise_base& p) {
    typename std::remove_cvref_t<Op>::awaiter;
    typename std::remove_cvref_t<Op>::value_type;
    { std::forward<Op>(op).start(p) } -> std::same_as<typename std::remove_cvref_t<Op>::awaiter>;
};

// The first base of every promise, so that its frame is found without a pointer to it.
struct promise_base {
    promise_base* caller = nullptr;  // null: the outermost frame
    task_base* task = nullptr;
    const char* where_file = nullptr;  // the co_await it is suspended at; before the first, a line of the function itself
    std::uint32_t where_line = 0;
    std::uint32_t depth = 0;
    const char* function = "";
    std::exception_ptr exception;

    struct final_awaiter {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> h) const noexcept {
            leave(h.promise());
        }
        void await_resume() const noexcept {}
    };

    std::coroutine_handle<promise_base> handle() noexcept {
        return std::coroutine_handle<promise_base>::from_promise(*this);
    }

    // Member by member: copied whole, the compiler loads 16 bytes that were just stored as 8 and 4, which a processor
    // cannot forward; that stall cost half a hop.
    void stand_at(site at) noexcept { stand_at(at.file, at.line); }
    void stand_at(const char* file, std::uint32_t line) noexcept {
        where_file = file;
        where_line = line;
    }
    site where() const noexcept { return {where_file, where_line}; }

    std::suspend_always initial_suspend() const noexcept { return {}; }
    final_awaiter final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { exception = std::current_exception(); }

    // The line as two numbers, not as a site: g++ keeps temporaries of a class in the frame, 16 bytes for each co_await.
    template <class T>
    child_awaiter<T> await_transform(coro<T>&& child, const char* file = __builtin_FILE(),
                                     std::uint32_t line = __builtin_LINE()) {
        if (!child) [[unlikely]] throw_coroutine_used();
        check_depth(*this);
        stand_at(file, line);
        return child_awaiter<T>(std::move(child), *this);
    }

    template <class T>
    future_awaiter<T, future_base> await_transform(const future<T>& f, const char* file = __builtin_FILE(),
                                                   std::uint32_t line = __builtin_LINE()) {
        if (!f) [[unlikely]] throw_no_future();
        stand_at(file, line);
        return {f.shared(), *this};
    }

    template <class T>
    future_awaiter<T, task_state<T>> await_transform(const aio::task<T>& t, const char* file = __builtin_FILE(),
                                                     std::uint32_t line = __builtin_LINE()) {
        if (!t) [[unlikely]] throw_no_future();
        stand_at(file, line);
        return {t.shared(), *this};
    }

    template <operation Op>
    typename std::remove_cvref_t<Op>::awaiter await_transform(Op&& op, const char* file = __builtin_FILE(),
                                                              std::uint32_t line = __builtin_LINE()) {
        stand_at(file, line);
        return std::forward<Op>(op).start(*this);
    }

    static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept { frame_pool::release(memory, size); }
};

template <class T>
struct result_slot : promise_base {
    static_assert(alignof(T) <= alignof(std::max_align_t), "promise_base::handle() counts on that");
    late_value<T> value;

    template <class U = T>
        requires std::convertible_to<U&&, T>
    void return_value(U&& v) {
        if (caller == nullptr) {
            set_task_value<T>(*task, std::forward<U>(v));
        } else {
            value.emplace(std::forward<U>(v));
        }
    }
};

template <>
struct result_slot<void> : promise_base {
    void return_void() noexcept {}
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] coro {
public:
    using value_type = T;

    struct promise_type : detail::result_slot<T> {
        explicit promise_type(function_name name = function_name::current(), site at = site::current()) noexcept {
            this->function = name.text;
            this->stand_at(at);
        }
        coro get_return_object() noexcept {
            return coro(std::coroutine_handle<promise_type>::from_promise(*this));
        }
    };

    coro() noexcept = default;
    coro(coro&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    coro& operator=(coro&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    // A coroutine that was never awaited, nor made a task, is diagnosed: nothing of it has run.
    ~coro() {
        if (!handle_) return;
        if (handle_.promise().task == nullptr) [[unlikely]] detail::note_never_awaited(handle_.promise());
        detail::destroy_flat(handle_);
    }

    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }
    promise_type& promise() const noexcept { return handle_.promise(); }
    // Gives the frame away: whoever takes it destroys it.
    promise_type& release() noexcept { return std::exchange(handle_, nullptr).promise(); }
    // coroutine.close(): lets go of it on purpose. Harmless twice.
    void close() noexcept {
        if (handle_) detail::destroy_flat(std::exchange(handle_, nullptr));
    }

private:
    std::coroutine_handle<promise_type> handle_;

    explicit coro(std::coroutine_handle<promise_type> h) noexcept : handle_(h) {}
};

namespace detail {

// Owns the frame itself: it has started, a coro would ask.
template <class T>
struct child_awaiter {
    typename coro<T>::promise_type& child;
    promise_base& parent;

    child_awaiter(coro<T>&& c, promise_base& p) noexcept : child(c.release()), parent(p) {}
    child_awaiter(const child_awaiter&) = delete;
    child_awaiter& operator=(const child_awaiter&) = delete;
    ~child_awaiter() { child.handle().destroy(); }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept { enter(parent, child); }
    T await_resume() {
        auto& p = child;
        if (p.exception != nullptr) [[unlikely]] {
            std::rethrow_exception(std::exchange(p.exception, nullptr));
        }
        if constexpr (!std::is_void_v<T>) return std::move(p.value.get());
    }
};

void wait_for_future(promise_base&, future_base&);  // parks the task
void deliver(promise_base&);                         // throws what is meant for the task's innermost await

// State: what the future is known to be; the value of a task is found without a virtual call.
template <class T, class State>
struct future_awaiter {
    ref<future_base> source;
    promise_base& frame;

    future_awaiter(ref<future_base> f, promise_base& p) noexcept : source(std::move(f)), frame(p) {}

    bool await_ready() const noexcept { return source->done(); }
    void await_suspend(std::coroutine_handle<>) { wait_for_future(frame, *source); }
    T await_resume() {
        deliver(frame);  // without a wait there is nothing to deliver
        source->check_result();
        if constexpr (!std::is_void_v<T>) {
            T& value = *static_cast<T*>(static_cast<State&>(*source).value());
            if constexpr (std::is_copy_constructible_v<T>) {
                return value;
            } else {
                return std::move(value);
            }
        }
    }
};

// The same result type for everything that can be awaited.
template <class A>
struct await_result {
    using type = typename std::remove_cvref_t<A>::value_type;
};

}  // namespace detail

template <class A>
using await_result_t = typename detail::await_result<A>::type;

}  // namespace aio
