// The timeline of a program with eager tasks: a step inside a step.

#include <doctest/doctest.h>

#include "runtime/aio.hpp"
#include "sim/recorder.hpp"
#include "sim/timeline.hpp"
#include "sim/trace_check.hpp"

using namespace std::chrono_literals;

namespace {

aio::coro<> child() {
    aio::log("child begins");
    co_await aio::sleep(1ms);
    aio::log("child ends");
}

aio::coro<> parent() {
    aio::log("parent begins");
    const auto t = aio::create_task(child(), aio::task_options(true));
    aio::log("parent goes on");
    co_await t;
}

}  // namespace

TEST_CASE("while an eager task runs its first step it is the running one, and then its creator is again") {
    sim::trace facts;
    sim::recorder recorder(facts);
    aio::run_options options;
    options.watcher = &recorder;
    aio::run(parent(), options);
    CHECK(sim::fault_in(facts).empty());
    sim::timeline history(facts);
    history.extend();
    REQUIRE(history.logs().size() == 4);
    std::string who;
    std::string running;
    for (const auto& line : history.logs()) {
        who += std::to_string(line.task);
        running += std::to_string(history.at(line.event).running);
    }
    CHECK(who == "1212");
    CHECK(running == "1212");
    const sim::event_id goes_on = history.logs()[2].event;
    CHECK(history.state_at(1, goes_on) == sim::task_state::running);
    CHECK(history.state_at(2, goes_on) == sim::task_state::sleeping);
    CHECK(history.at(goes_on).outside.empty());
}
