#pragma once
// Loops driven by hand, for tests of the loop itself.

#include "tests/unit/behaviours/support.hpp"

namespace test {

// loop.run_forever(): until the end of an iteration that called stop(), or until nothing is left.
inline void run_forever(aio::event_loop& loop) {
    const aio::running_scope scope(loop);
    loop.run_until_stopped();
    loop.clear_stopping();
}

// loop._run_once()
inline void run_once(aio::event_loop& loop) {
    const aio::running_scope scope(loop);
    loop.run_once();
}

// loop.run_until_complete(body), for a body that is not stopped before its end.
template <class T>
T run_until_complete(aio::event_loop& loop, aio::coro<T> body) {
    const aio::running_scope scope(loop);
    const aio::task<T> task = aio::create_task(std::move(body));
    task.add_done_callback([&](const aio::future<T>&) { loop.stop(); });
    loop.run_until_stopped();
    loop.clear_stopping();
    return task.result();
}

// An exception handler is a function without state: what report() was told.
inline std::vector<std::string>& reports() {
    static std::vector<std::string> lines;
    return lines;
}

inline void report(const aio::error_context& context) {
    reports().push_back(context.message + " / " + aio::describe(context.exception));
}

}  // namespace test
