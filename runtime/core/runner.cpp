#include "runtime/core/runner.hpp"

namespace aio {

namespace {

coro<> wait_for_all(std::vector<any_task> tasks) {
    for (const any_task& t : tasks) {
        const future<> ended(ref<future_base>(&t.base()));
        try {
            co_await ended;
        } catch (...) {
            // report() looks at it
        }
    }
}

coro<> wait_for_jobs(event_loop& loop, external_node& idle, future<>& done) {
    loop.refuse_jobs();
    done = create_future<>();
    loop.default_executor()->when_idle(idle);
    co_await done;
}

struct idle_node final : external_node {
    future<> done;
};

}  // namespace

runner::runner(run_options options) : loop_(new event_loop), context_(copy_context()) {
    loop_->set_observer(options.watcher);
    loop_->set_choice_source(options.choices);
}

runner::~runner() {
    try {
        close();
    } catch (...) {
        // Whoever wants to know calls close().
    }
}

event_loop& runner::get_loop() {
    if (loop_ == nullptr) throw runtime_error("Runner is closed");
    return *loop_;
}

void runner::check_usable() const {
    if (event_loop::running() != nullptr) throw runtime_error("Runner.run() cannot be called from a running event loop");
    if (loop_ == nullptr) throw runtime_error("Runner is closed");
}

void runner::run_until_complete(future_base& f) {
    struct stop_node final : done_callback {
        event_loop* loop = nullptr;
    } stop;
    stop.loop = loop_.get();
    stop.callback = callback_kind::stop;
    stop.run = [](ready_node& n) { static_cast<stop_node&>(static_cast<done_callback&>(n)).loop->stop(); };
    f.add_done_callback(stop);
    const running_scope scope(*loop_);
    bool stopped = false;
    try {
        stopped = loop_->run_until_stopped();
    } catch (const system_exit&) {
        loop_->clear_stopping();
        if (f.done()) f.mark_retrieved();
        throw;
    }
    loop_->clear_stopping();
    if (!stopped) throw deadlock_error(stuck_tasks(*loop_));
    if (!f.done()) throw runtime_error("Event loop stopped before Future completed.");
}

void runner::close() {
    if (loop_ == nullptr) return;
    std::exception_ptr error;
    try {
        shut_down();
    } catch (...) {  // a system_exit, or a circle of tasks that cannot be cancelled
        error = std::current_exception();
    }
    loop_.reset();
    if (error != nullptr) std::rethrow_exception(std::move(error));
}

void runner::shut_down() {
    const std::vector<any_task> left = loop_->all_tasks();
    if (!left.empty()) {
        for (const any_task& t : left) {
            if (loop_->watcher() != nullptr) loop_->watcher()->leftover(t.id());
        }
        const task<> waiting = start([&] {
            for (const any_task& t : left) t.cancel();
            return loop_->create_hidden_task(wait_for_all(left));
        });
        try {
            run_until_complete(waiting.state());
        } catch (const error&) {
            // A task that swallows its cancellation and waits for ever: the loop closes with it pending.
        }
        for (const any_task& t : left) {
            if (!t.done() || t.cancelled()) continue;
            if (const std::exception_ptr e = t.base().exception(); e != nullptr) {
                loop_->call_exception_handler({"unhandled exception during asyncio.run() shutdown", e, t.id()});
            }
        }
    }
    if (loop_->default_executor() != nullptr) {
        idle_node idle;
        idle.silent = true;
        idle.run = [](ready_node& n) {
            static_cast<plain_future_state<void>&>(static_cast<idle_node&>(static_cast<timer_node&>(n)).done.state()).set_value();
        };
        const task<> waiting = start([&] { return loop_->create_hidden_task(wait_for_jobs(*loop_, idle, idle.done)); });
        run_until_complete(waiting.state());
    }
    for (const any_task& t : loop_->take_unretrieved()) {
        const std::exception_ptr e = t.base().exception();
        if (observer* o = loop_->watcher(); o != nullptr) {
            o->unretrieved(t.id(), describe(e));
        } else {
            loop_->call_exception_handler({"Task exception was never retrieved", e, t.id(), nullptr, &t.base()});
        }
    }
}

}  // namespace aio
