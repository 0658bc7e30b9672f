#pragma once
// How a task is made: all of it inlined into create_task(), for a program may do little else. Included by event_loop.hpp,
// which it completes.
//
// A processor commits a store a cycle, two when both are to the same line of the cache. A new task is nearly all stores:
// each field is set once, in the order of memory, and what it is linked with afterwards.

#include "runtime/core/event_loop.hpp"

namespace aio {

inline task_base::task_base(event_loop& loop, detail::promise_base& root, const birth& b, std::uint8_t plain_class) noexcept
    : future_base(loop, b.at.id(), b.parent, plain_class),
      task_links{&loop.tasks_, loop.tasks_.previous_task},
      done_callback(&task_base::run_step, b.at.id()),
      number_(b.at.number()),
      leaf_(&root) {
    root.task = this;
}

inline void event_loop::add_task(task_base& t, task_base::count made) noexcept {
    task_links& links = t;
    links.previous_task->next_task = &links;
    tasks_.previous_task = &links;
    tasks_made_ = made;
}

namespace detail {

template <class T>
task<T> start_task(event_loop& loop, coro<T> body, std::string* name, bool eager, const aio::context* in = nullptr) {
    if (!body) throw_coroutine_used();
    const task_base::birth b = loop.next_task();
    auto* state = new task_state<T>(loop, std::move(body), b);
    task<T> handle{ref<future_base>::adopt(state)};
    loop.add_task(*state, b.at);
    loop.add_details(*state, name);
    if (in != nullptr) state->variables_slot() = in->state();
    loop.launch(*state, eager);
    return handle;
}

template <class T>
[[gnu::noinline, gnu::cold]] task<T> new_unusual_task(coro<T>& body) {
    event_loop& loop = get_running_loop();
    return start_task(loop, std::move(body), nullptr, loop.eager_tasks());
}

// create_task() of a coroutine that is given away. The way of most calls no other function, so that no register has to be
// kept for later.
template <class T>
[[gnu::always_inline]] inline task<T> new_task(coro<T>& body) {
    event_loop* const loop = event_loop::running();
    const bool usual = loop != nullptr && body && loop->starts_plainly() && frame_pool::has(sizeof(task_state<T>));
    if (!usual) [[unlikely]] return new_unusual_task(body);
    const task_base::birth b = loop->next_task_of_current();
    auto* state = new task_state<T>(*loop, std::move(body), b);
    loop->add_task(*state, b.at);
    loop->launch_plainly(*state);
    return task<T>(ref<future_base>::adopt(state));
}

}  // namespace detail

template <class T>
[[gnu::always_inline]] inline task<T> create_task(coro<T> body) {
    return detail::new_task(body);
}

template <class T>
task<T> create_task(coro<T> body, task_options options) {
    event_loop& loop = get_running_loop();
    std::string* name = options.name.empty() ? nullptr : &options.name;
    const context* in = options.context ? &*options.context : nullptr;
    return detail::start_task(loop, std::move(body), name, options.eager_start.value_or(loop.eager_tasks()), in);
}

}  // namespace aio
