#include "sim/session.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "runtime/core/run.hpp"
#include "sim/choices.hpp"
#include "sim/plain_text.hpp"
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
    std::optional<aio::program> program;  // none of a run in a file
    std::shared_ptr<const recording> file;
    std::unique_ptr<run_part> part;
    std::size_t part_number = 0;
    std::uint64_t reading = 0;
    std::string trouble;

    live(run_spec given, catalogue known, std::shared_ptr<const recording> from = nullptr)
        : all(known),
          spec(normalised(std::move(given), all)),
          what(find(all, spec.scenario).what),
          choices(spec.choices),
          stage(*what, spec),
          file(std::move(from)) {
        if (file != nullptr) {
            read_first_part();
            read_outcome();
            return;
        }
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
        if (part != nullptr) return part->history;
        history.extend();
        return history;
    }
    const trace& events() const { return part != nullptr ? part->facts : facts; }

    void show(std::unique_ptr<run_part> read, std::size_t number);
    void read_first_part();
    void read_outcome();
};

void session::live::show(std::unique_ptr<run_part> read, std::size_t number) {
    static std::uint64_t readings = 0;
    part = std::move(read);
    part_number = number;
    reading = ++readings;
}

void session::live::read_first_part() {
    for (std::size_t p = 0; part == nullptr; ++p) {
        try {
            show(file->read(p), p);
        } catch (const usage_error& e) {
            if (p == 0) trouble = e.message;
            if (p + 1 >= file->parts()) throw;
        }
    }
}

void session::live::read_outcome() {
    const std::optional<recording::ending> end = file->read_ending();
    state = run_state::limit;
    if (!end) {
        error = file->missing().empty() ? "how the run ended cannot be read" : file->missing();
        return;
    }
    error = end->error;
    switch (end->outcome) {
        case aio::run_outcome::ok: state = run_state::ok; break;
        case aio::run_outcome::exception: state = run_state::exception; break;
        case aio::run_outcome::deadlock: state = run_state::deadlock; break;
        case aio::run_outcome::limit: break;
    }
}

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
session::session(std::shared_ptr<const recording> file, catalogue all) {
    if (file->events() == 0) throw usage_error{fmt::format("{} has no events", sim::quoted(file->file().string()))};
    run_spec spec = from_token(file->token(), all);
    live_ = std::make_unique<live>(std::move(spec), all, std::move(file));
    if (live_->part_number != 0) cursor_ = live_->part->history.first();
}
session::session(session&&) noexcept = default;
session& session::operator=(session&&) noexcept = default;
session::~session() = default;

const run_spec& session::spec() const { return live_->spec; }
const scenario& session::what() const { return *live_->what; }
const trace& session::events() const { return live_->events(); }
const timeline& session::history() const { return live_->indexed(); }
catalogue session::scenarios() const { return live_->all; }

const recording* session::recorded() const { return live_->file.get(); }
std::uint64_t session::run_events() const { return live_->file != nullptr ? live_->file->events() : history().size(); }
std::int64_t session::run_end_time() const { return live_->file != nullptr ? live_->file->end_time() : history().end_time(); }
task_id session::run_tasks() const { return live_->file != nullptr ? live_->file->tasks() : history().tasks_made(); }
std::uint64_t session::reading() const { return live_->reading; }
std::string_view session::trouble() const { return live_->trouble; }

std::int64_t session::time_near(event_id e) const {
    return live_->file == nullptr || history().knows(e) ? events()[e].time : live_->file->time_near(e);
}

const iterations& session::loop_before() const {
    static const iterations none;
    return live_->part != nullptr ? live_->part->loop : none;
}

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
    if (live_->file != nullptr) return;
    live_->history.extend();
    live_->facts.pack();
}

void session::forget() { live_->facts.forget(); }

// --- the cursor

event_id session::cursor() const { return cursor_; }

std::int64_t session::cursor_time() const { return cursor_ == no_event ? 0 : live_->events()[cursor_].time; }

// Reads the part an event is in, unless it is there; false: that cannot be done.
bool session::reach(event_id event) {
    live_->trouble.clear();
    if (live_->part->history.knows(event)) return true;
    const std::size_t wanted = live_->file->part_with(event);
    try {
        if (wanted != live_->part_number) live_->show(live_->file->read(wanted), wanted);
    } catch (const usage_error& e) {
        live_->trouble = e.message;
        return false;
    }
    if (live_->part->history.knows(event)) return true;
    live_->trouble = live_->part->damage;
    cursor_ = static_cast<event_id>(live_->part->history.size() - 1);  // the nearest there is
    return false;
}

void session::go_to(event_id event) {
    if (live_->file != nullptr) {
        const auto last = static_cast<event_id>(run_events() - 1);
        if (reach(event == no_event ? 0 : std::min(event, last))) cursor_ = event == no_event ? event : std::min(event, last);
        return;
    }
    if (event != no_event) {
        run_to_event(event);
        const std::size_t size = live_->facts.size();
        event = size == 0 ? no_event : std::min(event, static_cast<event_id>(size - 1));
    }
    cursor_ = event;
}

void session::go_to_time(std::int64_t ns) {
    if (live_->file != nullptr) {
        const event_id begin = live_->file->begin(live_->file->part_at(ns));
        if (!reach(begin)) return;
        const event_id there = history().event_at(ns);
        go_to(there == no_event && begin != 0 ? begin - 1 : there);
        return;
    }
    run_to_time(ns);
    cursor_ = history().event_at(ns);
}

bool session::step_forward() {
    const event_id next = cursor_ == no_event ? 0 : cursor_ + 1;
    if (live_->file != nullptr) {
        if (next < run_events()) go_to(next);
        return cursor_ == next;
    }
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
    const event_id before = cursor_ == 0 ? no_event : cursor_ - 1;
    if (live_->file != nullptr) {
        go_to(before);
        return cursor_ == before;
    }
    cursor_ = before;
    return true;
}

namespace {

bool begins_step(const event& e, task_id task) { return e.kind == event_kind::step_begin && e.task == task; }

bool ends_step(const event& e, task_id task) {
    return e.task == task && (e.kind == event_kind::task_yielded || e.kind == event_kind::wait_begin || e.kind == event_kind::task_done);
}

constexpr std::size_t parts_searched = 2;  // of a file: each takes up to a second

}  // namespace

// To the next event of a run in a file that is what is looked for, in this part or the one beside it.
template <class Is>
bool session::go_to_found(event_id from, bool forward, Is is) {
    live& l = *live_;
    std::unique_ptr<run_part> other;
    std::size_t number = l.part_number;
    for (std::size_t searched = 0; searched < parts_searched; ++searched) {
        const timeline& t = other != nullptr ? other->history : l.part->history;
        for (event_id i = from; t.knows(i); i = forward ? i + 1 : i - 1) {
            if (!is(t.source()[i])) continue;
            if (other != nullptr) l.show(std::move(other), number);
            go_to(forward ? i : i == 0 ? no_event : i - 1);
            return true;
        }
        from = forward ? l.file->end(number) : l.file->begin(number) - 1;
        if (forward ? number + 1 >= l.file->parts() : number == 0) return false;
        number = forward ? number + 1 : number - 1;
        try {
            if (searched + 1 < parts_searched) other = l.file->read(number);
        } catch (const usage_error& e) {
            l.trouble = e.message;
            return false;
        }
    }
    return false;
}

// A task whose step is under way at the cursor finishes that step: that is its next. In a program that never ends, the
// task may never run again either; then this gives up after very many events.
bool session::step_task(task_id task) {
    constexpr event_id longest_search = 2'000'000;
    const event_id first = cursor_ == no_event ? 0 : cursor_ + 1;
    if (live_->file != nullptr) return go_to_found(first, true, [task](const event& e) { return ends_step(e, task); });
    for (event_id i = first; i - first < longest_search && run_to_event(i); ++i) {
        if (ends_step(live_->facts[i], task)) {
            cursor_ = i;
            return true;
        }
    }
    return false;
}

bool session::step_task_back(task_id task) {
    if (live_->file != nullptr) {
        return cursor_ != no_event && go_to_found(cursor_, false, [task](const event& e) { return begins_step(e, task); });
    }
    for (event_id i = cursor_ == no_event ? 0 : cursor_ + 1; i-- > 0;) {
        if (begins_step(live_->facts[i], task)) {
            cursor_ = i == 0 ? no_event : i - 1;
            return true;
        }
    }
    return false;
}

void session::go_to_start() { go_to(no_event); }

void session::go_to_end() {
    if (live_->file != nullptr) return go_to(static_cast<event_id>(run_events() - 1));
    run_to_end();
    const std::size_t size = live_->facts.size();
    cursor_ = size == 0 ? no_event : static_cast<event_id>(size - 1);
}

snapshot session::now() const { return history().at(cursor_); }
std::uint64_t session::state_digest() const { return now().digest(); }

}  // namespace sim
