#pragma once
// asyncio's errors, in asyncio's words.

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/core/observer.hpp"

namespace aio {

// asyncio.CancelledError. Not a std::exception, as CPython's is not an Exception: catch (const std::exception&) never
// swallows a cancellation.
class cancelled_error final {
public:
    cancelled_error() = default;
    explicit cancelled_error(std::string message) : message_(std::move(message)) {}
    const std::string& message() const noexcept { return message_; }

private:
    std::string message_;
};

// SystemExit, what sys.exit() raises. Out of a task or a callback it also leaves the loop: run() shuts down and throws it.
// Not a std::exception, as CPython's is not an Exception.
class system_exit final {
public:
    explicit system_exit(int code = 0) noexcept : code_(code) {}
    int code() const noexcept { return code_; }

private:
    int code_;
};

// Base of the errors that have a name in Python.
class error : public std::exception {
public:
    error(const char* type_name, std::string message) : type_name_(type_name), message_(std::move(message)) {}
    const char* what() const noexcept override { return message_.c_str(); }
    const char* type_name() const noexcept { return type_name_; }  // "ValueError"

private:
    const char* type_name_;
    std::string message_;
};

// TimeoutError. `cause` is the CancelledError it was made from (Python's `raise TimeoutError from`), when there is one.
class timeout_error : public error {
public:
    explicit timeout_error(std::string message = {}, std::exception_ptr cause = {})
        : error("TimeoutError", std::move(message)), cause_(std::move(cause)) {}
    const std::exception_ptr& cause() const noexcept { return cause_; }

private:
    std::exception_ptr cause_;
};

struct value_error : error {
    explicit value_error(std::string message) : error("ValueError", std::move(message)) {}
};

struct runtime_error : error {
    explicit runtime_error(std::string message) : error("RuntimeError", std::move(message)) {}
};

struct recursion_error : error {
    explicit recursion_error(std::string message = "maximum recursion depth exceeded")
        : error("RecursionError", std::move(message)) {}
};

// asyncio.InvalidStateError: a future was used in a state that forbids it.
struct invalid_state_error : error {
    explicit invalid_state_error(std::string message) : error("InvalidStateError", std::move(message)) {}
};

struct queue_empty : error {
    queue_empty() : error("QueueEmpty", {}) {}
};

struct queue_full : error {
    queue_full() : error("QueueFull", {}) {}
};

// asyncio.QueueShutDown: put() after queue.shutdown(), get() once such a queue is empty.
struct queue_shut_down : error {
    queue_shut_down() : error("QueueShutDown", {}) {}
};

// asyncio.BrokenBarrierError.
struct broken_barrier_error : error {
    explicit broken_barrier_error(std::string message) : error("BrokenBarrierError", std::move(message)) {}
};

// ExceptionGroup: what several tasks of one scope failed with, in the order in which the scope was told. Never empty.
class exception_group : public error {
public:
    exception_group(std::string message, std::vector<std::exception_ptr> errors);
    exception_group(const exception_group&) = default;
    exception_group(exception_group&&) = default;
    exception_group& operator=(const exception_group&) = default;
    exception_group& operator=(exception_group&&) = default;
    ~exception_group() override;
    const std::string& message() const noexcept { return message_; }  // what() adds the number of errors
    const std::vector<std::exception_ptr>& exceptions() const noexcept { return errors_; }

    // f(const E&) for each error of type E, also inside nested groups; the number of calls.
    template <class E, class F>
    std::size_t for_each(F f) const {
        std::size_t n = 0;
        for (const std::exception_ptr& e : errors_) {
            try {
                std::rethrow_exception(e);
            } catch (const exception_group& nested) {
                n += nested.template for_each<E>(f);
            } catch (const E& found) {
                f(found);
                ++n;
            } catch (...) {
            }
        }
        return n;
    }

private:
    std::string message_;
    std::vector<std::exception_ptr> errors_;
};

// One task of a deadlock: where it stands and what for.
struct stuck_task {
    task_id id = 0;
    std::string name;   // "Task-1"
    std::string chain;  // "main > Queue.join > Event.wait > Future": its await chain, asyncio's words
    std::string waits;  // "queue.join() of queue `jobs`": the object by name
    site where;         // the co_await in the program, file may be null
    std::string function;          // "main"
    std::string lines;             // the chain with the line of each function's co_await
    wait_kind kind{};              // what it waits for, and
    std::vector<task_id> needs{};  // who could end that: who holds the lock or permits, or the tasks awaited
};

// Nothing is ready, no timer is set, and tasks are pending: CPython would hang for ever. what() is a line that says so,
// two for each task, and one for each circle of tasks that wait for each other.
class deadlock_error : public error {
public:
    explicit deadlock_error(std::vector<stuck_task> tasks);
    const std::vector<stuck_task>& tasks() const noexcept { return tasks_; }

private:
    std::vector<stuck_task> tasks_;
};

// True when it holds a cancelled_error; costs a few nanoseconds, not a throw.
bool is_cancelled(const std::exception_ptr&) noexcept;
bool is_system_exit(const std::exception_ptr&) noexcept;  // likewise

// "ValueError: message" as Python prints it, a group with its errors in brackets; "" for no exception.
std::string describe(const std::exception_ptr&);

}  // namespace aio
