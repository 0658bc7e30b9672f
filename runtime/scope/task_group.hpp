#pragma once
// asyncio.TaskGroup (3.13): tasks that end before their scope does.
//
//   co_await aio::with(aio::task_group(), [&](aio::task_group& group) -> aio::coro<> {
//       group.create_task(fetch("a"));
//       group.create_task(fetch("b"));
//       co_return;
//   });
//
// The first task that fails cancels the others and the body; when all have ended an exception_group with every failure
// leaves the scope. An exception of the body does the same. Cancelled tasks do not count as failed.

#include <exception>
#include <memory>

#include "runtime/core/event_loop.hpp"
#include "runtime/wait/await.hpp"

namespace aio {

namespace detail {

class group_state;
struct group_deleter {
    void operator()(group_state*) const noexcept;
};

// What the group adds to its scope's exception handling; see exit().
coro<std::exception_ptr> leave_group(group_state&, std::exception_ptr);

}  // namespace detail

class task_group {
public:
    task_group();

    // Throws runtime_error when the group was not entered, is finished, or cancels its tasks; the coroutine is closed.
    template <class T>
    task<T> create_task(coro<T> body, task_options options = {}) {
        try {
            check_open();
        } catch (...) {
            body.close();
            throw;
        }
        task<T> child = aio::create_task(std::move(body), std::move(options));
        adopt(child.base());
        return child;
    }
    // create_task(sleep(1s)) and the like.
    template <detail::operation Op>
    task<await_result_t<Op>> create_task(Op op, task_options options = {}) {
        return create_task(detail::as_coroutine(std::move(op)), std::move(options));
    }

    // __aenter__ and __aexit__, for with(). enter() throws runtime_error outside a task or the second time. exit() waits
    // for the tasks, and gives what leaves the block: an exception_group, a cancelled_error of another's making, or null.
    void enter();
    coro<std::exception_ptr> exit(std::exception_ptr error);

private:
    std::unique_ptr<detail::group_state, detail::group_deleter> state_;

    void check_open() const;
    void adopt(task_base&);
};

}  // namespace aio
