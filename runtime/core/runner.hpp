#pragma once
// asyncio.Runner: several coroutines, one after the other, on one loop.
//
//   aio::runner runner;
//   const int a = runner.run(first());
//   const int b = runner.run(second());   // the same loop, its time goes on; tasks left over are still there

#include <memory>
#include <utility>

#include "runtime/core/run.hpp"

namespace aio {

class runner {
public:
    explicit runner(run_options options = {});
    runner(const runner&) = delete;
    runner& operator=(const runner&) = delete;
    ~runner();  // close()

    // Returns what the coroutine returns; throws what it throws, deadlock_error, or a system_exit of any task. Throws runtime_error when a loop is
    // running or the runner is closed; the coroutine is closed then. All share the context variables of the runner.
    template <class T>
    T run(coro<T> main) {
        prepare([&] { main.close(); });
        task_options options;
        options.context = context_;
        const task<T> t = start([&] { return create_task(std::move(main), std::move(options)); });
        run_until_complete(t.state());
        return t.result();
    }

    // Cancels what is left, waits for it, waits for the executor's jobs and closes the loop. Harmless twice. An exception
    // of a task left over goes to the loop's exception handler; a system_exit leaves close() once the loop is closed.
    void close();
    event_loop& get_loop();  // throws runtime_error when closed

private:
    struct retire_loop {
        void operator()(event_loop* loop) const noexcept { loop->retire(); }
    };
    std::unique_ptr<event_loop, retire_loop> loop_;
    context context_;

    template <class Close>
    void prepare(Close close) {
        try {
            check_usable();
        } catch (...) {
            close();
            throw;
        }
    }
    template <class F>
    auto start(F f) {
        const running_scope scope(*loop_);
        return f();
    }
    void check_usable() const;
    void run_until_complete(future_base&);
    void shut_down();
};

}  // namespace aio
