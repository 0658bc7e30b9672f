#pragma once
// Runs told by hand: what a loop would have said to its observer, without a loop.

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>

#include "sim/recorder.hpp"
#include "sim/rng.hpp"
#include "sim/timeline.hpp"

namespace tale {

using sim::event_id;
using sim::event_kind;
using sim::no_event;

constexpr std::int64_t ms = 1'000'000;

// A task of one coroutine, waiting at a line.
inline std::array<aio::call_frame, 1> at(const char* file, std::uint32_t line) { return {{{"main", {file, line}}}}; }

struct story {
    sim::trace facts;
    sim::recorder by{facts};
    sim::timeline seen{facts};

    const sim::timeline& read() {
        seen.extend();
        return seen;
    }
    event_id last() const { return static_cast<event_id>(facts.size() - 1); }

    // A task that is created by `parent` and runs its first step.
    void start(sim::task_id task, sim::task_id parent, const char* function) {
        by.task_created(task, parent, function, "Task-" + std::to_string(task));
        by.step_begin(task, by.task_ready(task));
    }
    void advance(std::int64_t to_ns) { by.clock_advanced(by.now(), to_ns); }
};

// main starts two workers that share a semaphore of one permit; the first sleeps with it.
inline void tell_semaphore(story& s) {
    using namespace aio;
    s.start(1, 0, "main");
    s.by.object_created(1, object_kind::semaphore, "slots", 1);
    s.by.task_created(2, 1, "worker", "Task-2");
    const event_id ready2 = s.by.task_ready(2);
    s.by.task_created(3, 1, "worker", "Task-3");
    const event_id ready3 = s.by.task_ready(3);
    s.by.wait_begin(1, wait_kind::task, 2, at("scenarios/a.cpp", 10));
    s.by.step_begin(2, ready2);
    s.by.object_changed(1, object_op::acquire, 0, 0);
    const event_id timer = s.by.timer_set(2, callback_kind::timer, 2, 250 * ms);
    s.by.wait_begin(2, wait_kind::sleep, 2, at("scenarios/a.cpp", 20));
    s.by.step_begin(3, ready3);
    s.by.wait_begin(3, wait_kind::semaphore, 1, at("scenarios/a.cpp", 30));
    s.advance(250 * ms);
    const event_id fired = s.by.timer_fired(2, callback_kind::timer, 2, timer);
    s.by.callback_begin(callback_kind::timer, 2, fired);
    s.by.step_begin(2, s.by.task_ready(2));
    s.by.object_changed(1, object_op::release, 1, 0);
    const event_id woken = s.by.task_ready(3);
    s.by.task_done(2, outcome_kind::result, "");
    const event_id main_ready = s.by.task_ready(1);
    s.by.step_begin(3, woken);
    s.by.object_changed(1, object_op::acquire, 0, 0);
    s.by.log("working");
    s.by.object_changed(1, object_op::release, 1, 0);
    s.by.task_done(3, outcome_kind::exception, "ValueError: bad");
    s.by.step_begin(1, main_ready);
    s.by.task_done(1, outcome_kind::result, "");
    s.by.unretrieved(3, "ValueError: bad");
    s.by.run_finished(run_outcome::ok, "");
}

// Anything in any order: readers must cope with what no loop would do.
inline void tell_nonsense(story& s, std::uint64_t seed, std::size_t events) {
    using namespace aio;
    sim::rng dice(seed);
    task_id tasks = 0;
    object_id objects = 0;
    const auto pick = [&dice](std::uint32_t n) { return static_cast<std::uint32_t>(dice.randbelow(std::uint64_t{n} + 1)); };
    const auto cause = [&]() -> event_id { return s.facts.empty() || pick(3) == 0 ? no_event : pick(s.last()); };
    while (s.facts.size() < events) {
        const task_id task = tasks == 0 ? 0 : 1 + pick(tasks - 1);
        const object_id object = pick(objects + 1);
        const site here{"scenarios/nonsense.cpp", pick(20)};
        switch (pick(tasks == 0 ? 0 : 20)) {
            case 0: ++tasks; s.by.task_created(tasks, pick(tasks - 1), pick(1) == 0 ? "fetch" : "store", "Task-" + std::to_string(tasks)); break;
            case 1: case 2: s.by.task_ready(task); break;
            case 3: case 4: s.by.step_begin(task, cause()); break;
            case 5: s.by.task_yielded(task, at(here.file, here.line)); break;
            case 6: case 7: {
                const auto wait = static_cast<wait_kind>(pick(12));
                s.by.wait_begin(task, wait, wait == wait_kind::task ? task : object, at(here.file, here.line));
                break;
            }
            case 8: s.by.task_done(task, static_cast<outcome_kind>(pick(2)), "E"); break;
            case 9: s.by.cancel_requested(task, pick(1) == 0 ? "" : "why"); break;
            case 10: s.by.uncancelled(task, static_cast<int>(pick(2))); break;
            case 11: ++objects; s.by.object_created(objects, static_cast<object_kind>(pick(12)), pick(1) == 0 ? "" : "thing", pick(4)); break;
            case 12: case 13: s.by.object_changed(object, static_cast<object_op>(pick(10)), pick(3), pick(3)); break;
            case 14: s.by.timer_set(++objects, static_cast<callback_kind>(pick(5)), task, s.by.now() + pick(1000)); break;
            case 15: s.by.timer_cancelled(object); break;
            case 16: s.by.timer_fired(object, static_cast<callback_kind>(pick(5)), task, cause()); break;
            case 17: s.by.callback_ready(static_cast<callback_kind>(pick(5)), object); break;
            case 18: s.by.callback_begin(static_cast<callback_kind>(pick(5)), object, cause()); break;
            case 19: s.advance(s.by.now() + pick(500)); break;
            default: s.by.log("line " + std::to_string(pick(5))); break;
        }
    }
}

}  // namespace tale
