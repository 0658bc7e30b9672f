#include "tests/conformance/dsl/interpreter.hpp"

namespace dsl {

const std::map<std::string, interpreter::async_operation>& interpreter::async_operations() {
    using i = interpreter;
    static const std::map<std::string, async_operation> all = {
        {"try", &i::do_try},
        {"repeat", &i::do_repeat},
        {"if", &i::do_if},
        {"call", &i::do_call},
        {"with", &i::do_with},
        {"timeout", &i::do_timeout},
        {"task_group", &i::do_task_group},
        {"sleep", &i::do_sleep},
        {"yield", &i::do_yield},
        {"await", &i::do_await},
        {"await_self", &i::do_await_self},
        {"gather", &i::do_gather},
        {"wait", &i::do_wait},
        {"wait_for", &i::do_wait_for},
        {"shield", &i::do_shield},
        {"as_completed", &i::do_as_completed},
        {"acquire", &i::do_acquire},
        {"event_wait", &i::do_event_wait},
        {"cond_wait", &i::do_cond_wait},
        {"cond_wait_for", &i::do_cond_wait_for},
        {"barrier_wait", &i::do_barrier_wait},
        {"barrier_reset", &i::do_barrier_reset},
        {"barrier_abort", &i::do_barrier_abort},
        {"put", &i::do_put},
        {"get", &i::do_get},
        {"join", &i::do_join},
        {"to_thread", &i::do_to_thread},
    };
    return all;
}

namespace {

std::optional<aio::duration> limit(const json& ms) {
    if (ms.is_null()) return std::nullopt;
    return std::chrono::milliseconds(ms.get<std::int64_t>());
}

// gather() whose arguments are of both kinds; its value is a list.
class gather_of_items final : public aio::detail::gather_values<value> {
public:
    gather_of_items(aio::event_loop& loop, bool settle)
        : gather_values(loop, settle ? errors::settle : errors::fail), settles_(settle) {}

private:
    bool settles_;

    void collect() override {
        dsl::value::list all;
        for (std::size_t i = 0; i < size(); ++i) {
            std::exception_ptr e = settles_ ? settled_error(at(i)) : nullptr;
            all.push_back(e != nullptr ? dsl::value(std::move(e)) : take<dsl::value>(at(i)));
        }
        dsl::value whole(std::move(all));
        if (whole.size() > 10'000 || whole.depth() > 200) {  // lists of the same lists: their text would never end
            interpreter::stop();
            whole = {};
        }
        values_.emplace(std::move(whole));
    }
};

bool is_in(const json& names, const std::exception_ptr& e) {
    for (const json& n : names) {
        if (is_a(e, n.get<std::string>())) return true;
    }
    return false;
}

}  // namespace

// --- arguments

std::vector<item> interpreter::items(const json& op) {
    std::vector<item> all;
    for (const json& it : op.at("items")) {
        if (it.contains("coro")) {
            all.push_back({make_coroutine(it.at("coro")), {}});
        } else if (const auto found = handles_.find(it.at("h")); found != handles_.end()) {
            all.push_back({std::nullopt, found->second});
        }
    }
    return all;
}

std::optional<item> interpreter::only_item(const json& op) {
    const json& it = op.at("item");
    if (it.contains("coro")) return item{make_coroutine(it.at("coro")), {}};
    if (const auto found = handles_.find(it.at("h")); found != handles_.end()) return item{std::nullopt, found->second};
    log(op, "unbound");
    return std::nullopt;
}

handle interpreter::gather_of(const json& op) {
    std::vector<item> all = items(op);
    aio::ref<aio::detail::gather_base> state(new gather_of_items(loop(), op.at("return_exceptions").get<bool>()));
    state->reserve(all.size());
    for (item& it : all) {
        if (it.body) {
            state->add(std::move(*it.body));
        } else {
            state->add(it.future);
        }
    }
    state->subscribe();
    return handle(aio::ref<aio::future_base>(state));
}

handle interpreter::shield_of(item it) {
    return it.body ? aio::shield(std::move(*it.body)) : aio::shield(it.future);
}

std::function<value()> interpreter::job(const json& op) {
    return [&op]() -> value {
        aio::blocking_sleep(std::chrono::milliseconds(op.at("cost").get<std::int64_t>()));
        if (op.contains("exc")) {
            std::rethrow_exception(make_exception(op.at("exc").get<std::string>(), op.at("msg").get<std::string>()));
        }
        return value::of(op.at("value"));
    };
}

handle interpreter::in_executor(const json& op) {
    if (loop().default_executor() == nullptr) {
        const std::size_t workers = program_.value("workers", aio::worker_pool::default_workers);
        loop().set_default_executor(std::make_unique<aio::worker_pool>(loop(), workers));
    }
    return aio::run_in_executor(job(op));
}

// --- control

aio::coro<returned> interpreter::do_try(const json& op, handling& h) {
    returned result;
    std::exception_ptr error;
    try {
        result = co_await block(op.at("body"), h);
    } catch (...) {
        error = std::current_exception();
    }
    const json* body = nullptr;  // of the clause that handles it, or of `else`
    const bool failed = error != nullptr;
    if (failed) {
        for (const json& clause : op.at("except")) {
            if (body == nullptr && is_in(clause.at("match"), error)) body = &clause.at("body");
        }
    } else if (!result && op.contains("else")) {
        body = &op.at("else");
    }
    if (body != nullptr) {
        if (failed) {
            mark(op);
            log(op, "caught " + exception_text(error));
            h.exceptions.push_back(std::exchange(error, nullptr));
        }
        try {
            result = co_await block(*body, h);
        } catch (...) {
            error = std::current_exception();
        }
        if (failed) h.exceptions.pop_back();
    }
    if (op.contains("finally") && !op.at("finally").empty()) {
        mark(op);
        log(op, "finally");
        co_await block(op.at("finally"), h);
    }
    if (error != nullptr) std::rethrow_exception(error);
    co_return result;
}

aio::coro<returned> interpreter::do_repeat(const json& op, handling& h) {
    for (int i = 0; i < op.at("n").get<int>(); ++i) {
        count_step();
        log(op, std::to_string(i));
        returned r = co_await block(op.at("body"), h);
        if (r) co_return r;
    }
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_if(const json& op, handling& h) {
    const auto found = handles_.find(op.at("h"));
    std::string is = "unbound";
    if (found != handles_.end()) {
        const handle f = found->second;
        is = !f.done() ? "pending" : f.cancelled() ? "cancelled" : f.exception() != nullptr ? "exception" : "done";
    }
    const bool yes = is == op.at("is").get<std::string>();
    log(op, is + " " + text(yes));
    const json& branch = op.at(yes ? "then" : "else");
    co_return co_await block(branch, h);
}

aio::coro<returned> interpreter::do_call(const json& op, handling&) {
    auto body = make_coroutine(op.at("coro"));
    const value v = co_await std::move(body);
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<> interpreter::acquire(object& o) {
    if (o.lock != nullptr) co_await o.lock->acquire();
    if (o.semaphore != nullptr) co_await o.semaphore->acquire();
    if (o.bounded_semaphore != nullptr) co_await o.bounded_semaphore->acquire();
    if (o.condition != nullptr) co_await o.condition->acquire();
}

aio::coro<returned> interpreter::do_with(const json& op, handling& h) {
    object& o = target(op);
    co_await acquire(o);
    log(op, "enter");
    returned result;
    std::exception_ptr error;
    try {
        result = co_await block(op.at("body"), h);
    } catch (...) {
        error = std::current_exception();
    }
    release(o);
    if (error != nullptr) std::rethrow_exception(error);
    log(op, "exit");
    co_return result;
}

aio::coro<returned> interpreter::do_timeout(const json& op, handling& h) {
    const auto scope = op.contains("at_ms")
                           ? std::make_shared<aio::timeout>(aio::timeout::at(aio::time_point(*limit(op.at("at_ms")))))
                           : std::make_shared<aio::timeout>(limit(op.at("ms")));
    timeouts_[op.at("as")] = scope;
    scope->enter();
    log(op, "enter");
    returned result;
    std::exception_ptr error;
    try {
        result = co_await block(op.at("body"), h);
    } catch (...) {
        error = std::current_exception();
    }
    error = scope->exit(std::move(error));
    log(op, std::string("exit expired=") + text(scope->expired()));
    if (error != nullptr) std::rethrow_exception(error);
    co_return result;
}

aio::coro<returned> interpreter::do_task_group(const json& op, handling& h) {
    const auto group = std::make_shared<aio::task_group>();
    group->enter();
    groups_[op.at("as")] = group;
    log(op, "enter");
    returned result;
    std::exception_ptr error;
    try {
        result = co_await block(op.at("body"), h);
    } catch (...) {
        error = std::current_exception();
    }
    mark(op);
    auto leaving = group->exit(std::move(error));
    error = co_await std::move(leaving);
    if (error != nullptr) std::rethrow_exception(error);
    log(op, "exit");
    co_return result;
}

// --- waiting

aio::coro<returned> interpreter::do_sleep(const json& op, handling&) {
    co_await aio::sleep(*limit(op.at("ms")));
    log(op);
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_yield(const json& op, handling&) {
    co_await aio::sleep(aio::duration(0));
    log(op);
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_await(const json& op, handling&) {
    const handle* found = bound(op);
    if (found == nullptr) co_return std::nullopt;
    const handle f = *found;
    const value v = co_await f;
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_await_self(const json& op, handling&) {
    const handle self(aio::ref<aio::future_base>(&aio::current_task().base()));
    const value v = co_await self;
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_gather(const json& op, handling&) {
    const handle g = gather_of(op);
    const value v = co_await g;
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_wait(const json& op, handling&) {
    std::vector<handle> all;
    for (const json& h : op.at("hs")) {
        if (const auto found = handles_.find(h); found != handles_.end()) all.push_back(found->second);
    }
    const std::string until = op.at("return_when");
    const aio::wait_options options(until == "FIRST_COMPLETED"   ? aio::return_when::first_completed
                                    : until == "FIRST_EXCEPTION" ? aio::return_when::first_exception
                                                                 : aio::return_when::all_completed,
                                    limit(op.at("timeout")));
    const aio::wait_result<handle> r = co_await aio::wait(all, options);
    log(op, "done=" + names(r.done) + " pending=" + names(r.pending));
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_wait_for(const json& op, handling&) {
    std::optional<item> it = only_item(op);
    if (!it) co_return std::nullopt;
    auto waiting = it->body ? aio::wait_for(std::move(*it->body), limit(op.at("timeout")))
                            : aio::wait_for(it->future, limit(op.at("timeout")));
    const value v = co_await std::move(waiting);
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_shield(const json& op, handling&) {
    std::optional<item> it = only_item(op);
    if (!it) co_return std::nullopt;
    const handle shielded = shield_of(std::move(*it));
    const value v = co_await shielded;
    log(op, v.text());
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_as_completed(const json& op, handling&) {
    aio::ref<aio::detail::completion_state<value>> state(new aio::detail::completion_state<value>);
    std::vector<item> all = items(op);
    for (item& it : all) state->add(it.body ? handle(aio::create_task(std::move(*it.body))) : it.future);
    const std::size_t count = state->watch(limit(op.at("timeout")));
    aio::completions<value> ended(state, count);
    const bool gives_results = op.at("mode") == "iter";
    while (ended.more()) {
        if (!gives_results) {
            const handle f = co_await ended.next_done();
            log(op, "item " + name(f) + " " + this->state(f));
            continue;
        }
        value v;
        std::exception_ptr error;
        try {
            v = co_await ended.next();
        } catch (...) {
            error = std::current_exception();
        }
        if (aio::is_cancelled(error)) std::rethrow_exception(error);
        log(op, "item " + (error != nullptr ? "!" + exception_text(error) : v.text()));
    }
    log(op, "end");
    co_return std::nullopt;
}

// --- primitives

aio::coro<returned> interpreter::do_acquire(const json& op, handling&) {
    co_await acquire(target(op));
    log(op, "true");
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_event_wait(const json& op, handling&) {
    co_await target(op).event->wait();
    log(op, "true");
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_cond_wait(const json& op, handling&) {
    co_await target(op).condition->wait();
    log(op, "true");
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_cond_wait_for(const json& op, handling&) {
    const std::string variable = op.at("var");
    const auto enough = [&] { return variables_[variable] >= op.at("ge").get<std::int64_t>(); };
    co_await target(op).condition->wait_for(std::ref(enough));
    log(op, "true");
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_barrier_wait(const json& op, handling&) {
    const std::size_t index = co_await target(op).barrier->wait();
    log(op, std::to_string(index));
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_barrier_reset(const json& op, handling&) {
    co_await target(op).barrier->reset();
    log(op);
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_barrier_abort(const json& op, handling&) {
    co_await target(op).barrier->abort();
    log(op);
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_put(const json& op, handling&) {
    object& o = target(op);
    const auto item = op.at("value").get<std::int64_t>();
    if (o.queue != nullptr) co_await o.queue->put(item);
    if (o.lifo_queue != nullptr) co_await o.lifo_queue->put(item);
    if (o.priority_queue != nullptr) co_await o.priority_queue->put(item);
    log(op, "ok");
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_get(const json& op, handling&) {
    object& o = target(op);
    std::int64_t item = 0;
    if (o.queue != nullptr) item = co_await o.queue->get();
    if (o.lifo_queue != nullptr) item = co_await o.lifo_queue->get();
    if (o.priority_queue != nullptr) item = co_await o.priority_queue->get();
    log(op, std::to_string(item));
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_join(const json& op, handling&) {
    object& o = target(op);
    if (o.queue != nullptr) co_await o.queue->join();
    if (o.lifo_queue != nullptr) co_await o.lifo_queue->join();
    if (o.priority_queue != nullptr) co_await o.priority_queue->join();
    log(op);
    co_return std::nullopt;
}

aio::coro<returned> interpreter::do_to_thread(const json& op, handling&) {
    const handle f = in_executor(op);
    const value v = co_await f;
    log(op, v.text());
    co_return std::nullopt;
}

}  // namespace dsl
