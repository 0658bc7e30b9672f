#include "gui/draw/warnings.hpp"

#include <vector>

#include "gui/draw/run_index.hpp"
#include "sim/diagnostics.hpp"
#include "sim/narration.hpp"
#include "sim/why.hpp"

namespace gui {

namespace {

struct lesson {
    std::string_view title, meaning, shown_by;
};

lesson lesson_of(aio::diagnostic_kind kind) {
    switch (kind) {
        case aio::diagnostic_kind::never_awaited:
            return {"Never awaited",
                    "Calling a coroutine function only makes a coroutine; nothing of it runs. It runs when it is awaited, or when "
                    "create_task() makes a task of it. Without either, its work is silently left out.",
                    "forgotten-await"};
        case aio::diagnostic_kind::loop_blocked:
            return {"The loop was blocked",
                    "All tasks share one thread. A call that takes long without awaiting holds up every one of them: no timer fires and "
                    "nobody else runs. Await instead, or hand the call to a thread with to_thread().",
                    "blocking-in-the-loop"};
        case aio::diagnostic_kind::cancellation_swallowed:
            return {"A cancellation was swallowed",
                    "Cancelling is asking: CancelledError arrives at the await, and whoever catches it must raise it again. A task that "
                    "goes on instead looks like one that ended well, and timeouts and groups around it no longer work.",
                    "swallowed-cancellation"};
        case aio::diagnostic_kind::not_held:
            return {"Released without holding",
                    "A lock or permit was given back by a task that had not taken it. Somebody else's turn may begin too early: the bound "
                    "no longer bounds. Take and release in one place, with a guard.",
                    "not-my-lock"};
        case aio::diagnostic_kind::destroyed_pending:
            return {"Destroyed while pending",
                    "The program let go of a task that had not ended. The loop keeps only weak references: keep the task, or use a task "
                    "group, which waits for all of its tasks.",
                    "last-upload"};
        case aio::diagnostic_kind::task_done_too_often:
            return {"task_done() too often",
                    "Each item of a queue is to be reported done once. join() counts those reports; one too many and it comes back too "
                    "early, or raises.",
                    "done-twice"};
        case aio::diagnostic_kind::never_retrieved:
            return {"An exception nobody looked at",
                    "A future or a gather failed, and everybody let go of it without awaiting it or asking for its exception. The error "
                    "is lost, except for this line. Await what you gather, and every future somebody may fail.",
                    "unheard-error"};
    }
    return {};
}

constexpr lesson unretrieved{"An exception nobody looked at",
                             "A task failed, and nobody awaited it or asked for its exception. The error is lost, except for this line. Await "
                             "every task, or use a task group.",
                             "unheard-error"};
constexpr lesson loop_error{"The loop reports an error",
                            "Something failed where nobody could catch it: in a callback, or in a task that was being cleared away. asyncio "
                            "hands it to the loop's exception handler, which prints it and goes on.",
                            "future-callbacks"};
constexpr lesson leftover{"Still pending at the end",
                          "The program ended while this task had not. run() cancels what is left over: its work may be half done. Await it "
                          "before the end.",
                          "never-starts"};
constexpr lesson deadlock{"Deadlock",
                          "Every task waits for something that only another waiting task could do, and no timer is left. In Python this "
                          "program would hang for ever. Ask why of any task to see its chain.",
                          "lock-order"};

constexpr lesson failed{"The program failed",
                        "An exception came out of the program's main coroutine, so run() cancelled what was left and ended with it. What was "
                        "behind it is what it says; [ goes back from it, cause by cause.",
                        "too-many-tasks"};

void add(std::vector<warning>& all, sim::event_id number, sim::task_id task, std::string sentence, const lesson& l, bool grave) {
    all.push_back({number, task, std::move(sentence), l.title, l.meaning, l.shown_by, grave});
}

void read(const sim::timeline& t, sim::event_id number, std::vector<warning>& all) {
    const sim::event& e = t.source()[number];
    switch (e.kind) {
        case sim::event_kind::diagnostic:
            add(all, number, e.task, sim::narrate(t, number), lesson_of(static_cast<aio::diagnostic_kind>(e.detail)), false);
            return;
        case sim::event_kind::unretrieved: add(all, number, e.task, sim::narrate(t, number), unretrieved, false); return;
        case sim::event_kind::loop_error: add(all, number, e.task, sim::narrate(t, number), loop_error, false); return;
        case sim::event_kind::leftover: add(all, number, e.task, sim::narrate(t, number), leftover, false); return;
        // Its chain of coroutines, which the event tells, says less to most people than the reason.
        case sim::event_kind::deadlocked: add(all, number, e.task, sim::why(t, e.task, number), deadlock, true); return;
        case sim::event_kind::run_finished:
            if (static_cast<aio::run_outcome>(e.detail) == aio::run_outcome::exception) add(all, number, e.task, sim::narrate(t, number), failed, true);
            return;
        default: return;
    }
}

}  // namespace

std::span<const warning> warnings_of(const sim::session& session) {
    static std::vector<warning> all;
    static std::uint64_t generation = 0;
    static sim::event_id done = 0;
    const auto now = index_of(session).generation();
    if (now != generation) {
        all.clear();
        done = session.history().first();
        generation = now;
    }
    for (; done < session.history().size(); ++done) read(session.history(), done, all);
    return all;
}

const sim::scenario* scenario_showing(sim::catalogue scenarios, const warning& w) {
    for (const sim::scenario* s : scenarios) {
        if (s->name.find(w.shown_by) != std::string::npos) return s;
    }
    return nullptr;
}

}  // namespace gui
