// Runs the README's scenario, which is compiled beside this file, and prints its transcript.
#include <sim/session.hpp>
#include <sim/transcript.hpp>

#include <cstdio>

namespace scenarios {
extern const sim::scenario tea;
}

int main() {
    const sim::scenario* all[] = {&scenarios::tea};
    sim::run_spec spec;
    spec.scenario = "tea";
    sim::session session(sim::normalised(spec, all), all);
    const sim::run_state state = session.run_to_end();
    std::fputs(sim::transcript(session.history()).c_str(), stdout);
    return state == sim::run_state::ok ? 0 : 1;
}
