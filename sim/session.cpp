#include "sim/session.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "runtime/core/run.hpp"
#include "sim/choices.hpp"
#include "sim/recorder.hpp"
#include "sim/transcript.hpp"
#include "sim/world.hpp"

namespace sim {
namespace {

constexpr std::size_t most_events = 4'000'000'000;  // their numbers have 32 bits

}  // namespace

// Everything a run consists of, in the order in which it depends on each other: the program's frames go first.
struct session::live {
    catalogue all;
    run_spec spec;
    const scenario* what;
    trace facts;
    recorder scribe{facts};
    timeline history{facts};
    replayed_choices choices;
    world stage;
    std::string error;
    run_state state = run_state::running;
    std::uint64_t steps = 0;
    std::optional<aio::program> program;

    live(run_spec given, catalogue known)
        : all(known),
          spec(normalised(std::move(given), all)),
          what(find(all, spec.scenario).what),
          choices(spec.choices),
          stage(*what, spec) {
        aio::run_options options;
        options.watcher = &scribe;
        options.choices = spec.choices.empty() ? nullptr : &choices;  // asking costs time
        program.emplace(what->program(stage), options);
    }

    bool step();
    void finish();
    void stop_at_limit(std::string text);
    bool has_nothing_until(std::int64_t ns);
    const timeline& indexed() {
        history.extend();
        return history;
    }
};

bool session::live::step() {
    if (state != run_state::running) {
        return false;
    }
    ++steps;
    if (!program->step()) {
        finish();
    }
    return true;
}

void session::live::finish() {
    const aio::run_outcome outcome = program->outcome();
    if (outcome == aio::run_outcome::deadlock) {
        state = run_state::deadlock;
    } else {
        state = outcome == aio::run_outcome::ok ? run_state::ok : run_state::exception;
    }
    error = aio::describe(program->error());
    scribe.run_finished(outcome, error);
}

void session::live::stop_at_limit(std::string text) {
    state = run_state::limit;
    error = std::move(text);
    scribe.run_finished(aio::run_outcome::limit, error);
}

// Also true where time has passed it already: a blocking call may jump over it.
bool session::live::has_nothing_until(std::int64_t ns) {
    aio::event_loop& loop = program->loop();
    if (!loop.idle()) {
        return loop.time().time_since_epoch().count() > ns;
    }
    const auto deadline = loop.next_deadline();
    return deadline && deadline->time_since_epoch().count() > ns;
}

session::session(run_spec spec, catalogue all) : live_(std::make_unique<live>(std::move(spec), all)) {}
session::session(session&&) noexcept = default;
session& session::operator=(session&&) noexcept = default;
session::~session() = default;

const run_spec& session::spec() const { return live_->spec; }
const scenario& session::what() const { return *live_->what; }
const trace& session::events() const { return live_->facts; }
const timeline& session::history() const { return live_->indexed(); }
catalogue session::scenarios() const { return live_->all; }

// --- the live end

run_state session::state() const { return live_->state; }
std::string_view session::error() const { return live_->error; }
bool session::step_handle() { return live_->step(); }

bool session::run_to_event(event_id event) {
    while (live_->facts.size() <= event) {
        if (!live_->step()) {
            return false;
        }
    }
    return true;
}

void session::restart(run_spec spec) {
    live_ = std::make_unique<live>(std::move(spec), live_->all);
    cursor_ = no_event;
}

bool session::run_to_time(std::int64_t ns) {
    while (live_->state == run_state::running && !live_->has_nothing_until(ns)) {
        live_->step();
    }
    return live_->state == run_state::running;
}

run_state session::run_to_end(const limits& bounds) { return run_on(bounds, no_event); }

run_state session::run_on(const limits& bounds, event_id upto) {
    while (live_->state == run_state::running && live_->facts.size() <= upto) {
        if (bounds.stop != nullptr && bounds.stop->load(std::memory_order_relaxed)) {
            break;
        }
        if (bounds.until_ns && live_->has_nothing_until(*bounds.until_ns)) {
            live_->stop_at_limit(fmt::format("LimitError: virtual time limit: {}", format_time(*bounds.until_ns)));
        } else if (live_->steps >= bounds.max_steps) {
            live_->stop_at_limit(fmt::format("LimitError: step limit: {}", bounds.max_steps));
        } else if (live_->facts.size() >= most_events) {
            live_->stop_at_limit(fmt::format("LimitError: event limit: {}", most_events));
        } else {
            live_->step();
        }
    }
    return live_->state;
}

void session::pack() {
    live_->history.extend();
    live_->facts.pack();
}

void session::forget() { live_->facts.forget(); }

// --- the cursor

event_id session::cursor() const { return cursor_; }

std::int64_t session::cursor_time() const { return cursor_ == no_event ? 0 : live_->facts[cursor_].time; }

void session::go_to(event_id event) {
    if (event != no_event) {
        run_to_event(event);
        const std::size_t size = live_->facts.size();
        event = size == 0 ? no_event : std::min(event, static_cast<event_id>(size - 1));
    }
    cursor_ = event;
}

void session::go_to_time(std::int64_t ns) {
    run_to_time(ns);
    cursor_ = history().event_at(ns);
}

bool session::step_forward() {
    const event_id next = cursor_ == no_event ? 0 : cursor_ + 1;
    if (!run_to_event(next)) {
        return false;
    }
    cursor_ = next;
    return true;
}

bool session::step_back() {
    if (cursor_ == no_event) {
        return false;
    }
    cursor_ = cursor_ == 0 ? no_event : cursor_ - 1;
    return true;
}

namespace {

bool begins_step(const event& e, task_id task) { return e.kind == event_kind::step_begin && e.task == task; }

bool ends_step(const event& e, task_id task) {
    return e.task == task && (e.kind == event_kind::task_yielded || e.kind == event_kind::wait_begin || e.kind == event_kind::task_done);
}

}  // namespace

// A task whose step is under way at the cursor finishes that step: that is its next. In a program that never ends, the
// task may never run again either; then this gives up after very many events.
bool session::step_task(task_id task) {
    constexpr event_id longest_search = 2'000'000;
    const event_id first = cursor_ == no_event ? 0 : cursor_ + 1;
    for (event_id i = first; i - first < longest_search && run_to_event(i); ++i) {
        if (ends_step(live_->facts[i], task)) {
            cursor_ = i;
            return true;
        }
    }
    return false;
}

bool session::step_task_back(task_id task) {
    for (event_id i = cursor_ == no_event ? 0 : cursor_ + 1; i-- > 0;) {
        if (begins_step(live_->facts[i], task)) {
            cursor_ = i == 0 ? no_event : i - 1;
            return true;
        }
    }
    return false;
}

void session::go_to_start() { cursor_ = no_event; }

void session::go_to_end() {
    run_to_end();
    const std::size_t size = live_->facts.size();
    cursor_ = size == 0 ? no_event : static_cast<event_id>(size - 1);
}

snapshot session::now() const { return history().at(cursor_); }
std::uint64_t session::state_digest() const { return now().digest(); }

}  // namespace sim
