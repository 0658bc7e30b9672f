#pragma once
// An interpreter of random asynchronous programs. A program is a JSON object: shared objects, and coroutines that are
// lists of operations; its transcript says what ran when. The corpus has the transcripts that CPython 3.13 gives, so an
// equal transcript means an equal order.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/dsl/value.hpp"

namespace dsl {

using json = nlohmann::json;
using handle = aio::future<value>;

// An object of a program; the member of its kind is set.
struct object {
    std::unique_ptr<aio::lock> lock;
    std::unique_ptr<aio::semaphore> semaphore;
    std::unique_ptr<aio::bounded_semaphore> bounded_semaphore;
    std::unique_ptr<aio::event> event;
    std::unique_ptr<aio::condition> condition;
    std::unique_ptr<aio::barrier> barrier;
    std::unique_ptr<aio::queue<std::int64_t>> queue;
    std::unique_ptr<aio::lifo_queue<std::int64_t>> lifo_queue;
    std::unique_ptr<aio::priority_queue<std::int64_t>> priority_queue;
};

class interpreter;

// A run that goes on and on: too many operations, or too much text.
struct limit_reached : std::exception {
    const char* what() const noexcept override { return "stopped: over 20000 operations, a transcript over 16 MB, or lists of lists without end"; }
};

// Everything the loop is asked about tasks that the program itself has no handle of.
class task_watcher;

// One argument of gather() and its kind.
struct item {
    std::optional<aio::coro<value>> body;
    handle future;
};

// Set when a `return` leaves the coroutine: what it returns.
using returned = std::optional<value>;

// The exceptions being handled in one coroutine, innermost last.
struct handling {
    std::vector<std::exception_ptr> exceptions;
};

// How a program is run. Watched: with an observer, as a recorded run has. Without one the loop takes its short ways, more of
// them when it is not asked for one handle after the other; the transcript has no `final` and no `* leftover` lines then.
enum class drive : std::uint8_t { watched, by_handles, at_once };

class interpreter {
public:
    // The program outlives this and has no problem().
    interpreter(const json& program, drive, std::size_t max_steps = 20'000);
    ~interpreter();

    // The transcript. Throws limit_reached.
    std::string run();

    // The program that runs has reached a limit.
    static void stop();

private:
    friend class task_watcher;
    using sync_operation = returned (interpreter::*)(const json&, handling&);
    using async_operation = aio::coro<returned> (interpreter::*)(const json&, handling&);
    struct callback {
        const json* op;
        handle source;  // so that its address stays its own
        std::vector<aio::callback_id> added;
    };

    const json& program_;
    std::unique_ptr<task_watcher> watcher_;
    std::unique_ptr<aio::program> run_;
    std::vector<std::string> lines_;
    std::map<std::string, handle> handles_;
    std::map<std::string, object> objects_;
    std::map<std::string, std::int64_t> variables_;
    std::map<std::string, std::shared_ptr<aio::timeout>> timeouts_;
    std::map<std::string, std::shared_ptr<aio::task_group>> groups_;
    std::map<std::string, aio::handle> timers_;
    std::map<std::pair<const aio::future_base*, std::string>, callback> callbacks_;
    std::vector<std::pair<handle, std::string>> labels_;
    std::map<char, int> label_counts_;
    std::map<aio::task_id, int> at_;  // the operation each task is in
    std::set<aio::task_id> unretrieved_;
    drive way_;
    std::size_t max_steps_;
    std::size_t steps_ = 0;
    std::size_t bytes_ = 0;  // of lines
    bool stopped_ = false;   // at a limit: every further operation throws, so that the program ends soon

    static const std::map<std::string, sync_operation>& sync_operations();
    static const std::map<std::string, async_operation>& async_operations();
    static std::string task_name(aio::task_id id) { return "T" + std::to_string(id); }  // before the shutdown
    static void loop_error(const aio::error_context&);
    // By asyncio's number: the tasks of its own shutdown have one too, but no id. "Task-5" is T5.
    static std::string task_name(const aio::any_task& t) { return "T" + t.get_name().substr(5); }

    // --- transcript
    void line(const std::string& text);
    void log(const json& op, const std::string& detail = {});
    std::string who() const;
    std::string name(const handle&) const;
    std::string state(const handle&) const;
    std::string names(const std::vector<handle>&) const;
    void new_label(const handle&, char letter);
    std::string final_line(const aio::any_task&) const;
    std::int64_t now_ms() const;

    // --- running
    aio::event_loop& loop() const { return aio::get_running_loop(); }
    aio::coro<value> start();
    aio::coro<value> body_of(std::string coroutine);
    aio::coro<value> make_coroutine(const std::string& name);
    aio::coro<returned> block(const json& ops, handling&);
    aio::coro<returned> one(const json& op, handling&);
    void sync_block(const json& ops);
    void mark(const json& op);
    void count_step();
    void make_object(const json& spec);
    void fire(const json& op);
    handle* bound(const json& op);
    std::vector<item> items(const json& op);
    std::optional<item> only_item(const json& op);
    handle gather_of(const json& op);
    handle shield_of(item);
    aio::future<value> in_executor(const json& op);
    std::function<value()> job(const json& op);
    object& target(const json& op) { return objects_.at(op.at("obj")); }
    template <class F>
    auto with_queue(const json& op, F f);

    // --- operations that do not wait
    returned do_log(const json&, handling&);
    returned do_time(const json&, handling&);
    returned do_current(const json&, handling&);
    returned do_all_tasks(const json&, handling&);
    returned do_set(const json&, handling&);
    returned do_add(const json&, handling&);
    returned do_raise(const json&, handling&);
    returned do_reraise(const json&, handling&);
    returned do_return(const json&, handling&);
    returned do_spawn(const json&, handling&);
    returned do_tg_spawn(const json&, handling&);
    returned do_cancel(const json&, handling&);
    returned do_cancel_self(const json&, handling&);
    returned do_cancelling(const json&, handling&);
    returned do_uncancel(const json&, handling&);
    returned do_state(const json&, handling&);
    returned do_future_new(const json&, handling&);
    returned do_set_result(const json&, handling&);
    returned do_set_exception(const json&, handling&);
    returned do_add_cb(const json&, handling&);
    returned do_remove_cb(const json&, handling&);
    returned do_call_soon(const json&, handling&);
    returned do_call_later(const json&, handling&);
    returned do_call_at(const json&, handling&);
    returned do_timer_cancel(const json&, handling&);
    returned do_gather_start(const json&, handling&);
    returned do_shield_start(const json&, handling&);
    returned do_exec_start(const json&, handling&);
    returned do_reschedule(const json&, handling&);
    returned do_release(const json&, handling&);
    returned do_locked(const json&, handling&);
    returned do_event_set(const json&, handling&);
    returned do_event_clear(const json&, handling&);
    returned do_event_is_set(const json&, handling&);
    returned do_notify(const json&, handling&);
    returned do_notify_all(const json&, handling&);
    returned do_barrier_info(const json&, handling&);
    returned do_put_nowait(const json&, handling&);
    returned do_get_nowait(const json&, handling&);
    returned do_task_done(const json&, handling&);
    returned do_queue_info(const json&, handling&);
    returned do_queue_shutdown(const json&, handling&);
    std::optional<aio::any_task> task_argument(const json& op);

    // --- operations that wait
    aio::coro<returned> do_try(const json&, handling&);
    aio::coro<returned> do_repeat(const json&, handling&);
    aio::coro<returned> do_if(const json&, handling&);
    aio::coro<returned> do_call(const json&, handling&);
    aio::coro<returned> do_with(const json&, handling&);
    aio::coro<returned> do_timeout(const json&, handling&);
    aio::coro<returned> do_task_group(const json&, handling&);
    aio::coro<returned> do_sleep(const json&, handling&);
    aio::coro<returned> do_yield(const json&, handling&);
    aio::coro<returned> do_await(const json&, handling&);
    aio::coro<returned> do_await_self(const json&, handling&);
    aio::coro<returned> do_gather(const json&, handling&);
    aio::coro<returned> do_wait(const json&, handling&);
    aio::coro<returned> do_wait_for(const json&, handling&);
    aio::coro<returned> do_shield(const json&, handling&);
    aio::coro<returned> do_as_completed(const json&, handling&);
    aio::coro<returned> do_acquire(const json&, handling&);
    aio::coro<returned> do_event_wait(const json&, handling&);
    aio::coro<returned> do_cond_wait(const json&, handling&);
    aio::coro<returned> do_cond_wait_for(const json&, handling&);
    aio::coro<returned> do_barrier_wait(const json&, handling&);
    aio::coro<returned> do_barrier_reset(const json&, handling&);
    aio::coro<returned> do_barrier_abort(const json&, handling&);
    aio::coro<returned> do_put(const json&, handling&);
    aio::coro<returned> do_get(const json&, handling&);
    aio::coro<returned> do_join(const json&, handling&);
    aio::coro<returned> do_to_thread(const json&, handling&);
    aio::coro<> acquire(object&);
    static void release(object&);
};

template <class F>
auto interpreter::with_queue(const json& op, F f) {
    object& o = target(op);
    if (o.queue != nullptr) return f(*o.queue);
    if (o.lifo_queue != nullptr) return f(*o.lifo_queue);
    return f(*o.priority_queue);
}

}  // namespace dsl
