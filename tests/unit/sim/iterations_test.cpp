#include "sim/iterations.hpp"

#include "tale.hpp"

using namespace aio;
using tale::event_id;
using tale::ms;
using tale::no_event;

TEST_CASE("an iteration runs what was ready when it began; what becomes ready meanwhile waits for the next") {
    tale::story s;
    s.by.task_created(1, 0, "main", "");
    s.by.task_ready(1);
    const event_id first = s.last() + 1;
    s.by.step_begin(1, no_event);
    s.by.task_created(2, 1, "child", "");
    s.by.task_ready(2);
    s.by.task_yielded(1, {});
    const event_id second = s.last() + 1;
    s.by.step_begin(2, no_event);
    s.by.timer_set(7, callback_kind::timer, 2, 100 * ms);
    s.by.wait_begin(2, wait_kind::sleep, 7, {});
    s.by.step_begin(1, no_event);
    s.by.wait_begin(1, wait_kind::task, 2, {});
    const event_id third = s.last() + 1;
    s.advance(100 * ms);
    s.by.timer_fired(7, callback_kind::timer, 2, no_event);
    s.by.callback_begin(callback_kind::timer, 7, no_event);
    s.by.task_ready(2);
    const event_id fourth = s.last() + 1;
    s.by.step_begin(2, no_event);
    s.by.task_done(2, outcome_kind::result, "");
    sim::iterations loop;
    loop.extend(s.read().source());
    REQUIRE(loop.starts().size() == 4);
    CHECK(loop.starts()[0] == first);
    CHECK(loop.starts()[1] == second);
    CHECK(loop.starts()[2] == third);
    CHECK(loop.starts()[3] == fourth);
    CHECK(loop.of(0) == 0);
    CHECK(loop.of(third) == 2);
    CHECK(loop.of(fourth + 1) == 3);
    loop.extend(s.read().source());
    CHECK(loop.starts().size() == 4);
}
