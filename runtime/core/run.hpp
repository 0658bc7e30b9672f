#pragma once
// asyncio.run: a fresh loop at time 0, the main task, and asyncio's shut-down afterwards: cancel what is left in order of
// creation, wait for it, report what failed, two iterations each for async generators and the executor (more
// when it was used: until its jobs are done), close.

#include <memory>
#include <utility>

#include "runtime/core/event_loop.hpp"

namespace aio {

struct run_options {
    observer* watcher = nullptr;       // outlives the run
    choice_source* choices = nullptr;  // outlives the run; null: asyncio's own order
};

// One asyncio.run(), handle by handle.
class program {
public:
    template <class T>
    explicit program(coro<T> main, run_options options = {}) : program(options) {
        running_scope scope(*loop_);
        begin(*create_task(std::move(main)).shared());
    }
    program(const program&) = delete;
    program& operator=(const program&) = delete;
    ~program();

    // Runs one handle. False once the run is over; nothing runs after that.
    bool step();
    void run_to_end();

    bool over() const noexcept { return phase_ == phase::over; }
    run_outcome outcome() const noexcept { return outcome_; }  // once over
    // What run() throws: main's exception, or a deadlock_error. Null: main ended well.
    const std::exception_ptr& error() const noexcept { return error_; }
    event_loop& loop() noexcept { return *loop_; }
    future_base& main() noexcept { return *main_; }

private:
    enum class phase : std::uint8_t { main, leftovers, generators, executor, over };

    struct retire_loop {
        void operator()(event_loop* loop) const noexcept { loop->retire(); }
    };
    // A node that belongs to the program.
    template <class Node>
    struct part final : Node {
        program* owner = nullptr;
    };
    struct leftover final : done_callback {
        any_task task;
        program* owner = nullptr;
    };

    std::unique_ptr<event_loop, retire_loop> loop_;
    ref<task_base> main_;
    std::unique_ptr<leftover[]> leftovers_;
    std::size_t leftover_count_ = 0;
    std::size_t leftovers_ended_ = 0;
    part<done_callback> stop_;
    part<ready_node> shutdown_node_;
    part<external_node> executor_idle_;
    future<> jobs_done_;
    std::exception_ptr error_;
    phase phase_ = phase::main;
    run_outcome outcome_ = run_outcome::ok;

    explicit program(run_options);
    void begin(future_base& main);
    void next_phase();
    void begin_shutdown_of(phase);
    void shutdown_step();
    static coro<> shutdown_default_executor(program&);
    void cancel_leftovers(const std::vector<any_task>& pending);
    void report_leftovers();
    void fail_stopped();
    void end_main();
    void leave_early();
    void finish();
    void deadlock();
    bool run_one();
};

// Every unfinished task of a loop that has nothing to run, in order of creation; the observer is told of each.
std::vector<stuck_task> stuck_tasks(const event_loop&);

// asyncio.run(main): returns what main returns; throws what main throws, or deadlock_error.
template <class T>
T run(coro<T> main, run_options options = {}) {
    program p(std::move(main), options);
    p.run_to_end();
    if (p.error() != nullptr) std::rethrow_exception(p.error());
    if constexpr (!std::is_void_v<T>) return std::move(*static_cast<T*>(p.main().value()));
}

}  // namespace aio
