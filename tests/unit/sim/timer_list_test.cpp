#include "sim/timer_list.hpp"

#include <algorithm>

#include "tale.hpp"

TEST_CASE("timers are read by deadline and order of setting, however many come and go") {
    sim::timer_list list;
    std::vector<sim::pending_timer> expected;
    sim::rng dice(6);
    for (std::uint32_t id = 1; id <= 6000; ++id) {
        if (dice.randbelow(3) < 2 || expected.empty()) {
            sim::pending_timer t;
            t.id = id;
            t.when = dice.randint(0, 800);
            list.insert(t);
            const auto later = [](std::int64_t when, const sim::pending_timer& x) { return when < x.when; };
            expected.insert(std::upper_bound(expected.begin(), expected.end(), t.when, later), t);
        } else {
            const std::size_t at = dice.randbelow(2) == 0 ? 0 : static_cast<std::size_t>(dice.randbelow(expected.size()));
            REQUIRE(list.erase(expected[at].id));
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(at));
        }
        if (id % 50 != 0) continue;
        const auto same = [](const sim::pending_timer& a, const sim::pending_timer& b) { return a.id == b.id && a.when == b.when; };
        REQUIRE(list.size() == expected.size());
        REQUIRE(std::equal(list.begin(), list.end(), expected.begin(), expected.end(), same));
    }
    CHECK(!list.erase(999'999));
    while (!expected.empty()) {
        REQUIRE(list.front().id == expected.front().id);
        REQUIRE(list.erase(expected.front().id));
        expected.erase(expected.begin());
    }
    CHECK(list.empty());
    CHECK(list.begin() == list.end());
}
