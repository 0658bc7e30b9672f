// A program outside the tree that runs a scenario of the catalogue and walks back through it.
#include <scenarios/catalogue.hpp>
#include <sim/digest.hpp>
#include <sim/session.hpp>
#include <sim/transcript.hpp>

#include <cstdio>

int main() {
    sim::run_spec spec;
    spec.scenario = scenarios::default_scenario;
    sim::session session(sim::normalised(spec, scenarios::catalogue()), scenarios::catalogue());
    const sim::run_state state = session.run_to_end();
    std::fputs(sim::transcript(session.history()).c_str(), stdout);

    session.go_to_end();
    const std::uint64_t end = session.state_digest();
    while (session.step_back()) {
    }
    session.go_to_end();
    const bool same = session.state_digest() == end;
    std::printf("%zu events, digest %s\n", session.events().size(), sim::digest(session.events()).c_str());
    return state == sim::run_state::ok && same ? 0 : 1;
}
