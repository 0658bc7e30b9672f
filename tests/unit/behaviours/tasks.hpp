#pragma once
// What the tests of tasks share: loops driven by hand around tasks that exist already.

#include "tests/unit/behaviours/loops.hpp"

namespace test {

// create_task() on a loop that does not run: self.new_task(loop, coro).
template <class T>
aio::task<T> new_task(aio::event_loop& loop, aio::coro<T> body, aio::task_options options = {}) {
    const aio::running_scope scope(loop);
    return aio::create_task(std::move(body), std::move(options));
}

template <class T = void>
aio::future<T> new_future(aio::event_loop& loop) {
    const aio::running_scope scope(loop);
    return aio::create_future<T>();
}

// test_utils.run_briefly(): runs the loop until a task that does nothing has ended.
inline void run_briefly(aio::event_loop& loop) {
    run_until_complete(loop, []() -> aio::coro<> { co_return; }());
}

// loop.run_until_complete(future): gives its result or throws what it ended with.
template <class T>
T run_until_complete(aio::event_loop& loop, const aio::future<T>& f) {
    {
        const aio::running_scope scope(loop);
        const aio::callback_id stop = f.add_done_callback([&](const aio::future<T>&) { loop.stop(); });
        loop.run_until_stopped();
        loop.clear_stopping();
        f.remove_done_callback(stop);
    }
    REQUIRE(f.done());
    f.result();
    if constexpr (!std::is_void_v<T>) return f.result();
}

// What the run of a future throws, as text; "" for nothing.
template <class T>
std::string error_of_run(aio::event_loop& loop, const aio::future<T>& f) {
    return thrown([&] { run_until_complete(loop, f); });
}

// What f() throws; null for nothing.
template <class F>
std::exception_ptr thrown_by(F f) {
    try {
        f();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

// The task waits for that future: t._fut_waiter is f.
template <class T>
bool waits_for(const aio::any_task& t, const aio::future<T>& f) {
    return t.base().waiting_on() == &f.state();
}

}  // namespace test
