#include "sim/packed_events.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <limits>

#include "sim/rng.hpp"
#include "sim/trace.hpp"

namespace {

bool same(const sim::event& a, const sim::event& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

sim::event anything(sim::rng& dice, sim::event_id number, unsigned bits) {
    const auto pick = [&](unsigned most) { return static_cast<std::uint64_t>(dice.randbelow(std::uint64_t{1} << std::min(most, bits))); };
    sim::event e;
    e.kind = static_cast<sim::event_kind>(dice.randbelow(sim::event_kind_count));
    e.detail = static_cast<std::uint8_t>(pick(8));
    e.time = static_cast<std::int64_t>(pick(62));
    e.value = static_cast<std::int64_t>(pick(62)) - static_cast<std::int64_t>(pick(62));
    e.cause = number == 0 || dice.randbelow(3) == 0 ? sim::no_event : static_cast<sim::event_id>(dice.randbelow(number));
    e.task = static_cast<std::uint32_t>(pick(32));
    e.object = static_cast<std::uint32_t>(pick(32));
    e.text = static_cast<std::uint32_t>(pick(32));
    e.extra = static_cast<std::uint32_t>(pick(32));
    e.site = static_cast<std::uint16_t>(pick(16));
    return e;
}

}  // namespace

TEST_CASE("packed events are read back as they were, however wide their fields are") {
    sim::rng dice(7);
    for (const unsigned bits : {0U, 1U, 5U, 9U, 17U, 31U, 40U, 57U, 62U}) {
        CAPTURE(bits);
        sim::trace plain, packed;
        for (sim::event_id i = 0; i < 5000; ++i) {
            sim::event e = anything(dice, i, bits);
            if (i == 77) e.value = std::numeric_limits<std::int64_t>::min();
            if (i == 78) e.value = std::numeric_limits<std::int64_t>::max();
            CHECK(plain.append(e) == i);
            CHECK(packed.append(e) == i);
            if (i % 900 == 0) packed.pack();
        }
        REQUIRE(packed.size() == plain.size());
        for (sim::event_id i = 0; i < plain.size(); ++i) REQUIRE(same(packed[i], plain[i]));
        CHECK(same(packed.back(), plain.back()));
    }
}

TEST_CASE("a trace forgets packed events too, and its numbers go on") {
    sim::trace t;
    sim::event e;
    for (int i = 0; i < 3000; ++i) {
        e.value = i;
        t.append(e);
    }
    t.pack();
    t.forget();
    CHECK(t.size() == 3000);
    CHECK(t.first() == 3000);
    for (int i = 3000; i < 6000; ++i) {
        e.value = i;
        t.append(e);
    }
    t.pack();
    for (int i = 3000; i < 6000; ++i) REQUIRE(t[static_cast<sim::event_id>(i)].value == i);
}
