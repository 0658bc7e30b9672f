#include "runtime/core/run.hpp"

#include "runtime/core/bare_name.hpp"

namespace aio {

namespace {

template <class Part>
void prepare(Part& node, program* owner, void (*run)(ready_node&)) {
    node.owner = owner;
    node.run = run;
}

}  // namespace

program::program(run_options options) : loop_(new event_loop) {
    if (event_loop::running() != nullptr) {
        throw runtime_error("asyncio.run() cannot be called from a running event loop");
    }
    loop_->set_observer(options.watcher);
    loop_->set_choice_source(options.choices);
    prepare(stop_, this, [](ready_node& n) { static_cast<part<done_callback>&>(n).owner->loop_->stop(); });
    stop_.callback = callback_kind::stop;
    // Stands for the tasks shutdown_asyncgens() and shutdown_default_executor(), which end in their first step. When the
    // executor has been used, a hidden task waits for its jobs.
    prepare(shutdown_node_, this, [](ready_node& n) { static_cast<part<ready_node>&>(n).owner->shutdown_step(); });
    prepare(executor_idle_, this, [](ready_node& n) {
        program& p = *static_cast<part<external_node>&>(static_cast<timer_node&>(n)).owner;
        static_cast<plain_future_state<void>&>(p.jobs_done_.state()).set_value();  // unlike set_result(), tells nobody
    });
    shutdown_node_.silent = executor_idle_.silent = true;
}

program::~program() {
    // Frames may hold objects that wake others or print as they die: nobody hears of it any more.
    loop_->set_observer(nullptr);
    if (stop_.linked()) stop_.unlink();
    if (shutdown_node_.linked()) shutdown_node_.unlink();
    loop_->disarm_external(executor_idle_);
    leftovers_.reset();
    jobs_done_ = {};
    loop_->close();
    main_ = {};
}

void program::begin(future_base& main) {
    main_ = ref<task_base>(static_cast<task_base*>(&main));
    main_->add_done_callback(stop_);
}

bool program::run_one() {
    running_scope scope(*loop_);
    try {
        if (!loop_->run_handle()) {
            deadlock();
            return false;
        }
    } catch (const system_exit&) {
        leave_early();
        return true;
    }
    while (phase_ != phase::over && loop_->between_iterations() && loop_->stopping()) {
        loop_->clear_stopping();
        next_phase();
    }
    return true;
}

bool program::step() {
    if (over()) return false;
    run_one();
    return !over();
}

void program::run_to_end() {
    while (!over()) {
        running_scope scope(*loop_);
        try {
            if (!loop_->run_until_stopped()) {
                deadlock();
                return;
            }
        } catch (const system_exit&) {
            leave_early();
            continue;
        }
        loop_->clear_stopping();
        next_phase();
    }
}

void program::next_phase() {
    switch (phase_) {
        case phase::main:
            if (main_->done()) {
                main_->mark_retrieved();
            } else {
                fail_stopped();
                if (stop_.linked()) stop_.unlink();  // main is one of the leftovers now, and its end stops nothing
            }
            end_main();
            break;
        case phase::leftovers:
            if (leftovers_ended_ < leftover_count_) {
                fail_stopped();
                finish();
                break;
            }
            report_leftovers();
            begin_shutdown_of(phase::generators);
            break;
        case phase::generators: begin_shutdown_of(phase::executor); break;
        case phase::executor: finish(); break;
        case phase::over: break;
    }
}

void program::end_main() {
    if (const std::vector<any_task> pending = loop_->all_tasks(); !pending.empty()) {
        cancel_leftovers(pending);
    } else {
        begin_shutdown_of(phase::generators);
    }
}

// A system_exit left the loop. asyncio.run still shuts down; one that comes while it does so ends that.
void program::leave_early() {
    loop_->clear_stopping();
    error_ = std::current_exception();
    if (phase_ != phase::main) return finish();
    if (main_->done()) main_->mark_retrieved();
    // The end of main is not heard of any more, unless it is under way: then it cuts the next phase short.
    if (stop_.linked() && (!main_->done() || is_system_exit(main_->failure()))) stop_.unlink();
    end_main();
}

void program::begin_shutdown_of(phase next) {
    phase_ = next;
    stop_.silent = true;
    if (next == phase::executor && loop_->default_executor() != nullptr) {
        if (stop_.linked()) {
            fail_stopped();
            finish();
            return;
        }
        const task<> waiting = loop_->create_hidden_task(shutdown_default_executor(*this));
        waiting.base().add_done_callback(stop_);
        return;
    }
    loop_->skip_task_number();
    loop_->schedule(shutdown_node_);
}

void program::shutdown_step() {
    if (phase_ == phase::executor) loop_->refuse_jobs();
    if (!stop_.linked()) loop_->schedule(stop_);
}

coro<> program::shutdown_default_executor(program& p) {
    p.loop_->refuse_jobs();
    p.jobs_done_ = create_future<>();
    p.loop_->default_executor()->when_idle(p.executor_idle_);
    co_await p.jobs_done_;
}

// gather(*pending, return_exceptions=True): each end is heard of one iteration later, the last one stops the loop.
void program::cancel_leftovers(const std::vector<any_task>& pending) {
    phase_ = phase::leftovers;
    leftover_count_ = pending.size();
    leftovers_ = std::make_unique<leftover[]>(leftover_count_);
    for (const any_task& t : pending) {
        if (loop_->watcher() != nullptr) loop_->watcher()->leftover(t.id());
    }
    try {
        for (const any_task& t : pending) t.cancel();
    } catch (const recursion_error&) {  // tasks that await each other: it leaves asyncio.run
        error_ = std::current_exception();
        finish();
        return;
    }
    for (std::size_t i = 0; i < leftover_count_; ++i) {
        leftover& l = leftovers_[i];
        l.task = pending[i];
        l.owner = this;
        l.callback = callback_kind::gather_child;
        l.run = [](ready_node& n) {
            program& p = *static_cast<leftover&>(static_cast<done_callback&>(n)).owner;
            if (++p.leftovers_ended_ == p.leftover_count_) p.loop_->schedule(p.stop_);
        };
        pending[i].base().add_done_callback(l);
    }
}

void program::report_leftovers() {
    for (std::size_t i = 0; i < leftover_count_; ++i) {
        const any_task& t = leftovers_[i].task;
        if (t.cancelled()) continue;
        if (const std::exception_ptr e = t.base().exception(); e != nullptr) {
            loop_->call_exception_handler({"unhandled exception during asyncio.run() shutdown", e, t.id()});
        }
    }
    leftovers_.reset();
}

// What run_until_complete() throws. A phase ends by stop_; a stop() by the program that is earlier cuts the phase short,
// and when both are in one iteration, stop_ is still to come and does so to the next one.
void program::fail_stopped() {
    error_ = std::make_exception_ptr(runtime_error("Event loop stopped before Future completed."));
}

void program::finish() {
    phase_ = phase::over;
    if (error_ == nullptr) error_ = main_->failure();
    outcome_ = error_ == nullptr ? run_outcome::ok : run_outcome::exception;
    for (const any_task& t : loop_->take_unretrieved()) {
        const std::exception_ptr e = t.base().exception();
        if (observer* o = loop_->watcher(); o != nullptr) {
            o->unretrieved(t.id(), describe(e));
        } else {
            loop_->call_exception_handler({"Task exception was never retrieved", e, t.id(), nullptr, &t.base()});
        }
    }
    loop_->note_pending();  // what leftovers started while they were cancelled
}

void program::deadlock() {
    phase_ = phase::over;
    outcome_ = run_outcome::deadlock;
    error_ = std::make_exception_ptr(deadlock_error(stuck_tasks(*loop_)));
}

std::vector<stuck_task> stuck_tasks(const event_loop& loop) {
    std::vector<stuck_task> stuck;
    for (const any_task& t : loop.all_tasks()) {
        const task_base& b = t.base();
        stuck_task s{t.id(), t.get_name(), b.await_chain(), "nothing", b.where(), std::string(bare_name(b.function())),
                     b.await_chain_with_lines()};
        if (const std::vector<call_frame> frames = b.call_stack(); !frames.empty()) s.function = bare_name(frames.back().function);
        if (const waitable* on = b.waiting_on(); on != nullptr) {
            s.waits = on->waits();
            s.kind = on->kind();
            s.needs = on->depends_on();
        }
        stuck.push_back(std::move(s));
        if (observer* o = loop.watcher(); o != nullptr) o->deadlocked(t.id(), stuck.back().chain);
    }
    return stuck;
}

}  // namespace aio
