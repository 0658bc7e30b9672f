// One sentence for each event.

#include "sim/narration.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "sim/diagnostics.hpp"
#include "sim/words.hpp"

namespace sim {
namespace {

using aio::callback_kind;
using aio::object_kind;
using aio::object_op;
using aio::outcome_kind;
using aio::run_outcome;
using aio::wait_kind;

// One event, with what is needed to talk about it.
struct teller {
    const timeline& t;
    event_id number;
    const event e;

    std::string text() const { return std::string(t.source().text(e.text)); }
    std::string value_text() const { return std::string(t.source().text(static_cast<std::uint32_t>(e.value))); }
    std::string task() const { return words::task(t, e.task); }
    std::string actor() const { return by(e.task); }
    std::string by(task_id id) const { return id == 0 ? "A callback" : words::task(t, id); }  // begins a sentence
    std::string object() const { return words::object(t, e.object); }
    std::string at(std::int64_t ns) const { return words::moment(ns); }
    std::optional<event> cause() const { return e.cause < number && t.knows(e.cause) ? std::optional(t.source()[e.cause]) : std::nullopt; }
    snapshot before() const { return number == 0 ? snapshot{} : t.at(number - 1); }
    // The wait that ends at this event or ended last before it.
    const span* last_wait() const;
};

const span* teller::last_wait() const {
    const task_info* info = t.task(e.task);
    if (info == nullptr) {
        return nullptr;
    }
    for (auto s = info->spans.rbegin(); s != info->spans.rend(); ++s) {
        if (s->begin < number && s->wait != wait_kind::none) return &*s;
        if (s->begin < number && s->state == task_state::running) return nullptr;
    }
    return nullptr;
}

// --- time and handles

std::string clock_advanced(const teller& n) {
    const bool blocked = n.before().running != 0;
    return fmt::format("{} the clock moves from {} to {}.",
                       blocked ? "A blocking call holds up the loop:" : "Nothing is ready, so", n.at(n.e.value), n.at(n.e.time));
}

std::string timer_set(const teller& n) {
    switch (static_cast<callback_kind>(n.e.detail)) {
        case callback_kind::timer: return fmt::format("{} sets its alarm for {}.", n.task(), n.at(n.e.value));
        case callback_kind::timeout: return fmt::format("{} must be done by {}, or it times out.", n.task(), n.at(n.e.value));
        default: return fmt::format("A callback is planned for {}.", n.at(n.e.value));
    }
}

std::string timer_cancelled(const teller& n) {
    for (const snapshot::timer& timer : n.before().timers) {
        if (timer.id == n.e.object) {
            return fmt::format("The timer for {} (due at {}) is no longer needed.",
                               words::callback(n.t, timer.callback, 0, timer.task), n.at(timer.when));
        }
    }
    return "A timer is no longer needed.";
}

std::string timer_fired(const teller& n) {
    switch (static_cast<callback_kind>(n.e.detail)) {
        case callback_kind::timer: return fmt::format("It is {}: the alarm of {} goes off.", n.at(n.e.time), n.task());
        case callback_kind::timeout: return fmt::format("It is {}: the time of {} is up.", n.at(n.e.time), n.task());
        default: return fmt::format("It is {}: a planned callback is due.", n.at(n.e.time));
    }
}

std::string callback_ready(const teller& n) {
    switch (static_cast<callback_kind>(n.e.detail)) {
        case callback_kind::stop: return "The main task has ended: the loop will be told to stop.";
        case callback_kind::gather_child: return fmt::format("{} will be told that one of its tasks ended.", words::capital(n.object()));
        default: return "A callback joins the ready queue.";
    }
}

std::string callback_begin(const teller& n) {
    const auto fired = n.cause();
    const task_id owner = fired && fired->kind == event_kind::timer_fired ? fired->task : 0;
    switch (static_cast<callback_kind>(n.e.detail)) {
        case callback_kind::timer: return owner == 0 ? "The loop ends a sleep." : fmt::format("The loop ends the sleep of {}.", words::task(n.t, owner));
        case callback_kind::timeout: return owner == 0 ? "The loop ends a wait: timeout." : fmt::format("The loop ends the wait of {}: timeout.", words::task(n.t, owner));
        case callback_kind::gather_child: return fmt::format("{} notes that one of its tasks ended.", words::capital(n.object()));
        case callback_kind::stop: return "The loop is told to stop.";
        case callback_kind::user_timer: return "The planned callback runs.";
        case callback_kind::user: return "A callback runs.";
    }
    return {};
}

// --- tasks

std::string task_created(const teller& n) {
    const std::string name = n.value_text();
    const bool named = !name.empty() && name.compare(0, 5, "Task-") != 0;
    const std::string alias = named ? fmt::format(" (named \"{}\")", name) : "";
    if (n.e.object == 0) {
        return fmt::format("The program starts with {}{}.", n.task(), alias);
    }
    return fmt::format("{} creates {}{}.", words::task(n.t, n.e.object), n.task(), alias);
}

std::string reason_to_be_ready(const teller& n) {
    const auto c = n.cause();
    if (!c) {
        return "";
    }
    const std::string who = n.by(c->task);
    switch (c->kind) {
        case event_kind::task_done: return who + " has ended, so ";
        case event_kind::cancel_requested: return "To be told that it is cancelled, ";
        case event_kind::timer_fired: return "Its time has come, so ";
        case event_kind::callback_begin:
            return static_cast<callback_kind>(c->detail) == callback_kind::timer ? "Its sleep is over, so " : "";
        case event_kind::object_changed:
            switch (static_cast<object_op>(c->detail)) {
                case object_op::release: return fmt::format("{} let go of {}, so ", who, words::object(n.t, c->object));
                case object_op::set: return fmt::format("{} has set {}, so ", who, words::object(n.t, c->object));
                case object_op::put:
                    if (const object_info* o = n.t.object(c->object); o != nullptr && o->connection) return fmt::format("Bytes have arrived on {}, so ", words::object(n.t, c->object));
                    return fmt::format("{} has put an item into {}, so ", who, words::object(n.t, c->object));
                case object_op::get: return fmt::format("{} has made room in {}, so ", who, words::object(n.t, c->object));
                case object_op::task_done: return fmt::format("All of {} is dealt with, so ", words::object(n.t, c->object));
                case object_op::resolve: return words::capital(fmt::format("{} is decided, so ", words::object(n.t, c->object)));
                default: return "";
            }
        default: return "";
    }
}

std::string task_ready(const teller& n) {
    const std::size_t ahead = n.before().ready.size();
    const std::string place = ahead == 0 ? "is next to run" : fmt::format("joins the ready queue behind {}", words::count(static_cast<std::int64_t>(ahead), "other", "others"));
    const auto c = n.cause();
    if (c && c->kind == event_kind::task_created) {
        return fmt::format("{} {}.", n.task(), ahead == 0 ? "will run next" : place);
    }
    return fmt::format("{}{} {}.", reason_to_be_ready(n), n.task(), place);
}

std::string step_begin(const teller& n) {
    const task_info* info = n.t.task(n.e.task);
    const auto runs = [](const span& s) { return s.state == task_state::running; };
    if (info != nullptr) {
        const auto first = std::find_if(info->spans.begin(), info->spans.end(), runs);
        if (first != info->spans.end() && first->begin == n.number) {
            return fmt::format("{} starts.", n.task());
        }
    }
    const span* before = n.number == 0 ? nullptr : n.t.span_at(n.e.task, n.number - 1);
    if (before != nullptr && before->state == task_state::cancelling) {
        return fmt::format("{} goes on, to be told that it is cancelled.", n.task());
    }
    if (const span* s = n.last_wait(); s != nullptr) {
        const std::int64_t waited = s->end_time - s->begin_time;
        const char* verb = s->wait == wait_kind::sleep ? "sleeping" : "waiting";
        return waited == 0 ? fmt::format("{} goes on at once.", n.task())
                           : fmt::format("{} goes on after {} for {}.", n.task(), verb, n.at(waited));
    }
    return fmt::format("{} goes on.", n.task());
}

std::string sleeps(const teller& n) {
    for (const snapshot::timer& timer : n.before().timers) {
        if (timer.id == n.e.object || (n.e.object == 0 && timer.task == n.e.task)) {
            return fmt::format("{} {} until {}.", n.task(), n.e.extra != 0 ? "waits for the network" : "sleeps", n.at(timer.when));
        }
    }
    return fmt::format("{} goes to sleep.", n.task());
}

std::string held_by(const teller& n) {
    const snapshot now = n.before();
    const auto& holders = now.objects[n.e.object].holders;
    return holders.empty() ? "taken" : "held by " + words::list(n.t, holders);
}

std::string wait_begin(const teller& n) {
    const object_info* o = n.t.object(n.e.object);
    const level l = o != nullptr ? words::level_at(n.t, *o, n.number) : level{};
    const bool io = n.e.extra != 0;
    if (io && o != nullptr && o->connection) return fmt::format("{} reads from {} - nothing has arrived, so it waits.", n.task(), n.object());
    switch (static_cast<wait_kind>(n.e.detail)) {
        case wait_kind::sleep: return sleeps(n);
        case wait_kind::lock: return fmt::format("{} asks for {} - it is {}, so it waits.", n.task(), n.object(), held_by(n));
        case wait_kind::semaphore:
            return fmt::format("{} asks for a permit of {} - {}, so it waits.", n.task(), n.object(),
                               l.value > 0 ? "others were first"
                               : o != nullptr && o->capacity > 1 ? fmt::format("all {} are taken", o->capacity)
                                                                 : "it is taken");
        case wait_kind::event: return fmt::format("{} waits until {} is set.", n.task(), n.object());
        case wait_kind::queue_get: return fmt::format("{} asks {} for an item - it is empty, so it waits.", n.task(), n.object());
        case wait_kind::queue_put:
            return fmt::format("{} wants to put an item into {} - it is full ({}), so it waits.", n.task(), n.object(),
                               o != nullptr ? words::items(*o, l.value) : "no room");
        case wait_kind::queue_join:
            return fmt::format("{} waits until every item of {} is dealt with ({} to go).", n.task(), n.object(), l.aux);
        case wait_kind::task: return fmt::format("{} waits for {} to end.", n.task(), words::task(n.t, n.e.object));
        case wait_kind::gather: return fmt::format("{} waits until everything in {} has ended.", n.task(), n.object());
        case wait_kind::future: return fmt::format("{} waits for {}.", n.task(), n.e.object == 0 ? "a future" : n.object());
        case wait_kind::condition: return fmt::format("{} waits until {} is notified.", n.task(), n.object());
        case wait_kind::barrier: return fmt::format("{} waits for the others at {}.", n.task(), n.object());
        case wait_kind::none: return fmt::format("{} waits.", n.task());
    }
    return {};
}

std::string task_done(const teller& n) {
    switch (static_cast<outcome_kind>(n.e.detail)) {
        case outcome_kind::result: return fmt::format("{} is done.", n.task());
        case outcome_kind::exception: return fmt::format("{} fails with {}.", n.task(), n.text());
        case outcome_kind::cancelled: return fmt::format("{} ends, cancelled.", n.task());
    }
    return {};
}

std::string cancel_requested(const teller& n) {
    const std::string reason = n.e.text == 0 ? "" : fmt::format(" (\"{}\")", n.text());
    const auto c = n.cause();
    if (c && c->kind == event_kind::callback_begin && static_cast<callback_kind>(c->detail) == callback_kind::timeout) {
        return fmt::format("The timeout cancels {}{}.", words::task(n.t, n.e.object), reason);
    }
    const std::string target = n.e.object == n.e.task ? "itself" : words::task(n.t, n.e.object);
    return fmt::format("{} asks {} to cancel{}.", n.e.task == 0 ? "The loop" : n.task(), target, reason);
}

std::string uncancelled(const teller& n) {
    const std::string left = n.e.value == 0 ? "none is left" : words::count(n.e.value, "request remains", "requests remain");
    return fmt::format("A cancel request of {} is taken back: {}.", words::task(n.t, n.e.object), left);
}

// --- objects

std::string object_created(const teller& n) {
    const std::string made = words::capital(n.object()) + " is made";
    switch (static_cast<object_kind>(n.e.detail)) {
        case object_kind::semaphore: return fmt::format("{} with {}.", made, words::count(n.e.value, "permit", "permits"));
        case object_kind::queue:
            if (n.e.extra != 0) return fmt::format("{} is open.", words::capital(n.object()));
            return n.e.value > 0 ? fmt::format("{} with room for {}.", made, words::count(n.e.value, "item", "items"))
                                 : fmt::format("{}, without a limit.", made);
        case object_kind::progress: return fmt::format("{} begins: 0 of {}.", words::capital(n.object()), n.e.value);
        case object_kind::gauge: return fmt::format("{} begins.", words::capital(n.object()));
        default: return made + ".";
    }
}

std::string resolved(const teller& n) {
    switch (static_cast<outcome_kind>(std::clamp<std::int64_t>(n.e.value, 0, 2))) {
        case outcome_kind::result: return fmt::format("{} gets its result.", words::capital(n.object()));
        case outcome_kind::exception: return fmt::format("{} gets an exception.", words::capital(n.object()));
        case outcome_kind::cancelled: return fmt::format("{} is cancelled.", words::capital(n.object()));
    }
    return {};
}

std::string changed_by(const teller& n, const object_info& o) {
    const bool semaphore = o.kind == object_kind::semaphore;
    switch (static_cast<object_op>(n.e.detail)) {
        case object_op::acquire:
            return semaphore ? fmt::format("{} takes a permit of {}: {}.", n.actor(), n.object(), words::permits(o, n.e.value))
                             : fmt::format("{} takes {}.", n.actor(), n.object());
        case object_op::release:
            return semaphore ? fmt::format("{} gives a permit back to {}: {}.", n.actor(), n.object(), words::permits(o, n.e.value))
                             : fmt::format("{} lets go of {}.", n.actor(), n.object());
        case object_op::set: return fmt::format("{} sets {}.", n.actor(), n.object());
        case object_op::clear: return fmt::format("{} clears {}.", n.actor(), n.object());
        case object_op::put:
            if (o.connection) return fmt::format("Bytes arrive on {}.", n.object());
            return fmt::format("{} puts an item into {}: {}.", n.actor(), n.object(), words::items(o, n.e.value));
        case object_op::get:
            if (o.connection) return fmt::format("{} reads what has arrived on {}.", n.actor(), n.object());
            return fmt::format("{} takes an item from {}: {}.", n.actor(), n.object(), words::items(o, n.e.value));
        case object_op::task_done:
            return fmt::format("{} has dealt with an item of {}: {} to go.", n.actor(), n.object(), n.e.extra);
        case object_op::resolve: return resolved(n);
        case object_op::expire: return fmt::format("{} has expired.", words::capital(n.object()));
        case object_op::level: return fmt::format("{} is at {}.", words::capital(n.object()), n.e.value);
        case object_op::advance: return fmt::format("{} is at {} of {}.", words::capital(n.object()), n.e.value, o.capacity);
    }
    return {};
}

std::string object_changed(const teller& n) {
    const object_info* o = n.t.object(n.e.object);
    return o != nullptr ? changed_by(n, *o) : "Something nobody has named changes.";
}

// --- words

std::string loop_error(const teller& n) {
    const std::string error = n.value_text();
    return fmt::format("The loop reports: {}{}.", n.text(), error.empty() ? "" : " (" + error + ")");
}

std::string run_finished(const teller& n) {
    switch (static_cast<run_outcome>(n.e.detail)) {
        case run_outcome::ok: return fmt::format("The program has ended at {}.", n.at(n.e.time));
        case run_outcome::exception: return fmt::format("The program has ended at {} with {}.", n.at(n.e.time), n.text());
        case run_outcome::deadlock: return "Deadlock: tasks wait, and nothing is left that could wake them.";
        case run_outcome::limit: return fmt::format("The run was stopped at {}: {}.", n.at(n.e.time), n.text());
    }
    return {};
}

std::string sentence(const teller& n) {
    switch (n.e.kind) {
        case event_kind::clock_advanced: return clock_advanced(n);
        case event_kind::timer_set: return timer_set(n);
        case event_kind::timer_cancelled: return timer_cancelled(n);
        case event_kind::timer_fired: return timer_fired(n);
        case event_kind::callback_ready: return callback_ready(n);
        case event_kind::callback_begin: return callback_begin(n);
        case event_kind::task_created: return task_created(n);
        case event_kind::task_ready: return task_ready(n);
        case event_kind::step_begin: return step_begin(n);
        case event_kind::task_yielded: return fmt::format("{} lets the others go first and queues up again.", n.task());
        case event_kind::wait_begin: return wait_begin(n);
        case event_kind::task_done: return task_done(n);
        case event_kind::cancel_requested: return cancel_requested(n);
        case event_kind::uncancelled: return uncancelled(n);
        case event_kind::object_created: return object_created(n);
        case event_kind::object_changed: return object_changed(n);
        case event_kind::log: return fmt::format("{} prints: {}", n.actor(), n.text());
        case event_kind::loop_error: return loop_error(n);
        case event_kind::leftover: return fmt::format("The program is over, but {} is not: it is cancelled.", n.task());
        case event_kind::unretrieved: return fmt::format("Nobody ever looked at the error of {}: {}.", n.task(), n.text());
        case event_kind::deadlocked: return fmt::format("{} waits for ever: {}.", n.task(), n.text());
        case event_kind::choice_made:
            return fmt::format("Another order than asyncio's: of {} ready handles, number {} runs.", n.e.extra, n.e.value + 1);
        case event_kind::run_finished: return run_finished(n);
        case event_kind::diagnostic: return words::capital(diagnosis(n.t, n.number, task_name::brief)) + ".";
    }
    return {};
}

}  // namespace

std::string narrate(const timeline& t, event_id number) {
    return number < t.size() ? sentence(teller{t, number, t.source()[number]}) : "";
}

}  // namespace sim
