#pragma once
// The facts of a run: an append-only list of plain records, all integers. Everything that shows a run - window,
// transcript, export, digest - reads this and nothing else.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/observer.hpp"
#include "sim/event_list.hpp"

namespace sim {

using aio::event_id;
using aio::no_event;
using aio::object_id;
using aio::task_id;

enum class event_kind : std::uint8_t {
    clock_advanced,    // value: from ns (event.time is where it arrived)
    timer_set,         // object: timer, detail: callback_kind, task: whose, value: when ns
    timer_cancelled,   // object: timer
    timer_fired,       // object: timer, detail: callback_kind, task: whose; its callback is now in the ready queue
    callback_ready,    // detail: callback_kind, object; a callback entered the ready queue
    callback_begin,    // detail: callback_kind, object; it runs
    task_created,      // task: the new one, object: parent task id, text: coroutine function, value: text id of its name
    task_ready,        // task entered the ready queue
    step_begin,        // task runs
    task_yielded,      // ends the step: task went to the tail of the ready queue (sleep(0))
    wait_begin,        // ends the step: task waits; detail: wait_kind, object: on what
    task_done,         // ends the step; detail: outcome_kind, text: the error, site: where it failed
    cancel_requested,  // task: who asks (0: the loop), object: the task to cancel, text: message
    uncancelled,       // task: who asks, object: the task, value: requests that remain
    object_created,    // object, detail: object_kind, text: name, value: capacity
    object_changed,    // object, task: by whom, detail: object_op, value: level, extra: aux
    log,               // task: who prints, text
    loop_error,        // task, text: message, value: text id of the error
    leftover,          // task: still pending when the program ended
    unretrieved,       // task, text: the exception nobody looked at, site: where it failed
    deadlocked,        // task, text: chain of what it waits for
    choice_made,       // value: picked, extra: of how many
    run_finished,      // detail: run_outcome, text: error, of a deadlock the first line
    diagnostic,        // detail: diagnostic_kind, task, object, site, text: see there
};

inline constexpr int event_kind_count = static_cast<int>(event_kind::diagnostic) + 1;

struct event {
    std::int64_t time = 0;     // virtual ns
    std::int64_t value = 0;
    event_id cause = no_event;  // the event that made this one happen
    task_id task = 0;
    object_id object = 0;
    std::uint32_t text = 0;  // index into trace::strings(), 0: empty
    std::uint32_t extra = 0;
    std::uint16_t site = 0;  // index into trace::sites(), 0: unknown. Not part of the digest.
    event_kind kind{};
    std::uint8_t detail = 0;
};

static_assert(sizeof(event) == 40);  // a run of ten million events is 400 MB

class trace {
public:
    trace();

    // Returns the number of the new event. Events are numbered 0, 1, 2...
    event_id append(const event& e) {
        events_.push_back(e);
        return static_cast<event_id>(first_ + events_.size() - 1);
    }
    void reserve(std::size_t events);

    std::size_t size() const { return first_ + events_.size(); }  // with those forgotten
    bool empty() const { return size() == 0; }
    const event& operator[](event_id number) const { return events_[number - first_]; }
    std::span<const event> events() const { return events_.all(); }  // those kept

    // Lets go of all events, texts and source lines so far; the numbers of events go on. For a run that is longer than
    // memory and is kept in a file: what is forgotten must not be asked for.
    void forget();
    event_id first() const { return static_cast<event_id>(first_); }  // the number of the first event kept

    // Equal strings have equal ids, in order of first use; 0 is "".
    std::uint32_t intern(std::string_view);
    std::string_view text(std::uint32_t id) const { return strings_[id]; }
    const std::deque<std::string>& strings() const { return strings_; }  // a view into one stays valid

    // A line alone, or a co_await of a function with the one at which that function is awaited.
    struct source_line {
        std::string file;  // relative to the project: "scenarios/downloads.cpp"; "" for a function of the runtime
        std::uint32_t line = 0;
        std::string function{};    // "download"; "" for a line alone
        std::uint16_t caller = 0;  // an earlier one; 0: the outermost
        bool operator==(const source_line&) const = default;
    };
    std::uint16_t intern(aio::site);
    // Innermost first. Gives the innermost that has a line, 0 for none.
    std::uint16_t intern(std::span<const aio::call_frame> chain);
    std::uint16_t intern_site(source_line);  // the same without the cache: for loading
    std::vector<std::uint16_t> chain(std::uint32_t site) const;  // the site and its callers, innermost first
    const source_line& site(std::uint32_t id) const { return sites_[id]; }
    const std::vector<source_line>& sites() const { return sites_; }

private:
    event_list<event> events_;
    std::size_t first_ = 0;
    std::deque<std::string> strings_;
    std::vector<std::uint32_t> string_slots_;  // open addressing: ids of strings, 0 is free
    std::vector<source_line> sites_;
    struct site_slot {
        const char* file = nullptr;
        const char* function = nullptr;  // both null: free
        std::uint32_t line = 0;
        std::uint16_t caller = 0;
        std::uint16_t id = 0;
    };
    std::vector<site_slot> site_slots_;  // open addressing; the addresses decide nothing but where to look
    std::size_t site_slots_used_ = 0;

    std::uint32_t add_string(std::string_view, std::size_t slot);
    void grow_string_slots();
    void grow_site_slots();
    std::uint16_t intern_site(const site_slot&);
};

}  // namespace sim
