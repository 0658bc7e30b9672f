#include "tests/conformance/dsl/interpreter.hpp"

namespace dsl {

const std::map<std::string, interpreter::sync_operation>& interpreter::sync_operations() {
    using i = interpreter;
    static const std::map<std::string, sync_operation> all = {
        {"log", &i::do_log},
        {"time", &i::do_time},
        {"current", &i::do_current},
        {"all_tasks", &i::do_all_tasks},
        {"set", &i::do_set},
        {"add", &i::do_add},
        {"raise", &i::do_raise},
        {"reraise", &i::do_reraise},
        {"return", &i::do_return},
        {"spawn", &i::do_spawn},
        {"tg_spawn", &i::do_tg_spawn},
        {"cancel", &i::do_cancel},
        {"cancel_self", &i::do_cancel_self},
        {"cancelling", &i::do_cancelling},
        {"uncancel", &i::do_uncancel},
        {"state", &i::do_state},
        {"future_new", &i::do_future_new},
        {"set_result", &i::do_set_result},
        {"set_exception", &i::do_set_exception},
        {"add_cb", &i::do_add_cb},
        {"remove_cb", &i::do_remove_cb},
        {"call_soon", &i::do_call_soon},
        {"call_later", &i::do_call_later},
        {"call_at", &i::do_call_at},
        {"timer_cancel", &i::do_timer_cancel},
        {"gather_start", &i::do_gather_start},
        {"shield_start", &i::do_shield_start},
        {"exec_start", &i::do_exec_start},
        {"reschedule", &i::do_reschedule},
        {"release", &i::do_release},
        {"locked", &i::do_locked},
        {"event_set", &i::do_event_set},
        {"event_clear", &i::do_event_clear},
        {"event_is_set", &i::do_event_is_set},
        {"notify", &i::do_notify},
        {"notify_all", &i::do_notify_all},
        {"barrier_info", &i::do_barrier_info},
        {"put_nowait", &i::do_put_nowait},
        {"get_nowait", &i::do_get_nowait},
        {"task_done", &i::do_task_done},
        {"queue_info", &i::do_queue_info},
        {"queue_shutdown", &i::do_queue_shutdown},
    };
    return all;
}

namespace {

std::string message_of(const json& op) {
    const auto m = op.find("msg");
    return m != op.end() && m->is_string() ? m->get<std::string>() : std::string();
}

aio::duration ms(const json& n) { return std::chrono::milliseconds(n.get<std::int64_t>()); }

}  // namespace

handle* interpreter::bound(const json& op) {
    const auto found = handles_.find(op.at("h"));
    if (found != handles_.end()) return &found->second;
    log(op, "unbound");
    return nullptr;
}

returned interpreter::do_log(const json& op, handling&) {
    log(op, op.at("text"));
    return {};
}

returned interpreter::do_time(const json& op, handling&) {
    log(op, std::to_string(now_ms()));
    return {};
}

returned interpreter::do_current(const json& op, handling&) {
    log(op, who());
    return {};
}

returned interpreter::do_all_tasks(const json& op, handling&) {
    std::string all;
    for (const aio::any_task& t : aio::all_tasks()) all += (all.empty() ? "" : ",") + task_name(t);
    log(op, "[" + all + "]");
    return {};
}

returned interpreter::do_set(const json& op, handling&) {
    const std::string variable = op.at("var");
    variables_[variable] = op.at("value");
    log(op, variable + "=" + std::to_string(variables_[variable]));
    return {};
}

returned interpreter::do_add(const json& op, handling&) {
    const std::string variable = op.at("var");
    variables_[variable] += op.at("n").get<std::int64_t>();
    log(op, variable + "=" + std::to_string(variables_[variable]));
    return {};
}

returned interpreter::do_raise(const json& op, handling&) {
    log(op, op.at("exc"));
    std::rethrow_exception(make_exception(op.at("exc").get<std::string>(), message_of(op)));
}

returned interpreter::do_reraise(const json& op, handling& h) {
    log(op);
    std::rethrow_exception(h.exceptions.back());
}

returned interpreter::do_return(const json& op, handling&) {
    log(op);
    const auto v = op.find("value");
    return v == op.end() ? value() : value::of(*v);
}

// --- tasks

returned interpreter::do_spawn(const json& op, handling&) {
    const handle t = aio::create_task(make_coroutine(op.at("coro")));
    handles_[op.at("as")] = t;
    log(op, name(t));
    return {};
}

returned interpreter::do_tg_spawn(const json& op, handling&) {
    const auto found = groups_.find(op.at("tg"));
    if (found == groups_.end()) {
        log(op, "unbound");
        return {};
    }
    const std::shared_ptr<aio::task_group> group = found->second;
    const handle t = group->create_task(make_coroutine(op.at("coro")));
    handles_[op.at("as")] = t;
    log(op, name(t));
    return {};
}

returned interpreter::do_cancel(const json& op, handling&) {
    if (const handle* f = bound(op)) log(op, text(f->cancel(message_of(op))));
    return {};
}

returned interpreter::do_cancel_self(const json& op, handling&) {
    const aio::any_task t = aio::current_task();
    log(op, t ? text(t.cancel(message_of(op))) : "none");
    return {};
}

std::optional<aio::any_task> interpreter::task_argument(const json& op) {
    if (op.contains("h")) {
        const handle* f = bound(op);
        if (f == nullptr) return std::nullopt;
        if (f->state().kind() == aio::wait_kind::task) return aio::any_task(static_cast<aio::task_base*>(&f->state()));
        log(op, "n/a");
        return std::nullopt;
    }
    const aio::any_task t = aio::current_task();
    if (t) return t;
    log(op, "none");
    return std::nullopt;
}

returned interpreter::do_cancelling(const json& op, handling&) {
    if (const auto t = task_argument(op)) log(op, std::to_string(t->cancelling()));
    return {};
}

returned interpreter::do_uncancel(const json& op, handling&) {
    if (const auto t = task_argument(op)) log(op, std::to_string(t->uncancel()));
    return {};
}

returned interpreter::do_state(const json& op, handling&) {
    if (const handle* f = bound(op)) log(op, name(*f) + " " + state(*f));
    return {};
}

// --- futures and callbacks

returned interpreter::do_future_new(const json& op, handling&) {
    const handle f = aio::create_future<value>();
    new_label(f, 'F');
    handles_[op.at("as")] = f;
    log(op, name(f));
    return {};
}

returned interpreter::do_set_result(const json& op, handling&) {
    if (const handle* f = bound(op)) {
        f->set_result(value::of(op.at("value")));
        log(op, "ok");
    }
    return {};
}

returned interpreter::do_set_exception(const json& op, handling&) {
    if (const handle* f = bound(op)) {
        f->set_exception(make_exception(op.at("exc").get<std::string>(), message_of(op)));
        log(op, "ok");
    }
    return {};
}

returned interpreter::do_add_cb(const json& op, handling&) {
    const handle* f = bound(op);
    if (f == nullptr) return {};
    auto& known = callbacks_.try_emplace({&f->state(), op.at("label")}, callback{&op, *f, {}}).first->second;
    known.added.push_back(f->add_done_callback([this, first = known.op](const handle& done) {
        line("- #" + std::to_string(first->at("id").get<int>()) + " cb " + first->at("label").get<std::string>() + " " +
             name(done) + " " + state(done));
        sync_block(first->at("body"));
    }));
    log(op, name(*f));
    return {};
}

returned interpreter::do_remove_cb(const json& op, handling&) {
    const handle* f = bound(op);
    if (f == nullptr) return {};
    int removed = 0;
    if (const auto known = callbacks_.find({&f->state(), op.at("label")}); known != callbacks_.end()) {
        for (const aio::callback_id id : known->second.added) removed += f->remove_done_callback(id) ? 1 : 0;
        known->second.added.clear();
    }
    log(op, std::to_string(removed));
    return {};
}

void interpreter::fire(const json& op) {
    line("- #" + std::to_string(op.at("id").get<int>()) + " fire " + op.at("label").get<std::string>());
    sync_block(op.at("body"));
}

returned interpreter::do_call_soon(const json& op, handling&) {
    timers_[op.at("as")] = loop().call_soon([this, &op] { fire(op); });
    log(op);
    return {};
}

returned interpreter::do_call_later(const json& op, handling&) {
    timers_[op.at("as")] = loop().call_later(ms(op.at("ms")), [this, &op] { fire(op); });
    log(op);
    return {};
}

returned interpreter::do_call_at(const json& op, handling&) {
    timers_[op.at("as")] = loop().call_at(aio::time_point(ms(op.at("at_ms"))), [this, &op] { fire(op); });
    log(op);
    return {};
}

returned interpreter::do_timer_cancel(const json& op, handling&) {
    const auto found = timers_.find(op.at("th"));
    if (found == timers_.end()) {
        log(op, "unbound");
        return {};
    }
    const bool was_cancelled = found->second.cancelled();
    found->second.cancel();
    log(op, text(was_cancelled));
    return {};
}

returned interpreter::do_gather_start(const json& op, handling&) {
    const handle g = gather_of(op);
    new_label(g, 'G');
    handles_[op.at("as")] = g;
    log(op, name(g));
    return {};
}

returned interpreter::do_shield_start(const json& op, handling&) {
    std::optional<item> it = only_item(op);
    if (!it) return {};
    const handle s = shield_of(std::move(*it));
    new_label(s, 'S');
    handles_[op.at("as")] = s;
    log(op, name(s));
    return {};
}

returned interpreter::do_exec_start(const json& op, handling&) {
    const handle f = in_executor(op);
    new_label(f, 'X');
    handles_[op.at("as")] = f;
    log(op, name(f));
    return {};
}

returned interpreter::do_reschedule(const json& op, handling&) {
    const auto found = timeouts_.find(op.at("tm"));
    if (found == timeouts_.end()) {
        log(op, "unbound");
        return {};
    }
    if (op.at("ms").is_null()) {
        found->second->reschedule(std::nullopt);
    } else {
        found->second->reschedule(loop().time() + ms(op.at("ms")));
    }
    log(op, "ok");
    return {};
}

// --- primitives

void interpreter::release(object& o) {
    if (o.lock != nullptr) o.lock->release();
    if (o.semaphore != nullptr) o.semaphore->release();
    if (o.bounded_semaphore != nullptr) o.bounded_semaphore->release();
    if (o.condition != nullptr) o.condition->release();
}

returned interpreter::do_release(const json& op, handling&) {
    release(target(op));
    log(op, "ok");
    return {};
}

returned interpreter::do_locked(const json& op, handling&) {
    const object& o = target(op);
    const bool locked = o.lock != nullptr        ? o.lock->locked()
                        : o.semaphore != nullptr ? o.semaphore->locked()
                        : o.condition != nullptr ? o.condition->locked()
                                                 : o.bounded_semaphore->locked();
    log(op, text(locked));
    return {};
}

returned interpreter::do_event_set(const json& op, handling&) {
    target(op).event->set();
    log(op);
    return {};
}

returned interpreter::do_event_clear(const json& op, handling&) {
    target(op).event->clear();
    log(op);
    return {};
}

returned interpreter::do_event_is_set(const json& op, handling&) {
    log(op, text(target(op).event->is_set()));
    return {};
}

returned interpreter::do_notify(const json& op, handling&) {
    target(op).condition->notify(op.at("n").get<std::size_t>());
    log(op);
    return {};
}

returned interpreter::do_notify_all(const json& op, handling&) {
    target(op).condition->notify_all();
    log(op);
    return {};
}

returned interpreter::do_barrier_info(const json& op, handling&) {
    const aio::barrier& b = *target(op).barrier;
    log(op, "n_waiting=" + std::to_string(b.n_waiting()) + " broken=" + text(b.broken()));
    return {};
}

returned interpreter::do_put_nowait(const json& op, handling&) {
    with_queue(op, [&](auto& q) { q.put_nowait(op.at("value").get<std::int64_t>()); });
    log(op, "ok");
    return {};
}

returned interpreter::do_get_nowait(const json& op, handling&) {
    const std::int64_t got = with_queue(op, [](auto& q) { return q.get_nowait(); });
    log(op, std::to_string(got));
    return {};
}

returned interpreter::do_task_done(const json& op, handling&) {
    with_queue(op, [](auto& q) { q.task_done(); });
    log(op, "ok");
    return {};
}

returned interpreter::do_queue_info(const json& op, handling&) {
    log(op, with_queue(op, [](auto& q) {
            return "qsize=" + std::to_string(q.qsize()) + " empty=" + text(q.empty()) + " full=" + text(q.full());
        }));
    return {};
}

returned interpreter::do_queue_shutdown(const json& op, handling&) {
    with_queue(op, [&](auto& q) { q.shutdown(op.at("immediate").get<bool>()); });
    log(op);
    return {};
}

}  // namespace dsl
