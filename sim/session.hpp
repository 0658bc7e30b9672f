#pragma once
// One run and a cursor on it. The run grows at its live end, one handle at a time; the cursor moves over what is
// recorded, backwards and forwards. Going on from the past is running again, from the seed to that event.
//
// Or one run in a file, too large to be made again: then events() and history() are a part of it, the one the cursor is
// in, and going elsewhere reads another part. Nothing runs; the state at the live end is the one recorded.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "sim/recording.hpp"
#include "sim/run_spec.hpp"
#include "sim/timeline.hpp"

namespace sim {

struct limits {
    std::optional<std::int64_t> until_ns;          // stop before virtual time passes this
    std::uint64_t max_steps = 100'000'000;         // handles run; guards against livelock
    const std::atomic<bool>* stop = nullptr;       // true, set by another thread or a signal: leave off where it stands
};

enum class run_state : std::uint8_t { running, ok, exception, deadlock, limit };

class session {
public:
    // `spec` is normalised; throws usage_error. Nothing runs yet.
    session(run_spec spec, catalogue);
    // A run of at least one event in a file. Throws usage_error: the token is of no scenario here, nothing can be read.
    session(std::shared_ptr<const recording>, catalogue);
    session(session&&) noexcept;
    session& operator=(session&&) noexcept;
    ~session();

    const run_spec& spec() const;
    const scenario& what() const;
    const trace& events() const;
    const timeline& history() const;  // covers every recorded event, or a part of them

    const recording* recorded() const;     // the file of a run shown by parts; nullptr: history() is all there is
    std::uint64_t run_events() const;      // of the whole run, so far
    std::int64_t run_end_time() const;     // virtual ns
    task_id run_tasks() const;             // made in the whole run
    std::int64_t time_near(event_id) const;  // of an event; of one in another part, of the end of the block it is in
    std::uint64_t reading() const;         // another number for another part read; 0: no file
    const iterations& loop_before() const;  // the loop's iterations before history().first()
    // Why the cursor is not where it was told to go: one line, of a file that is damaged there. "": it is.
    std::string_view trouble() const;

    // --- the live end
    run_state state() const;            // how the run stands at its live end
    std::string_view error() const;     // for exception, limit: one line; for deadlock: its whole report
    bool step_handle();                 // runs the next handle of the loop; false: the run was over already
    bool run_to_event(event_id);        // until that event is recorded; false: the run ends before
    bool run_to_time(std::int64_t ns);  // until nothing at or before that time is left to run; false: the run is over
    run_state run_to_end(const limits& = {});  // `running`: it was told to stop
    // The same in pieces: also leaves off once `upto` is recorded. Steps count from the start of the run.
    run_state run_on(const limits&, event_id upto);
    // Lets go of what is recorded, so that a long run needs no more memory than a short one. Afterwards history(), the
    // cursor and the digest of events() have no meaning.
    void forget();

    // Keeps the events so far in a third of their memory, for a window that shows millions of them (see trace::pack).
    void pack();

    // --- the cursor: the last event that has happened; no_event is before the first
    event_id cursor() const;
    std::int64_t cursor_time() const;  // virtual ns
    void go_to(event_id);            // runs on where it is not recorded yet; clamps to the last event
    void go_to_time(std::int64_t ns);  // the last event at or before that time
    bool step_forward();              // one event; false: at the end
    bool step_back();                 // one event; false: before the first
    bool step_task(task_id);          // to the end of the task's next step; false: it never runs again
    bool step_task_back(task_id);     // to before its previous step; false: it has none
    void go_to_start();
    void go_to_end();                 // runs to the end

    snapshot now() const;  // state at the cursor
    std::uint64_t state_digest() const;  // of now()

    // Starts again with another spec (same scenario or not), cursor at the start.
    void restart(run_spec);

    catalogue scenarios() const;

private:
    struct live;
    std::unique_ptr<live> live_;
    event_id cursor_ = no_event;

    bool reach(event_id);
    template <class Is>
    bool go_to_found(event_id from, bool forward, Is);
};

}  // namespace sim
