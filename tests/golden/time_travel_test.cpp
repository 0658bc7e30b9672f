// Step back: the state at an event is the same however one gets there.

#include <doctest/doctest.h>

#include <vector>

#include "scenarios/catalogue.hpp"
#include "sim/digest.hpp"
#include "sim/session.hpp"

namespace {

sim::session session_of(const sim::scenario& s) {
    sim::run_spec spec;
    spec.scenario = s.name;
    return sim::session(spec, scenarios::catalogue());
}

// The state digest after each event, taken on the way forward; the run grows under the cursor.
std::vector<std::uint64_t> forward(sim::session& session) {
    std::vector<std::uint64_t> states{session.state_digest()};
    while (session.step_forward()) states.push_back(session.state_digest());
    return states;
}

}  // namespace

TEST_CASE("stepping to the end, back through every event and forward again meets the same states") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        sim::session session = session_of(*s);
        const std::vector<std::uint64_t> states = forward(session);
        REQUIRE(states.size() == session.events().size() + 1);
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            REQUIRE(session.step_back());
            CAPTURE(i);
            REQUIRE(session.state_digest() == states[i]);
        }
        CHECK_FALSE(session.step_back());
        CHECK(forward(session) == states);
    }
}

TEST_CASE("going straight to any event of a finished run meets the state that stepping met") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        sim::session session = session_of(*s);
        const std::vector<std::uint64_t> states = forward(session);
        // In an order that jumps about; some events are met more than once, which is no harm.
        for (std::size_t i = 0; i < session.events().size(); ++i) {
            const auto event = static_cast<sim::event_id>(i * 7919 % session.events().size());
            session.go_to(event);
            REQUIRE(session.state_digest() == states[event + 1]);
        }
    }
}

TEST_CASE("running again from the seed to an event is that event's past, to the last byte") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        sim::session whole = session_of(*s);
        whole.run_to_end();
        sim::session again = session_of(*s);
        while (again.step_handle()) {
            const std::size_t events = again.events().size();
            REQUIRE(sim::digest(again.events()) == sim::digest(whole.events(), events));
            if (events > 200) break;  // each prefix costs a digest of both
        }
        again.run_to_end();
        CHECK(sim::digest(again.events()) == sim::digest(whole.events()));
    }
}

TEST_CASE("restarting a session in the middle of a run starts a fresh one") {
    for (const sim::scenario* s : scenarios::catalogue()) {
        CAPTURE(s->name);
        sim::session session = session_of(*s);
        session.run_to_end();
        const std::string digest = sim::digest(session.events());
        session.restart(session.spec());
        for (int i = 0; i < 5; ++i) session.step_handle();
        session.restart(session.spec());
        CHECK(session.cursor() == sim::no_event);
        session.run_to_end();
        CHECK(sim::digest(session.events()) == digest);
    }
}
