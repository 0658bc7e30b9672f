// What the resources say of an object.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "gui/draw/run_index.hpp"
#include "runtime/aio.hpp"
#include "gui/panels/run_shape.hpp"
#include "tests/gui/null_backend.hpp"

namespace {

using namespace gui_test;

// Puts items that nobody says are done of.
aio::coro<> silent(sim::world&) {
    aio::queue<int> jobs(0, "jobs");
    for (int i = 0; i < 40; ++i) {
        co_await jobs.put(i);
        co_await aio::sleep(aio::seconds(0.01));
        co_await jobs.get();
    }
}

aio::coro<> says_done(sim::world&) {
    aio::queue<int> jobs(0, "jobs");
    for (int i = 0; i < 3; ++i) {
        co_await jobs.put(i);
        co_await jobs.get();
        jobs.task_done();
    }
}

aio::coro<> impatient(aio::queue<int>& jobs, int laps) {
    co_await jobs.put(1);
    for (int i = 0; i < laps; ++i) co_await aio::sleep(aio::seconds(0.01));
    co_await jobs.join();
}

aio::coro<> joins(sim::world&) {
    aio::queue<int> jobs(0, "jobs");
    co_await impatient(jobs, 0);
}

// The wait comes after many spans, in a block of them that is summed.
aio::coro<> joins_late(sim::world&) {
    aio::queue<int> jobs(0, "jobs");
    co_await aio::wait_for(impatient(jobs, 100), aio::seconds(2));
}

bool unfinished_is_told(const char* name) {
    static const std::array all = {make_scenario("silent", silent), make_scenario("says-done", says_done), make_scenario("joins", joins), make_scenario("joins-late", joins_late)};
    static const std::array list = {&all[0], &all[1], &all[2], &all[3]};
    null_backend b(name, list);
    b.press("End");
    const auto objects = b.run().history().objects();
    for (std::size_t i = 0; i < objects.size(); ++i) {
        if (objects[i].name == "jobs") return index_of(b.run()).range(i).unfinished_matters();
    }
    FAIL("no queue");
    return false;
}

}  // namespace

TEST_CASE("how many items are unfinished is told of a queue only where somebody says that some are done, or waits until all are") {
    CHECK_FALSE(unfinished_is_told("silent"));
    CHECK(unfinished_is_told("says-done"));
    CHECK(unfinished_is_told("joins"));
    CHECK(unfinished_is_told("joins-late"));
}

TEST_CASE("the run in miniature has a line of how full the fullest queue is, and says what it goes up to") {
    {
        null_backend b("downloads");
        CHECK(compose(b.run().history(), whole_axis(b.see())).most_depth == 0);
    }
    null_backend b("producer-consumer");
    const run_shape shape = compose(b.run().history(), whole_axis(b.see()));
    std::int64_t most = 0, at_end = 0;
    for (const auto& o : b.run().history().objects()) {
        if (o.kind != aio::object_kind::queue) continue;
        for (const auto& l : o.levels) most = std::max(most, l.value);
        if (!o.levels.empty()) at_end = std::max(at_end, o.levels.back().value);
    }
    REQUIRE(most > 0);
    CHECK(shape.most_depth == most);
    CHECK(*std::max_element(shape.depth.begin(), shape.depth.end()) == most);
    CHECK(shape.depth.back() >= at_end);
    CHECK(shape.depth.size() == shape.columns.size());
}
